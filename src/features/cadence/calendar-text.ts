import {
  addDays,
  instantOf,
  isZone,
  localDate,
  type LocalDate,
  localDateOf,
  localTime,
  type LocalTime,
} from "../../kernel/business-time.ts";
import { occurrencesBetween, overridden } from "../../kernel/recurrence.ts";
import { readSeries } from "../../kernel/recurrence-text.ts";
import type { Series } from "../../kernel/recurrence-rule.ts";

/** A span in which somebody can't. */
export interface Busy {
  readonly from: Date;
  readonly to: Date;
}

/** What a calendar says of a span of time. */
export type ReadCalendar =
  | {
      readonly kind: "ok";
      readonly busy: readonly Busy[];
      /** events that can't be read, and why the first can't */
      readonly unread: number;
      readonly because: string | undefined;
    }
  /** it isn't a calendar (not-one), or has more than is read (too-much) */
  | { readonly kind: "wrong"; readonly problem: "not-one" | "too-much" };

export const CALENDAR_LIMITS = {
  bytes: 4_000_000,
  lines: 100_000,
  events: 10_000,
  busy: 2000,
  counted: 100,
  countedYears: 20,
  becauseLetters: 120,
} as const;

const MIDNIGHT = "00:00" as LocalTime;
const MINUTE_MS = 60_000;
/** What isn't at a zone of its own is where its owner is. */
const MOMENT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)$/;
const DAY = /^(\d{4})(\d\d)(\d\d)$/;
const LENGTH = /^P(?:(\d{1,3})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?)$/;

interface Property {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}
type Event = readonly Property[];

interface Moment {
  readonly day: LocalDate;
  readonly at: LocalTime;
  readonly zone: string;
  readonly wholeDay: boolean;
}

class Unread extends Error {}

/**
 * When a calendar in iCalendar (RFC 5545) says that its owner is busy, between two instants: its events but for free and
 * cancelled ones, and its free/busy times. A series whose rule we don't keep is counted as unread, and nothing is done
 * without end: each gives at most 1,000 times, all of them together 2,000.
 * @param zone where its owner is
 */
export function readCalendar(text: string, zone: string, from: Date, to: Date): ReadCalendar {
  if (text.length > CALENDAR_LIMITS.bytes) return { kind: "wrong", problem: "too-much" };
  const lines = text.replaceAll(/\r?\n[ \t]/g, "").split(/\r?\n/);
  if (lines.length > CALENDAR_LIMITS.lines) return { kind: "wrong", problem: "too-much" };
  if (
    lines[0]?.trim().toUpperCase() !== "BEGIN:VCALENDAR" ||
    !lines.some((line) => line.trim().toUpperCase() === "END:VCALENDAR")
  ) {
    return { kind: "wrong", problem: "not-one" };
  }
  const { events, times } = componentsOf(lines);
  if (events.length > CALENDAR_LIMITS.events) return { kind: "wrong", problem: "too-much" };
  const reading: Reading = { zone, from, to, moved: movedDays(events, zone), counted: 0 };
  const busy: Busy[] = [];
  const problems: string[] = [];
  const take = (read: () => readonly Busy[]): void => {
    try {
      busy.push(...read().filter((each) => each.from < to && each.to > from && each.from < each.to));
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      problems.push(error.message);
    }
  };
  for (const event of events) {
    take(() => busyOf(event, reading));
    if (busy.length > CALENDAR_LIMITS.busy) return { kind: "wrong", problem: "too-much" };
  }
  for (const each of times) {
    take(() => each.value.split(",").map((period) => periodOf(period)));
    if (busy.length > CALENDAR_LIMITS.busy) return { kind: "wrong", problem: "too-much" };
  }
  const because = problems[0]?.slice(0, CALENDAR_LIMITS.becauseLetters);
  return {
    kind: "ok",
    busy: busy.toSorted((one, other) => one.from.getTime() - other.from.getTime()),
    unread: problems.length,
    because,
  };
}

/** The events, and the properties FREEBUSY that say when one is not free. */
function componentsOf(lines: readonly string[]): { readonly events: Event[]; readonly times: Property[] } {
  const events: Event[] = [];
  const times: Property[] = [];
  const within: string[] = [];
  let event: Property[] = [];
  for (const line of lines) {
    const property = propertyIn(line);
    if (!property) continue;
    const { name, value } = property;
    const kind = value.trim().toUpperCase();
    if (name === "BEGIN") {
      within.push(kind);
      if (kind === "VEVENT") event = [];
    } else if (name === "END") {
      if (within.pop() === "VEVENT") events.push(event);
    } else if (within.at(-1) === "VEVENT") event.push(property);
    else if (within.at(-1) === "VFREEBUSY" && name === "FREEBUSY" && property.parameters.get("FBTYPE") !== "FREE")
      times.push(property);
  }
  return { events, times };
}

/** A parameter's value may stand in quotation marks, with colons in it. */
function propertyIn(line: string): Property | undefined {
  const [, name, given = "", value = ""] =
    /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*))*):(.*)$/.exec(line) ?? [];
  if (name === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (const [, key = "", text = ""] of given.matchAll(/;([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)/g)) {
    parameters.set(key.toUpperCase(), text.replaceAll('"', ""));
  }
  return { name: name.toUpperCase(), parameters, value };
}

/** Occurrences that stand as events of their own, by their series. */
function movedDays(events: readonly Event[], zone: string): ReadonlyMap<string, readonly LocalDate[]> {
  const moved = new Map<string, LocalDate[]>();
  for (const event of events) {
    const uid = valueOf(event, "UID");
    const original = event.find(({ name }) => name === "RECURRENCE-ID");
    if (uid === undefined || !original) continue;
    try {
      moved.set(uid, [...(moved.get(uid) ?? []), momentIn(original, zone).day]);
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
    }
  }
  return moved;
}

interface Reading {
  readonly zone: string;
  readonly from: Date;
  readonly to: Date;
  readonly moved: ReadonlyMap<string, readonly LocalDate[]>;
  /** series with a COUNT so far: each is walked through from its first day */
  counted: number;
}

function busyOf(event: Event, reading: Reading): Busy[] {
  const { zone, moved, from, to } = reading;
  if (valueOf(event, "STATUS") === "CANCELLED" || valueOf(event, "TRANSP") === "TRANSPARENT") return [];
  const begin = event.find(({ name }) => name === "DTSTART");
  if (!begin) throw new Unread("DTSTART");
  const start = momentIn(begin, zone);
  const starts = instant(start);
  const lengthMs = lengthOf(event, start, zone).getTime() - starts.getTime();
  const rule = valueOf(event, "RRULE");
  const isOne = rule === undefined || event.some(({ name }) => name === "RECURRENCE-ID");
  if (isOne) return [{ from: starts, to: new Date(starts.getTime() + lengthMs) }];
  const uid = valueOf(event, "UID") ?? "";
  if (/COUNT=/i.test(rule)) {
    const isLong = start.day < addDays(localDateOf(from, zone), -366 * CALENDAR_LIMITS.countedYears);
    if (isLong || ++reading.counted > CALENDAR_LIMITS.counted) throw new Unread(`RRULE: ${rule}`);
  }
  const series = (moved.get(uid) ?? []).reduce(
    (made, day) => overridden(made, day, { kind: "cancelled" }),
    seriesIn(event, start, rule),
  );
  return occurrencesBetween(series, undefined, new Date(from.getTime() - lengthMs), to).map(({ dueAt }) => ({
    from: dueAt,
    to: new Date(dueAt.getTime() + lengthMs),
  }));
}

/** Weeks that begin on Monday are ours too, and a last day is one until its end. */
function seriesIn(event: Event, { day, at, zone }: Moment, rule: string): Series {
  const compact = (date: LocalDate): string => `${date.replaceAll("-", "")}T${at.replace(":", "")}00`;
  const kept = rule
    .toUpperCase()
    .replace(/;?WKST=MO(?=;|$)/, "")
    .replace(/UNTIL=(\d{8})(?=;|$)/, "UNTIL=$1T235959Z");
  const without = event
    .filter(({ name }) => name === "EXDATE")
    .flatMap((each) => each.value.split(",").map((value) => momentIn({ ...each, value }, zone).day));
  const read = readSeries(`DTSTART;TZID=${zone}:${compact(day)}\nRRULE:${kept}`);
  if (read.kind === "wrong") throw new Unread(`RRULE: ${read.field} ${read.value}`);
  return without.reduce((made, date) => overridden(made, date, { kind: "cancelled" }), read.series);
}

/** When one that begins so ends. */
function lengthOf(event: Event, start: Moment, zone: string): Date {
  const end = event.find(({ name }) => name === "DTEND");
  if (end) return instant(momentIn(end, zone));
  const duration = valueOf(event, "DURATION");
  if (duration !== undefined) return new Date(instant(start).getTime() + durationMs(duration));
  return start.wholeDay ? instantOf(addDays(start.day, 1), MIDNIGHT, start.zone) : instant(start);
}

function periodOf(period: string): Busy {
  const [begins = "", ends = ""] = period.trim().split("/");
  const from = utc(begins);
  return { from, to: ends.startsWith("P") ? new Date(from.getTime() + durationMs(ends)) : utc(ends) };
}

function utc(value: string): Date {
  const moment = momentIn({ name: "FREEBUSY", parameters: new Map(), value }, "UTC");
  if (!value.endsWith("Z")) throw new Unread(`FREEBUSY ${value}`);
  return instant(moment);
}

function durationMs(value: string): number {
  const [whole, weeks = "0", days = "0", hours = "0", minutes = "0", seconds = "0"] = LENGTH.exec(value.trim()) ?? [];
  if (whole === undefined || whole === "P" || whole.endsWith("T")) throw new Unread(`DURATION ${value}`);
  const dayMinutes = (Number(weeks) * 7 + Number(days)) * 1440;
  return (dayMinutes + Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(seconds) * 1000;
}

function momentIn({ name, parameters, value }: Property, ownerZone: string): Moment {
  const text = value.trim();
  const wholeDay = DAY.exec(text);
  const [, year, month, day, hour, minute, , z] = wholeDay ?? MOMENT.exec(text) ?? [];
  const date = localDate([year, month, day].join("-"));
  const at = wholeDay ? MIDNIGHT : localTime([hour, minute].join(":"));
  if (!date || !at) throw new Unread(`${name} ${text}`);
  const named = parameters.get("TZID");
  const zone = z === "Z" ? "UTC" : wholeDay ? ownerZone : (named ?? ownerZone);
  if (!isZone(zone)) throw new Unread(`TZID ${zone}`);
  return { day: date, at, zone, wholeDay: wholeDay !== null };
}

function instant({ day, at, zone }: Moment): Date {
  return instantOf(day, at, zone);
}

function valueOf(event: Event, name: string): string | undefined {
  return event.find((each) => each.name === name)?.value.trim();
}

/** The days in which slots may be looked for. */
export function calendarSpan(now: Date, zone: string): { readonly from: Date; readonly to: Date } {
  const today = localDateOf(now, zone);
  return { from: instantOf(addDays(today, -1), MIDNIGHT, zone), to: instantOf(addDays(today, 60), MIDNIGHT, zone) };
}
