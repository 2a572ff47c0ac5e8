import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { fixedDate, fixedTime, type LocalDate } from "../src/kernel/business-time.ts";
import { mayMove, nextIn, occurrencesBetween, overridden } from "../src/kernel/recurrence.ts";
import { isChosen, type Rule, type Series } from "../src/kernel/recurrence-rule.ts";
import { readSeries, writeSeries } from "../src/kernel/recurrence-text.ts";
import { createSays } from "../src/locales/say.ts";
import { RUNS, shifted, walk } from "./helpers/series-walk.ts";

const weekdays = { workdays: [1, 2, 3, 4, 5], holidays: new Set<LocalDate>() };
const holidays = (...days: string[]) => ({ ...weekdays, holidays: new Set(days.map(fixedDate)) });

function series(text: string): Series {
  const read = readSeries(text);
  if (read.kind === "wrong") throw new Error(`${read.key} ${read.field} ${read.value}`);
  return read.series;
}

function days(text: string, from: string, to: string, calendar?: Parameters<typeof nextIn>[1]): string[] {
  return occurrencesBetween(series(text), calendar, new Date(from), new Date(to)).map(({ on }) => on);
}

describe("a series", () => {
  test("comes every second Thursday at ten by the clock on the wall, in winter and in summer", () => {
    const text = "DTSTART;TZID=Europe/Berlin:20260312T100000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH";
    const found = occurrencesBetween(series(text), weekdays, new Date("2026-03-01"), new Date("2026-04-30"));
    expect(found.map(({ dueAt }) => dueAt.toISOString().slice(0, 16))).toEqual([
      "2026-03-12T09:00",
      "2026-03-26T09:00",
      "2026-04-09T08:00",
      "2026-04-23T08:00",
    ]);
  });

  test("moves from a holiday to the next working day, and keeps the day that its rule gave it", () => {
    const text = "DTSTART;TZID=Europe/Berlin:20261127T100000\nRRULE:FREQ=WEEKLY";
    const found = nextIn(series(text), holidays("2026-12-25"), new Date("2026-12-24T12:00:00Z"));
    expect(found).toMatchObject({ original: "2026-12-25", on: "2026-12-28", moved: "day-off" });
  });

  test("never moves into another: what finds its day taken falls away", () => {
    const daily = "DTSTART;TZID=UTC:20261207T100000\nRRULE:FREQ=DAILY";
    expect(days(daily, "2026-12-10", "2026-12-16", holidays("2026-12-10"))).toEqual([
      "2026-12-11",
      "2026-12-14",
      "2026-12-15",
    ]);
    const long = holidays(...Array.from({ length: 9 }, (_, at) => shifted("2026-10-01", at)));
    const weekly = "DTSTART;TZID=Asia/Shanghai:20260903T100000\nRRULE:FREQ=WEEKLY";
    expect(days(weekly, "2026-09-20", "2026-10-20", long)).toEqual(["2026-09-24", "2026-10-12", "2026-10-15"]);
  });

  test("comes at three where half past two is left out, and at the first half past two of two", () => {
    const text = "DTSTART;TZID=Europe/Berlin:20260322T023000\nRRULE:FREQ=WEEKLY;BYDAY=SU";
    const from = new Date("2026-03-28");
    expect(nextIn(series(text), undefined, from)?.dueAt).toEqual(new Date("2026-03-29T01:00:00Z"));
    expect(nextIn(series(text), undefined, new Date("2026-10-24"))?.dueAt).toEqual(new Date("2026-10-25T00:30:00Z"));
  });

  test("in Apia leaves out the day that never was, or moves from it as from a day off", () => {
    const text = "DTSTART;TZID=Pacific/Apia:20111223T100000\nRRULE:FREQ=WEEKLY;BYDAY=FR";
    expect(days(text, "2011-12-25", "2012-01-08")).toEqual(["2012-01-06"]);
    expect(days(text, "2011-12-25", "2012-01-05", weekdays)).toEqual(["2012-01-02"]);
  });

  test("of the 29th of February comes in leap years alone, and not in 2100", () => {
    const text = "DTSTART;TZID=UTC:20960229T100000\nRRULE:FREQ=YEARLY";
    expect(days(text, "2090-01-01", "2109-01-01")).toEqual(["2096-02-29", "2104-02-29", "2108-02-29"]);
  });

  test("ends: after its count, at its last instant, and with the last day there can be", () => {
    const counted = "DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=DAILY;COUNT=3";
    expect(nextIn(series(counted), undefined, new Date("2026-12-03T10:00:00Z"))).toBeUndefined();
    const until = "DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=DAILY;UNTIL=20261203T095959Z";
    expect(days(until, "2026-11-01", "2027-11-01")).toEqual(["2026-12-01", "2026-12-02"]);
    const rare = "DTSTART;TZID=UTC:20260101T100000\nRRULE:FREQ=YEARLY;INTERVAL=900";
    expect(nextIn(series(rare), undefined, new Date("2026-06-01"))).toBeUndefined();
  });

  test("takes out a day, puts one in, and moves or cancels one by the day that its rule gave it", () => {
    const text =
      "DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=WEEKLY\nRDATE;TZID=UTC:20261204T100000\nEXDATE;TZID=UTC:20261208T100000";
    const moved = overridden(series(text), fixedDate("2026-12-15"), {
      kind: "moved",
      on: fixedDate("2026-12-17"),
      at: fixedTime("14:30"),
    });
    const both = overridden(moved, fixedDate("2026-12-22"), { kind: "cancelled" });
    const found = occurrencesBetween(both, weekdays, new Date("2026-12-01"), new Date("2026-12-31"));
    expect(found.map(({ original, dueAt }) => `${original} ${dueAt.toISOString().slice(0, 16)}`)).toEqual([
      "2026-12-01 2026-12-01T10:00",
      "2026-12-04 2026-12-04T10:00",
      "2026-12-15 2026-12-17T14:30",
      "2026-12-29 2026-12-29T10:00",
    ]);
  });

  test("is moved between its neighbours, never onto them or past them", () => {
    const weekly = series("DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=WEEKLY");
    const may = (to: string) => mayMove(weekly, weekdays, fixedDate("2026-12-15"), fixedDate(to));
    expect(["2026-12-08", "2026-12-09", "2026-12-15", "2026-12-21", "2026-12-22", "2027-02-01"].map(may)).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("a series as text", () => {
  test.each([
    ["RRULE:FREQ=WEEKLY", "missing", "DTSTART"],
    ["DTSTART:20261201T100000\nRRULE:FREQ=DAILY", "missing", "TZID"],
    ["DTSTART;TZID=Mars/Olympus:20261201T100000", "value", "TZID"],
    ["DTSTART;TZID=UTC:20260231T100000", "value", "DTSTART"],
    ["DTSTART;TZID=UTC:20261201T246000", "value", "DTSTART"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=SECONDLY", "value", "FREQ"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:INTERVAL=2", "missing", "FREQ"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=DAILY;BYSETPOS=1", "unknown", "BYSETPOS"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=DAILY;FREQ=DAILY", "twice", "FREQ"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=DAILY;COUNT=100000000", "value", "COUNT"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z", "together", "COUNT"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=DAILY;INTERVAL=0", "value", "INTERVAL"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=WEEKLY;BYDAY=1MO", "value", "BYDAY"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", "never", "BYMONTHDAY"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=WEEKLY;BYDAY=FR", "start", "DTSTART"],
    ["DTSTART;TZID=UTC:20261201T100000\nRRULE:FREQ=DAILY;UNTIL=20261131T000000Z", "value", "UNTIL"],
    ["DTSTART;TZID=UTC:20261201T100000\nEXDATE;TZID=UTC:20261202T110000", "value", "EXDATE"],
    ["DTSTART;TZID=UTC:20261201T100000\nX-APPLE:1", "unknown", "X-APPLE"],
  ])("is refused with what is wrong: %s", (text, key, field) => {
    const read = readSeries(text);
    expect(read).toMatchObject({ kind: "wrong", key: `recurrence.${key}`, field });
    if (read.kind !== "wrong") return;
    for (const locale of ["en", "de", "zh"] as const) {
      const { field: named, value, allowed } = read;
      expect(plain(createSays()(locale)(read.key, { field: named, value, allowed }))).toContain(field);
    }
  });

  test("is read with folded lines and written back as it was", () => {
    const folded = "DTSTART;TZID=Europe/Berlin:20261126T100000\r\nRRULE:FREQ=MONTHLY;BYD\r\n AY=4TH\r\n";
    expect(writeSeries(series(folded))).toBe(
      "DTSTART;TZID=Europe/Berlin:20261126T100000\nRRULE:FREQ=MONTHLY;BYDAY=4TH",
    );
  });
});

const someDay = fc.integer({ min: 0, max: 3000 }).map((n) => fixedDate(shifted("2023-01-01", n)));
const someRule: fc.Arbitrary<Rule> = fc
  .record({
    frequency: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
    interval: fc.integer({ min: 1, max: 5 }),
    days: fc.uniqueArray(
      fc.record({ weekday: fc.integer({ min: 1, max: 7 }), nth: fc.constantFrom(undefined, 1, 2, 4, -1, -2) }),
      {
        maxLength: 3,
        selector: ({ weekday, nth }) => `${String(nth)} ${String(weekday)}`,
      },
    ),
    monthDays: fc.uniqueArray(fc.constantFrom(1, 15, 28, 29, 30, 31, -1, -2), { maxLength: 2 }),
    months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
    count: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  })
  .map(({ frequency, days: ruleDays, monthDays, count, ...rest }): Rule => {
    const byNth = frequency === "MONTHLY" || frequency === "YEARLY";
    const chosen = ruleDays.map(({ weekday, nth }) => (byNth && nth !== undefined ? { weekday, nth } : { weekday }));
    const unique = [...new Map(chosen.map((each) => [JSON.stringify(each), each])).values()];
    const isWeekly = frequency === "WEEKLY";
    return {
      frequency,
      ...rest,
      days: unique,
      monthDays: isWeekly ? [] : monthDays,
      ...(count !== undefined && { count }),
    };
  });
/** A series whose first day its rule gives. */
const someSeries: fc.Arbitrary<Series> = fc
  .record({
    rule: someRule,
    from: someDay,
    more: fc.array(someDay, { maxLength: 2 }),
    without: fc.array(someDay, { maxLength: 2 }),
  })
  .chain(({ rule, from, more, without }) => {
    const startsOn = Array.from({ length: 1500 }, (_, at) => fixedDate(shifted(from, at))).find((day) =>
      isChosen(rule, day, day),
    );
    if (!startsOn) return fc.constant(undefined);
    const after = (each: LocalDate): boolean => each > startsOn;
    return fc.constant<Series>({
      startsOn,
      at: fixedTime("10:00"),
      zone: "UTC",
      rule,
      more: [...new Set(more.filter(after))].toSorted(),
      without: [...new Set(without)].toSorted(),
      overrides: new Map(),
    });
  })
  .filter((each) => each !== undefined);
const someHolidays = fc.uniqueArray(fc.integer({ min: 0, max: 900 }), { maxLength: 120 });

describe("whatever its rule", () => {
  test("it comes on the days that a walk day by day finds, and each next one is the one behind", () => {
    fc.assert(
      fc.property(someSeries, someHolidays, fc.boolean(), (one, off, keeps) => {
        const to = shifted(one.startsOn, 800);
        const holidaySet = new Set(off.map((n) => fixedDate(shifted(one.startsOn, n))));
        const calendar = keeps ? { ...weekdays, holidays: holidaySet } : undefined;
        const expected = walk(one, calendar, to);
        const found = occurrencesBetween(
          one,
          calendar,
          new Date(`${one.startsOn}T00:00:00Z`),
          new Date(`${to}T23:59:00Z`),
        );
        expect(found.map(({ original, on }) => ({ original, on }))).toEqual(expected);
        for (const [at, each] of found.slice(0, 5).entries()) {
          const next = nextIn(one, calendar, each.dueAt);
          if (found[at + 1]) expect(next).toEqual(found[at + 1]);
          else expect(next === undefined || next.on > to).toBe(true);
        }
        expect(readSeries(writeSeries(one))).toEqual({ kind: "ok", series: one });
      }),
      { numRuns: RUNS, seed: 20261123 },
    );
  });

  test("it stands on one day once when some are moved and cancelled, however a span of it is cut", () => {
    fc.assert(
      fc.property(
        someSeries,
        someHolidays,
        fc.array(fc.tuple(fc.nat(20), fc.integer({ min: -3, max: 6 }))),
        (one, off, hands) => {
          const calendar = { ...weekdays, holidays: new Set(off.map((n) => fixedDate(shifted(one.startsOn, n)))) };
          const from = new Date(`${shifted(one.startsOn, -10)}T00:00:00Z`);
          const to = new Date(`${shifted(one.startsOn, 400)}T00:00:00Z`);
          let now = one;
          for (const [which, by] of hands) {
            const at = occurrencesBetween(now, calendar, from, to)[which];
            if (!at) continue;
            const on = fixedDate(shifted(at.on, by));
            if (by === -3) now = overridden(now, at.original, { kind: "cancelled" });
            else if (mayMove(now, calendar, at.original, on))
              now = overridden(now, at.original, { kind: "moved", on, at: fixedTime("15:00") });
          }
          const all = occurrencesBetween(now, calendar, from, to);
          expect(new Set(all.map(({ on }) => on)).size).toBe(all.length);
          expect(all.map(({ original, on }) => ({ original, on }))).toEqual(
            walk(now, calendar, shifted(one.startsOn, 450)).filter(
              ({ on }) => on >= shifted(one.startsOn, -10) && on <= shifted(one.startsOn, 399),
            ),
          );
          const middle = new Date(`${shifted(one.startsOn, 123)}T12:00:00Z`);
          expect([
            ...occurrencesBetween(now, calendar, from, middle),
            ...occurrencesBetween(now, calendar, middle, to),
          ]).toEqual(all);
        },
      ),
      { numRuns: RUNS, seed: 20261123 },
    );
  });
});
