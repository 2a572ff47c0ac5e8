import type { LocalDate, LocalTime } from "../../src/kernel/business-time.ts";
import { DAY_MS, MINUTE_MS, stretchAt, type ZoneTable } from "./offsets.ts";

/** Local days as whole numbers, 0 for 1970-01-01, both ends included. */
export interface Days {
  readonly from: number;
  readonly to: number;
}
export interface Shown {
  readonly day: number;
  readonly date: LocalDate;
  /** the first minute */
  readonly dueMs: number;
}

export const EVERY_MINUTES = 15;
export const TIMES_A_DAY = (24 * 60) / EVERY_MINUTES;
const DAY_MINUTES = DAY_MS / MINUTE_MS;
/** No zone's clock is further from UTC, and no change is bigger. */
const FAR_MS = 30 * 3_600_000;

/**
 * Watches the zone's clock minute by minute and notes for each quarter of an hour of each local day the first minute
 * that shows it; for one that the clock jumps over, the first minute behind the jump. A day that the clock never
 * shows has none.
 * @returns by quarter of the day, the days in their order
 * @throws RangeError when the clock is changed within a minute, or outside the table
 */
export function watchClock(table: ZoneTable, { from, to }: Days): readonly (readonly Shown[])[] {
  const quarters = (to - from + 1) * TIMES_A_DAY;
  const firsts = new Float64Array(quarters).fill(NaN);
  const shownDays = new Set<number>();
  const firstQuarter = from * TIMES_A_DAY;
  function note(quarter: number, ms: number): void {
    const at = quarter - firstQuarter;
    if (at >= 0 && at < quarters && Number.isNaN(firsts[at])) firsts[at] = ms;
  }

  const endMs = (to + 1) * DAY_MS + FAR_MS;
  let before = Infinity;
  for (let ms = from * DAY_MS - FAR_MS; ms < endMs;) {
    const { offsetMs, untilMs } = stretchAt(table, ms);
    if (offsetMs % MINUTE_MS !== 0 || untilMs % MINUTE_MS !== 0) {
      throw new RangeError(`${table.zone} changes its clock within a minute`);
    }
    for (; ms < untilMs && ms < endMs; ms += MINUTE_MS) {
      const shown = (ms + offsetMs) / MINUTE_MS;
      for (let left = Math.floor(before / EVERY_MINUTES) + 1; left * EVERY_MINUTES < shown; left++) note(left, ms);
      if (shown % EVERY_MINUTES === 0) note(shown / EVERY_MINUTES, ms);
      if (shown % DAY_MINUTES === 0 || shown !== before + 1) shownDays.add(Math.floor(shown / DAY_MINUTES));
      before = shown;
    }
  }
  const dates = Array.from({ length: to - from + 1 }, (_, at) => dateOf(from + at));
  return Array.from({ length: TIMES_A_DAY }, (_, quarter) =>
    dates.flatMap((date, at) => {
      const dueMs = firsts[at * TIMES_A_DAY + quarter];
      return dueMs !== undefined && shownDays.has(from + at) ? [{ day: from + at, date, dueMs }] : [];
    }),
  );
}

/** The local day an instant falls on. */
export function dayAt(table: ZoneTable, ms: number): number {
  return Math.floor((ms + stretchAt(table, ms).offsetMs) / DAY_MS);
}

/** "YYYY-MM-DD", from the year 0 to 9999. */
export function dateOf(day: number): LocalDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10) as LocalDate;
}

/** ISO day of the week: 1 Monday to 7 Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** "HH:MM" of the n-th quarter of a day. */
export function timeOf(quarter: number): LocalTime {
  return new Date(quarter * EVERY_MINUTES * MINUTE_MS).toISOString().slice(11, 16) as LocalTime;
}
