import { splitAt, stratifiedFolds } from "./folds.ts";
import { fitLine } from "./line.ts";
import { logLoss } from "./metrics.ts";

import type { Labels } from "./table.ts";

/** logit p = shift + slope · what a model said */
export interface Recalibration {
  readonly shift: number;
  readonly slope: number;
}

const AS_IT_IS: Recalibration = { shift: 0, slope: 1 };

/** A weak belief that a model is calibrated already: 1 / variance. */
const TRUST = 1;
const HALVES = 2;

/** The shift and slope that fit best (Platt 1999), from log odds of rows that the model hadn't learned from. */
export function platt(logits: Float64Array, labels: Labels): Recalibration {
  const { a, b } = fitLine(logits, labels, { towards: [AS_IT_IS.shift, AS_IT_IS.slope], precision: [TRUST, TRUST] });
  return { shift: a, slope: b };
}

/** Platt's correction if each half of the rows is told better by what was learned from the other, else none. */
export function recalibrationOf(logits: Float64Array, labels: Labels, seed: number): Recalibration {
  const all = Float64Array.from(labels);
  const folds = stratifiedFolds(all, HALVES, seed);
  for (let half = 0; half < HALVES; half++) {
    const { learn, test } = splitAt(folds, half);
    const at = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
    const learned = platt(at(logits, learn), at(all, learn));
    const unseen = at(logits, test);
    if (logLoss(recalibrated(unseen, learned), at(all, test)) >= logLoss(unseen, at(all, test))) return AS_IT_IS;
  }
  return platt(logits, labels);
}

export function recalibrated(logits: Float64Array, { shift, slope }: Recalibration): Float64Array {
  return logits.map((logit) => shift + slope * logit);
}
