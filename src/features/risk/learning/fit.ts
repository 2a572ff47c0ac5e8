import { type AdditiveOptions, fitAdditive } from "../model/additive.ts";
import { additiveScorer } from "../model/additive-score.ts";
import { fitBoosted } from "../model/boosting.ts";
import { boostedScorer } from "../model/boosting-score.ts";
import { fitLine, type Line } from "../model/line.ts";
import { eventsIn } from "../model/table.ts";
import { type ScoredFeature, SCORED } from "../model.ts";
import { BINARY, SLOPES } from "../reference.ts";
import { expertPart, measured, type Scales, scalesOf } from "../score.ts";
import type { Fitted } from "./fitted.ts";
import { keptScales } from "./fitted.ts";
import { labelsOf, type Past, scoredTableOf, tableOf } from "./past.ts";
import { smoothFor, USUAL_SMOOTH } from "./smoothing.ts";

/** The prior of the expert's global slope: 1, and hardly below 0 or above 2. */
const SLOPE_PRECISION = 1 / 0.5 ** 2;
const INTERCEPT_PRECISION = 0.1;
const RIDGE = 2;
const TREES = { trees: 100, depth: 3, rate: 0.1, minLeaf: 20, l2: 1, rowShare: 0.8, seed: 7 } as const;

/** Mean and spread of each feature over all rows that have it. */
export function scalesIn({ columns }: Past): Scales {
  return scalesOf(
    Object.fromEntries(
      SCORED.map((feature, at) => [
        feature,
        measured((columns[at] ?? new Float64Array()).filter((value) => !Number.isNaN(value))),
      ]),
    ),
  );
}

/** The expert's score of each row, without an intercept. */
export function expertScores(past: Past, scales: Partial<Scales>): Float64Array {
  const sums = new Float64Array(past.rows);
  for (const [at, feature] of SCORED.entries()) {
    const scale = scales[feature];
    if (scale === undefined || SLOPES[feature] === 0) continue;
    for (const [row, value] of (past.columns[at] ?? []).entries()) {
      if (!Number.isNaN(value)) sums[row] = (sums[row] ?? 0) + expertPart(feature, value, scale);
    }
  }
  return sums;
}

/** logit λ = a + b·x of one column, drawn weakly towards the rate of the labels, and towards a slope. */
export function fitRate(x: Float64Array, labels: Float64Array, slope: number, slopePrecision: number): Line {
  const rate = (eventsIn(labels) + 0.5) / (x.length + 1);
  const towards = [Math.log(rate / (1 - rate)), slope] as const;
  return fitLine(x, labels, { towards, precision: [INTERCEPT_PRECISION, slopePrecision] });
}

/** Ten churns and more: the expert's score, with an intercept and a slope of the organisation's own. */
export function fitScaled(past: Past): Extract<Fitted, { kind: "scaled" }> {
  const scales = keptScales(scalesIn(past));
  return { kind: "scaled", ...fitRate(expertScores(past, scales), labelsOf(past), 1, SLOPE_PRECISION), scales };
}

/** Fifty and more: splines, drawn towards the expert's slopes. Missing values say nothing. @param smooth λs */
export function fitSplines(past: Past, smooth = USUAL_SMOOTH): Extract<Fitted, { kind: "additive" }> {
  const options: AdditiveOptions = { form: "gam", ...towardsExpert(past), smooth, skipsBlanks: true };
  return { kind: "additive", model: fitAdditive(tableOf(past), labelsOf(past), options) };
}

/** λs for splines of these rows, by walking forward through them. */
export function smoothOf(past: Past): number {
  return smoothFor(past, towardsExpert(past));
}

function towardsExpert(past: Past): Required<Pick<AdditiveOptions, "priorMeans" | "ridge">> {
  // An expert's slope of what counts in steps is one a step; the splines take it a standard deviation.
  const priorMeans = Object.fromEntries(
    SCORED.map((feature) => [feature, SLOPES[feature] * (BINARY.has(feature) ? spreadOf(past, feature) : 1)]),
  );
  return { priorMeans, ridge: RIDGE };
}

export function fitTrees(past: Past): ReturnType<typeof fitBoosted> {
  return fitBoosted(tableOf(past), Uint8Array.from(labelsOf(past)), TREES);
}

function spreadOf(past: Past, feature: ScoredFeature): number {
  const known = (past.columns[SCORED.indexOf(feature)] ?? new Float64Array()).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value / known.length, 0);
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2 / known.length, 0));
}

/** Log odds of leaving within a period, by row. */
export function logitsOf(fitted: Fitted, past: Past): Float64Array {
  if (fitted.kind === "scaled") {
    return expertScores(past, fitted.scales).map((sum) => fitted.a + fitted.b * sum);
  }
  if (fitted.kind === "boosted") return Float64Array.from(boostedScorer(fitted.trees).logits(scoredTableOf(past)));
  const { a, b } = fitted.calibration ?? { a: 0, b: 1 };
  return additiveScorer(fitted.model)
    .logits(scoredTableOf(past))
    .map((eta) => a + b * eta);
}
