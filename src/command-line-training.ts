import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { lineOn, ORG } from "./command-line-words.ts";
import type { Database } from "./db/transaction.ts";
import type { Examined } from "./doctor.ts";
import { createDirectory } from "./features/index.ts";
import { type Accountability, precisionOf } from "./features/risk/learning/accountability.ts";
import { accountabilityOf } from "./features/risk/learning/accountability-store.ts";
import { type Backtest, backtest, CONTENDERS } from "./features/risk/learning/backtest.ts";
import type { Past } from "./features/risk/learning/past.ts";
import { activeModel } from "./features/risk/learning/model-store.ts";
import { type Replay, replay } from "./features/risk/learning/replay.ts";
import { reportHtml } from "./features/risk/learning/report.ts";
import { stageOf } from "./features/risk/learning/stages.ts";
import { pastFrom, progressOf, type Read, training } from "./features/risk/learning/training.ts";
import { closedBy, labelsOf } from "./features/risk/learning/past.ts";
import { addDays, localDate, localDateOf, type LocalDate } from "./kernel/business-time.ts";
import { systemClock, wallClock } from "./kernel/clock.ts";
import type { OrganisationId } from "./kernel/ids.ts";

interface Opened {
  readonly db: Database;
  readonly organisation: OrganisationId;
  readonly change: Examined["change"];
}

export interface TrainingCommandsParts {
  /** `tandem risk` */
  readonly risk: Command;
  readonly out: (text: string) => void;
  /** where progress is drawn, if somebody looks */
  readonly terminal: NodeJS.WritableStream;
  /** @param slug of the organisation; not needed while there is one */
  readonly within: (slug: string | undefined, use: (opened: Opened) => Promise<void>) => Promise<void>;
}

const JSON_OUT = ["--json", "as JSON"] as const;
const ACCOUNTED_DAYS = 365;

/** `tandem risk train`, `backtest`, `replay` and `report`: what is learned of the organisation's own past. */
export function addTrainingCommands({ risk, out, terminal, within }: TrainingCommandsParts): void {
  const progress = progressOn(terminal);

  risk
    .command("train")
    .description("learns from the past who leaves; the next night scores with it")
    .option(...ORG)
    .action(({ org }: { org?: string }) =>
      within(org, async (opened) => {
        const before = await opened.db.read(opened.organisation, activeModel);
        const end = await rebuild(opened, progress);
        if (end) await goOn(opened, end);
        const model = await opened.db.read(opened.organisation, activeModel);
        if (!model || model.version === before?.version) {
          out(
            "What stands, stays: a model takes 10 churns, 5 months of usage, and a backtest that tells better than chance. \`tandem risk backtest\` says how far it is.\n",
          );
          return;
        }
        out(
          `Learned from ${count(model.rows, "period")} of customers, in which ${count(model.churns, "of them", "of them")} left. `,
        );
        out(`Version ${String(model.version)} (${model.stage}) scores from the next night on.\n`);
        if (model.metrics.backtest) out(table(model.metrics.backtest, model.stage === "scaled" ? "scaled" : "splines"));
      }),
    );

  risk
    .command("backtest")
    .description("walks forward through the past, and tells how well it would have foretold who leaves")
    .option(...JSON_OUT)
    .option(...ORG)
    .action(({ json = false, org }: { json?: boolean; org?: string }) =>
      within(org, async (opened) => {
        const found = await pastOfAll(opened, progress);
        const churns = found ? churnsIn(found) : 0;
        const stage = stageOf(churns);
        const shown = stage === "scaled" || stage === "expert" ? "scaled" : "splines";
        const tested = found && backtest(found, { stage: shown, withTrees: stage === "challenged" });
        if (json) out(`${JSON.stringify({ stage, churns, backtest: tested ?? null }, null, 2)}\n`);
        else if (!tested)
          out(
            `Only ${count(churns, "churn")} in the past that is known: 10 have to lie before the first month that is foretold.\n`,
          );
        else out(table(tested, shown));
      }),
    );

  risk
    .command("replay")
    .description("runs the rules over a time that is over: what would have been said, and of whom")
    .requiredOption("--from <day>", "the first day, e.g. 2026-07-01")
    .requiredOption("--to <day>", "the last day")
    .option(...JSON_OUT)
    .option(...ORG)
    .action(({ from, to, json = false, org }: { from: string; to: string; json?: boolean; org?: string }) =>
      within(org, async (opened) => {
        const days = { from: dayIn("--from", from), to: dayIn("--to", to) };
        const now = wallClock.now();
        if (days.from > days.to) throw new Error(`--from ${from} is after --to ${to}. Say the earlier day first.`);
        const found = await replay(readOf(opened), {
          ...days,
          now,
          directory: createDirectory(systemClock),
          onDay: progress,
        });
        const { db, organisation } = opened;
        const accountability = await db.read(organisation, (tx) => accountabilityOf(tx, days.from, days.to, now));
        if (json) out(`${JSON.stringify({ ...found, accountability }, null, 2)}\n`);
        else out(`${told(found)}${accounted(accountability)}`);
      }),
    );

  risk
    .command("report")
    .description("writes one page: how well the scores fit, what drives them, what became of the alerts")
    .option("--out <file>", "where to", "risk-report.html")
    .option(...ORG)
    .action(({ out: file, org }: { out: string; org?: string }) =>
      within(org, async (opened) => {
        const { db, organisation } = opened;
        const today = localDateOf(wallClock.now(), "UTC");
        const since = addDays(today, -ACCOUNTED_DAYS);
        const model = await db.read(organisation, activeModel);
        const accountability = await db.read(organisation, (tx) => accountabilityOf(tx, since, today, wallClock.now()));
        await writeFile(file, reportHtml({ day: today, model, accountability }));
        out(`Wrote ${file}.\n`);
      }),
    );
}

type Show = (done: number, all: number) => void;

function progressOn(terminal: NodeJS.WritableStream): Show {
  const show = lineOn(terminal);
  return (done, all) => show(done >= all ? "" : `${String(done)} of ${String(all)}`);
}

function readOf({ db, organisation }: Opened): Read {
  return (fn) => db.read(organisation, fn);
}

type Data = Readonly<Record<string, string>>;

/** Rebuilds the past. @returns what is left to do: to learn; undefined where there is no past */
async function rebuild({ change, organisation }: Opened, show: Show): Promise<Data | undefined> {
  let data: Data | undefined = { asOf: wallClock.now().toISOString() };
  while (data && data["phase"] !== "learn") {
    const batch: Data = data;
    data = await change(organisation, (context) => training.run(context, batch));
    if (data) show(progressOf(data).done, progressOf(data).all);
  }
  return data;
}

async function goOn(opened: Opened, data: Data): Promise<void> {
  const prepared = await training.prepare?.(readOf(opened), data);
  await opened.change(opened.organisation, (context) => training.run(context, data, prepared));
}

async function pastOfAll(opened: Opened, show: Show): Promise<Past | undefined> {
  const end = await rebuild(opened, show);
  return end && pastFrom(readOf(opened), new Date(end["asOf"] ?? ""), end["day"] ?? "");
}

function churnsIn(past: Past): number {
  const labels = labelsOf(past);
  return closedBy(past, past.until).reduce((sum, row) => sum + (labels[row] ?? 0), 0);
}

function dayIn(option: string, text: string): LocalDate {
  const day = localDate(text);
  if (!day) throw new Error(`${option} "${text}" is no day. Write it like 2026-07-01.`);
  return day;
}

function table({ cuts, rows, churns, figures, horizon, hasSkill, bouts }: Backtest, shown: string): string {
  const lines = [
    `Foretold at ${count(cuts, "monthly cut")}: ${count(rows, "period")}, in which ${String(churns)} left.`,
    "",
  ];
  lines.push(
    "                    AUC (90 % interval)   log loss   Brier    ECE      lift  ARR in top 10 %  days before",
  );
  for (const contender of CONTENDERS) {
    const each = figures[contender];
    if (!each) continue;
    const auc = `${each.auc.toFixed(3)} (${each.aucLow.toFixed(3)} to ${each.aucHigh.toFixed(3)})`;
    const lead = each.leadDays === undefined ? "–" : String(each.leadDays);
    lines.push(
      `${contender.padEnd(18)}  ${auc.padEnd(22)}${each.logLoss.toFixed(4).padEnd(11)}${each.brier.toFixed(4).padEnd(9)}` +
        `${each.calibrationError.toFixed(4).padEnd(9)}${each.lift.toFixed(2).padEnd(6)}${`${Math.round(100 * each.captured).toString()} %`.padEnd(17)}${lead}`,
    );
  }
  lines.push("");
  if (horizon)
    lines.push(
      `Over the 90 days that are shown, ${shown} had an ECE of ${horizon.calibrationError.toFixed(4)}: ${count(horizon.rows, "period")}, in which ${String(horizon.churns)} left.`,
    );
  if (!hasSkill) lines.push(`No skill is claimed for ${shown}: the 90 % interval of its AUC includes .5.`);
  if (bouts.length > 0) {
    const won = bouts.filter(({ better, standardError }) => better > standardError).length;
    lines.push(
      `The trees were better than the splines by more than a standard error in ${String(won)} of ${String(bouts.length)} folds; 3 are needed.`,
    );
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function told({ from, to, model, alerts, left, leftUntold, medianLeadDays, heldDays }: Replay): string {
  const of = (fate: Replay["alerts"][number]["fate"]) => alerts.filter((each) => each.fate === fate);
  const before = of("told").filter(({ leadDays }) => leadDays !== undefined).length;
  const [capped, held] = [of("capped").length, of("held").length];
  const lines = [
    `${from} to ${to}: ${count(of("told").length, "alert")}, ${String(before)} before a churn.`,
    ...(capped > 0
      ? [`${count(capped, "more", "more")} over the caps of a day: they'd stand in the digests alone.`]
      : []),
    ...(held > 0
      ? [
          `${count(held, "more", "more")} held until a manager had looked: so many crossed at once on ${heldDays.join(", ")}.`,
        ]
      : []),
    `${count(left, "customer")} left, ${String(leftUntold)} of them without an alert in the 90 days before.`,
  ];
  if (medianLeadDays !== undefined)
    lines.push(`Half of the right alerts came ${String(medianLeadDays)} days or more before.`);
  lines.push(
    model === undefined
      ? "Scored by the expert's estimate."
      : `Scored by version ${String(model)} of the model, which learned from earlier days alone.`,
  );
  for (const { day, name, kind, leadDays, fate } of alerts) {
    const left = leadDays === undefined ? "" : `  left ${String(leadDays)} days later`;
    lines.push(`${day}  ${kind.padEnd(7)}  ${name}${left}${fate === "told" ? "" : `  ${fate}`}`);
  }
  return `${lines.join("\n")}\n`;
}

/** What people were told then, beside what the rules of today would have said. */
function accounted(accountability: Accountability): string {
  const { cases, right, wrong, open, actedOn, medianLeadDays, months } = accountability;
  const precision = precisionOf(accountability);
  const lines = [
    "",
    `What really became of that time's alerts: ${count(cases, "case")}, ${String(open)} not yet decided.`,
  ];
  if (precision !== undefined)
    lines.push(`${String(Math.round(100 * precision))} % of ${String(right + wrong)} decided were right.`);
  if (cases > 0) lines.push(`Somebody acted on ${String(Math.round((100 * actedOn) / cases))} %.`);
  if (medianLeadDays !== undefined)
    lines.push(`Half of the right ones came ${count(medianLeadDays, "day")} or more before.`);
  for (const { month, left, untold } of months)
    lines.push(`${month}  ${count(left, "customer")} left, ${String(untold)} without an alert`);
  return `${lines.join("\n")}\n`;
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
