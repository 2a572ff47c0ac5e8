import { changesOf, DAY_MS, MINUTE_MS, type ZoneTable } from "./offsets.ts";
import { dayAt, type Days, weekdayOf } from "./shown.ts";

/** Local days around a change of the clock, or a week without one. */
export interface Stretch extends Days {
  readonly changeMs: number | undefined;
}
export interface Years {
  readonly from: number;
  /** included */
  readonly to: number;
}

const AROUND_DAYS = 3;
const WEEK_DAYS = 7;

/** Three days either side of every change in these years, and one plain week of each. */
export function stretchesOf(table: ZoneTable, years: Years): Stretch[] {
  const changes = changesOf(table);
  const around = changes
    .filter((ms) => ms >= Date.UTC(years.from, 0) && ms < Date.UTC(years.to + 1, 0))
    .map((changeMs): Stretch => {
      const days = [dayAt(table, changeMs - MINUTE_MS), dayAt(table, changeMs)];
      return { changeMs, from: Math.min(...days) - AROUND_DAYS, to: Math.max(...days) + AROUND_DAYS };
    });
  const plain = Array.from({ length: years.to - years.from + 1 }, (_, at) => plainWeek(years.from + at, changes));
  return [...around, ...plain];
}

/** The first week from Monday on that is far from any change. */
function plainWeek(year: number, changes: readonly number[]): Stretch {
  const newYear = Date.UTC(year, 0) / DAY_MS;
  let from = newYear + ((8 - weekdayOf(newYear)) % WEEK_DAYS);
  const nearBy = (ms: number): boolean => ms > (from - AROUND_DAYS) * DAY_MS && ms < (from + 10) * DAY_MS;
  while (changes.some(nearBy)) from += WEEK_DAYS;
  return { changeMs: undefined, from, to: from + WEEK_DAYS - 1 };
}
