import { calibrationError } from "../model/metrics.ts";
import { sigmoid } from "../model/newton.ts";
import { eventsIn } from "../model/table.ts";
import { SCORED } from "../model.ts";
import { movedOn, PERIOD_DAYS, SHARES, within } from "./horizon.ts";
import { columnOf, type Past } from "./past.ts";

const BINS = 10;

export interface Bin {
  readonly rows: number;
  readonly foretold: number;
  readonly came: number;
}

/** What came of a foretold chance. */
export interface Reliability {
  readonly rows: number;
  readonly churns: number;
  readonly calibrationError: number;
  readonly bins: readonly Bin[];
}

export function reliabilityOf(logits: Float64Array, came: Float64Array): Reliability {
  return {
    rows: came.length,
    churns: eventsIn(came),
    calibrationError: calibrationError(logits, came),
    bins: binsOf(logits, came),
  };
}

/** Ten bins of as many rows each, by rising chance. */
export function binsOf(logits: Float64Array, came: Float64Array): Bin[] {
  const order = [...logits.keys()].sort((a, b) => (logits[a] ?? 0) - (logits[b] ?? 0));
  return Array.from({ length: BINS }, (_, bin) => {
    const rows = order.slice(Math.floor((bin * order.length) / BINS), Math.floor(((bin + 1) * order.length) / BINS));
    const mean = (of: (row: number) => number): number =>
      rows.reduce((sum, row) => sum + of(row), 0) / Math.max(1, rows.length);
    return {
      rows: rows.length,
      foretold: mean((row) => sigmoid(logits[row] ?? 0)),
      came: mean((row) => came[row] ?? 0),
    };
  }).filter(({ rows }) => rows > 0);
}

/**
 * The log odds of leaving within the horizon by row, put together of its periods as a shown chance is.
 * @param foretell the log odds of leaving within one period
 */
export function horizonLogits(past: Past, foretell: (past: Past) => Float64Array): Float64Array {
  const periods = SHARES.map((_, k) => foretell(movedPast(past, k * PERIOD_DAYS)));
  return Float64Array.from(past.days, (_, row) => within(periods.map((etas) => etas[row] ?? 0)).logit);
}

const CLOCK = ["tenure_m", "months_to_renewal", "at_anniversary"] as const;

/** Rows so many days on. Their notice window stays as it was: no day of it is kept with them. */
function movedPast(past: Past, days: number): Past {
  if (days === 0) return past;
  const [tenure, renewal, anniversary] = CLOCK.map((name) => columnOf(past, name));
  const known = (column: Float64Array | undefined, row: number): number | undefined => {
    const value = column?.[row];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  };
  const moved = Array.from({ length: past.rows }, (_, row) =>
    movedOn(
      {
        tenure_m: known(tenure, row),
        months_to_renewal: known(renewal, row),
        at_anniversary: known(anniversary, row),
      },
      days,
    ),
  );
  const columns = [...past.columns];
  for (const name of CLOCK) columns[SCORED.indexOf(name)] = Float64Array.from(moved, (each) => each[name] ?? NaN);
  return { ...past, columns };
}
