import {
  addDays,
  daysBetween,
  existsIn,
  instantOf,
  isWorkingDay,
  type LocalDate,
  localDateOf,
  type LocalTime,
  type WorkCalendar,
  workingDayFrom,
} from "./business-time.ts";
import { LAST_DAY, type Override, ruleDays, type Series } from "./recurrence-rule.ts";

/** One time that a series takes place. */
export interface Occurrence {
  /** the day that the rule gives it, which it keeps whatever becomes of it (RECURRENCE-ID) */
  readonly original: LocalDate;
  readonly on: LocalDate;
  readonly at: LocalTime;
  readonly dueAt: Date;
  /** by-hand: somebody moved it; day-off: it moved to the next working day */
  readonly moved: "by-hand" | "day-off" | undefined;
}

/** Whose working days a series keeps to. */
export type Days = Pick<WorkCalendar, "workdays" | "holidays">;

const WINDOW_DAYS = [45, 450, 4500];
/** No series is asked for more at once. */
const OCCURRENCES_AT_MOST = 1000;
const FIRST_DAY = "1900-01-01" as LocalDate;

/**
 * The first occurrence that is due strictly after an instant; undefined when there is none any more.
 * @param days left out: it takes place on any day
 * @throws RangeError when the calendar has no working day within ten years
 */
export function nextIn(series: Series, days: Days | undefined, after: Date): Occurrence | undefined {
  let from = addDays(dayIn(series, after), -1);
  for (const span of [...WINDOW_DAYS, daysBetween(from, LAST_DAY)]) {
    const to = earlier(addDays(from, span), LAST_DAY);
    const found = placesIn(series, days, from, to).find(({ dueAt }) => dueAt.getTime() > after.getTime());
    if (found) return found;
    if (to === LAST_DAY) return undefined;
    from = to;
  }
  return undefined;
}

/**
 * What is due from one instant up to and without another, in order; at most 1,000, the first of them.
 * @param days left out: it takes place on any day
 * @throws RangeError when the calendar has no working day within ten years
 */
export function occurrencesBetween(series: Series, days: Days | undefined, from: Date, to: Date): Occurrence[] {
  if (to <= from) return [];
  const last = addDays(dayIn(series, to), 1);
  return placesIn(series, days, addDays(dayIn(series, from), -1), earlier(last, LAST_DAY))
    .filter(({ dueAt }) => dueAt >= from && dueAt < to)
    .slice(0, OCCURRENCES_AT_MOST);
}

/**
 * What takes place from one day of the series' zone to another, both included, in order; at most 1,000, the first of them.
 * @throws RangeError when the calendar has no working day within ten years
 */
export function occurrencesOn(series: Series, days: Days | undefined, from: LocalDate, to: LocalDate): Occurrence[] {
  return from > to ? [] : placesIn(series, days, from, to).slice(0, OCCURRENCES_AT_MOST);
}

/** Moves one occurrence by hand, or takes it out; what was said of it before is forgotten. */
export function overridden(series: Series, original: LocalDate, override: Override): Series {
  return { ...series, overrides: new Map(series.overrides).set(original, override) };
}

/**
 * Whether an occurrence may move to a day: it stays between the one before it and the one behind it, as calendars have it,
 * so that no two change places or fall on one day.
 */
export function mayMove(series: Series, days: Days | undefined, original: LocalDate, to: LocalDate): boolean {
  const [from, until] = [earlier(original, to), later(original, to)];
  const others = placesIn(series, days, addDays(from, -1), addDays(until, 1)).filter(
    (each) => each.original !== original,
  );
  return others.every(({ original: other, on }) => (other < original ? on < to : on > to));
}

/**
 * Who has which day of a span, in order. A day has one occurrence: who stands there by itself or by hand, else the first
 * that moved there from days off; the others fall away.
 */
function placesIn(series: Series, days: Days | undefined, from: LocalDate, to: LocalDate): Occurrence[] {
  const { zone, overrides } = series;
  const counts = (day: LocalDate): boolean => existsIn(zone, day) && (!days || isWorkingDay(day, days));
  const since = days ? dayBefore(from, days) : from;
  const taken = new Map<LocalDate, Occurrence>();
  for (const [original, override] of overrides) {
    if (override.kind !== "moved" || override.on < from || override.on > to) continue;
    if (taken.has(override.on) || !isOf(series, original)) continue;
    taken.set(override.on, placed(series, original, override.on, override.at, "by-hand"));
  }
  const usual = daysOf(series, since, to).filter((day) => !overrides.has(day));
  for (const day of usual) {
    if (counts(day) && !taken.has(day)) taken.set(day, placed(series, day, day, series.at, undefined));
  }
  if (days) {
    for (const day of usual.filter((each) => !counts(each))) {
      const on = nextThatCounts(day, zone, days);
      if (on <= to && !taken.has(on)) taken.set(on, placed(series, day, on, series.at, "day-off"));
    }
  }
  return [...taken.values()]
    .filter(({ on }) => on >= from && on <= to)
    .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
}

function placed(
  { zone }: Series,
  original: LocalDate,
  on: LocalDate,
  at: LocalTime,
  moved: Occurrence["moved"],
): Occurrence {
  return { original, on, at, dueAt: instantOf(on, at, zone), moved };
}

function nextThatCounts(day: LocalDate, zone: string, days: Days): LocalDate {
  let on = workingDayFrom(day, 0, days);
  while (!existsIn(zone, on)) on = workingDayFrom(on, 1, days);
  return on;
}

/** The working day before a day; what is behind it moves on together. */
function dayBefore(day: LocalDate, days: Days): LocalDate {
  return workingDayFrom(day, -1, days);
}

function isOf(series: Series, day: LocalDate): boolean {
  return daysOf(series, day, day).length > 0;
}

/** The days that the rule gives, both ends included, without those taken out and with those put in. */
function daysOf(series: Series, from: LocalDate, to: LocalDate): LocalDate[] {
  const { startsOn, rule, more, without, zone, at } = series;
  const given = rule ? ruleDays(rule, startsOn, from, to) : [startsOn];
  const all = [...new Set([...given, ...more])].filter((day) => day >= from && day <= to && !without.includes(day));
  const until = rule?.until;
  const kept = until ? all.filter((day) => more.includes(day) || instantOf(day, at, zone) <= until) : all;
  return kept.toSorted();
}

function dayIn({ zone }: Series, instant: Date): LocalDate {
  const day = localDateOf(instant, zone);
  return later(earlier(day, addDays(LAST_DAY, -1)), addDays(FIRST_DAY, 1));
}

function earlier(one: LocalDate, other: LocalDate): LocalDate {
  return one < other ? one : other;
}

function later(one: LocalDate, other: LocalDate): LocalDate {
  return one > other ? one : other;
}
