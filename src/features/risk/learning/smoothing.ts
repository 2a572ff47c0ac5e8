import { fitPrepared, prepare } from "../model/additive.ts";
import { designOf } from "../model/coding.ts";
import { logLoss } from "../model/metrics.ts";
import { predict } from "../model/newton.ts";
import { eventsIn } from "../model/table.ts";
import { closedBy, labelsOf, type Past, scoredTableOf, some, tableOf } from "./past.ts";

/** λs where too little is behind to choose by. */
export const USUAL_SMOOTH = 5;
/** λs: how much bends cost; of equals the first. */
const SMOOTHS = [USUAL_SMOOTH, 1, 2, 20, 100] as const;
const CUTS = 4;
const LEAST_CHURNS = 10;
/** Fewer tell chance from chance. */
const LEAST_FORETOLD = 20;

/**
 * How smooth the splines shall be: by the log loss of foretelling, at the last monthly cuts of these rows, the 28 days
 * that follow. Rows behind `until` must be closed.
 */
export function smoothFor(
  past: Past,
  options: Pick<Parameters<typeof fitPrepared>[2], "priorMeans" | "ridge">,
): number {
  const labels = labelsOf(past);
  const cuts = [...new Set(past.days)].sort((one, other) => one - other).slice(-CUTS);
  const losses = new Map<number, number>();
  let foretold = 0;
  for (const day of cuts) {
    const rows = closedBy(past, day);
    const known = labelsOf(some(past, rows));
    if (eventsIn(known) < LEAST_CHURNS) continue;
    const unseen = some(
      past,
      Int32Array.from(past.days.keys()).filter((row) => past.days[row] === day),
    );
    const came = labelsOf(unseen);
    const prepared = prepare(tableOf(some(past, rows)), "gam", true);
    const design = designOf(prepared.codes, scoredTableOf(unseen), prepared.means);
    let from: Float64Array | undefined;
    for (const smooth of SMOOTHS) {
      from = fitPrepared(prepared, known, { ...options, smooth }, from).coefficients;
      losses.set(smooth, (losses.get(smooth) ?? 0) + came.length * logLoss(predict(design, from), came));
    }
    foretold += eventsIn(came);
  }
  if (foretold < LEAST_FORETOLD || eventsIn(labels) === 0) return USUAL_SMOOTH;
  return SMOOTHS.reduce<number>(
    (best, each) => ((losses.get(each) ?? Infinity) < (losses.get(best) ?? Infinity) ? each : best),
    USUAL_SMOOTH,
  );
}
