import type { LocalDate, LocalTime, WorkCalendar } from "../../src/kernel/business-time.ts";
import { fixedTime } from "../../src/kernel/business-time.ts";
import type { Series } from "../../src/kernel/recurrence-rule.ts";
import type { Random } from "../../src/kernel/random.ts";
import {
  type Driven,
  eachMinute,
  type Fired,
  firedFrom,
  type Named,
  namedAfter,
  namedFrom,
  namedOf,
  onlyAt,
} from "./drive.ts";
import { clockOf, DAY_MS, MINUTE_MS, stretchAt, type ZoneTable } from "./offsets.ts";
import { dateOf, EVERY_MINUTES, type Shown, timeOf, watchClock, weekdayOf } from "./shown.ts";
import type { Stretch } from "./stretches.ts";

/** What was held against what, and what differed. */
export interface Tally {
  checks: number;
  readonly violations: string[];
}

const HOUR_MS = 60 * MINUTE_MS;
const LATE_AFTER_MS = 15 * MINUTE_MS;
/** from one tick to the next while the service comes and goes */
const PAUSES_MINUTES = [1, 7, 15, 16, 180, 26 * 60, 7 * 24 * 60] as const;

/**
 * At each quarter of an hour of a stretch: what is named one after the other and after any instant, what fires with a
 * tick a minute, what a daily series gives, and what
 * fires after downtime; each against what the clock showed.
 * @throws Error when Intl doesn't show what the table says
 */
export function checkStretch(table: ZoneTable, stretch: Stretch, random: Random, tally: Tally): void {
  const { fromMs, untilMs, byQuarter } = watch(table, stretch);
  proveTable(table, fromMs, untilMs);
  const calendar = someWeek(table.zone, stretch);
  const nearMs = stretch.changeMs ?? fromMs + DAY_MS;
  byQuarter.forEach(({ days, after }, quarter) => {
    const at = timeOf(quarter);
    const daily: Driven = { schedule: { at, days: "every-day" }, calendar };
    const working: Driven = { schedule: { at, days: "working-days" }, calendar };
    const workdays = days.filter(({ day, date }) => isWorkday(day, date, calendar));
    const hold = holding(`${table.zone} ${at}`, tally);

    hold("named", days, namedFrom(daily, fromMs, untilMs));

    const series = dailyAt(table.zone, at, dateOf(stretch.from - 7));
    hold("of a series", days, namedOf(series, undefined, fromMs, untilMs));
    hold("of a series on working days", workdays, namedOf(series, calendar, fromMs, untilMs));

    const phaseMs = random.between(0, MINUTE_MS - 1);
    const onTime = workdays.map(({ date, dueMs }) => ({ date, dueMs, tickMs: dueMs + phaseMs, late: false }));
    hold("fired on working days", onTime, firedFrom(working, fromMs, eachMinute(phaseMs, untilMs)));

    const ticks = someTicks(fromMs, untilMs, random);
    const [driven, due] = quarter % 2 === 0 ? [daily, days] : [working, workdays];
    hold("fired after downtime", latestAt(due, fromMs, ticks), firedFrom(driven, fromMs, onlyAt(ticks)));

    for (const ms of [random.between(fromMs, untilMs - 1), nearMs + random.between(-3 * HOUR_MS, 3 * HOUR_MS)]) {
      const next = [...days, after].find(({ dueMs }) => dueMs > ms);
      hold("named after an instant", next ? [next] : [], [namedAfter(daily, ms)]);
    }
  });
}

/** One time of day in a zone that follows the same rule under another name. */
export function checkNamesake(zone: string, table: ZoneTable, stretch: Stretch, quarter: number, tally: Tally): void {
  const { fromMs, untilMs, byQuarter } = watch(table, stretch);
  const at = timeOf(quarter);
  const driven: Driven = { schedule: { at, days: "every-day" }, calendar: someWeek(zone, stretch) };
  const named = namedFrom(driven, fromMs, untilMs);
  holding(`${zone} ${at}`, tally)("named", byQuarter[quarter]?.days ?? [], named);
}

interface Watched {
  readonly fromMs: number;
  readonly untilMs: number;
  /** the days of the stretch, and the one behind it */
  readonly byQuarter: readonly { readonly days: readonly Shown[]; readonly after: Shown }[];
}

function watch(table: ZoneTable, { from, to }: Stretch): Watched {
  const byQuarter = watchClock(table, { from, to: to + 1 }).map((shown) => {
    const after = shown.at(-1);
    if (after?.day !== to + 1) throw new Error(`a stretch of ${table.zone} ends at a day that doesn't exist`);
    return { days: shown.slice(0, -1), after };
  });
  const [midnight] = byQuarter;
  return { fromMs: midnight?.days[0]?.dueMs ?? NaN, untilMs: midnight?.after.dueMs ?? NaN, byQuarter };
}

function proveTable(table: ZoneTable, fromMs: number, untilMs: number): void {
  const offsetAt = clockOf(table.zone);
  for (let ms = fromMs; ms < untilMs; ms += EVERY_MINUTES * MINUTE_MS) {
    if (stretchAt(table, ms).offsetMs === offsetAt(ms)) continue;
    throw new Error(`the table of ${table.zone} is wrong at ${new Date(ms).toISOString()}`);
  }
}

/** Four days a week, the day of the change among them, and the day behind it a holiday. */
function someWeek(zone: string, { from }: Stretch): WorkCalendar {
  const middle = from + 3;
  return {
    zone,
    workdays: [0, 1, 2, 4].map((days) => weekdayOf(middle + days)),
    holidays: new Set([dateOf(middle + 1)]),
    opens: fixedTime("09:00"),
    closes: fixedTime("17:00"),
    quietFrom: fixedTime("18:00"),
    quietTo: fixedTime("08:00"),
  };
}

function dailyAt(zone: string, at: LocalTime, startsOn: LocalDate): Series {
  const rule = { frequency: "DAILY", interval: 1, days: [], monthDays: [], months: [] } as const;
  return { startsOn, at, zone, rule, more: [], without: [], overrides: new Map() };
}

function isWorkday(day: number, date: Shown["date"], { workdays, holidays }: WorkCalendar): boolean {
  return workdays.includes(weekdayOf(day)) && !holidays.has(date);
}

function someTicks(fromMs: number, untilMs: number, random: Random): number[] {
  const ticks: number[] = [];
  for (let ms = fromMs + random.between(0, 96) * EVERY_MINUTES * MINUTE_MS; ms < untilMs;) {
    ticks.push(ms);
    ms += random.pick(PAUSES_MINUTES) * MINUTE_MS + random.pick([0, 0, 1, 999, 30_000]);
  }
  return ticks;
}

/** After each pause the latest that came due in it. */
function latestAt(days: readonly Shown[], fromMs: number, ticks: readonly number[]): Fired[] {
  return ticks.flatMap((tickMs, at) => {
    const beforeMs = ticks[at - 1] ?? fromMs - 1;
    const found = days.findLast(({ dueMs }) => dueMs > beforeMs && dueMs <= tickMs);
    return found ? [{ date: found.date, dueMs: found.dueMs, tickMs, late: tickMs - found.dueMs > LATE_AFTER_MS }] : [];
  });
}

function holding(who: string, tally: Tally) {
  return (what: string, expected: readonly (Named | Fired)[], got: readonly (Named | Fired)[]): void => {
    const all = Math.max(expected.length, got.length, 1);
    tally.checks += all;
    for (let at = 0; at < all; at++) {
      const [one, other] = [expected[at], got[at]];
      if (isSame(one, other)) continue;
      tally.violations.push(`${who}: ${written(one)} expected, ${written(other)} ${what}`);
      return;
    }
  };
}

function isSame(one: Named | Fired | undefined, other: Named | Fired | undefined): boolean {
  if (one?.date !== other?.date || one?.dueMs !== other?.dueMs) return false;
  if (!one || !other || !("tickMs" in one) || !("tickMs" in other)) return true;
  return one.tickMs === other.tickMs && one.late === other.late;
}

function written(each: Named | Fired | undefined): string {
  if (!each) return "nothing";
  const tick =
    "tickMs" in each ? ` by the tick of ${new Date(each.tickMs).toISOString()}${each.late ? ", late" : ""}` : "";
  return `${each.date} at ${new Date(each.dueMs).toISOString()}${tick}`;
}
