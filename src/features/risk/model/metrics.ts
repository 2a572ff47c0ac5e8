import { sigmoid, softplus } from "./newton.ts";
import { eventsIn, type Labels } from "./table.ts";

/**
 * The chance that a row with the event is ranked above one without it, ties counting half (Mann & Whitney's U over the
 * pairs). NaN where one of both is missing.
 */
export function auc(scores: Float64Array, labels: Labels): number {
  const order = rising(scores);
  let ranks = 0;
  let events = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to++;
    for (let at = from; at < to; at++) {
      if (labels[order[at] ?? 0] !== 1) continue;
      events++;
      ranks += (from + to + 1) / 2;
    }
    from = to;
  }
  return (ranks - (events * (events + 1)) / 2) / (events * (order.length - events));
}

/** Average precision: Σ (R_n − R_n−1)·P_n over falling thresholds, rows of one score at once. */
export function averagePrecision(scores: Float64Array, labels: Labels): number {
  const order = rising(scores).reverse();
  const all = eventsIn(labels);
  let sum = 0;
  let found = 0;
  for (let from = 0; from < order.length;) {
    const before = found;
    let to = from;
    for (; to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]; to++) {
      found += labels[order[to] ?? 0] ?? 0;
    }
    sum += ((found - before) / all) * (found / to);
    from = to;
  }
  return sum;
}

/** Mean of −ln of the chance that was given to what came. */
export function logLoss(logits: Float64Array, labels: Labels): number {
  return mean(logits, (eta, row) => softplus(eta) - (labels[row] ?? 0) * eta);
}

/** Mean of (p − y)². */
export function brier(logits: Float64Array, labels: Labels): number {
  return mean(logits, (eta, row) => (sigmoid(eta) - (labels[row] ?? 0)) ** 2);
}

const BINS = 10;

/** Expected calibration error: Σ n_b/n·|mean p − mean y| over ten bins of as many rows each, by rising p. */
export function calibrationError(logits: Float64Array, labels: Labels): number {
  const order = rising(logits);
  const n = order.length;
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const rows = order.subarray(Math.floor((bin * n) / BINS), Math.floor(((bin + 1) * n) / BINS));
    sum += Math.abs(rows.reduce((gap, row) => gap + sigmoid(logits[row] ?? 0) - (labels[row] ?? 0), 0));
  }
  return sum / n;
}

/** The rate of events among the tenth of the rows with the highest scores, over the rate of all. */
export function topDecileLift(scores: Float64Array, labels: Labels): number {
  const most = Math.max(1, Math.floor(scores.length / 10));
  const order = rising(scores).reverse();
  const events = order.subarray(0, most).reduce((sum, row) => sum + (labels[row] ?? 0), 0);
  return events / most / mean(scores, (_, row) => labels[row] ?? 0);
}

function mean(values: Float64Array, of: (value: number, row: number) => number): number {
  return values.reduce((sum, value, row) => sum + of(value, row), 0) / values.length;
}

function rising(scores: Float64Array): Int32Array {
  return Int32Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0) || a - b);
}
