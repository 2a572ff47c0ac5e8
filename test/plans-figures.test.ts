import { describe, expect, test } from "vitest";
import { nextStepOf, type Progress } from "../src/features/plans/decide.ts";
import type { LocalDate } from "../src/kernel/business-time.ts";
import { readNumber } from "../src/kernel/written-amount.ts";

const day = (text: string): LocalDate => text as LocalDate;

describe("a figure", () => {
  test.each([
    ["20 %", "de", 20],
    ["20％", "zh", 20],
    ["1.234,5", "de", 1234.5],
    ["1.234,5", "en", 1234.5],
    ["1,234.5", "en", 1234.5],
    ["1,234.5", "de", 1234.5],
    ["0,6", "de", 0.6],
    ["0,6", "en", 0.6],
    ["1.234", "de", 1234],
    ["1,234", "de", 1.234],
    ["1,234", "en", 1234],
    ["1.234", "en", 1.234],
    ["−2,5", "de", -2.5],
  ])("written as %s in %s is %d", (typed, locale, value) => {
    expect(readNumber(typed, locale)).toBe(value);
  });

  test.each(["", "%", "two", "1,2,3", "1.23.4", "40 hours", "--1", "1e5", "1234567890123"])("isn't %s", (typed) => {
    expect(readNumber(typed, "de")).toBeUndefined();
  });
});

describe("after the customer's answer comes", () => {
  const TODAY = day("2026-11-27");
  const goal = (
    measured: number | undefined,
    confirmed: number | undefined,
    more: Partial<Progress> = {},
  ): Progress => ({
    ...{ measured, reckoned: undefined, confirmed, since: day("2026-11-01"), targetOn: day("2027-11-01") },
    ...{ isOpen: true, ...more },
  });
  const next = (progress: Progress, saidOn: LocalDate | undefined = TODAY): string =>
    nextStepOf(progress, saidOn, TODAY);

  test("asking, where they said nothing in four weeks", () => {
    expect(next(goal(0.5, undefined))).toBe("ask");
    expect(next(goal(0.5, 0.5), day("2026-10-30"))).toBe("on");
    expect(next(goal(0.5, 0.5), day("2026-10-29"))).toBe("ask");
  });

  test("speaking with them, where what we measure is 20 points away or the goal is behind", () => {
    expect(next(goal(0.7, 0.5))).toBe("apart");
    expect(next(goal(0.69, 0.5))).toBe("on");
    expect(next(goal(undefined, 0.3, { reckoned: 0.5 }))).toBe("apart");
    expect(next(goal(0.5, 1))).toBe("apart");
    expect(next(goal(0.3, 0.3, { since: day("2026-01-01"), targetOn: day("2026-12-31") }))).toBe("late");
    expect(next(goal(0.9, 0.9, { targetOn: day("2026-11-26") }))).toBe("late");
  });

  test("closing it, where they say all of it; measuring it, where nothing of ours stands beside", () => {
    expect(next(goal(undefined, 1))).toBe("reached");
    expect(next(goal(0.9, 1))).toBe("reached");
    expect(next(goal(undefined, 0.5))).toBe("unmeasured");
  });
});
