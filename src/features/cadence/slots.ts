import {
  addDays,
  existsIn,
  instantOf,
  type LocalDate,
  localDateOf,
  type LocalTime,
  workingMsBetween,
  type WorkCalendar,
} from "../../kernel/business-time.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { PersonId } from "../../kernel/ids.ts";

/** Somebody whose time is looked for. */
export interface Attendee {
  readonly id: PersonId;
  readonly name: string;
  readonly calendar: WorkCalendar;
  /** days on which somebody stands in for them, both ends included, where they are */
  readonly away: readonly { readonly from: LocalDate; readonly until: LocalDate }[];
  /** when their own calendar says that they are busy */
  readonly busy: readonly { readonly from: Date; readonly to: Date }[];
}

/** When a meeting would be best, and in which days it may be. */
export interface Wanted {
  readonly on: LocalDate;
  readonly at: LocalTime;
  readonly zone: string;
  readonly minutes: number;
  /** nothing earlier */
  readonly from: Date;
  /** the last day */
  readonly until: LocalDate;
}

/** Why somebody can't at a time. */
export type Hindrance = "day-off" | "away" | "after-hours" | "busy";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** Why somebody can't from an instant on for so many minutes; undefined: they can. */
export function hindranceOf(
  { calendar, away, busy }: Pick<Attendee, "calendar" | "away" | "busy">,
  from: Date,
  minutes: number,
): Hindrance | undefined {
  const to = new Date(from.getTime() + minutes * MINUTE_MS);
  const day = localDateOf(from, calendar.zone);
  if (away.some((each) => each.from <= day && day <= each.until)) return "away";
  if (workedOn(day, calendar) === 0) return "day-off";
  if (workingMsBetween(from, to, calendar) < minutes * MINUTE_MS) return "after-hours";
  return busy.some((each) => each.from < to && from < each.to) ? "busy" : undefined;
}

/** How long somebody works on a day, in milliseconds, the night of the day before included. */
function workedOn(day: LocalDate, calendar: WorkCalendar): number {
  const midnight = "00:00" as LocalTime;
  return workingMsBetween(
    instantOf(day, midnight, calendar.zone),
    instantOf(addDays(day, 1), midnight, calendar.zone),
    calendar,
  );
}

/**
 * At most three times at which all of them can, the earliest first: on the wanted day as near to the wanted time as can
 * be, then so on the days behind it, then later on these days.
 */
export function findSlots(attendees: readonly Attendee[], wanted: Wanted): Date[] {
  const found: Date[] = [];
  const last = [wanted.until, addDays(wanted.on, CADENCE.searchDays)].toSorted()[0] ?? wanted.on;
  const days: LocalDate[] = [];
  for (let day = wanted.on; day <= last; day = addDays(day, 1)) days.push(day);
  const open = days.map((day) => ({ day, starts: startsOn(day, wanted) }));
  for (const { starts } of open) {
    if (found.length === CADENCE.slots) break;
    const first = starts.find((start) => canAll(attendees, start, wanted.minutes));
    if (first) found.push(first);
  }
  for (const first of [...found]) {
    const day = open.find(({ starts }) => starts.some((start) => start.getTime() === first.getTime()));
    for (const start of (day?.starts ?? []).toSorted(byTime)) {
      if (found.length === CADENCE.slots) break;
      if (start < first || found.some((each) => isNear(each, start))) continue;
      if (canAll(attendees, start, wanted.minutes)) found.push(start);
    }
  }
  return found.toSorted(byTime);
}

/** Of times that were offered those at which all of them still can, and others in the place of the rest. */
export function slotsAnew(
  offered: readonly Date[],
  attendees: readonly Attendee[],
  wanted: Wanted,
): { readonly kept: readonly Date[]; readonly slots: readonly Date[] } {
  const kept = offered.filter((slot) => canAll(attendees, slot, wanted.minutes));
  const more = findSlots(attendees, wanted).filter((start) => !kept.some((each) => isNear(each, start)));
  return { kept, slots: [...kept, ...more].slice(0, CADENCE.slots).toSorted(byTime) };
}

/** The first of them who can't at a time. */
export function whoCant(attendees: readonly Attendee[], start: Date, minutes: number): Attendee | undefined {
  return attendees.find((each) => hindranceOf(each, start, minutes) !== undefined);
}

/** The times of a day, the nearest to the wanted one first; none of a day that the zone left out. */
function startsOn(day: LocalDate, { at, zone, from }: Wanted): Date[] {
  if (!existsIn(zone, day)) return [];
  const best = instantOf(day, at, zone);
  const nextDay = instantOf(addDays(day, 1), "00:00" as LocalTime, zone);
  const starts: Date[] = [];
  for (let minutes = 0; minutes < DAY_MINUTES; minutes += CADENCE.slotStepMinutes) {
    for (const ms of minutes === 0 ? [0] : [minutes, -minutes]) {
      const start = new Date(best.getTime() + ms * MINUTE_MS);
      if (start >= from && start < nextDay && localDateOf(start, zone) === day) starts.push(start);
    }
  }
  return starts;
}

function canAll(attendees: readonly Attendee[], start: Date, minutes: number): boolean {
  return attendees.every((each) => hindranceOf(each, start, minutes) === undefined);
}

function isNear(one: Date, other: Date): boolean {
  return Math.abs(one.getTime() - other.getTime()) < CADENCE.slotApartMinutes * MINUTE_MS;
}

function byTime(one: Date, other: Date): number {
  return one.getTime() - other.getTime();
}
