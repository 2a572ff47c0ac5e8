import { stream } from "../../../kernel/random.ts";
import { auc, brier, calibrationError, logLoss, topDecileLift } from "../model/metrics.ts";
import { sigmoid, softplus } from "../model/newton.ts";
import { eventsIn } from "../model/table.ts";
import type { ScoredFeature } from "../model.ts";
import { expertScores, fitRate, fitScaled, fitSplines, fitTrees, logitsOf, scalesIn, smoothOf } from "./fit.ts";
import { HORIZON_DAYS, PERIOD_DAYS } from "./horizon.ts";
import { closedBy, columnOf, labelsOf, type Past, scoredTableOf, some } from "./past.ts";
import { type Bin, binsOf, horizonLogits, type Reliability, reliabilityOf } from "./reliability.ts";
import type { Bout } from "./stages.ts";
import { boostedScorer } from "../model/boosting-score.ts";

/** Who foretells: ours, and what anybody could do without. */
export const CONTENDERS = [
  "splines",
  "trees",
  "scaled",
  "expert",
  "last-login",
  "months-to-renewal",
  "base-rate",
] as const;
export type Contender = (typeof CONTENDERS)[number];

export interface Figures {
  readonly auc: number;
  /** 90 % interval, by a bootstrap over accounts */
  readonly aucLow: number;
  readonly aucHigh: number;
  readonly logLoss: number;
  readonly brier: number;
  readonly calibrationError: number;
  readonly lift: number;
  /** the share of the ARR lost that the tenth with the most p × ARR of each month holds */
  readonly captured: number;
  /** median days from the first time in the top tenth to leaving; undefined where none who left ever was */
  readonly leadDays: number | undefined;
}

export interface Backtest {
  readonly cuts: number;
  readonly rows: number;
  readonly churns: number;
  readonly figures: Readonly<Partial<Record<Contender, Figures>>>;
  /** of the best that may be shown: ten bins of as many rows each, by rising p */
  readonly bins: readonly Bin[];
  /** of the same, over the 90 days that are shown; of rows whose 90 days are over. Models before it have none. */
  readonly horizon?: Reliability | undefined;
  /** the 90 % interval of the AUC includes ½: nothing is claimed */
  readonly hasSkill: boolean;
  /** of the trees against the splines, four folds of months that follow each other */
  readonly bouts: readonly Bout[];
  /** η' = a + b·η of the splines, where it lowers the log loss out of time */
  readonly calibration: { readonly a: number; readonly b: number } | undefined;
}

export interface BacktestOptions {
  /** the contender that stands, to be told about */
  readonly stage: Contender;
  readonly withTrees: boolean;
  readonly mostCuts?: number;
}

const LEAST_CHURNS = 10;
const MOST_CUTS = 12;
const DRAWS = 200;
const FOLDS = 4;
const TOP = 0.1;

interface Pool {
  readonly logits: number[];
}

/**
 * Walks forward: at each monthly cut learns from rows whose 28 days were over by then, and foretells who leaves in the
 * 28 days that follow. @returns undefined where there is no cut with enough behind it
 */
export function backtest(
  past: Past,
  { stage, withTrees, mostCuts = MOST_CUTS }: BacktestOptions,
): Backtest | undefined {
  const labels = labelsOf(past);
  const cuts = [...new Set(past.days)].filter((day) => {
    const learnt = closedBy(past, day);
    return day + PERIOD_DAYS <= past.until && learnt.reduce((sum, row) => sum + (labels[row] ?? 0), 0) >= LEAST_CHURNS;
  });
  const used = cuts.slice(-mostCuts);
  if (used.length === 0) return undefined;
  const rows: number[] = [];
  const folds: number[] = [];
  const pools = new Map<Contender, Pool>();
  const ahead: { readonly logits: number[]; readonly came: number[] } = { logits: [], came: [] };
  // Chosen once, before anything is foretold: what comes after it must not tell how smooth to be.
  const smooth = smoothOf(some(past, closedBy(past, used[0] ?? 0)));
  for (const [at, day] of used.entries()) {
    const learn = some(past, closedBy(past, day));
    const test = Int32Array.from(past.days.keys()).filter((row) => past.days[row] === day);
    rows.push(...test);
    folds.push(...Array.from(test, () => Math.min(FOLDS - 1, Math.floor((at * FOLDS) / used.length))));
    const asked = some(past, test);
    for (const [contender, foretell] of foretellers(learn, { withTrees, smooth })) {
      const pool = pools.get(contender) ?? { logits: [] };
      pool.logits.push(...foretell(asked));
      pools.set(contender, pool);
      if (contender !== stage || day + HORIZON_DAYS > past.until) continue;
      ahead.logits.push(...horizonLogits(asked, foretell));
      ahead.came.push(...labelsOf(asked, HORIZON_DAYS));
    }
  }
  const tested = some(past, Int32Array.from(rows));
  const came = labelsOf(tested);
  const figures = Object.fromEntries(
    [...pools].map(([contender, { logits }]) => [contender, figuresOf(Float64Array.from(logits), came, tested)]),
  ) as Partial<Record<Contender, Figures>>;
  const standing = Float64Array.from(pools.get(stage)?.logits ?? []);
  const splines = pools.get("splines");
  const trees = pools.get("trees");
  return {
    cuts: used.length,
    rows: tested.rows,
    churns: eventsIn(came),
    figures,
    bins: binsOf(standing, came),
    horizon:
      ahead.came.length > 0 ? reliabilityOf(Float64Array.from(ahead.logits), Float64Array.from(ahead.came)) : undefined,
    hasSkill: (figures[stage]?.aucLow ?? 0) > 0.5,
    bouts: splines && trees ? boutsOf(splines.logits, trees.logits, { came, folds, accounts: tested.accounts }) : [],
    calibration: splines && calibrationOf(Float64Array.from(splines.logits), came, folds),
  };
}

type Foretell = (past: Past) => Float64Array;

function foretellers(
  learn: Past,
  { withTrees, smooth }: { readonly withTrees: boolean; readonly smooth: number },
): [Contender, Foretell][] {
  const labels = labelsOf(learn);
  const scales = scalesIn(learn);
  const rate = (eventsIn(labels) + 0.5) / (learn.rows + 1);
  const base = Math.log(rate / (1 - rate));
  const line = (feature: ScoredFeature): Foretell => {
    const middle = meanOf(columnOf(learn, feature));
    const filled = (past: Past) => columnOf(past, feature).map((value) => (Number.isNaN(value) ? 0 : value - middle));
    const { a, b } = fitRate(filled(learn), labels, 0, 1e-3);
    return (past) => filled(past).map((value) => a + b * value);
  };
  const splines = fitSplines(learn, smooth);
  const scaled = fitScaled(learn);
  const found: [Contender, Foretell][] = [
    ["splines", (past) => logitsOf(splines, past)],
    ["scaled", (past) => logitsOf(scaled, past)],
    ["expert", (past) => expertScores(past, scales).map((sum) => base + sum)],
    ["last-login", line("recency_days")],
    ["months-to-renewal", line("months_to_renewal")],
    ["base-rate", (past) => new Float64Array(past.rows).fill(base)],
  ];
  if (!withTrees) return found;
  const trees = boostedScorer(fitTrees(learn));
  return [...found, ["trees", (past) => Float64Array.from(trees.logits(scoredTableOf(past)))]];
}

function meanOf(column: Float64Array): number {
  const known = column.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value / known.length, 0);
}

function figuresOf(logits: Float64Array, came: Float64Array, tested: Past): Figures {
  const [low, high] = aucInterval(logits, came, tested.accounts);
  return {
    auc: auc(logits, came),
    aucLow: low,
    aucHigh: high,
    logLoss: logLoss(logits, came),
    brier: brier(logits, came),
    calibrationError: calibrationError(logits, came),
    lift: topDecileLift(logits, came),
    ...inTheTop(logits, came, tested),
  };
}

/** Resamples accounts, each with all its rows (Efron 1979; clusters as in Cameron, Gelbach & Miller 2008). */
export function aucInterval(logits: Float64Array, came: Float64Array, accounts: Int32Array): [number, number] {
  const rowsOf = Map.groupBy(accounts.keys(), (row) => accounts[row] ?? 0);
  const clusters = [...rowsOf.values()];
  const random = stream(7, "bootstrap");
  const found: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const rows = clusters.flatMap(() => clusters[random.between(0, clusters.length - 1)] ?? []);
    const one = auc(
      Float64Array.from(rows, (row) => logits[row] ?? 0),
      Float64Array.from(rows, (row) => came[row] ?? 0),
    );
    if (!Number.isNaN(one)) found.push(one);
  }
  found.sort((a, b) => a - b);
  return [found[Math.floor(0.05 * found.length)] ?? 0, found[Math.ceil(0.95 * found.length) - 1] ?? 1];
}

/** What the tenth of each month with the most p × ARR would have caught, and how long before. */
function inTheTop(logits: Float64Array, came: Float64Array, tested: Past): Pick<Figures, "captured" | "leadDays"> {
  const arr = columnOf(tested, "ln_arr").map((value) => (Number.isNaN(value) ? 0 : Math.expm1(value)));
  let [caught, lost] = [0, 0];
  const first = new Map<number, number>();
  for (const rows of Map.groupBy(tested.days.keys(), (row) => tested.days[row] ?? 0).values()) {
    const worth = (row: number): number => sigmoid(logits[row] ?? 0) * (arr[row] ?? 0);
    const top = new Set(rows.toSorted((a, b) => worth(b) - worth(a)).slice(0, Math.ceil(TOP * rows.length)));
    for (const row of rows) {
      if (came[row] === 1) lost += arr[row] ?? 0;
      if (!top.has(row)) continue;
      if (came[row] === 1) caught += arr[row] ?? 0;
      const account = tested.accounts[row] ?? 0;
      if (!first.has(account)) first.set(account, tested.days[row] ?? 0);
    }
  }
  const leads = [...came.keys()].flatMap((row) => {
    const since = first.get(tested.accounts[row] ?? 0);
    const gone = (tested.days[row] ?? 0) + (tested.left[row] ?? 0);
    return came[row] === 1 && since !== undefined && since <= (tested.days[row] ?? 0) ? [gone - since] : [];
  });
  leads.sort((a, b) => a - b);
  return { captured: lost === 0 ? 0 : caught / lost, leadDays: leads[Math.floor(leads.length / 2)] };
}

interface Tested {
  readonly came: Float64Array;
  readonly folds: readonly number[];
  readonly accounts: Int32Array;
}

function boutsOf(
  standing: readonly number[],
  challenger: readonly number[],
  { came, folds, accounts }: Tested,
): Bout[] {
  const loss = (eta: number, row: number): number => softplus(eta) - (came[row] ?? 0) * eta;
  return Array.from({ length: FOLDS }, (_, fold) => {
    const rows = folds.flatMap((each, row) => (each === fold ? [row] : []));
    const gains = rows.map((row) => loss(standing[row] ?? 0, row) - loss(challenger[row] ?? 0, row));
    const better = gains.reduce((sum, gain) => sum + gain, 0) / Math.max(1, rows.length);
    const byAccount = new Map<number, number>();
    for (const [at, row] of rows.entries()) {
      const account = accounts[row] ?? 0;
      byAccount.set(account, (byAccount.get(account) ?? 0) + (gains[at] ?? 0) - better);
    }
    const squares = [...byAccount.values()].reduce((sum, each) => sum + each ** 2, 0);
    return { better, standardError: Math.sqrt(squares) / Math.max(1, rows.length) };
  });
}

/** Learns (a, b) on the earlier folds and keeps them, learned on all, if the last one has a lower log loss with them. */
function calibrationOf(
  logits: Float64Array,
  came: Float64Array,
  folds: readonly number[],
): { readonly a: number; readonly b: number } | undefined {
  const part = (values: Float64Array, isLast: boolean) =>
    values.filter((_, row) => (folds[row] === FOLDS - 1) === isLast);
  const [early, late] = [part(came, false), part(came, true)];
  if (eventsIn(early) < LEAST_CHURNS || eventsIn(late) === 0) return undefined;
  const { a, b } = fitRate(part(logits, false), early, 1, 1);
  const before = part(logits, true);
  if (
    b <= 0 ||
    logLoss(
      before.map((eta) => a + b * eta),
      late,
    ) >= logLoss(before, late)
  )
    return undefined;
  const all = fitRate(logits, came, 1, 1);
  return all.b > 0 ? { a: all.a, b: all.b } : undefined;
}
