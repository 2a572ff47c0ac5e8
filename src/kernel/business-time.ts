import { tzOffset } from "@date-fns/tz";

declare const dateBrand: unique symbol;
declare const timeBrand: unique symbol;

/** A calendar day "YYYY-MM-DD", 1900 to 2199. Compares as text. */
export type LocalDate = string & { readonly [dateBrand]: true };
/** A time of day "HH:MM", 00:00 to 23:59. Compares as text. */
export type LocalTime = string & { readonly [timeBrand]: true };

/** When somebody works and when they want silence, in their own zone. At least one workday. */
export interface WorkCalendar {
  readonly zone: string;
  /** ISO days of the week: 1 Monday to 7 Sunday */
  readonly workdays: readonly number[];
  readonly opens: LocalTime;
  /** at or before `opens`: the working day ends on the next date */
  readonly closes: LocalTime;
  readonly quietFrom: LocalTime;
  /** before `quietFrom`: the silence ends on the next date; equal: there is none */
  readonly quietTo: LocalTime;
  readonly holidays: Pick<ReadonlySet<LocalDate>, "has">;
}

export interface TimeOfDay {
  readonly at: LocalTime;
  readonly days: "working-days" | "every-day";
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Further than any zone's clock is from UTC. */
const FAR_MS = 16 * HOUR_MS;
/** Ten years: a calendar with a longer pause has no working days. */
const LONGEST_PAUSE_DAYS = 3660;

/** @returns undefined unless the text is a day of the calendar written "YYYY-MM-DD", 1900 to 2199 */
export function localDate(text: string): LocalDate | undefined {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && dateOfWall(ms) === text ? (text as LocalDate) : undefined;
}

/** @returns undefined unless the text is "HH:MM", 00:00 to 23:59 */
export function localTime(text: string): LocalTime | undefined {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? (text as LocalTime) : undefined;
}

/** True for "Area/Place" names of the IANA time zone database and for UTC; not for offsets or abbreviations. */
export function isZone(text: string): boolean {
  if (text !== "UTC" && !/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+$/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).format(0) !== "";
  } catch {
    return false;
  }
}

export function localDateOf(instant: Date, zone: string): LocalDate {
  return dateOfWall(wallOf(instant.getTime(), zone));
}

/** The minute the local clock shows. */
export function localTimeOf(instant: Date, zone: string): LocalTime {
  return isoOf(wallOf(instant.getTime(), zone)).slice(11, 16) as LocalTime;
}

/**
 * The first instant at which the local clock shows this time or a later one. In a gap that is the first
 * instant after the gap, in an overlap the first of the two.
 */
export function instantOf(date: LocalDate, time: LocalTime, zone: string): Date {
  return new Date(instantOfWall(wall(date, time), zone));
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfWall(Date.parse(date) + days * DAY_MS);
}

/** Days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** ISO day of the week: 1 Monday to 7 Sunday. */
export function weekdayOf(date: LocalDate): number {
  return new Date(Date.parse(date)).getUTCDay() || 7;
}

export function isWorkingDay(date: LocalDate, calendar: Pick<WorkCalendar, "workdays" | "holidays">): boolean {
  return calendar.workdays.includes(weekdayOf(date)) && !calendar.holidays.has(date);
}

/**
 * The n-th working day after a date (n > 0), before it (n < 0), or the date itself if it is one, else the next (n = 0).
 * @throws RangeError when the calendar has no working day within ten years
 */
export function workingDayFrom(
  date: LocalDate,
  n: number,
  calendar: Pick<WorkCalendar, "workdays" | "holidays">,
): LocalDate {
  const step = n < 0 ? -1 : 1;
  let day = date;
  let left = Math.abs(n);
  for (let pause = 0; pause < LONGEST_PAUSE_DAYS; pause++) {
    const counts = isWorkingDay(day, calendar) && (n === 0 || day !== date);
    if (counts && --left <= 0) return day;
    if (counts) pause = 0;
    day = addDays(day, step);
  }
  throw new RangeError("a calendar without working days");
}

/**
 * The first occurrence strictly after an instant. Every local date that exists has one, at `instantOf` its time;
 * a date that the zone skipped (Apia, 2011-12-30) has none.
 * @throws RangeError when the calendar has no working day within ten years
 */
export function nextOccurrence(
  schedule: TimeOfDay,
  calendar: WorkCalendar,
  after: Date,
): { localDate: LocalDate; dueAt: Date } {
  const { zone } = calendar;
  const shownMs = wallOf(after.getTime(), zone);
  let date = dateOfWall(shownMs);
  for (let tried = 0; tried < LONGEST_PAUSE_DAYS; tried++, date = addDays(date, 1)) {
    // What the clock shows or has behind it was due already, also when it was put back since.
    if (wall(date, schedule.at) <= shownMs) continue;
    if (schedule.days === "working-days" && !isWorkingDay(date, calendar)) continue;
    const dueAt = instantOf(date, schedule.at, zone);
    if (dueAt.getTime() > after.getTime() && exists(date, dueAt, zone)) return { localDate: date, dueAt };
  }
  throw new RangeError("a calendar without working days");
}

/**
 * The instant at which this many hours of working time have passed. A start outside working time counts from the
 * next opening; a span that fills a day ends at its closing, not at the next opening.
 * @param hours ≥ 0, of real time within opening hours
 * @throws RangeError for negative hours, or when the calendar has no working day within ten years
 */
export function addWorkingHours(from: Date, hours: number, calendar: WorkCalendar): Date {
  if (!(hours >= 0)) throw new RangeError("working hours can't be negative");
  let leftMs = Math.round(hours * HOUR_MS);
  let day = workingDayFrom(addDays(localDateOf(from, calendar.zone), -1), 0, calendar);
  for (;;) {
    const { opensMs, closesMs } = windowOf(day, calendar);
    const startMs = Math.max(opensMs, from.getTime());
    const roomMs = closesMs - startMs;
    if (roomMs >= leftMs) return new Date(startMs + leftMs);
    if (roomMs > 0) leftMs -= roomMs;
    day = workingDayFrom(day, 1, calendar);
  }
}

/** The working time between two instants, in milliseconds; none where `to` isn't later. */
export function workingMsBetween(from: Date, to: Date, calendar: WorkCalendar): number {
  let passedMs = 0;
  if (to <= from) return passedMs;
  let day = workingDayFrom(addDays(localDateOf(from, calendar.zone), -1), 0, calendar);
  for (;;) {
    const { opensMs, closesMs } = windowOf(day, calendar);
    if (opensMs >= to.getTime()) return passedMs;
    passedMs += Math.max(0, Math.min(closesMs, to.getTime()) - Math.max(opensMs, from.getTime()));
    day = workingDayFrom(day, 1, calendar);
  }
}

/**
 * The same local time, this many working days later. A start outside working time counts from the next opening,
 * so that a later start never has the earlier end.
 * @param days ≥ 0, whole
 * @throws RangeError for negative days, or when the calendar has no working day within ten years
 */
export function addWorkingDays(from: Date, days: number, calendar: WorkCalendar): Date {
  if (!(days >= 0)) throw new RangeError("working days can't be negative here: see workingDayFrom");
  const start = addWorkingHours(from, 0, calendar).getTime();
  if (days === 0) return new Date(start);
  const startWall = wallOf(start, calendar.zone);
  const yesterday = addDays(dateOfWall(startWall), -1);
  // Behind midnight, a shift that opened yesterday still belongs to yesterday.
  const late = isWorkingDay(yesterday, calendar) && windowOf(yesterday, calendar).closesMs >= start;
  const opened = late ? yesterday : dateOfWall(startWall);
  const end = workingDayFrom(opened, days, calendar);
  return new Date(instantOfWall(startWall + daysBetween(opened, end) * DAY_MS, calendar.zone));
}

/** True on days off, and on working days between `quietFrom` and `quietTo`. */
export function inQuietHours(instant: Date, calendar: WorkCalendar): boolean {
  const { quietFrom, quietTo, zone } = calendar;
  if (!isWorkingDay(localDateOf(instant, zone), calendar)) return true;
  const time = localTimeOf(instant, zone);
  return quietFrom <= quietTo ? time >= quietFrom && time < quietTo : time >= quietFrom || time < quietTo;
}

/**
 * The instant itself outside quiet hours, else the end of the silence.
 * @throws RangeError when the calendar has no working day within ten years
 */
export function afterQuietHours(instant: Date, calendar: WorkCalendar): Date {
  if (!inQuietHours(instant, calendar)) return instant;
  let day = localDateOf(instant, calendar.zone);
  for (;;) {
    day = workingDayFrom(day, 0, calendar);
    for (const time of ["00:00" as LocalTime, calendar.quietTo]) {
      const end = instantOf(day, time, calendar.zone);
      if (end.getTime() > instant.getTime() && !inQuietHours(end, calendar)) return end;
    }
    day = addDays(day, 1);
  }
}

/** False for a date that the zone's calendar left out (Apia, 2011-12-30). */
export function existsIn(zone: string, date: LocalDate): boolean {
  return exists(date, instantOf(date, "12:00" as LocalTime, zone), zone);
}

function windowOf(day: LocalDate, { opens, closes, zone }: WorkCalendar): { opensMs: number; closesMs: number } {
  const last = closes > opens ? day : addDays(day, 1);
  return { opensMs: instantOfWall(wall(day, opens), zone), closesMs: instantOfWall(wall(last, closes), zone) };
}

/** False for a date that the local calendar left out. `dueAt`: the instant of one of its times. */
function exists(date: LocalDate, dueAt: Date, zone: string): boolean {
  if (localDateOf(dueAt, zone) === date) return true;
  const starts = Date.parse(date);
  return instantOfWall(starts, zone) < instantOfWall(starts + DAY_MS, zone);
}

/** What the local clock shows, as the milliseconds of a UTC clock that shows the same. */
function wallOf(ms: number, zone: string): number {
  const offsetMs = Math.round(tzOffset(zone, new Date(ms)) * MINUTE_MS);
  if (Number.isNaN(offsetMs)) throw new RangeError(`no such time zone or instant: ${zone}`);
  return ms + offsetMs;
}

function instantOfWall(wallMs: number, zone: string): number {
  const early = wallMs - FAR_MS;
  const late = wallMs + FAR_MS;
  const before = early - wallOf(early, zone) + wallMs;
  const after = late - wallOf(late, zone) + wallMs;
  for (const ms of [Math.min(before, after), Math.max(before, after)]) {
    if (wallOf(ms, zone) === wallMs) return ms;
  }
  return firstShowing(wallMs, Math.min(before, after), Math.max(before, after), zone);
}

/** The clock jumps over `wallMs` between the two: where. */
function firstShowing(wallMs: number, fromMs: number, toMs: number, zone: string): number {
  let low = fromMs;
  let high = toMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wallOf(middle, zone) >= wallMs) high = middle;
    else low = middle;
  }
  return high;
}

function wall(date: LocalDate, time: LocalTime): number {
  return Date.parse(`${date}T${time}:00Z`);
}

function dateOfWall(wallMs: number): LocalDate {
  return isoOf(wallMs).slice(0, 10) as LocalDate;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** A time of day that stands in the source. @throws RangeError when it isn't one */
export function fixedTime(text: string): LocalTime {
  const time = localTime(text);
  if (!time) throw new RangeError(`${text} is not a time of day`);
  return time;
}

/** A day that stands in the source. @throws RangeError when it isn't one */
export function fixedDate(text: string): LocalDate {
  const date = localDate(text);
  if (!date) throw new RangeError(`${text} is not a day`);
  return date;
}
