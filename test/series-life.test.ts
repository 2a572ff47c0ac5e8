import { describe, expect, test } from "vitest";
import { occurrenceAfter } from "../src/features/checkins/series/decide.ts";
import { liveAtRandom, STEPS } from "./helpers/series-life.ts";

describe("a series that lives at random", () => {
  test(
    "has one open at most, on a working day of its rule, and never again on a day that is over",
    { timeout: 600_000 },
    () => {
      expect(liveAtRandom(STEPS)).toBeGreaterThanOrEqual(STEPS);
    },
  );

  test("is caught when one comes again on the day that is over", () => {
    expect(() =>
      liveAtRandom(20_000, (series, calendar, after, today) => {
        const found = occurrenceAfter(series, calendar, after, today);
        return found && { ...found, on: after };
      }),
    ).toThrow("Property failed");
  });

  test("is caught when holidays are forgotten", () => {
    expect(() =>
      liveAtRandom(20_000, (series, calendar, after, today) =>
        occurrenceAfter(series, { ...calendar, workdays: [1, 2, 3, 4, 5, 6, 7], holidays: new Set() }, after, today),
      ),
    ).toThrow("Property failed");
  });
});
