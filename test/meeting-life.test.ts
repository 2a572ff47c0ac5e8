import { describe, expect, test } from "vitest";
import { nextOf } from "../src/features/cadence/meeting-steps.ts";
import { findSlots } from "../src/features/cadence/slots.ts";
import { addDays } from "../src/kernel/business-time.ts";
import { meetAtRandom, STEPS } from "./helpers/meeting-life.ts";

describe("meetings of a pair that live at random", () => {
  test("are on days of their series and at times at which both can, ahead of the clock", { timeout: 1_200_000 }, () => {
    expect(meetAtRandom(STEPS)).toBeGreaterThanOrEqual(STEPS);
  });

  test("are caught when the next one comes again on the same day", () => {
    const next = (...given: Parameters<typeof nextOf>) => nextOf(given[0], given[1], addDays(given[2], -7));
    expect(() => meetAtRandom(5000, { next, slots: findSlots })).toThrow("Property failed");
  });

  test("are caught when an absence is forgotten", () => {
    const slots: typeof findSlots = (attendees, wanted) =>
      findSlots(
        attendees.map((each) => ({ ...each, away: [] })),
        wanted,
      );
    expect(() => meetAtRandom(20_000, { next: nextOf, slots })).toThrow("Property failed");
  });
});
