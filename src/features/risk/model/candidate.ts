import { labelsAt, splitAt } from "./folds.ts";
import { logLoss } from "./metrics.ts";
import { pick, type Scorer, type Table } from "./table.ts";

/** Rows to learn from, with a split of their own by which settings are compared. */
export interface Material {
  readonly table: Table;
  readonly labels: Uint8Array;
  /** the fold of each row */
  readonly folds: Int32Array;
  /** how many there are */
  readonly count: number;
  readonly seed: number;
}

/** A way of learning, with what it said of each row when it had learned from the other folds. */
export interface Candidate {
  /** for people, e.g. "gam, ridge 2, smooth 20" */
  readonly name: string;
  readonly outOfFold: Float64Array;
  /** log loss of these */
  readonly loss: number;
  /** Learns from all rows. */
  fit(): Scorer;
}

/** One fold of the material: what is learned from, and what isn't. */
export interface Part {
  readonly table: Table;
  readonly labels: Uint8Array;
  readonly unseen: Table;
  readonly unseenLabels: Uint8Array;
  readonly unseenRows: Int32Array;
}

export function partsOf({ table, labels, folds, count }: Material): Part[] {
  return Array.from({ length: count }, (_, fold) => {
    const { learn, test } = splitAt(folds, fold);
    return {
      table: pick(table, learn),
      labels: labelsAt(labels, learn),
      unseen: pick(table, test),
      unseenLabels: labelsAt(labels, test),
      unseenRows: test,
    };
  });
}

/** What a way of learning says of the unseen rows of each part, put together. */
export function outOfFold(
  { labels }: Material,
  parts: readonly Part[],
  logitsOf: (part: Part, at: number) => Float64Array,
): Pick<Candidate, "outOfFold" | "loss"> {
  const all = new Float64Array(labels.length);
  for (const [at, part] of parts.entries()) {
    const logits = logitsOf(part, at);
    for (const [place, row] of part.unseenRows.entries()) all[row] = logits[place] ?? 0;
  }
  return { outOfFold: all, loss: logLoss(all, labels) };
}

/** The one with the least loss; of equals the first. */
export function bestOf<T extends { readonly loss: number }>(first: T, others: readonly T[]): T {
  return others.reduce((best, each) => (each.loss < best.loss ? each : best), first);
}
