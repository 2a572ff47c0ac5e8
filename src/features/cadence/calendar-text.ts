import { addDays, instantOf, type LocalTime, localDateOf } from "../../kernel/business-time.ts";
import { heldIn, type HeldEvent, type Seeing } from "./calendar-held.ts";
import { componentsOf, type Event, propertiesIn, type Property, valueOf } from "./calendar-lines.ts";
import { movedFrom, periodOf, type Reading, spansOf, Unread } from "./calendar-spans.ts";

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
      /** what was held, for who consented to that; else none */
      readonly held: readonly HeldEvent[];
    }
  /** it isn't a calendar (not-one), or has more than is read (too-much) */
  | { readonly kind: "wrong"; readonly problem: "not-one" | "too-much" };

export const CALENDAR_LIMITS = {
  bytes: 4_000_000,
  lines: 100_000,
  events: 10_000,
  busy: 2000,
  becauseLetters: 120,
} as const;

const MIDNIGHT = "00:00" as LocalTime;

/**
 * When a calendar in iCalendar (RFC 5545) says that its owner is busy, between two instants: its events but for free and
 * cancelled ones, and its free/busy times. A series whose rule we don't keep is counted as unread, and nothing is done
 * without end: each gives at most 1,000 times, all of them together 2,000.
 * @param zone where its owner is
 * @param seen left out: nothing but times is taken out of it
 */
export function readCalendar(text: string, zone: string, from: Date, to: Date, seen?: Seeing): ReadCalendar {
  if (text.length > CALENDAR_LIMITS.bytes) return { kind: "wrong", problem: "too-much" };
  const properties = propertiesIn(text, seen !== undefined, CALENDAR_LIMITS.lines);
  if (!properties) return { kind: "wrong", problem: "too-much" };
  const is = (property: Property | undefined, name: string): boolean =>
    property?.name === name && property.value.trim().toUpperCase() === "VCALENDAR";
  if (!is(properties[0], "BEGIN") || !properties.some((each) => is(each, "END"))) {
    return { kind: "wrong", problem: "not-one" };
  }
  const { events, times } = componentsOf(properties);
  if (events.length > CALENDAR_LIMITS.events) return { kind: "wrong", problem: "too-much" };
  const moved = movedFrom(events, zone);
  const reading: Reading = { zone, from, to, moved, counted: 0 };
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
    held: seen ? heldIn(events, { zone, moved, ...seen }) : [],
  };
}

function busyOf(event: Event, reading: Reading): Busy[] {
  if (valueOf(event, "STATUS") === "CANCELLED" || valueOf(event, "TRANSP") === "TRANSPARENT") return [];
  return spansOf(event, reading).map(({ from, to }) => ({ from, to }));
}

/** The days in which slots may be looked for. */
export function calendarSpan(now: Date, zone: string): { readonly from: Date; readonly to: Date } {
  const today = localDateOf(now, zone);
  return { from: instantOf(addDays(today, -1), MIDNIGHT, zone), to: instantOf(addDays(today, 60), MIDNIGHT, zone) };
}
