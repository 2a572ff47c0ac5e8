import { stream } from "../../../kernel/random.ts";
import type { Labels } from "./table.ts";

/** The fold of each row, 0 up to folds − 1: rows with the event, and those without, are dealt out evenly after a shuffle. */
export function stratifiedFolds(labels: Labels, folds: number, seed: number): Int32Array {
  const random = stream(seed, "folds");
  const result = new Int32Array(labels.length);
  let next = 0;
  for (const label of [1, 0]) {
    const rows = Array.from(result.keys()).filter((row) => labels[row] === label);
    for (let left = rows.length; left > 1; left--) {
      const other = random.between(0, left - 1);
      [rows[left - 1], rows[other]] = [rows[other] ?? 0, rows[left - 1] ?? 0];
    }
    for (const row of rows) result[row] = next++ % folds;
  }
  return result;
}

/** Rows that are in a fold, and those that aren't. */
export function splitAt(folds: Int32Array, fold: number): { readonly learn: Int32Array; readonly test: Int32Array } {
  const rows = Int32Array.from(folds.keys());
  return { learn: rows.filter((row) => folds[row] !== fold), test: rows.filter((row) => folds[row] === fold) };
}

/** The labels at some of the rows. */
export function labelsAt(labels: Labels, rows: Int32Array): Uint8Array {
  return Uint8Array.from(rows, (row) => labels[row] ?? 0);
}
