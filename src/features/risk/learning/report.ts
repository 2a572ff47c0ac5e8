import type { LocalDate } from "../../../kernel/business-time.ts";
import type { AdditiveModel, AdditiveTerm } from "../model/additive.ts";
import { type Accountability, precisionOf } from "./accountability.ts";
import { type Backtest, CONTENDERS } from "./backtest.ts";
import type { RiskModel } from "./model-store.ts";
import type { Bin } from "./reliability.ts";

export interface Report {
  readonly day: LocalDate;
  readonly model: RiskModel | undefined;
  readonly accountability: Accountability;
}

const MOST_DRIVERS = 12;
const SIZE = 400;
const ROOM = 72;

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1d1c1d; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
table { border-collapse: collapse; } th, td { text-align: right; padding: .25rem .75rem; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; padding-left: 0; } .note { color: #555; }
svg text { font: 12px system-ui, sans-serif; fill: #444; } .bar { fill: #2f6f9f; }
@media (prefers-color-scheme: dark) { body { color: #e8e8e8; background: #1a1d21; } th, td { border-color: #444; }
  .note { color: #aaa; } svg text { fill: #bbb; } }`;

/** One page without anything from elsewhere: how well the scores fit, what drives them, what became of the alerts. */
export function reportHtml({ day, model, accountability }: Report): string {
  const parts = model
    ? [aboutModel(model), skill(model.metrics.backtest), calibration(model.metrics.backtest), drivers(model)]
    : [noModel()];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Churn risk, ${day}</title><style>${STYLE}</style></head><body>
<h1>Churn risk, ${day}</h1>
${[...parts, accounted(accountability)].join("\n")}
</body></html>
`;
}

function noModel(): string {
  return "<p>Not calibrated yet: fewer than ten churns are known. Scores are an expert's estimate, and no probability is shown.</p>";
}

const KINDS = { scaled: "the expert's score, scaled", additive: "splines", boosted: "trees" } as const;

function aboutModel({ version, churns, rows, fittedAt, trainedUntil, fitted }: RiskModel): string {
  return `<p>Version ${String(version)} (${KINDS[fitted.kind]}), fitted on ${fittedAt.toISOString().slice(0, 10)} from ${rows.toLocaleString("en")} periods of
28 days before ${trainedUntil}, in which ${churns.toLocaleString("en")} customers left.</p>`;
}

function skill(tested: Backtest | undefined): string {
  if (!tested) return "<h2>Skill</h2><p>There isn't enough past to walk forward through yet.</p>";
  const rows = CONTENDERS.flatMap((name) => {
    const each = tested.figures[name];
    if (!each) return [];
    const cells = [
      `${each.auc.toFixed(3)} (${each.aucLow.toFixed(3)} to ${each.aucHigh.toFixed(3)})`,
      each.logLoss.toFixed(4),
      each.calibrationError.toFixed(4),
      each.lift.toFixed(2),
      `${String(Math.round(100 * each.captured))} %`,
      each.leadDays === undefined ? "–" : String(each.leadDays),
    ];
    return [`<tr><td>${name}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`];
  });
  const claim = tested.hasSkill ? "" : "<p><b>No skill is claimed: the 90 % interval of the AUC includes .5.</b></p>";
  return `<h2>Skill, out of time</h2>${claim}
<p class="note">At each of ${String(tested.cuts)} monthly cuts it learned from what was over by then and foretold the next 28 days:
${tested.rows.toLocaleString("en")} periods, in which ${String(tested.churns)} left. Intervals are bootstraps over accounts.</p>
<table><tr><th>who foretells</th><th>AUC (90 % interval)</th><th>log loss</th><th>ECE</th><th>lift</th><th>ARR in top 10 %</th><th>days before</th></tr>
${rows.join("\n")}</table>`;
}

function calibration(tested: Backtest | undefined): string {
  if (!tested || tested.bins.length === 0) return "";
  return `<h2>Foretold and what came</h2><p class="note">Ten groups of as many periods each, by rising chance of leaving in 28 days.</p>
${groups(tested.bins)}${shown(tested)}`;
}

/** The chance that people read is that of 90 days. */
function shown({ horizon }: Backtest): string {
  if (!horizon) return "";
  return `<h2>Foretold for 90 days and what came</h2><p class="note">Of ${horizon.rows.toLocaleString("en")} periods whose 90 days are over, with ${String(horizon.churns)} who left in them.
Expected calibration error (ECE): ${horizon.calibrationError.toFixed(4)}.</p>
${groups(horizon.bins)}`;
}

function groups(bins: readonly Bin[]): string {
  const rows = bins.map(
    ({ rows: n, foretold, came }) =>
      `<tr><td>${percent(foretold)}</td><td>${percent(came)}</td><td>${String(n)}</td></tr>`,
  );
  return `${plot(bins)}
<table><tr><th>foretold</th><th>came</th><th>periods</th></tr>${rows.join("")}</table>`;
}

function plot(bins: readonly Bin[]): string {
  const most = Math.max(0.01, ...bins.flatMap(({ foretold, came }) => [foretold, came])) * 1.1;
  const x = (share: number): string => (ROOM + (share / most) * (SIZE - 2 * ROOM)).toFixed(1);
  const y = (share: number): string => (SIZE - ROOM - (share / most) * (SIZE - 2 * ROOM)).toFixed(1);
  const dots = bins
    .map(({ foretold, came }) => `<circle class="bar" cx="${x(foretold)}" cy="${y(came)}" r="5"/>`)
    .join("");
  const ticks = [0, most / 2, most]
    .map(
      (share) =>
        `<text x="${x(share)}" y="${String(SIZE - ROOM + 18)}" text-anchor="middle">${percent(share)}</text>
<text x="${String(ROOM - 8)}" y="${y(share)}" text-anchor="end" dominant-baseline="middle">${percent(share)}</text>`,
    )
    .join("");
  return `<svg width="${String(SIZE)}" height="${String(SIZE)}" role="img" aria-label="Foretold against what came">
<line x1="${x(0)}" y1="${y(0)}" x2="${x(most)}" y2="${y(most)}" stroke="#999" stroke-dasharray="4"/>${dots}${ticks}
<text x="${String(SIZE / 2)}" y="${String(SIZE - 8)}" text-anchor="middle">foretold</text>
<text x="12" y="${String(SIZE / 2)}" text-anchor="middle" transform="rotate(-90 12 ${String(SIZE / 2)})">came</text></svg>`;
}

function drivers({ fitted }: RiskModel): string {
  const model = fitted.kind === "additive" ? fitted.model : fitted.kind === "boosted" ? fitted.beside.model : undefined;
  if (!model) {
    return "<h2>What drives it</h2><p>The expert's weights, with an intercept and one slope of the organisation's own.</p>";
  }
  const told = model.terms
    .map((term) => ({ name: term.code.name, ...reach(term) }))
    .sort((one, other) => other.range - one.range)
    .slice(0, MOST_DRIVERS);
  const most = Math.max(1e-9, ...told.map(({ range }) => range));
  const rows = told.map(
    ({ name, range, rises }) =>
      `<tr><td>${name}</td><td>${rises ? "more is worse" : "more is better"}</td><td>× ${Math.exp(range).toFixed(2)}</td>
<td><svg width="200" height="14"><rect class="bar" width="${((200 * range) / most).toFixed(0)}" height="14"/></svg></td></tr>`,
  );
  return `<h2>What drives it</h2><p class="note">How much the odds of leaving differ between the ends of what was seen. Associated with, not caused by.${bend(model)}</p>
<table><tr><th>feature</th><th>direction</th><th>odds</th><th></th></tr>${rows.join("\n")}</table>`;
}

function bend({ terms }: AdditiveModel): string {
  return terms.length > MOST_DRIVERS
    ? ` The strongest ${String(MOST_DRIVERS)} of ${String(terms.length)} are shown.`
    : "";
}

function reach({ code, coefficients }: AdditiveTerm): { readonly range: number; readonly rises: boolean } {
  if (code.kind !== "number" || code.knots.length === 0) {
    const slope = coefficients[0] ?? 0;
    const width = code.kind === "number" ? (code.high - code.low) / code.sd : 1;
    return { range: Math.abs(slope * width), rises: slope > 0 };
  }
  const heights = coefficients.slice(0, code.knots.length);
  return { range: Math.max(...heights) - Math.min(...heights), rises: (heights.at(-1) ?? 0) > (heights[0] ?? 0) };
}

function accounted(accountability: Accountability): string {
  const { since, cases, right, wrong, open, actedOn, medianLeadDays, months } = accountability;
  const precision = precisionOf(accountability);
  const rows = [
    ["alerts", String(cases)],
    ["right: notice, churn or a smaller contract within 90 days, or confirmed and saved", String(right)],
    ["wrong: not a risk, or nothing of that came", String(wrong)],
    ["not yet decided", String(open)],
    ["precision, of what is decided", precision === undefined ? "–" : percent(precision)],
    ["acted on: owned, spoken with, or closed by somebody", cases === 0 ? "–" : percent(actedOn / cases)],
    ["median days from the first alert", medianLeadDays === undefined ? "–" : String(medianLeadDays)],
  ];
  const left = months.map(
    (each) => `<tr><td>${each.month}</td><td>${String(each.left)}</td><td>${String(each.untold)}</td></tr>`,
  );
  const missed =
    left.length === 0
      ? "<p>Nobody left who had been scored before.</p>"
      : `<table><tr><th>month</th><th>left</th><th>without an alert</th></tr>${left.join("")}</table>`;
  return `<h2>What became of the alerts since ${since}</h2>
<table>${rows.map(([what, figure]) => `<tr><td>${what ?? ""}</td><td>${figure ?? ""}</td></tr>`).join("")}</table>
<h2>Who left</h2>${missed}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
