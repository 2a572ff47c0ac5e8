import { describe, expect, test } from "vitest";
import { stream } from "../src/kernel/random.ts";
import { fixedTime, type WorkCalendar } from "../src/kernel/business-time.ts";
import { checkStretch, type Tally } from "./proof/checks.ts";
import { type Driven, eachMinute, firedFrom } from "./proof/drive.ts";
import { DAY_MS, readZone } from "./proof/offsets.ts";
import { stretchesOf } from "./proof/stretches.ts";
import { proveZones } from "./proof/zones.ts";

/** What fires of a daily schedule from one date to another with a tick a minute, "date instant" each. */
function fires(zone: string, time: string, from: string, to: string): string[] {
  const calendar: WorkCalendar = {
    zone,
    workdays: [1, 2, 3, 4, 5],
    holidays: new Set(),
    opens: fixedTime("09:00"),
    closes: fixedTime("17:00"),
    quietFrom: fixedTime("18:00"),
    quietTo: fixedTime("08:00"),
  };
  const driven: Driven = { schedule: { at: fixedTime(time), days: "every-day" }, calendar };
  return firedFrom(driven, Date.parse(from) - DAY_MS, eachMinute(0, Date.parse(to) + 2 * DAY_MS))
    .filter(({ date }) => date >= from && date <= to)
    .map(({ date, dueMs }) => `${date} ${new Date(dueMs).toISOString().slice(0, 16)}Z`);
}

/** All that the proof holds of a zone's changes in a year. */
function proofOf(zone: string, year: number): Tally & { readonly changes: number } {
  const table = readZone(zone, Date.UTC(year, 0) - 40 * DAY_MS, Date.UTC(year + 1, 1));
  const tally: Tally = { checks: 0, violations: [] };
  const stretches = stretchesOf(table, { from: year, to: year });
  for (const stretch of stretches) checkStretch(table, stretch, stream(1, zone), tally);
  return { ...tally, changes: stretches.length - 1 };
}

describe("a daily digest, whatever the zone does to its clock,", () => {
  test("in Berlin comes at three when two o'clock is left out, and at the first half past two of two", () => {
    expect(fires("Europe/Berlin", "02:30", "2026-03-28", "2026-03-30")).toEqual([
      "2026-03-28 2026-03-28T01:30Z",
      "2026-03-29 2026-03-29T01:00Z",
      "2026-03-30 2026-03-30T00:30Z",
    ]);
    expect(fires("Europe/Berlin", "02:30", "2026-10-24", "2026-10-26")).toEqual([
      "2026-10-24 2026-10-24T00:30Z",
      "2026-10-25 2026-10-25T00:30Z",
      "2026-10-26 2026-10-26T01:30Z",
    ]);
  });

  test("in New York comes at nine by the clock on the wall, an hour sooner in the world", () => {
    expect(fires("America/New_York", "09:00", "2026-03-07", "2026-03-09")).toEqual([
      "2026-03-07 2026-03-07T14:00Z",
      "2026-03-08 2026-03-08T13:00Z",
      "2026-03-09 2026-03-09T13:00Z",
    ]);
  });

  test("on Lord Howe Island comes once in the half hour that is left out and in the one that is there twice", () => {
    expect(fires("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-04")).toEqual(["2026-10-04 2026-10-03T15:30Z"]);
    expect(fires("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-05")).toEqual(["2026-04-05 2026-04-04T14:45Z"]);
  });

  test("in Santiago comes at one on the day without a midnight, and once in the hour that the evening repeats", () => {
    expect(fires("America/Santiago", "00:00", "2026-09-05", "2026-09-07")).toEqual([
      "2026-09-05 2026-09-05T04:00Z",
      "2026-09-06 2026-09-06T04:00Z",
      "2026-09-07 2026-09-07T03:00Z",
    ]);
    expect(fires("America/Santiago", "23:30", "2026-04-04", "2026-04-05")).toEqual([
      "2026-04-04 2026-04-05T02:30Z",
      "2026-04-05 2026-04-06T03:30Z",
    ]);
  });

  test("in Nuuk comes at midnight when the day's last hour is left out, and is still that day's", () => {
    expect(fires("America/Nuuk", "23:30", "2026-03-27", "2026-03-29")).toEqual([
      "2026-03-27 2026-03-28T01:30Z",
      "2026-03-28 2026-03-29T01:00Z",
      "2026-03-29 2026-03-30T00:30Z",
    ]);
  });

  test("at Troll comes once in each of the two hours that are left out and that are there twice", () => {
    expect(fires("Antarctica/Troll", "02:30", "2026-03-29", "2026-03-29")).toEqual(["2026-03-29 2026-03-29T01:00Z"]);
    expect(fires("Antarctica/Troll", "01:30", "2026-10-25", "2026-10-25")).toEqual(["2026-10-25 2026-10-24T23:30Z"]);
  });

  test("in Apia doesn't come on the day that was left out, and once on those around it", () => {
    expect(fires("Pacific/Apia", "09:00", "2011-12-28", "2012-01-01")).toEqual([
      "2011-12-28 2011-12-28T19:00Z",
      "2011-12-29 2011-12-29T19:00Z",
      "2011-12-31 2011-12-30T19:00Z",
      "2012-01-01 2011-12-31T19:00Z",
    ]);
  });
});

describe("every quarter of an hour fires as the clock on the wall shows it", () => {
  test.each([
    ["Europe/Berlin", 2026, 2],
    ["America/New_York", 2026, 2],
    ["Australia/Lord_Howe", 2026, 2],
    ["America/Santiago", 2026, 2],
    ["Asia/Beirut", 2026, 2],
    ["Africa/Casablanca", 2024, 2],
    ["America/Nuuk", 2026, 2],
    ["Antarctica/Troll", 2026, 2],
    ["Pacific/Apia", 2011, 3],
  ])("around the changes in %s in %i", (zone, year, changes) => {
    const proof = proofOf(zone, year);
    expect(proof.violations).toEqual([]);
    expect(proof.changes).toBe(changes);
    expect(proof.checks).toBeGreaterThan(changes * 7 * 96);
  });

  test("in zones with one rule under several names", () => {
    const { zones, rules, days, checks, violations } = proveZones({
      years: { from: 2026, to: 2026 },
      zones: 16,
      seed: 1,
    });
    expect(violations).toEqual([]);
    expect({ zones, isFewerRules: rules < zones }).toEqual({ zones: 16, isFewerRules: true });
    expect(checks).toBeGreaterThan(days * 96);
  });
});
