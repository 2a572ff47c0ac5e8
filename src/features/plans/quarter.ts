import { addDays, isWorkingDay, type LocalDate, localDate, type WorkCalendar } from "../../kernel/business-time.ts";

/** A quarter of a year, e.g. "2026-Q3", from its first day up to the first of the next. */
export interface Quarter {
  readonly name: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
}

function firstDay(year: number, month: number): LocalDate {
  const day = localDate(`${String(year)}-${String(month).padStart(2, "0")}-01`);
  if (!day) throw new Error(`no month ${String(month)} of ${String(year)}`);
  return day;
}

function quarterAt(year: number, nth: number): Quarter {
  const from = firstDay(year, 3 * nth + 1);
  const until = nth === 3 ? firstDay(year + 1, 1) : firstDay(year, 3 * nth + 4);
  return { name: `${String(year)}-Q${String(nth + 1)}`, from, until };
}

/** The quarter before the one that a day is in. */
export function quarterBefore(day: LocalDate): Quarter {
  const nth = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const year = Number(day.slice(0, 4));
  return nth === 0 ? quarterAt(year - 1, 3) : quarterAt(year, nth - 1);
}

export function quarterNamed(name: string): Quarter | undefined {
  const [, year, nth] = /^(\d{4})-Q([1-4])$/.exec(name) ?? [];
  return year === undefined ? undefined : quarterAt(Number(year), Number(nth) - 1);
}

/** Whether a day is one of the first so many working days of its quarter. */
export function isQuarterBegin(
  day: LocalDate,
  most: number,
  calendar: Pick<WorkCalendar, "workdays" | "holidays">,
): boolean {
  if (!isWorkingDay(day, calendar)) return false;
  let worked = 0;
  for (let each = quarterBefore(day).until; each <= day; each = addDays(each, 1)) {
    if (isWorkingDay(each, calendar)) worked++;
  }
  return worked <= most;
}
