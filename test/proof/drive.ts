import { occurrenceAt } from "../../src/inbound/firing.ts";
import { nextOccurrence, type TimeOfDay, type WorkCalendar } from "../../src/kernel/business-time.ts";
import { occurrencesBetween } from "../../src/kernel/recurrence.ts";
import type { Series } from "../../src/kernel/recurrence-rule.ts";
import { MINUTE_MS } from "./offsets.ts";

export interface Driven {
  readonly schedule: TimeOfDay;
  readonly calendar: WorkCalendar;
}
export interface Named {
  readonly date: string;
  readonly dueMs: number;
}
export interface Fired extends Named {
  /** the tick that fires it */
  readonly tickMs: number;
  readonly late: boolean;
}

/** What `nextOccurrence` names after an instant. */
export function namedAfter({ schedule, calendar }: Driven, afterMs: number): Named {
  const { localDate, dueAt } = nextOccurrence(schedule, calendar, new Date(afterMs));
  return { date: localDate, dueMs: dueAt.getTime() };
}

/** What it names one after the other, from one instant on up to and without another. */
export function namedFrom(driven: Driven, fromMs: number, untilMs: number): Named[] {
  const named: Named[] = [];
  for (let afterMs = fromMs - 1; ;) {
    const next = namedAfter(driven, afterMs);
    if (next.dueMs >= untilMs) return named;
    named.push(next);
    if (next.dueMs <= afterMs) return named;
    afterMs = next.dueMs;
  }
}

/** What a series gives from one instant on up to and without another. */
export function namedOf(series: Series, calendar: WorkCalendar | undefined, fromMs: number, untilMs: number): Named[] {
  return occurrencesBetween(series, calendar, new Date(fromMs), new Date(untilMs)).map(({ on, dueAt }) => ({
    date: on,
    dueMs: dueAt.getTime(),
  }));
}

/**
 * What fires when the due row is set just before an instant. Ticks at which the row isn't due do nothing: the
 * ticker's look-up leaves it out.
 * @param tickFor the first tick at or after an instant; undefined when there is none any more
 */
export function firedFrom(driven: Driven, fromMs: number, tickFor: (dueMs: number) => number | undefined): Fired[] {
  const { schedule, calendar } = driven;
  const fired: Fired[] = [];
  for (let row = namedAfter(driven, fromMs - 1).dueMs; ;) {
    const tickMs = tickFor(row);
    if (tickMs === undefined) return fired;
    const { occurrence, next } = occurrenceAt(schedule, { at: schedule.at, calendar }, new Date(row), new Date(tickMs));
    if (occurrence) {
      const { localDate: date, dueAt, late } = occurrence;
      fired.push({ date, dueMs: dueAt.getTime(), tickMs, late });
    }
    if (next.getTime() <= tickMs) return fired;
    row = next.getTime();
  }
}

/** A tick a minute, this long after each full minute, up to and without an instant. */
export function eachMinute(phaseMs: number, untilMs: number): (dueMs: number) => number | undefined {
  return (dueMs) => {
    const tickMs = Math.ceil((dueMs - phaseMs) / MINUTE_MS) * MINUTE_MS + phaseMs;
    return tickMs < untilMs ? tickMs : undefined;
  };
}

/** These ticks and no others, as when the service is down between them. */
export function onlyAt(ticks: readonly number[]): (dueMs: number) => number | undefined {
  return (dueMs) => ticks.find((tickMs) => tickMs >= dueMs);
}
