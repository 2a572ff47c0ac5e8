import { describe, expect, test } from "vitest";
import { commonDays, decidePair, firstDay, isTooMuch, leaderOf, seriesOf } from "../src/features/cadence/decide.ts";
import type { Circle } from "../src/features/cadence/circle.ts";
import { noticeOf } from "../src/features/cadence/meeting-steps.ts";
import type { Pair } from "../src/features/cadence/model.ts";
import { rhythmFor, rhythmsTaken } from "../src/features/cadence/rhythms.ts";
import { type Attendee, findSlots, hindranceOf } from "../src/features/cadence/slots.ts";
import { checkMove } from "../src/features/cadence/checks.ts";
import { fixedDate, fixedTime, type LocalDate, type WorkCalendar } from "../src/kernel/business-time.ts";
import { occurrencesOn } from "../src/kernel/recurrence.ts";
import { CALENDAR, fullPerson, personId } from "./examples/fixed.ts";

const NOW = new Date("2026-11-24T08:00:00Z");

function attendee(n: number, more: Partial<WorkCalendar> = {}, busy: Attendee["busy"] = []): Attendee {
  return { id: personId(n), name: `Person ${String(n)}`, calendar: { ...CALENDAR, ...more }, away: [], busy };
}
const at = { at: fixedTime("10:00"), zone: "Europe/Berlin", minutes: 30, from: NOW };
const iso = (slots: readonly Date[]): string[] => slots.map((slot) => slot.toISOString().slice(0, 16));

describe("the slots of two", () => {
  test("are one a day, at the wanted time where both are free, else as near to it as can be", () => {
    const busy = [{ from: new Date("2026-11-26T09:00:00Z"), to: new Date("2026-11-26T10:00:00Z") }];
    const found = findSlots([attendee(1), attendee(2, {}, busy)], {
      ...at,
      on: fixedDate("2026-11-26"),
      until: fixedDate("2026-12-02"),
    });
    expect(iso(found)).toEqual(["2026-11-26T08:30", "2026-11-27T09:00", "2026-11-30T09:00"]);
  });

  test("are later on the same day where there is no other day", () => {
    const on = fixedDate("2026-11-26");
    const found = findSlots([attendee(1), attendee(2)], { ...at, on, until: on });
    expect(iso(found)).toEqual(["2026-11-26T09:00", "2026-11-26T10:00", "2026-11-26T11:00"]);
  });

  test("keep to the hours of both zones, and to both holidays", () => {
    const holidays = new Set([fixedDate("2026-11-26")]);
    const found = findSlots([attendee(1, { holidays }), attendee(2, { zone: "America/New_York" })], {
      ...at,
      on: fixedDate("2026-11-26"),
      until: fixedDate("2026-12-02"),
    });
    expect(iso(found)).toEqual(["2026-11-27T14:00", "2026-11-30T14:00", "2026-12-01T14:00"]);
  });

  test("are none where somebody works no day of these, and where hours never meet", () => {
    const wanted = { ...at, on: fixedDate("2026-11-28"), until: fixedDate("2026-11-29") };
    expect(findSlots([attendee(1), attendee(2)], wanted)).toEqual([]);
    const week = { ...at, on: fixedDate("2026-11-26"), until: fixedDate("2026-12-02") };
    expect(findSlots([attendee(1), attendee(2, { zone: "America/Los_Angeles" })], week)).toEqual([]);
    expect(
      findSlots([attendee(1), attendee(2, { workdays: [6] })], { ...week, until: fixedDate("2026-11-27") }),
    ).toEqual([]);
  });

  test("are never on the day that Apia left out", () => {
    const zone = "Pacific/Apia";
    const wanted = { ...at, zone, from: new Date("2011-12-28T00:00:00Z"), on: fixedDate("2011-12-30") };
    const found = findSlots([attendee(1, { zone }), attendee(2, { zone })], {
      ...wanted,
      until: fixedDate("2012-01-03"),
    });
    expect(iso(found)).toEqual(["2012-01-01T20:00", "2012-01-01T21:00", "2012-01-02T20:00"]);
    const presser = attendee(1, { zone });
    const moved = checkMove(
      { on: "2011-12-30", at: "10:00" },
      presser,
      [presser],
      30,
      new Date("2011-12-01T00:00:00Z"),
    );
    expect(moved).toMatchObject({ kind: "wrong", problems: [{ field: "on", problem: "no-such-day" }] });
  });

  test("are spoilt by a day off before all else, and by an hour outside before a meeting", () => {
    const busy = [{ from: new Date("2026-11-26T08:00:00Z"), to: new Date("2026-11-26T23:00:00Z") }];
    const away = [{ from: fixedDate("2026-11-27"), until: fixedDate("2026-11-27") }];
    const one = { ...attendee(1, {}, busy), away };
    expect(hindranceOf(one, new Date("2026-11-28T09:00:00Z"), 30)).toBe("day-off");
    expect(hindranceOf(one, new Date("2026-11-27T09:00:00Z"), 30)).toBe("away");
    expect(hindranceOf(one, new Date("2026-11-26T15:45:00Z"), 30)).toBe("after-hours");
    expect(hindranceOf(one, new Date("2026-11-26T15:30:00Z"), 30)).toBe("busy");
    expect(hindranceOf(one, new Date("2026-11-25T15:30:00Z"), 30)).toBeUndefined();
  });

  test("of somebody in a zone that there is none say so instead of guessing", () => {
    expect(() => hindranceOf(attendee(1, { zone: "Mars/Olympus" }), NOW, 30)).toThrow(RangeError);
  });

  test("of somebody without a working day end with that being said, and are never looked for without end", () => {
    const never = attendee(2, { workdays: [] });
    const week = { ...at, on: fixedDate("2026-11-26"), until: fixedDate("2026-12-02") };
    const [one, none] = [attendee(1), never].map(({ id, name, calendar }) => ({
      ...fullPerson({ id, name }, "en", "csm"),
      calendar,
    }));
    for (const look of [
      () => findSlots([attendee(1), never], week),
      () => noticeOf({ people: [one, none] } as unknown as Circle, NOW),
    ])
      expect(look).toThrow("a calendar without working days");
  });

  test("of a night shift may lie behind midnight", () => {
    const night = attendee(1, { opens: fixedTime("22:00"), closes: fixedTime("06:00") });
    expect(hindranceOf(night, new Date("2026-11-26T01:00:00Z"), 60)).toBeUndefined();
    expect(hindranceOf(night, new Date("2026-11-26T11:00:00Z"), 60)).toBe("after-hours");
  });
});

describe("a series", () => {
  const rhythm = { weekday: 1, at: fixedTime("10:00"), zone: "Europe/Berlin", minutes: 30 } as const;
  const days = (frequency: "weekly" | "fortnightly" | "monthly", from: string, to: string): LocalDate[] =>
    occurrencesOn(
      seriesOf({ ...rhythm, frequency }, firstDay(1, fixedDate("2028-01-28"))),
      undefined,
      fixedDate(from),
      fixedDate(to),
    ).map(({ on }) => on);

  test("begins behind a day, and takes a leap year as it is", () => {
    expect(firstDay(1, fixedDate("2028-02-28"))).toBe("2028-03-06");
    expect(firstDay(2, fixedDate("2028-02-28"))).toBe("2028-02-29");
    expect(days("fortnightly", "2028-02-01", "2028-03-31")).toEqual([
      "2028-02-14",
      "2028-02-28",
      "2028-03-13",
      "2028-03-27",
    ]);
    expect(days("monthly", "2028-02-01", "2028-04-30")).toEqual(["2028-02-28", "2028-03-27", "2028-04-24"]);
  });

  test("keeps to days on which both work; who shares none is looked for on any", () => {
    expect(commonDays([CALENDAR, { ...CALENDAR, workdays: [7, 1, 2] }])?.workdays).toEqual([1, 2]);
    expect(commonDays([CALENDAR, { ...CALENDAR, workdays: [6, 7] }])).toBeUndefined();
  });
});

describe("the times that are suggested to pairs of one person", () => {
  const pairId = (n: number) => `01900000-0000-7000-d400-00000000000${String(n)}` as Pair["id"];
  const [csm, am, other] = [attendee(1), attendee(2), attendee(3)];

  test("keep apart, though each would rather be at ten", () => {
    const first = rhythmFor(pairId(1), csm, am, "weekly", NOW, []);
    expect(first.at).toBe("10:00");
    const second = rhythmFor(pairId(1), csm, other, "weekly", NOW, [first]);
    expect([second.weekday, second.at]).toEqual([first.weekday, "10:30"]);
    const third = rhythmFor(pairId(1), csm, other, "weekly", NOW, [first, second]);
    expect([third.weekday, third.at]).toEqual([first.weekday, "09:30"]);
  });

  test("keep apart over zones, and go to another day where one is full", () => {
    const { weekday } = rhythmFor(pairId(1), csm, am, "weekly", NOW, []);
    const inNewYork = {
      frequency: "weekly",
      weekday,
      at: fixedTime("04:00"),
      zone: "America/New_York",
      minutes: 30,
    } as const;
    expect(rhythmFor(pairId(1), csm, am, "weekly", NOW, [inNewYork]).at).toBe("10:30");
    const allDay = { ...inNewYork, at: fixedTime("02:00"), minutes: 600 };
    const found = rhythmFor(pairId(1), csm, am, "weekly", NOW, [allDay]);
    expect(found.weekday).not.toBe(weekday);
    expect(found.at).toBe("10:00");
  });

  test("leave out who meets with others, rests or has none", () => {
    const rhythm = rhythmFor(pairId(1), csm, am, "weekly", NOW, []);
    const states = ["proposed", "active", "paused", "resting", "agenda", "ended"] as const;
    const taken = states.map((state) => ({ state, rhythm, jointWith: undefined }));
    expect(rhythmsTaken(taken)).toHaveLength(3);
    expect(rhythmsTaken([{ state: "active", rhythm, jointWith: pairId(2) }])).toEqual([]);
  });
});

describe("two people", () => {
  const today = fixedDate("2026-11-24");
  const here = { churned: 0, here: true } as const;

  test("are worth a meeting with three customers or one of tier A, weekly with an A, fortnightly with a B", () => {
    expect(decidePair(undefined, { ...here, tiers: ["C", "C"] }, today)).toEqual({ kind: "agenda" });
    expect(decidePair(undefined, { ...here, tiers: ["C", "C", "C"] }, today)).toEqual({
      kind: "propose",
      frequency: "monthly",
    });
    expect(decidePair(undefined, { ...here, tiers: ["C", "B", "C"] }, today)).toEqual({
      kind: "propose",
      frequency: "fortnightly",
    });
    expect(decidePair(undefined, { ...here, tiers: ["A"] }, today)).toEqual({ kind: "propose", frequency: "weekly" });
    expect(decidePair(undefined, { ...here, tiers: [] }, today)).toEqual({ kind: "keep" });
  });

  test("rest until the day, and not a day longer", () => {
    const resting = { state: "resting", restsUntil: fixedDate("2026-11-25") } as const;
    expect(decidePair(resting, { ...here, tiers: ["A"] }, today)).toEqual({ kind: "keep" });
    expect(decidePair(resting, { ...here, tiers: ["A"] }, fixedDate("2026-11-25"))).toMatchObject({ kind: "propose" });
  });

  test("who meet go on meeting until nothing is shared, and it is said why", () => {
    const active = { state: "active", restsUntil: undefined } as const;
    expect(decidePair(active, { ...here, tiers: ["C"] }, today)).toEqual({ kind: "keep" });
    expect(decidePair(active, { ...here, tiers: [] }, today)).toEqual({ kind: "end", by: "not-shared" });
    expect(decidePair(active, { here: true, churned: 1, tiers: [] }, today)).toEqual({ kind: "end", by: "churned" });
    expect(decidePair(active, { here: false, churned: 0, tiers: ["A"] }, today)).toEqual({ kind: "end", by: "left" });
  });
});

describe("an Account Manager", () => {
  const pair = (n: number, minutes: number): Pick<Pair, "id" | "state" | "rhythm" | "jointWith"> => ({
    id: `01900000-0000-7000-d400-00000000000${String(n)}` as Pair["id"],
    state: "active",
    rhythm: { frequency: "weekly", weekday: 2, at: fixedTime("10:00"), zone: "UTC", minutes },
    jointWith: undefined,
  });

  test("meets too much above three hours a week, not at three, and never with one alone", () => {
    expect(isTooMuch([pair(1, 90), pair(2, 90)])).toBe(false);
    expect(isTooMuch([pair(1, 90), pair(2, 91)])).toBe(true);
    expect(isTooMuch([pair(1, 120), { ...pair(2, 120), state: "paused" }])).toBe(false);
    expect(leaderOf([pair(2, 30), pair(1, 90)])?.id).toBe(pair(1, 90).id);
  });
});
