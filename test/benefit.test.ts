import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Level, measureBenefit, tQuantile975 } from "../src/features/opportunities/benefit.ts";
import { namesPrice } from "../src/features/priced.ts";
import type { AccountId } from "../src/kernel/ids.ts";

/** Reproducible noise, about normal: mean 0, spread 1. */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, each) => sum + each, -6);
}

/** A customer and its peers, of whom everybody grew by 10 %; the customer further, by the effect. */
function market(seed: number, effect: number, peers = 20, spread = 0.1): Level[] {
  const next = noise(seed);
  return Array.from({ length: peers + 1 }, (_, at) => {
    const before = 2 * Math.exp(0.1 * next());
    const after = before * Math.exp(0.1 + spread * next() + (at === 0 ? effect : 0));
    return { account: `account-${String(at)}` as AccountId, seats: 50, before, after };
  });
}

const RUNS = 2000;

function shareOf(kind: string, effect: number): number {
  const found = Array.from({ length: RUNS }, (_, at) => {
    const all = market(7919 * (at + 1), effect);
    return measureBenefit(all[0], all).kind;
  });
  return found.filter((each) => each === kind).length / RUNS;
}

describe("the benefit after a sale", () => {
  test("is hardly ever said to have risen where nothing was planted", () => {
    expect(shareOf("rose", 0)).toBeLessThan(0.04);
  });

  test("is found where it was planted, and its opposite is named", () => {
    expect(shareOf("rose", 0.5)).toBeGreaterThan(0.95);
    expect(shareOf("not-raised", -0.5)).toBeGreaterThan(0.95);
  });

  test("isn't judged with seven peers, and is with eight", () => {
    const seven = market(1, 0.5, 7);
    expect(measureBenefit(seven[0], seven)).toEqual({ kind: "too-few", peers: 7 });
    const eight = market(1, 0.5, 8);
    expect(measureBenefit(eight[0], eight)).toMatchObject({ figures: { peers: 8 } });
  });

  test("without data is no failure", () => {
    const [own, ...others] = market(1, 0);
    expect(measureBenefit(undefined, others)).toEqual({ kind: "no-data" });
    expect(measureBenefit(own && { ...own, after: undefined }, others)).toEqual({ kind: "no-data" });
    expect(measureBenefit(own && { ...own, before: 0 }, others)).toEqual({ kind: "no-data" });
  });

  test("has a peer only within twice and half of seats and use", () => {
    const [own, ...others] = market(1, 0, 8, 0.05);
    const far = others.map((each) => ({ ...each, seats: 101 }));
    expect(measureBenefit(own, far)).toEqual({ kind: "too-few", peers: 0 });
    expect(
      measureBenefit(
        own,
        others.map((each) => ({ ...each, seats: 100 })),
      ).kind,
    ).not.toBe("too-few");
  });

  test("is the same whatever unit and order its figures have, and turns round where less is better", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0.01, max: 1000, noNaN: true }), (seed, unit) => {
        const all = market(seed, 0.2);
        const scaled = all
          .map((each) => ({ ...each, before: (each.before ?? 0) * unit, after: (each.after ?? 0) * unit }))
          .toReversed();
        const [one, other] = [measureBenefit(all[0], all), measureBenefit(scaled.at(-1), scaled)];
        const turned = measureBenefit(all[0], all, -1);
        if (!("figures" in one) || !("figures" in other) || !("figures" in turned)) throw new Error("no figures");
        expect(other.figures.effect).toBeCloseTo(one.figures.effect, 8);
        expect(turned.figures.effect).toBeCloseTo(-one.figures.effect, 8);
      }),
      { numRuns: 100 },
    );
  });

  test("uses Student's t as the tables have it", () => {
    expect(tQuantile975(7)).toBeCloseTo(2.365, 2);
    expect(tQuantile975(30)).toBeCloseTo(2.042, 3);
  });
});

describe("what a CSM may read of a sale", () => {
  test("names no price and no discount in any language", () => {
    const priced = [
      "for €9,000 a year",
      "9.000 EUR",
      "kostet 500 Euro",
      "mit 10 % Rabatt",
      "a small discount",
      "给予折扣",
      "9000元",
    ];
    for (const text of priced) expect(namesPrice(text), text).toBeDefined();
    const plain = [
      "Logins without waiting by March",
      "20 % weniger Tickets",
      "50 seats in 3 weeks",
      "三月前登录无需等待",
    ];
    for (const text of plain) expect(namesPrice(text), text).toBeUndefined();
  });
});
