import { describe, expect, test } from "vitest";
import { plain } from "../src/chat/card.ts";
import { bandOf } from "../src/features/nps/decide.ts";
import { distributionOf, figuresOf, marginOf } from "../src/features/nps/figures.ts";
import { numbersCard } from "../src/features/nps/figures-cards.ts";
import { createSays } from "../src/locales/say.ts";
import { NOBODY } from "../src/kernel/permissions.ts";

const of = (...scores: readonly number[]) => distributionOf(scores.map((score) => ({ score, weight: 1 })));

describe("the score", () => {
  test("takes 9 and 10 as promoters, 7 and 8 as passives, all below as detractors", () => {
    expect([0, 6, 7, 8, 9, 10].map(bandOf)).toEqual([
      "detractor",
      "detractor",
      "passive",
      "passive",
      "promoter",
      "promoter",
    ]);
    expect(figuresOf(of(10, 9, 9, 8, 7, 6, 0, 10))).toMatchObject({
      n: 8,
      promoters: 4,
      passives: 2,
      detractors: 2,
      nps: 25,
    });
  });

  // Worked out apart, by the variance of −1, 0 and 1 over the three adjusted shares.
  test.each([
    [16, 8, 36, 24.54807],
    [0, 0, 5, 30.006249],
    [5, 0, 5, 45.009374],
    [0, 30, 30, 12.211591],
    [50, 20, 100, 15.07536],
  ])("of %i promoters and %i detractors in %i answers has its margin", (promoters, detractors, n, margin) => {
    expect(marginOf(promoters, detractors, n)).toBeCloseTo(margin, 5);
  });

  // p = 16.75/39, d = 8.75/39: p + d = 25.5/39 = 0.653846, p − d = 8/39 = 0.205128, so v = 0.611769;
  // √(0.611769 / 39) = 0.125245, times 1.96 = 24.548 points.
  test("of 16 promoters and 8 detractors in 36 answers is 22 ± 25, as worked out by hand", () => {
    const scores = Array.from({ length: 36 }, (_, at) => (at < 16 ? 9 : at < 28 ? 8 : 3));
    const { nps = 0, margin = 0 } = figuresOf(of(...scores));
    expect([nps.toFixed(3), margin.toFixed(2)]).toEqual(["22.222", "24.55"]);
  });

  test("lies between −100 and 100, turns its sign with the bands, and is surer of more answers alike", () => {
    for (let n = 5; n <= 60; n += 5) {
      for (let promoters = 0; promoters <= n; promoters++) {
        const detractors = Math.floor((n - promoters) / 2);
        const margin = marginOf(promoters, detractors, n);
        expect(margin).toBeGreaterThan(0);
        expect(marginOf(detractors, promoters, n)).toBeCloseTo(margin, 9);
        expect(marginOf(4 * promoters, 4 * detractors, 4 * n)).toBeLessThan(margin);
        const passives = n - promoters - detractors;
        const scoreOf = (up: number, down: number): number =>
          figuresOf(
            of(...Array<number>(up).fill(10), ...Array<number>(passives).fill(7), ...Array<number>(down).fill(0)),
          ).nps ?? NaN;
        expect(Math.abs(scoreOf(promoters, detractors))).toBeLessThanOrEqual(100);
        expect(scoreOf(detractors, promoters)).toBeCloseTo(-scoreOf(promoters, detractors), 9);
      }
    }
    expect(marginOf(500, 200, 1000)).toBeLessThan(marginOf(50, 20, 100));
  });

  test("isn't said of fewer than five answers, and has no colour below thirty", () => {
    expect(figuresOf(of(10, 10, 10, 10))).toMatchObject({ n: 4, nps: undefined, margin: undefined });
    expect(figuresOf(of(10, 10, 10, 10, 10))).toMatchObject({ n: 5, nps: 100, coloured: false });
    const thirty = Array.from({ length: 30 }, () => 10);
    expect([figuresOf(of(...thirty.slice(1))).coloured, figuresOf(of(...thirty)).coloured]).toEqual([false, true]);
  });

  test("may count each customer once, with the margin of so many customers", () => {
    const big = Array.from({ length: 10 }, () => ({ score: 0, weight: 1 / 10 }));
    const small = Array.from({ length: 5 }, () => ({ score: 10, weight: 1 }));
    const figures = figuresOf(distributionOf([...big, ...small]), 6);
    expect(figures.nps).toBeCloseTo((100 * 4) / 6, 9);
    expect(figures.margin).toBeCloseTo(marginOf(5, 1, 6), 9);
  });

  test("of a few shows none of their scores", () => {
    const say = createSays()("en");
    const counts = of(10, 2);
    const all = figuresOf(counts);
    const reach = { eligible: 2, asked: 2, answered: 2, heldBack: 0, heldForTrouble: 0 };
    const parts = { byAccount: figuresOf([]), quarters: [], roles: [], tiers: [], silence: undefined };
    const view = { say, locale: "en", zone: "UTC", audience: NOBODY } as const;
    const card = numbersCard({ of: ["Northwind"], all, counts, reach, ...parts }, view);
    expect(plain(card.title)).toContain("Northwind");
    expect(JSON.stringify(card)).toContain("no score yet");
    expect(JSON.stringify(card)).not.toMatch(/10×|2×/);
  });
});
