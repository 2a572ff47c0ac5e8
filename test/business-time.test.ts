import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  addWorkingDays,
  addWorkingHours,
  afterQuietHours,
  daysBetween,
  inQuietHours,
  instantOf,
  isWorkingDay,
  isZone,
  localDate,
  localDateOf,
  localTime,
  localTimeOf,
  nextOccurrence,
  weekdayOf,
  workingDayFrom,
  type LocalDate,
  type LocalTime,
  type TimeOfDay,
  type WorkCalendar,
} from "../src/kernel/business-time.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function date(text: string): LocalDate {
  const day = localDate(text);
  if (!day) throw new Error(`not a day: ${text}`);
  return day;
}

function time(text: string): LocalTime {
  const at = localTime(text);
  if (!at) throw new Error(`not a time: ${text}`);
  return at;
}

function calendarOf(zone: string, over: Partial<WorkCalendar> = {}): WorkCalendar {
  return {
    zone,
    workdays: [1, 2, 3, 4, 5],
    opens: time("09:00"),
    closes: time("17:00"),
    quietFrom: time("18:00"),
    quietTo: time("08:00"),
    holidays: new Set(),
    ...over,
  };
}

function at(text: string): Date {
  return new Date(text);
}

function isoAt(day: string, clock: string, zone: string): string {
  return instantOf(date(day), time(clock), zone).toISOString();
}

function occurrences(schedule: TimeOfDay, calendar: WorkCalendar, after: string, count: number): string[] {
  let last = at(after);
  return Array.from({ length: count }, () => {
    const next = nextOccurrence(schedule, calendar, last);
    last = next.dueAt;
    return `${next.localDate} ${next.dueAt.toISOString()}`;
  });
}

const berlin = calendarOf("Europe/Berlin");
const daily = (clock: string): TimeOfDay => ({ at: time(clock), days: "every-day" });
const workdaily = (clock: string): TimeOfDay => ({ at: time(clock), days: "working-days" });

const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
/** Zones that changed their clocks in the oddest ways since 1975. */
const oddZones = fc.constantFrom(
  "Australia/Lord_Howe",
  "America/Santiago",
  "Asia/Beirut",
  "America/St_Johns",
  "Pacific/Apia",
  "Pacific/Kwajalein",
  "Pacific/Kiritimati",
  "Antarctica/Troll",
  "Africa/Casablanca",
  "America/Havana",
  "Asia/Gaza",
  "Asia/Pyongyang",
);
const anyZone = fc.oneof(zones, oddZones);
const instants = fc
  .integer({ min: Date.parse("1975-01-01T00:00:00Z"), max: Date.parse("2060-01-01T00:00:00Z") })
  .map((ms) => new Date(ms));
const times = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((minute) => {
  const pad = (value: number): string => String(value).padStart(2, "0");
  return time(`${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`);
});
const dates = fc.integer({ min: 0, max: 31_000 }).map((days) => addDays(date("1975-01-02"), days));
const weeks = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
const calendars: fc.Arbitrary<WorkCalendar> = fc
  .record({
    zone: anyZone,
    workdays: weeks,
    opens: times,
    closes: times,
    quietFrom: times,
    quietTo: times,
    holidays: fc.array(dates, { maxLength: 5 }).map((days) => new Set(days)),
  })
  .map((calendar) => calendar);

describe("days, times and zones as people write them", () => {
  test.each(["2026-02-28", "2024-02-29", "1900-01-01", "2199-12-31", "2000-02-29"])("%s is a day", (text) => {
    expect(localDate(text)).toBe(text);
  });

  test.each([
    "2026-02-29",
    "1900-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "31/02/2026",
    "12/11/10",
    "0000-01-01",
    "9999-01-01",
    "99999-01-01",
    "1899-12-31",
    "2200-01-01",
    "2026-1-1",
    " 2026-01-01",
    "2026-01-01\n",
    "2026-01-01T00:00",
    "+2026-01-01",
    "２０２６-01-01",
    "",
  ])("%j is not a day", (text) => {
    expect(localDate(text)).toBeUndefined();
  });

  test.each(["00:00", "09:30", "23:59"])("%s is a time of day", (text) => {
    expect(localTime(text)).toBe(text);
  });

  test.each(["24:00", "25:61", "9:00", "9am", "noon tomorrow", "23:59:60", "09:00 ", ""])(
    "%j is no time of day",
    (text) => {
      expect(localTime(text)).toBeUndefined();
    },
  );

  test.each(["Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "UTC", "Etc/GMT+5"])(
    "%s is a zone",
    (text) => {
      expect(isZone(text)).toBe(true);
    },
  );

  test.each([
    "EST5EDT",
    "CET",
    "Foo/Bar",
    "+05:30",
    "UTC+1",
    "GMT+2",
    "",
    "Europe/",
    "/Berlin",
    "Europe/Berlin\n",
    "../etc/passwd",
  ])("%j is not a zone", (text) => {
    expect(isZone(text)).toBe(false);
  });

  test("every zone that the platform lists is a zone", () => {
    expect(Intl.supportedValuesOf("timeZone").filter((zone) => !isZone(zone))).toEqual([]);
  });
});

describe("counting days", () => {
  test("a leap day is a day", () => {
    expect(addDays(date("2024-02-28"), 1)).toBe("2024-02-29");
    expect(addDays(date("2026-02-28"), 1)).toBe("2026-03-01");
    expect(daysBetween(date("2024-02-01"), date("2024-03-01"))).toBe(29);
    expect(daysBetween(date("2026-01-10"), date("2026-01-01"))).toBe(-9);
  });

  test("Monday is 1 and Sunday is 7", () => {
    expect(weekdayOf(date("2026-03-02"))).toBe(1);
    expect(weekdayOf(date("2026-03-08"))).toBe(7);
  });

  test("going some days on and counting them gives the same number", () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -5000, max: 5000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days);
      }),
    );
  });
});

describe("the local clock and the world's", () => {
  test("one millisecond before midnight it is still yesterday", () => {
    expect(localDateOf(at("2026-03-01T22:59:59.999Z"), "Europe/Berlin")).toBe("2026-03-01");
    expect(localDateOf(at("2026-03-01T23:00:00.000Z"), "Europe/Berlin")).toBe("2026-03-02");
    expect(localTimeOf(at("2026-03-01T22:59:59.999Z"), "Europe/Berlin")).toBe("23:59");
  });

  test("a time that spring skips in Berlin is the first instant after the gap", () => {
    expect(isoAt("2026-03-29", "01:59", "Europe/Berlin")).toBe("2026-03-29T00:59:00.000Z");
    expect(isoAt("2026-03-29", "02:00", "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
    expect(isoAt("2026-03-29", "02:30", "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
    expect(isoAt("2026-03-29", "03:00", "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
  });

  test("a time that autumn repeats in Berlin is the first of the two", () => {
    expect(isoAt("2026-10-25", "02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
    expect(isoAt("2026-10-25", "03:00", "Europe/Berlin")).toBe("2026-10-25T02:00:00.000Z");
  });

  test("New York changes three weeks earlier and an hour of its own", () => {
    expect(isoAt("2026-03-08", "02:30", "America/New_York")).toBe("2026-03-08T07:00:00.000Z");
    expect(isoAt("2026-11-01", "01:30", "America/New_York")).toBe("2026-11-01T05:30:00.000Z");
  });

  test("Lord Howe moves its clock by half an hour", () => {
    expect(isoAt("2026-10-04", "02:15", "Australia/Lord_Howe")).toBe("2026-10-03T15:30:00.000Z");
    expect(isoAt("2026-04-05", "01:45", "Australia/Lord_Howe")).toBe("2026-04-04T14:45:00.000Z");
  });

  test("a day that begins at one o'clock begins there", () => {
    expect(isoAt("2026-09-06", "00:00", "America/Santiago")).toBe("2026-09-06T04:00:00.000Z");
    expect(isoAt("2026-03-29", "00:30", "Asia/Beirut")).toBe("2026-03-28T22:00:00.000Z");
  });

  test("a time of day that exists is what the clock shows then", () => {
    fc.assert(
      fc.property(anyZone, instants, (zone, instant) => {
        const day = localDateOf(instant, zone);
        const clock = localTimeOf(instant, zone);
        const first = instantOf(day, clock, zone);
        expect(localDateOf(first, zone)).toBe(day);
        expect(localTimeOf(first, zone)).toBe(clock);
        expect(first.getTime()).toBeLessThanOrEqual(instant.getTime());
      }),
      { numRuns: 3000 },
    );
  });

  test("the instant of a time is the first at which the clock shows it or later", () => {
    fc.assert(
      fc.property(anyZone, dates, times, (zone, day, clock) => {
        const first = instantOf(day, clock, zone);
        const shown = (instant: Date): string => `${localDateOf(instant, zone)} ${localTimeOf(instant, zone)}`;
        expect(shown(first) >= `${day} ${clock}`).toBe(true);
        expect(shown(new Date(first.getTime() - 1)) < `${day} ${clock}`).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("a schedule", () => {
  test("is strictly after: at its own instant the next one is tomorrow's", () => {
    const due = at("2026-03-03T07:00:00.000Z");
    const next = (ms: number): string =>
      nextOccurrence(daily("08:00"), berlin, new Date(due.getTime() + ms)).dueAt.toISOString();
    expect(next(-1)).toBe("2026-03-03T07:00:00.000Z");
    expect(next(0)).toBe("2026-03-04T07:00:00.000Z");
    expect(next(1)).toBe("2026-03-04T07:00:00.000Z");
  });

  test("keeps its local time when spring comes", () => {
    expect(occurrences(daily("08:00"), berlin, "2026-03-27T12:00:00Z", 3)).toEqual([
      "2026-03-28 2026-03-28T07:00:00.000Z",
      "2026-03-29 2026-03-29T06:00:00.000Z",
      "2026-03-30 2026-03-30T06:00:00.000Z",
    ]);
  });

  test("at a time that spring skips happens once, behind the gap", () => {
    expect(occurrences(daily("02:30"), berlin, "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29 2026-03-29T01:00:00.000Z",
      "2026-03-30 2026-03-30T00:30:00.000Z",
    ]);
  });

  test("at a time that autumn repeats happens once, at the first", () => {
    expect(occurrences(daily("02:30"), berlin, "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25 2026-10-25T00:30:00.000Z",
      "2026-10-26 2026-10-26T01:30:00.000Z",
    ]);
  });

  test("at midnight happens on the day whose midnight is missing", () => {
    expect(occurrences(daily("00:00"), calendarOf("America/Santiago"), "2026-09-05T12:00:00Z", 2)).toEqual([
      "2026-09-06 2026-09-06T04:00:00.000Z",
      "2026-09-07 2026-09-07T03:00:00.000Z",
    ]);
  });

  test("happens once on the night when Santiago has its last hour twice", () => {
    expect(occurrences(daily("23:30"), calendarOf("America/Santiago"), "2026-04-04T12:00:00Z", 2)).toEqual([
      "2026-04-04 2026-04-05T02:30:00.000Z",
      "2026-04-05 2026-04-06T03:30:00.000Z",
    ]);
  });

  test("has no occurrence on the day that Samoa never had", () => {
    const seen = occurrences(daily("08:00"), calendarOf("Pacific/Apia"), "2011-12-28T20:00:00Z", 3);
    expect(seen.map((line) => line.slice(0, 10))).toEqual(["2011-12-29", "2011-12-31", "2012-01-01"]);
    expect(new Set(seen.map((line) => line.slice(11))).size).toBe(3);
    expect(occurrences(daily("00:00"), calendarOf("Pacific/Apia"), "2011-12-29T11:00:00Z", 1)).toEqual([
      "2011-12-31 2011-12-30T10:00:00.000Z",
    ]);
  });

  test("on working days leaves out the weekend and the holidays", () => {
    const easter = calendarOf("Europe/Berlin", { holidays: new Set([date("2026-04-03"), date("2026-04-06")]) });
    expect(occurrences(workdaily("08:00"), easter, "2026-04-02T06:00:00Z", 2)).toEqual([
      "2026-04-07 2026-04-07T06:00:00.000Z",
      "2026-04-08 2026-04-08T06:00:00.000Z",
    ]);
  });

  test("on working days knows a weekend of Friday and Saturday", () => {
    const amman = calendarOf("Asia/Amman", { workdays: [7, 1, 2, 3, 4] });
    expect(occurrences(workdaily("08:00"), amman, "2026-03-05T05:00:00Z", 2)).toEqual([
      "2026-03-08 2026-03-08T05:00:00.000Z",
      "2026-03-09 2026-03-09T05:00:00.000Z",
    ]);
  });

  test("on working days says so when there are none", () => {
    expect(() =>
      nextOccurrence(workdaily("08:00"), calendarOf("UTC", { workdays: [] }), at("2026-01-01T00:00:00Z")),
    ).toThrow(RangeError);
  });

  test("gives every date at most one occurrence, in order, whatever the zone", () => {
    fc.assert(
      fc.property(anyZone, times, instants, (zone, clock, start) => {
        let last = { localDate: "" as LocalDate, dueAt: start };
        for (let turn = 0; turn < 5; turn++) {
          const next = nextOccurrence({ at: clock, days: "every-day" }, calendarOf(zone), last.dueAt);
          expect(next.dueAt.getTime()).toBeGreaterThan(last.dueAt.getTime());
          expect(next.localDate > last.localDate).toBe(true);
          if (last.localDate !== "") expect(daysBetween(last.localDate, next.localDate)).toBeLessThanOrEqual(2);
          last = next;
        }
      }),
      { numRuns: 1500 },
    );
  });

  test("at any time of day fires once on every date from 2009 to 2031 in the oddest zones", () => {
    const missing: Record<string, string[]> = { "Pacific/Apia": ["2011-12-30"] };
    const zoneNames = [
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "America/Santiago",
      "Asia/Beirut",
      "America/St_Johns",
      "Pacific/Apia",
    ];
    for (const zone of zoneNames) {
      for (const clock of ["00:00", "02:15"]) {
        const expected: string[] = [];
        for (let day = date("2009-01-02"); day < "2031-01-01"; day = addDays(day, 1)) {
          if (!missing[zone]?.includes(day)) expected.push(day);
        }
        const seen: string[] = [];
        let last = instantOf(date("2009-01-01"), time(clock), zone);
        while (seen.length < expected.length) {
          const next = nextOccurrence(daily(clock), calendarOf(zone), last);
          seen.push(next.localDate);
          last = next.dueAt;
        }
        expect(seen, `${zone} ${clock}`).toEqual(expected);
      }
    }
  });
});

describe("working hours", () => {
  const after = (start: string, hours: number, calendar = berlin): string =>
    addWorkingHours(at(start), hours, calendar).toISOString();

  test("four hours from Friday afternoon end on Monday morning", () => {
    expect(after("2026-03-06T14:00:00Z", 4)).toBe("2026-03-09T10:00:00.000Z");
  });

  test("a span that fills the day ends at its closing", () => {
    expect(after("2026-03-06T08:00:00Z", 8)).toBe("2026-03-06T16:00:00.000Z");
    expect(after("2026-03-06T08:00:00.001Z", 8)).toBe("2026-03-09T08:00:00.001Z");
  });

  test("what comes in at night, on a weekend or a holiday counts from the next opening", () => {
    const holiday = calendarOf("Europe/Berlin", { holidays: new Set([date("2026-03-09")]) });
    expect(after("2026-03-06T20:00:00Z", 1)).toBe("2026-03-09T09:00:00.000Z");
    expect(after("2026-03-07T12:00:00Z", 1)).toBe("2026-03-09T09:00:00.000Z");
    expect(after("2026-03-07T12:00:00Z", 1, holiday)).toBe("2026-03-10T09:00:00.000Z");
    expect(after("2026-03-09T05:00:00Z", 0)).toBe("2026-03-09T08:00:00.000Z");
  });

  test("over a change of clocks the local hours count, not the elapsed ones", () => {
    expect(after("2026-03-27T15:00:00Z", 2)).toBe("2026-03-30T08:00:00.000Z");
  });

  test("a shift that goes over midnight is one working day", () => {
    const night = calendarOf("Europe/Berlin", { opens: time("22:00"), closes: time("06:00") });
    expect(after("2026-03-06T23:00:00Z", 2, night)).toBe("2026-03-07T01:00:00.000Z");
    expect(after("2026-03-06T23:00:00Z", 6, night)).toBe("2026-03-07T05:00:00.000Z");
    expect(after("2026-03-06T23:00:00Z", 7, night)).toBe("2026-03-09T22:00:00.000Z");
  });

  test("two spans one after the other are as long as their sum", () => {
    const hours = fc.integer({ min: 0, max: 600 }).map((minutes) => minutes / 10);
    fc.assert(
      fc.property(calendars, instants, hours, hours, (calendar, start, first, second) => {
        const once = addWorkingHours(start, first + second, calendar);
        const twice = addWorkingHours(addWorkingHours(start, first, calendar), second, calendar);
        expect(Math.abs(once.getTime() - twice.getTime())).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  test("a later start never ends earlier, and no end is before its start", () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.integer({ min: 0, max: 4 * DAY_MS }),
        fc.integer({ min: 0, max: 40 }),
        (calendar, start, laterMs, hours) => {
          const early = addWorkingHours(start, hours, calendar).getTime();
          expect(early).toBeGreaterThanOrEqual(start.getTime() + hours * HOUR_MS);
          expect(
            addWorkingHours(new Date(start.getTime() + laterMs), hours, calendar).getTime(),
          ).toBeGreaterThanOrEqual(early);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("can't be negative", () => {
    expect(() => addWorkingHours(at("2026-03-06T08:00:00Z"), -1, berlin)).toThrow(RangeError);
    expect(() => addWorkingHours(at("2026-03-06T08:00:00Z"), Number.NaN, berlin)).toThrow(RangeError);
  });
});

describe("working days", () => {
  const after = (start: string, days: number, calendar = berlin): string =>
    addWorkingDays(at(start), days, calendar).toISOString();

  test("two working days from Thursday afternoon are Monday at the same time", () => {
    expect(after("2026-03-05T14:20:30.400Z", 2)).toBe("2026-03-09T14:20:30.400Z");
  });

  test("the local time stays when the clocks change in between", () => {
    expect(after("2026-03-27T14:00:00Z", 1)).toBe("2026-03-30T13:00:00.000Z");
  });

  test("a start outside working time counts from the next opening, so Saturday isn't due before Friday", () => {
    expect(after("2026-03-06T15:00:00Z", 2)).toBe("2026-03-10T15:00:00.000Z");
    expect(after("2026-03-06T20:00:00Z", 2)).toBe("2026-03-11T08:00:00.000Z");
    expect(after("2026-03-07T09:00:00Z", 2)).toBe("2026-03-11T08:00:00.000Z");
    expect(after("2026-03-09T05:00:00Z", 2)).toBe("2026-03-11T08:00:00.000Z");
  });

  test("none from working time is now", () => {
    expect(after("2026-03-06T15:00:00Z", 0)).toBe("2026-03-06T15:00:00.000Z");
  });

  test("holidays and a weekend of Friday and Saturday don't count", () => {
    const amman = calendarOf("Asia/Amman", { workdays: [7, 1, 2, 3, 4], holidays: new Set([date("2026-03-08")]) });
    expect(after("2026-03-05T10:00:00Z", 1, amman)).toBe("2026-03-09T10:00:00.000Z");
  });

  test("the last day to act is three working days before the notice deadline", () => {
    expect(workingDayFrom(date("2026-03-31"), -3, berlin)).toBe("2026-03-26");
    expect(workingDayFrom(date("2026-03-29"), -3, berlin)).toBe("2026-03-25");
    expect(workingDayFrom(date("2026-03-28"), 0, berlin)).toBe("2026-03-30");
    expect(workingDayFrom(date("2026-03-27"), 0, berlin)).toBe("2026-03-27");
    expect(workingDayFrom(date("2026-03-27"), 1, berlin)).toBe("2026-03-30");
  });

  test("between a date and its n-th working day lie n - 1 others", () => {
    fc.assert(
      fc.property(calendars, dates, fc.integer({ min: 1, max: 30 }), (calendar, day, n) => {
        const end = workingDayFrom(day, n, calendar);
        let counted = 0;
        for (let on = addDays(day, 1); on <= end; on = addDays(on, 1)) if (isWorkingDay(on, calendar)) counted++;
        expect(counted).toBe(n);
        expect(isWorkingDay(end, calendar)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("a later start by day never ends earlier", () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.integer({ min: 0, max: 5 * DAY_MS }),
        fc.integer({ min: 0, max: 10 }),
        (calendar, start, laterMs, days) => {
          const office = { ...calendar, opens: time("09:00"), closes: time("17:00") };
          const early = addWorkingDays(start, days, office).getTime();
          expect(early).toBeGreaterThanOrEqual(start.getTime());
          expect(addWorkingDays(new Date(start.getTime() + laterMs), days, office).getTime()).toBeGreaterThanOrEqual(
            early,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("quiet hours", () => {
  test("begin at their first minute and end at their last", () => {
    expect(inQuietHours(at("2026-03-05T16:59:59.999Z"), berlin)).toBe(false);
    expect(inQuietHours(at("2026-03-05T17:00:00.000Z"), berlin)).toBe(true);
    expect(inQuietHours(at("2026-03-06T06:59:59.999Z"), berlin)).toBe(true);
    expect(inQuietHours(at("2026-03-06T07:00:00.000Z"), berlin)).toBe(false);
  });

  test("a Friday evening is quiet until Monday morning, and a holiday longer", () => {
    const holiday = calendarOf("Europe/Berlin", { holidays: new Set([date("2026-03-09")]) });
    expect(afterQuietHours(at("2026-03-06T19:00:00Z"), berlin).toISOString()).toBe("2026-03-09T07:00:00.000Z");
    expect(afterQuietHours(at("2026-03-07T11:00:00Z"), holiday).toISOString()).toBe("2026-03-10T07:00:00.000Z");
  });

  test("outside them an instant stays as it is", () => {
    expect(afterQuietHours(at("2026-03-05T10:00:00Z"), berlin).toISOString()).toBe("2026-03-05T10:00:00.000Z");
  });

  test("that don't go over midnight end on the same day", () => {
    const siesta = calendarOf("Europe/Madrid", { quietFrom: time("13:00"), quietTo: time("15:00") });
    expect(afterQuietHours(at("2026-03-05T12:30:00Z"), siesta).toISOString()).toBe("2026-03-05T14:00:00.000Z");
    expect(afterQuietHours(at("2026-03-07T12:30:00Z"), siesta).toISOString()).toBe("2026-03-08T23:00:00.000Z");
    expect(inQuietHours(at("2026-03-05T23:30:00Z"), siesta)).toBe(false);
  });

  test("end at an instant that isn't quiet, and everything before it is", () => {
    fc.assert(
      fc.property(calendars, instants, fc.double({ min: 0, max: 1, noNaN: true }), (calendar, instant, share) => {
        const end = afterQuietHours(instant, calendar);
        expect(inQuietHours(end, calendar)).toBe(false);
        const between = new Date(instant.getTime() + Math.floor((end.getTime() - instant.getTime()) * share));
        if (between.getTime() < end.getTime()) expect(inQuietHours(between, calendar)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
