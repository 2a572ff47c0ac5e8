import type { Column, Table } from "./table.ts";

/**
 * How a column's values become codes. Code 0 is what is missing or was never seen when it was fitted; a number's code
 * is 1 + how many cuts lie below it, a category's 1 + its place in levels.
 */
export type Binning =
  | { readonly kind: "number"; readonly name: string; readonly cuts: readonly number[] }
  | { readonly kind: "category"; readonly name: string; readonly levels: readonly string[] };

/** With the code of what is missing 255, so that a code fits into a byte. */
const MOST_BINS = 254;

/** How many codes a column has, that of what is missing included. */
export function codesOf(binning: Binning): number {
  return binning.kind === "number" ? binning.cuts.length + 2 : binning.levels.length + 1;
}

/**
 * Bins by quantiles: each distinct value has its own while they are 254 or fewer, else each bin holds about as many
 * rows; of a category with more levels the most frequent have one each. Histogram bins after Chen & Guestrin,
 * XGBoost (2016), §3.3, with equal weights.
 */
export function binningOf(column: Column): Binning {
  return column.kind === "number"
    ? { kind: "number", name: column.name, cuts: cutsOf(column.values) }
    : { kind: "category", name: column.name, levels: levelsOf(column.levels, column.codes) };
}

function cutsOf(values: Float64Array): number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct: number[] = [];
  const upTo: number[] = [];
  for (let at = 0; at < sorted.length; at++) {
    if (at > 0 && sorted[at] === sorted[at - 1]) upTo[upTo.length - 1] = at + 1;
    else {
      distinct.push(sorted[at] ?? NaN);
      upTo.push(at + 1);
    }
  }
  const cuts: number[] = [];
  let cutAt = 0;
  for (let at = 0; at + 1 < distinct.length; at++) {
    const binsLeft = MOST_BINS - cuts.length;
    const isFull = (upTo[at] ?? 0) - cutAt >= (sorted.length - cutAt) / binsLeft;
    if (distinct.length > MOST_BINS && !isFull) continue;
    cuts.push(between(distinct[at] ?? NaN, distinct[at + 1] ?? NaN));
    cutAt = upTo[at] ?? 0;
  }
  return cuts;
}

/** The middle of two values, finite so that it can be kept as JSON. */
function between(below: number, above: number): number {
  const middle = below / 2 + above / 2;
  return Number.isNaN(middle) ? 0 : Math.min(Math.max(middle, -Number.MAX_VALUE), Number.MAX_VALUE);
}

function levelsOf(levels: readonly string[], codes: Int32Array): string[] {
  const counts = levels.map((level, place) => ({ level, place, count: 0 }));
  for (const code of codes) {
    const counted = counts[code];
    if (counted) counted.count++;
  }
  return counts
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.place - b.place)
    .slice(0, MOST_BINS)
    .sort((a, b) => a.place - b.place)
    .map(({ level }) => level);
}

/**
 * The codes of a table's rows, column by column in the order of the binnings; columns are found by their names.
 * @throws Error that names a column which isn't there or is of the other kind
 */
export function codesIn(table: Table, binnings: readonly Binning[]): Uint8Array {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const codes = new Uint8Array(table.rows * binnings.length);
  binnings.forEach((binning, place) => {
    const column = byName.get(binning.name);
    const own = codes.subarray(place * table.rows, (place + 1) * table.rows);
    if (column?.kind === "number" && binning.kind === "number") codeNumbers(column.values, binning.cuts, own);
    else if (column?.kind === "category" && binning.kind === "category") codeLevels(column, binning.levels, own);
    else {
      const there = column ? `is a ${column.kind}` : "isn't there";
      throw new Error(`The model was fitted on a ${binning.kind} "${binning.name}", which ${there} in the table.`);
    }
  });
  return codes;
}

function codeNumbers(values: Float64Array, cuts: readonly number[], codes: Uint8Array): void {
  const edges = Float64Array.from(cuts);
  for (let row = 0; row < codes.length; row++) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) continue;
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((edges[middle] ?? NaN) < value) low = middle + 1;
      else high = middle;
    }
    codes[row] = low + 1;
  }
}

function codeLevels(column: Column & { kind: "category" }, levels: readonly string[], codes: Uint8Array): void {
  const places = new Map(levels.map((level, place) => [level, place + 1]));
  const codeOf = column.levels.map((level) => places.get(level) ?? 0);
  for (let row = 0; row < codes.length; row++) codes[row] = codeOf[column.codes[row] ?? -1] ?? 0;
}
