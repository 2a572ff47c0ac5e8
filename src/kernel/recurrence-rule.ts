import { addDays, daysBetween, localDate, type LocalDate, type LocalTime, weekdayOf } from "./business-time.ts";

export type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

/** A day of the week: ISO, 1 Monday to 7 Sunday; the n-th of its month, or from its end where negative. */
export interface RuleDay {
  readonly weekday: number;
  readonly nth?: number;
}

/** A recurrence rule of RFC 5545 §3.3.10 by whole days; what it doesn't say comes from the first day. */
export interface Rule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly days: readonly RuleDay[];
  readonly monthDays: readonly number[];
  readonly months: readonly number[];
  readonly count?: number;
  /** the last instant at which one may take place */
  readonly until?: Date;
}

/** One occurrence that is another than its rule says, by the day that the rule gives it (RECURRENCE-ID). */
export type Override =
  { readonly kind: "cancelled" } | { readonly kind: "moved"; readonly on: LocalDate; readonly at: LocalTime };

/** A series: its first day and time in a zone, and by which rule it comes again. */
export interface Series {
  readonly startsOn: LocalDate;
  readonly at: LocalTime;
  /** IANA name */
  readonly zone: string;
  /** none: it takes place on `startsOn` and `more` alone */
  readonly rule: Rule | undefined;
  /** RDATE, in order */
  readonly more: readonly LocalDate[];
  /** EXDATE, in order */
  readonly without: readonly LocalDate[];
  readonly overrides: ReadonlyMap<LocalDate, Override>;
}

/** No series goes on behind the last day that a LocalDate can be. */
export const LAST_DAY = "2199-12-31" as LocalDate;
export const RULE_LIMITS = { count: 1000, interval: 1000, dates: 500 } as const;

const LONGEST_MONTH: Readonly<Record<number, number>> = { 2: 29, 4: 30, 6: 30, 9: 30, 11: 30 };

/** Whether a rule could ever give a day: the 31st of February never comes. */
export function everComes({ monthDays, months }: Pick<Rule, "monthDays" | "months">): boolean {
  if (monthDays.length === 0 || months.length === 0) return true;
  return months.some((month) => monthDays.some((day) => Math.abs(day) <= (LONGEST_MONTH[month] ?? 31)));
}

/** Whether a day is one of those that a rule chooses among, its interval aside; what it leaves open `first` says. */
export function isChosen(rule: Rule, date: LocalDate, first: LocalDate): boolean {
  const { frequency, days, monthDays, months } = rule;
  const month = Number(date.slice(5, 7));
  if (months.length > 0 && !months.includes(month)) return false;
  if (monthDays.length > 0 && !monthDays.some((day) => dayOfMonth(day, date) === Number(date.slice(8)))) return false;
  if (days.length > 0 && !days.some((day) => isDay(day, rule, date))) return false;
  if (days.length > 0 || monthDays.length > 0) return true;
  if (frequency === "WEEKLY") return weekdayOf(date) === weekdayOf(first);
  if (frequency === "DAILY") return true;
  if (date.slice(8) !== first.slice(8)) return false;
  return frequency === "MONTHLY" || months.length > 0 || date.slice(5, 7) === first.slice(5, 7);
}

function dayOfMonth(day: number, date: LocalDate): number {
  return day > 0 ? day : lastOf(date) + 1 + day;
}

function lastOf(date: LocalDate): number {
  return [31, 30, 29, 28].find((day) => localDate(`${date.slice(0, 8)}${String(day)}`) !== undefined) ?? 28;
}

/** In a yearly rule without months the n-th is that of the year. */
function isDay({ weekday, nth }: RuleDay, { frequency, months }: Rule, date: LocalDate): boolean {
  if (weekdayOf(date) !== weekday) return false;
  if (nth === undefined) return true;
  const ofYear = frequency === "YEARLY" && months.length === 0;
  const at = ofYear ? dayOfYear(date) : Number(date.slice(8));
  const last = ofYear ? dayOfYear(`${date.slice(0, 4)}-12-31` as LocalDate) : lastOf(date);
  return nth > 0 ? Math.ceil(at / 7) === nth : Math.ceil((last + 1 - at) / 7) === -nth;
}

function dayOfYear(date: LocalDate): number {
  return (Date.parse(date) - Date.parse(`${date.slice(0, 4)}-01-01`)) / 86_400_000 + 1;
}

/**
 * The days that a rule gives, by whole days whatever the clocks do, both ends included and in order. Without a count it
 * looks at nothing before `from`; with one, at no more days than there are.
 * @param first the first day of all
 */
export function ruleDays(rule: Rule, first: LocalDate, from: LocalDate, to: LocalDate): LocalDate[] {
  const { count, interval } = rule;
  const found: LocalDate[] = [];
  let counted = 0;
  const begin = count === undefined && from > first ? periodsBetween(rule, first, from) : 0;
  for (let period = begin - (begin % interval); ; period += interval) {
    const [start, end] = periodAt(rule, first, period);
    if (start === undefined || start > to) return found;
    for (let day: LocalDate = start < first ? first : start; day <= end && day <= to; day = addDays(day, 1)) {
      if (!isChosen(rule, day, first)) continue;
      if (count !== undefined && ++counted > count) return found;
      if (day >= from) found.push(day);
    }
  }
}

/** The first and the last day of the n-th period behind that of the first day; none behind the last day there is. */
function periodAt({ frequency }: Rule, first: LocalDate, n: number): [LocalDate | undefined, LocalDate] {
  switch (frequency) {
    case "DAILY":
      return within(first, n, 1);
    case "WEEKLY":
      return within(addDays(first, 1 - weekdayOf(first)), n * 7, 7);
    case "MONTHLY": {
      const months = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + n;
      const start = localDate(`${String(Math.floor(months / 12))}-${String((months % 12) + 1).padStart(2, "0")}-01`);
      return [start, start ? (`${start.slice(0, 8)}${String(lastOf(start))}` as LocalDate) : LAST_DAY];
    }
    case "YEARLY": {
      const year = String(Number(first.slice(0, 4)) + n);
      return [localDate(`${year}-01-01`), `${year}-12-31` as LocalDate];
    }
  }
}

function within(from: LocalDate, daysOn: number, length: number): [LocalDate | undefined, LocalDate] {
  if (daysOn > daysBetween(from, LAST_DAY)) return [undefined, LAST_DAY];
  const start = addDays(from, daysOn);
  return [start, addDays(start, length - 1)];
}

function periodsBetween({ frequency }: Rule, first: LocalDate, day: LocalDate): number {
  const years = Number(day.slice(0, 4)) - Number(first.slice(0, 4));
  switch (frequency) {
    case "DAILY":
      return daysBetween(first, day);
    case "WEEKLY":
      return Math.floor(daysBetween(addDays(first, 1 - weekdayOf(first)), day) / 7);
    case "MONTHLY":
      return years * 12 + Number(day.slice(5, 7)) - Number(first.slice(5, 7));
    case "YEARLY":
      return years;
  }
}
