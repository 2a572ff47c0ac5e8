import type { Sparse } from "./newton.ts";
import type { Column, Table } from "./table.ts";

/** How a column of numbers is read: t = ln(1 + x) or x, held within [low, high], z = (t − mean) / sd. */
export interface NumberCode {
  readonly kind: "number";
  readonly name: string;
  readonly log: boolean;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly sd: number;
  /** in z, rising: a hat stands on each (B-splines of degree 1); none: a straight line in z */
  readonly knots: readonly number[];
  /** whether there were blanks to learn from */
  readonly missing: boolean;
}

/** A category: 0 or 1 for each level it was learned with. */
export interface CategoryCode {
  readonly kind: "category";
  readonly name: string;
  readonly levels: readonly string[];
  readonly missing: boolean;
}

export type Code = NumberCode | CategoryCode;

export interface Shape {
  /** how many hats a column of numbers gets; 0: a straight line */
  readonly knots: number;
  /** takes ln(1 + x) of what is skewed */
  readonly log: boolean;
  /** the share of the values at either end that is held within the rest */
  readonly winsor: number;
  /** nothing is learned of what is missing: it counts as the mean of what is known */
  readonly skipsBlanks?: boolean;
}

/** As scikit-learn's logistic regression would see the columns. */
export const LINE: Shape = { knots: 0, log: false, winsor: 0 };
export const LOG_LINE: Shape = { knots: 0, log: true, winsor: 0.005 };
export const SPLINE: Shape = { knots: 12, log: true, winsor: 0.005 };

const SKEWED = 4;
/** No measure goes there, and squares of it are still numbers. */
const BEYOND = 1e100;
/** A level that fewer rows have tells nothing of its own. */
const LEAST_ROWS = 2;

/** How to read each column that varies, learned from its own values alone. */
export function codesOf(table: Table, shape: Shape): Code[] {
  return table.columns.flatMap((column): Code[] =>
    column.kind === "number" ? numberCode(column.name, column.values, shape) : categoryCode(column),
  );
}

function numberCode(name: string, values: Float64Array, { knots, log, winsor, skipsBlanks }: Shape): NumberCode[] {
  const known = values
    .filter(Number.isFinite)
    .map((each) => Math.min(BEYOND, Math.max(-BEYOND, each)))
    .sort();
  const missing = known.length < values.length && !skipsBlanks;
  const least = known[0];
  const most = known.at(-1);
  if (least === undefined || most === undefined) return [];
  if (least === most && !missing) return [];
  const isLog = log && least >= 0 && skewness(known) > SKEWED;
  const seen = isLog ? known.map(Math.log1p) : known;
  let [low, high] = [quantile(seen, winsor), quantile(seen, 1 - winsor)];
  if (low === high) [low, high] = [quantile(seen, 0), quantile(seen, 1)];
  const held = seen.map((each) => Math.min(high, Math.max(low, each)));
  const { mean, sd } = spreadOf(held);
  const z = held.map((each) => (each - mean) / sd);
  return [{ kind: "number", name, log: isLog, low, high, mean, sd, knots: knotsOf(z, knots), missing }];
}

function knotsOf(sorted: Float64Array, most: number): number[] {
  const distinct: number[] = [];
  for (const z of sorted) {
    if (distinct.length > most) break;
    if (distinct.at(-1) !== z) distinct.push(z);
  }
  if (distinct.length <= 2 || most < 3) return [];
  if (distinct.length <= most) return distinct;
  const knots = Array.from({ length: most }, (_, at) => quantile(sorted, at / (most - 1)));
  const apart = [...new Set(knots)];
  return apart.length > 2 ? apart : [];
}

function categoryCode({ name, levels, codes }: Extract<Column, { kind: "category" }>): CategoryCode[] {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const kept = levels.filter((_, at) => (counts.get(at) ?? 0) >= LEAST_ROWS);
  const missing = (counts.get(-1) ?? 0) > 0;
  return counts.size < 2 || (kept.length === 0 && !missing) ? [] : [{ kind: "category", name, levels: kept, missing }];
}

/** How many coefficients a code has; the one of what is missing is the last. */
export function widthOf(code: Code): number {
  return (code.kind === "number" ? Math.max(1, code.knots.length) : code.levels.length) + (code.missing ? 1 : 0);
}

/** What of a row's basis isn't 0. */
export interface Entries {
  readonly places: Int32Array;
  readonly values: Float64Array;
  length: number;
}

export function entriesFor(width: number): Entries {
  return { places: new Int32Array(width), values: new Float64Array(width), length: 0 };
}

/** Says of a value that is missing. */
export const MISSING = -1;
/** Says of a level that nothing was learned of. */
export const UNKNOWN = -2;

/**
 * Adds the basis of one value (a number, NaN where missing; or the place among the code's levels, MISSING or UNKNOWN).
 * @returns false, and adds nothing, where nothing was learned of such a value
 */
export function addBasis(code: Code, offset: number, value: number, into: Entries): boolean {
  const absent = code.kind === "number" ? Number.isNaN(value) : value < 0;
  if (absent) {
    if (!code.missing || value === UNKNOWN) return false;
    put(into, offset + widthOf(code) - 1, 1);
  } else if (code.kind === "category") {
    put(into, offset + value, 1);
  } else {
    addHats(code, offset, zOf(code, value), into);
  }
  return true;
}

function zOf({ log, low, high, mean, sd }: NumberCode, x: number): number {
  const t = log ? Math.log1p(Math.max(0, x)) : x;
  return (Math.min(high, Math.max(low, t)) - mean) / sd;
}

function addHats({ knots }: NumberCode, offset: number, z: number, into: Entries): void {
  if (knots.length === 0) {
    put(into, offset, z);
    return;
  }
  let low = 0;
  let high = knots.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((knots[middle] ?? 0) <= z) low = middle;
    else high = middle;
  }
  const [left, right] = [knots[low] ?? 0, knots[high] ?? 0];
  const share = Math.min(1, Math.max(0, (z - left) / (right - left)));
  if (share < 1) put(into, offset + low, 1 - share);
  if (share > 0) put(into, offset + high, share);
}

export function put(into: Entries, place: number, value: number): void {
  into.places[into.length] = place;
  into.values[into.length] = value;
  into.length++;
}

/** Reads the values of a code from a table, by row: as `addBasis` takes them. */
export function valuesOf(code: Code, table: Table): Float64Array {
  const column = table.columns.find(({ name }) => name === code.name);
  if (code.kind === "number") {
    return column?.kind === "number" ? column.values : new Float64Array(table.rows).fill(NaN);
  }
  if (column?.kind !== "category") return new Float64Array(table.rows).fill(UNKNOWN);
  const places = column.levels.map((level) => code.levels.indexOf(level));
  const read = (at: number): number => {
    const place = places[at] ?? -1;
    return place === -1 ? UNKNOWN : place;
  };
  return Float64Array.from(column.codes, (at) => (at === -1 ? MISSING : read(at)));
}

/**
 * The design of a table's rows: 1 at place 0, then the codes one after the other. `means`: what stands in for a value
 * of which nothing was learned.
 */
export function designOf(codes: readonly Code[], table: Table, means?: Float64Array): Sparse {
  const columns = codes.map((code) => valuesOf(code, table));
  const offsets = offsetsOf(codes);
  const blanks = codes.map((code, at) => {
    const offset = offsets[at] ?? 0;
    if (means) return means.subarray(offset, offset + widthOf(code));
    return code.missing ? undefined : meanBasis(code, columns[at]);
  });
  const most = codes.reduce((sum, code, at) => sum + (blanks[at] ? widthOf(code) : code.kind === "number" ? 2 : 1), 1);
  const into = entriesFor(table.rows * most);
  const starts = new Int32Array(table.rows + 1);
  for (let row = 0; row < table.rows; row++) {
    put(into, 0, 1);
    for (const [at, code] of codes.entries()) {
      const offset = offsets[at] ?? 0;
      if (addBasis(code, offset, columns[at]?.[row] ?? NaN, into)) continue;
      for (const [place, value] of (blanks[at] ?? []).entries()) put(into, offset + place, value);
    }
    starts[row + 1] = into.length;
  }
  const [places, values] = [into.places.slice(0, into.length), into.values.slice(0, into.length)];
  return { rows: table.rows, width: widthOfAll(codes), starts, places, values };
}

/** The mean of a code's basis over what is known; undefined where nothing is missing. */
function meanBasis(code: Code, column: Float64Array = new Float64Array()): Float64Array | undefined {
  const into = entriesFor(2);
  const mean = new Float64Array(widthOf(code));
  let known = 0;
  for (const value of column) {
    into.length = 0;
    if (!addBasis(code, 0, value, into)) continue;
    known++;
    for (let at = 0; at < into.length; at++) {
      const place = into.places[at] ?? 0;
      mean[place] = (mean[place] ?? 0) + (into.values[at] ?? 0);
    }
  }
  return known === column.length ? undefined : mean.map((sum) => sum / Math.max(1, known));
}

/** Where each code's coefficients begin. */
export function offsetsOf(codes: readonly Code[]): number[] {
  let next = 1;
  return codes.map((code) => {
    const offset = next;
    next += widthOf(code);
    return offset;
  });
}

function widthOfAll(codes: readonly Code[]): number {
  return codes.reduce((sum, code) => sum + widthOf(code), 1);
}

/** Of sorted values, between its neighbours on a straight line (Hyndman & Fan, type 7). */
export function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] ?? NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? NaN;
  return low === high ? low : low + (high - low) * (at - below);
}

function spreadOf(values: Float64Array): { readonly mean: number; readonly sd: number } {
  const mean = values.reduce((sum, each) => sum + each / values.length, 0);
  const variance = values.reduce((sum, each) => sum + (each - mean) ** 2 / values.length, 0);
  return { mean, sd: variance > 0 && Number.isFinite(variance) ? Math.sqrt(variance) : 1 };
}

function skewness(values: Float64Array): number {
  const { mean, sd } = spreadOf(values);
  return values.reduce((sum, each) => sum + ((each - mean) / sd) ** 3 / values.length, 0);
}
