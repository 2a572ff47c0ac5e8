import { eventsIn } from "../model/table.ts";
import { SCORED } from "../model.ts";
import { SLOPES } from "../reference.ts";
import type { Themes } from "../themes.ts";
import { type Backtest, backtest, type Contender } from "./backtest.ts";
import { type DriftNoted, type Spread, spreadOf } from "./drift.ts";
import { fitScaled, fitSplines, fitTrees, logitsOf, smoothOf } from "./fit.ts";
import type { Fitted } from "./fitted.ts";
import { closedBy, labelsOf, type Past, some } from "./past.ts";
import { isPromoted, type Stage, stageOf } from "./stages.ts";
import { themesIn } from "./themes.ts";

export interface Metrics {
  readonly backtest: Backtest | undefined;
  /** how the features and the score (log odds) were spread, to tell when they move */
  readonly spreads: Readonly<Record<string, Spread>>;
  /** features that said much the same; a model of before has none */
  readonly themes?: Themes;
  /** what the last weekly look found */
  readonly drift?: DriftNoted;
}

/** What came of a training. */
export interface Learned {
  readonly stage: Stage;
  readonly churns: number;
  readonly rows: number;
  /** undefined: too few churns are known, the expert's estimate stays */
  readonly fitted: Fitted | undefined;
  readonly metrics: Metrics;
}

/** The name under which the log odds are watched, beside the features. */
export const SCORE = "score";

/** Learns what the number of churns known allows, and how it would have done out of time. */
export function learn(past: Past): Learned {
  const closed = some(past, closedBy(past, past.until));
  const churns = eventsIn(labelsOf(closed));
  const stage = stageOf(churns);
  const rows = closed.rows;
  if (stage === "expert")
    return { stage, churns, rows, fitted: undefined, metrics: { backtest: undefined, spreads: {} } };
  const withTrees = stage === "challenged";
  const shown: Contender = stage === "scaled" ? "scaled" : "splines";
  const test = backtest(past, { stage: shown, withTrees });
  const fitted = fit(closed, stage, test);
  const spreads = Object.fromEntries([
    ...SCORED.map((feature, at) => [feature, spreadOf(closed.columns[at] ?? new Float64Array())] as const),
    [SCORE, spreadOf(logitsOf(fitted, closed))] as const,
  ]);
  // One that the model doesn't read may not join two that it does.
  const read = SCORED.filter((feature) => stage !== "scaled" || SLOPES[feature] !== 0);
  return { stage, churns, rows, fitted, metrics: { backtest: test, spreads, themes: themesIn(closed, read) } };
}

function fit(closed: Past, stage: Exclude<Stage, "expert">, test: Backtest | undefined): Fitted {
  if (stage === "scaled") return fitScaled(closed);
  const calibration = test?.calibration;
  const splines: Fitted = { ...fitSplines(closed, smoothOf(closed)), ...(calibration ? { calibration } : {}) };
  return stage === "challenged" && isPromoted(test?.bouts ?? [])
    ? { kind: "boosted", trees: fitTrees(closed), beside: splines }
    : splines;
}
