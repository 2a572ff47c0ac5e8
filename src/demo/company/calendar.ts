import { addDays, localDate, weekdayOf } from "../../kernel/business-time.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Region } from "./account.ts";

/** Fixed-date holidays are enough for a rhythm that looks real; the product reads its own calendars. */
const HOLIDAYS: Readonly<Record<Region, ReadonlySet<string>>> = {
  DACH: new Set(["01-01", "05-01", "10-03", "12-25", "12-26"]),
  UK: new Set(["01-01", "12-25", "12-26"]),
  US: new Set(["01-01", "07-04", "11-11", "12-25"]),
  APAC: new Set(["01-01", "05-01", "10-01", "10-02", "10-03"]),
};

/** How much of a normal working day's use a day of the calendar sees, 0 to 1. */
export function rhythm(day: LocalDate, region: Region, sevenDays: boolean): number {
  const monthDay = day.slice(5);
  if (HOLIDAYS[region].has(monthDay)) return sevenDays ? 0.5 : 0.01;
  const yearEnd = monthDay >= "12-24" || monthDay <= "01-02" ? 0.55 : 1;
  const weekday = weekdayOf(day);
  if (weekday >= 6) return yearEnd * (sevenDays ? 0.6 : 0.012);
  return yearEnd * (weekday === 5 ? 0.9 : weekday === 1 ? 0.97 : 1);
}

/** The same day of the month some months later or earlier, or that month's last day. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const month = `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
  const first = localDate(`${month}-01`);
  if (first === undefined) throw new RangeError("a month before 1900 or after 2199");
  const same = addDays(first, Number(date.slice(8)) - 1);
  return same.startsWith(month) ? same : addDays(same, -Number(same.slice(8)));
}
