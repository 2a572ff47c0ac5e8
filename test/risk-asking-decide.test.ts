import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changedSince, shownOf } from "../src/features/risk/asking/changed.ts";
import { lifetimeValue, monthlyHazard, monthlyRate, presentValue } from "../src/features/risk/asking/clv.ts";
import { effortOf, upsellsFor } from "../src/features/risk/asking/decide.ts";
import { type Reasons, SCORED } from "../src/features/risk/model.ts";
import { day } from "./helpers/risk.ts";

const reasons: fc.Arbitrary<Reasons> = fc.record({
  intercept: fc.double({ min: -6, max: 6, noNaN: true }),
  terms: fc.uniqueArray(
    fc.record({
      feature: fc.constantFrom(...SCORED),
      c: fc.double({ min: -4, max: 4, noNaN: true }),
      value: fc.double({ min: 0, max: 90, noNaN: true }),
    }),
    { selector: ({ feature }) => feature },
  ),
});
const NOW = day("2026-11-24");
const THEN = day("2026-10-27");

function logOdds({ intercept, terms }: Reasons): number {
  return terms.reduce((sum, { c }) => sum + c, intercept);
}

describe("what changed in four weeks", () => {
  test("adds up to the change of the log odds, whatever was known then and is now", () => {
    fc.assert(
      fc.property(reasons, reasons, (now, then) => {
        const changed = changedSince({ day: NOW, model: 3, reasons: now }, { day: THEN, model: 3, reasons: then });
        if (changed.kind !== "changed") throw new Error(changed.kind);
        const sum = changed.moved.reduce((all, { by }) => all + by, changed.average);
        expect(Math.abs(sum - (logOdds(now) - logOdds(then)))).toBeLessThan(1e-9);
      }),
    );
  });

  test("adds up as it is shown, too, however few reasons are", () => {
    fc.assert(
      fc.property(reasons, reasons, fc.nat(6), (now, then, most) => {
        const changed = changedSince({ day: NOW, model: 3, reasons: now }, { day: THEN, model: 3, reasons: then });
        if (changed.kind !== "changed") throw new Error(changed.kind);
        const { moved, rest, total } = shownOf(changed, most);
        expect(moved.reduce((all, { rounded }) => all + rounded, rest)).toBeCloseTo(total, 9);
      }),
    );
  });

  test("isn't said across two models, nor without a score of then", () => {
    const kept = { day: NOW, model: 3, reasons: { intercept: -2, terms: [] } };
    expect(changedSince(kept, { ...kept, day: THEN, model: 2 })).toEqual({ kind: "other-model", since: THEN });
    expect(changedSince(kept, { ...kept, day: THEN, model: undefined })).toEqual({ kind: "other-model", since: THEN });
    expect(changedSince(kept, undefined)).toEqual({ kind: "new" });
  });
});

describe("a customer's lifetime value", () => {
  // A retention of 0.8 a period and a discount of 10 %: Fader and Hardie's three conventions.
  const forever = presentValue(
    Array.from({ length: 400 }, () => 0.2),
    0.1,
  );

  test("counts payments from the next on", () => {
    expect(100 * forever).toBeCloseTo(266.67, 2);
  });

  test("is one payment more where the first counts, and undiscounted by one period's leaving where booked at its end", () => {
    expect(100 + 100 * forever).toBeCloseTo(366.67, 2);
    expect((100 * forever) / 0.8).toBeCloseTo(333.33, 2);
  });

  test("takes a year's rate and a period's hazard to months", () => {
    expect((1 + monthlyRate(0.1)) ** 12).toBeCloseTo(1.1, 12);
    expect((1 - monthlyHazard(0.05)) ** (28 / 30.4375)).toBeCloseTo(0.95, 12);
    expect(lifetimeValue([{ amountMinor: 1_200_000, currency: "EUR" }], 0.75, 20)).toEqual([
      { amountMinor: 1_500_000, currency: "EUR" },
    ]);
  });
});

describe("what losing a customer costs", () => {
  test("is said in average upsells from five won on", () => {
    expect(upsellsFor(4_800_000, { count: 5, meanMinor: 400_000 })).toBe(12);
    expect(upsellsFor(4_800_000, { count: 4, meanMinor: 400_000 })).toBeUndefined();
    expect(upsellsFor(undefined, { count: 9, meanMinor: 400_000 })).toBeUndefined();
  });

  test("is one to keep it, three to rescue it, seven to replace it", () => {
    expect(effortOf({ state: "ok", causes: [] })).toBe("keep");
    expect(effortOf({ state: "recovering", causes: [] })).toBe("keep");
    expect(effortOf({ state: "watch", causes: [] })).toBe("rescue");
    expect(effortOf({ state: "at-risk", causes: ["score"] })).toBe("rescue");
    expect(effortOf({ state: "at-risk", causes: ["notice"] })).toBe("replace");
  });
});
