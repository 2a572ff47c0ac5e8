import type { LocalDate } from "../../../kernel/business-time.ts";

/** How a measure was spread when a model was fitted: decile edges, and the share in each bin, missing values last. */
export interface Spread {
  readonly edges: readonly number[];
  readonly shares: readonly number[];
}

/** counts by bin, missing values last */
export type Counts = readonly number[];

const BINS = 10;
/** An empty bin counts as this share: its logarithm must exist. */
const LEAST_SHARE = 0.0005;
export const DRIFT_WARNS = 0.1;
export const DRIFT_ALARMS = 0.25;

export function spreadOf(values: Float64Array): Spread {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const edges = [
    ...new Set(Array.from({ length: BINS - 1 }, (_, at) => known[Math.floor(((at + 1) * known.length) / BINS)] ?? 0)),
  ];
  const counts = countsOf(edges, values);
  return { edges, shares: counts.map((count) => count / Math.max(1, values.length)) };
}

export function countsOf(edges: readonly number[], values: ArrayLike<number>): number[] {
  const counts = new Array<number>(edges.length + 2).fill(0);
  for (const value of Array.from(values)) {
    const bin = Number.isNaN(value) ? edges.length + 1 : edges.findIndex((edge) => value < edge);
    const place = bin === -1 ? edges.length : bin;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

/** Population stability index: Σ (now − then)·ln(now / then). Above .1 something moved, above .25 much. */
export function stability({ shares }: Spread, counts: Counts): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return 0;
  return shares.reduce((sum, share, at) => {
    const then = Math.max(LEAST_SHARE, share);
    const now = Math.max(LEAST_SHARE, (counts[at] ?? 0) / all);
    return sum + (now - then) * Math.log(now / then);
  }, 0);
}

/** Calibration in the large: what was foretold and what came differ by more than chance would have it (two deviations). */
export function isOff({ foretold, came, variance }: { foretold: number; came: number; variance: number }): boolean {
  return Math.abs(foretold - came) > 2 * Math.sqrt(variance);
}

/** What a weekly look found. */
export interface DriftNoted {
  readonly day: LocalDate;
  /** features, and "score", that moved, the furthest first */
  readonly moved: readonly { readonly name: string; readonly stability: number }[];
  /** the level is off: chances of so many accounts foretold so many, and so many came */
  readonly off: { readonly foretold: number; readonly came: number } | undefined;
}
