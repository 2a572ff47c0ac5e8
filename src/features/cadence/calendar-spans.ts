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
import { findIana, type WindowsZoneName } from "windows-iana";
import { occurrencesBetween, overridden } from "../../kernel/recurrence.ts";
import { readSeries } from "../../kernel/recurrence-text.ts";
import type { Series } from "../../kernel/recurrence-rule.ts";
import { type Event, type Property, valueOf } from "./calendar-lines.ts";

/** When something takes place. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
  /** by which its series names it, wherever it was moved */
  readonly original: Date;
  readonly wholeDay: boolean;
}

/** So many series with a COUNT are walked through from their first day, and none that began so long ago. */
const COUNTED = 100;
const COUNTED_YEARS = 20;
const MIDNIGHT = "00:00" as LocalTime;
const MINUTE_MS = 60_000;
/** What isn't at a zone of its own is where its owner is. */
const MOMENT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)$/;
const DAY = /^(\d{4})(\d\d)(\d\d)$/;
const LENGTH = /^P(?:(\d{1,3})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?)$/;

export interface Moment {
  readonly day: LocalDate;
  readonly at: LocalTime;
  readonly zone: string;
  readonly wholeDay: boolean;
}

/** Why an event can't be read, e.g. a rule that we don't keep. */
export class Unread extends Error {}

/** When occurrences that stand as events of their own would have been, by their series. */
export function movedFrom(events: readonly Event[], zone: string): ReadonlyMap<string, readonly Moment[]> {
  const moved = new Map<string, Moment[]>();
  for (const event of events) {
    const uid = valueOf(event, "UID");
    const original = event.find(({ name }) => name === "RECURRENCE-ID");
    if (uid === undefined || !original) continue;
    try {
      moved.set(uid, [...(moved.get(uid) ?? []), momentIn(original, zone)]);
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
    }
  }
  return moved;
}

/** The span of time that is looked at, for one owner. */
export interface Reading {
  readonly zone: string;
  readonly from: Date;
  readonly to: Date;
  readonly moved: ReadonlyMap<string, readonly Moment[]>;
  /** series with a COUNT so far: each is walked through from its first day */
  counted: number;
}

/**
 * When an event takes place, about the span that is looked at: itself, or the times of its series.
 * @throws Unread where its rule, zone, day or length isn't one that we keep
 */
export function spansOf(event: Event, reading: Reading): Span[] {
  const { zone, moved, from, to } = reading;
  const begin = event.find(({ name }) => name === "DTSTART");
  if (!begin) throw new Unread("DTSTART");
  const start = momentIn(begin, zone);
  const starts = instant(start);
  const lengthMs = lengthOf(event, start, zone).getTime() - starts.getTime();
  const rule = valueOf(event, "RRULE");
  const original = event.find(({ name }) => name === "RECURRENCE-ID");
  const { wholeDay } = start;
  if (rule === undefined || original) {
    const named = original ? instant(momentIn(original, zone)) : starts;
    return [{ from: starts, to: new Date(starts.getTime() + lengthMs), original: named, wholeDay }];
  }
  const uid = valueOf(event, "UID") ?? "";
  if (/COUNT=/i.test(rule)) {
    const isLong = start.day < addDays(localDateOf(from, zone), -366 * COUNTED_YEARS);
    if (isLong || ++reading.counted > COUNTED) throw new Unread(`RRULE: ${rule}`);
  }
  const series = (moved.get(uid) ?? []).reduce(
    (made, moment) => overridden(made, dayIn(moment, start.zone), { kind: "cancelled" }),
    seriesIn(event, start, rule),
  );
  return occurrencesBetween(series, undefined, new Date(from.getTime() - lengthMs), to).map(({ dueAt }) => ({
    ...{ from: dueAt, to: new Date(dueAt.getTime() + lengthMs), original: dueAt, wholeDay },
  }));
}

/** By which day a series calls an occurrence that may be named in another zone. */
function dayIn(moment: Moment, zone: string): LocalDate {
  return moment.wholeDay ? moment.day : localDateOf(instant(moment), zone);
}

/** Where a rule says when weeks begin, that counts for every other week and so on alone, and with several days in them. */
function weeksBegin(rule: string): boolean {
  return /FREQ=WEEKLY/.test(rule) && /INTERVAL=(?!1(?:;|$))/.test(rule) && /BYDAY=[^;]*,/.test(rule);
}

/** Weeks that begin on Monday are ours too, a last day is one until its end, and its time is local where it says no zone. */
function seriesIn(event: Event, { day, at, zone }: Moment, rule: string): Series {
  const compact = (date: LocalDate): string => `${date.replaceAll("-", "")}T${at.replace(":", "")}00`;
  const kept = rule
    .toUpperCase()
    .replace(weeksBegin(rule.toUpperCase()) ? /;?WKST=MO(?=;|$)/ : /;?WKST=(?:MO|TU|WE|TH|FR|SA|SU)(?=;|$)/, "")
    .replace(/UNTIL=(\d{8}T\d{6})(?=;|$)/, (_, local: string) => `UNTIL=${inUtc(local, zone)}`)
    .replace(/UNTIL=(\d{8})(?=;|$)/, "UNTIL=$1T235959Z");
  const without = event
    .filter(({ name }) => name === "EXDATE")
    .flatMap((each) => each.value.split(",").map((value) => dayIn(momentIn({ ...each, value }, zone), zone)));
  const read = readSeries(`DTSTART;TZID=${zone}:${compact(day)}\nRRULE:${kept}`);
  if (read.kind === "wrong") throw new Unread(`RRULE: ${read.field} ${read.value}`);
  return without.reduce((made, date) => overridden(made, date, { kind: "cancelled" }), read.series);
}

function inUtc(local: string, zone: string): string {
  const moment = momentIn({ name: "UNTIL", parameters: new Map(), value: local }, zone);
  return instant(moment)
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, "");
}

/** When one that begins so ends. */
function lengthOf(event: Event, start: Moment, zone: string): Date {
  const end = event.find(({ name }) => name === "DTEND");
  if (end) return instant(momentIn(end, zone));
  const duration = valueOf(event, "DURATION");
  if (duration !== undefined) return new Date(instant(start).getTime() + durationMs(duration));
  return start.wholeDay ? instantOf(addDays(start.day, 1), MIDNIGHT, start.zone) : instant(start);
}

/** One of the times of a FREEBUSY. */
export function periodOf(period: string): Pick<Span, "from" | "to"> {
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
  const named = parameters.get("TZID") ?? ownerZone;
  const zone = z === "Z" ? "UTC" : wholeDay ? ownerZone : zoneCalled(named);
  if (zone === undefined) throw new Unread(`TZID ${named}`);
  return { day: date, at, zone, wholeDay: wholeDay !== null };
}

/** Outlook calls zones by the names of Windows. */
function zoneCalled(name: string): string | undefined {
  return isZone(name) ? name : findIana(name as WindowsZoneName)[0];
}

function instant({ day, at, zone }: Moment): Date {
  return instantOf(day, at, zone);
}
