import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noticeHazard } from "../src/demo/company/life.ts";
import { aucInterval, backtest } from "../src/features/risk/learning/backtest.ts";
import { countsOf, isOff, spreadOf, stability } from "../src/features/risk/learning/drift.ts";
import { fitScaled, fitSplines, smoothOf } from "../src/features/risk/learning/fit.ts";
import { createHazard, FITTED, type Fitted, fittedScore } from "../src/features/risk/learning/fitted.ts";
import { attribute, movedOn, SHARES, within } from "../src/features/risk/learning/horizon.ts";
import { learn } from "../src/features/risk/learning/learn.ts";
import { closedBy, labelsOf, type Past, pastOf, type PastRow } from "../src/features/risk/learning/past.ts";
import { isPromoted, isWorthUsing, stageOf } from "../src/features/risk/learning/stages.ts";
import { type Features, SCORED, type ScoredFeature } from "../src/features/risk/model.ts";
import { addDays } from "../src/kernel/business-time.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { stream } from "../src/kernel/random.ts";
import { day } from "./helpers/risk.ts";

const FROM = day("2024-01-01");
const logit = (p: number): number => Math.log(p / (1 - p));

/** Periods of customers whose hazard is the demo's own: decline, breadth, an integration, the notice window. */
function simulated(accounts: number, cuts: number, seed: number): Past {
  const random = stream(seed, "past");
  const rows: PastRow[] = [];
  const here = Array.from({ length: accounts }, (_, at) => ({
    account: `a${at}` as AccountId,
    breadth: 0.25 * random.between(1, 4),
    integrated: random.next() < 0.5,
    deadline: random.between(0, 364),
  }));
  for (let cut = 0; cut < cuts; cut++) {
    for (const [at, each] of here.entries()) {
      const decline = Math.max(0, 0.8 * random.normal());
      const daysToDeadline = (((each.deadline - 28 * cut) % 365) + 365) % 365;
      const daily = noticeHazard({ state: "drifting", decline, ...each, daysToDeadline });
      const leaves = random.next() < 1 - (1 - daily) ** 28;
      const values: Partial<Record<ScoredFeature, number>> = {
        change_3m: -decline,
        breadth_28: each.breadth,
        integrated: each.integrated ? 1 : 0,
        in_notice_window: daysToDeadline <= 30 ? 1 : 0,
        tenure_m: random.between(1, 60),
        ln_arr: 8 + 3 * random.next(),
      };
      rows.push({
        account: each.account,
        day: addDays(FROM, 28 * cut),
        leftInDays: leaves ? random.between(0, 27) : Infinity,
        segment: "",
        perSeat: NaN,
        values: SCORED.map((name) => values[name] ?? NaN),
      });
      if (leaves) here[at] = { ...each, account: `a${at}-${cut}` as AccountId };
    }
  }
  return pastOf(rows, addDays(FROM, 28 * cuts));
}

/** The same customers, each row of whom knows of the day on which they leave, however far it is. */
function lookingAhead(past: Past): Past {
  const leaves = new Map<number, number>();
  for (const [row, left] of past.left.entries())
    if (left !== Infinity) leaves.set(past.accounts[row] ?? 0, (past.days[row] ?? 0) + left);
  return {
    ...past,
    left: past.left.map((_, row) => (leaves.get(past.accounts[row] ?? 0) ?? Infinity) - (past.days[row] ?? 0)),
  };
}

const PAST = simulated(400, 14, 3);
const SPLINES = fitSplines(PAST);

function aFeature(): fc.Arbitrary<Features> {
  return fc.record(
    {
      change_3m: fc.double({ min: -3, max: 2, noNaN: true }),
      breadth_28: fc.double({ min: 0, max: 1, noNaN: true }),
      integrated: fc.constantFrom(0, 1),
      in_notice_window: fc.constantFrom(0, 1),
      tenure_m: fc.double({ min: 0, max: 90, noNaN: true }),
      months_to_renewal: fc.double({ min: 0, max: 24, noNaN: true }),
      days_to_notice: fc.integer({ min: 0, max: 300 }),
      ln_arr: fc.double({ min: 0, max: 16, noNaN: true }),
    },
    { requiredKeys: [] },
  );
}

describe("a fitted model", () => {
  test("finds the direction and the size of what really leads the simulated customers to leave", () => {
    const hazard = createHazard(SPLINES);
    const partOf = (features: Features, name: ScoredFeature) => {
      const part = hazard(features).parts.get(name);
      if (!part) throw new Error(`nothing of ${name}`);
      return part;
    };
    const step = (name: ScoredFeature, low: number, high: number) => {
      const [one, other] = [partOf({ [name]: low }, name), partOf({ [name]: high }, name)];
      return { size: other.c - one.c, spread: one.standardError + other.standardError };
    };
    const truths: readonly (readonly [ScoredFeature, number, number, number])[] = [
      ["integrated", 0, 1, -0.6],
      ["in_notice_window", 0, 1, 1.6],
      ["change_3m", -1.5, 0, -0.9 * 1.5],
      ["breadth_28", 0.25, 1, -0.7 * 0.75],
    ];
    expect(labelsOf(PAST).filter((label) => label === 1).length).toBeGreaterThan(50);
    for (const [name, low, high, truth] of truths) {
      const { size, spread } = step(name, low, high);
      expect(Math.sign(size), name).toBe(Math.sign(truth));
      expect(Math.abs(size - truth), `${name} ${size}`).toBeLessThan(1.96 * spread);
    }
  });

  test("tells reasons that add up to the log odds of p less those of the average customer", () => {
    const hazard = createHazard(SPLINES);
    fc.assert(
      fc.property(aFeature(), (features) => {
        const { p, low, high, reasons } = fittedScore(hazard, features);
        const sum = reasons.terms.reduce((total, { c }) => total + c, reasons.intercept);
        expect(Math.abs(logit(p) - sum)).toBeLessThan(1e-9);
        expect(low).toBeLessThanOrEqual(p);
        expect(high).toBeGreaterThanOrEqual(p);
      }),
    );
  });

  test("says nothing of what isn't known", () => {
    const { reasons } = fittedScore(createHazard(SPLINES), {});
    expect(reasons.terms).toEqual([]);
  });

  test("says the same after it was stored", () => {
    const stored: Fitted = FITTED.parse(JSON.parse(JSON.stringify(SPLINES)));
    const features = { change_3m: -1.2, integrated: 0, in_notice_window: 1, days_to_notice: 12 };
    expect(fittedScore(createHazard(stored), features)).toEqual(fittedScore(createHazard(SPLINES), features));
  });

  test("goes on scoring when a feature came after it was fitted", () => {
    const fitted = fitScaled(PAST);
    const scales = Object.fromEntries(Object.entries(fitted.scales).filter(([name]) => name !== "nps_mean"));
    const stored = FITTED.parse(JSON.parse(JSON.stringify({ ...fitted, scales })));
    const known = { change_3m: -1.2, integrated: 0 };
    expect(fittedScore(createHazard(stored), { ...known, nps_mean: 2 }).p).toBe(
      fittedScore(createHazard(fitted), known).p,
    );
  });

  test("looks 90 days ahead: a deadline that comes up in that time counts already", () => {
    const hazard = createHazard(SPLINES);
    const at = (days: number) => fittedScore(hazard, { in_notice_window: days <= 30 ? 1 : 0, days_to_notice: days }).p;
    expect(at(50)).toBeGreaterThan(at(200));
  });
});

describe("the contract's clock", () => {
  test("moves on while use stands still", () => {
    const features = {
      tenure_m: 11,
      months_to_renewal: 1,
      days_to_notice: 40,
      in_notice_window: 0,
      at_anniversary: 0,
      breadth_28: 0.5,
    };
    const later = movedOn(features, 28);
    expect(later).toMatchObject({ days_to_notice: 12, in_notice_window: 1, at_anniversary: 1, breadth_28: 0.5 });
    expect(movedOn(features, 56).in_notice_window).toBe(0);
    expect(movedOn(features, 56).months_to_renewal).toBeGreaterThan(10);
    expect(movedOn({}, 28).in_notice_window).toBeUndefined();
  });

  test("gives the same log odds as one period where that is all there is", () => {
    const { p } = within([logit(0.1), -800, -800, -800]);
    expect(p).toBeCloseTo(0.1, 12);
  });

  test("shares a probability among its features without a remainder, however large they are", () => {
    const part = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), {
      minLength: SHARES.length,
      maxLength: SHARES.length,
    });
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 1, noNaN: true }),
        fc.array(part, { minLength: 1, maxLength: 6 }),
        (from, parts) => {
          const { intercept, c } = attribute(from, parts);
          const etas = SHARES.map((_, k) => parts.reduce((sum, each) => sum + (each[k] ?? 0), from));
          expect(Math.abs(intercept + c.reduce((sum, each) => sum + each, 0) - within(etas).logit)).toBeLessThan(1e-9);
        },
      ),
    );
  });
});

describe("a stage", () => {
  test("goes by the churns that are known", () => {
    expect([0, 9, 10, 49, 50, 199, 200].map(stageOf)).toEqual([
      "expert",
      "expert",
      "scaled",
      "scaled",
      "additive",
      "additive",
      "challenged",
    ]);
  });

  test("with too few churns leaves the expert's estimate, with ten scales it", () => {
    const cuts = (past: Past, churns: number): Past => {
      let left = churns;
      return { ...past, left: past.left.map((days) => (days < 28 && left-- > 0 ? days : Infinity)) };
    };
    expect(learn(cuts(PAST, 9)).fitted).toBeUndefined();
    expect(learn(cuts(PAST, 10)).fitted?.kind).toBe("scaled");
  });

  test("takes no place of another that its backtest doesn't tell better than chance, or without one", () => {
    expect([undefined, { hasSkill: false }, { hasSkill: true }].map(isWorthUsing)).toEqual([false, false, true]);
  });

  test("lets a challenger in only when it was better by a standard error in three of four folds", () => {
    const won = { better: 0.02, standardError: 0.01 };
    const drawn = { better: 0.01, standardError: 0.01 };
    expect(isPromoted([won, won, won, drawn])).toBe(true);
    expect(isPromoted([won, won, drawn, drawn])).toBe(false);
    expect(isPromoted([])).toBe(false);
  });
});

describe("walking forward", () => {
  test("never learns from a period that wasn't over", () => {
    for (const cut of new Set(PAST.days)) {
      for (const row of closedBy(PAST, cut)) expect((PAST.days[row] ?? 0) + 28).toBeLessThanOrEqual(cut);
    }
  });

  test("beats what anybody could do without, and says with what certainty", () => {
    const found = backtest(PAST, { stage: "splines", withTrees: false, mostCuts: 6 });
    const { splines, "base-rate": base, "last-login": logins } = found?.figures ?? {};
    expect(found?.hasSkill).toBe(true);
    expect(splines?.aucLow).toBeGreaterThan(0.5);
    expect(splines?.logLoss).toBeLessThan(base?.logLoss ?? 0);
    expect(splines?.auc).toBeGreaterThan(logins?.auc ?? 1);
  });

  test("tells of the 90 days that are shown how far what was foretold is from what came", () => {
    const seen = lookingAhead(PAST);
    const found = backtest(seen, { stage: "splines", withTrees: false, mostCuts: 6 });
    const { horizon, rows = 0, churns = 0 } = found ?? {};
    expect(horizon?.rows).toBeLessThan(rows);
    expect((horizon?.churns ?? 0) / (horizon?.rows ?? 1)).toBeGreaterThan((2 * churns) / rows);
    const foretold = horizon?.bins.reduce((sum, bin) => sum + bin.rows * bin.foretold, 0) ?? 0;
    expect(foretold / (horizon?.churns ?? 1)).toBeGreaterThan(0.7);
    expect(foretold / (horizon?.churns ?? 1)).toBeLessThan(1.4);
    expect(horizon?.calibrationError).toBeLessThan(0.06);
  });

  test("claims no skill where there is none", () => {
    const random = stream(1, "noise");
    const noise: Past = {
      ...PAST,
      left: PAST.left.map(() => (random.next() < 0.02 ? 3 : Infinity)),
    };
    expect(backtest(noise, { stage: "splines", withTrees: false, mostCuts: 6 })?.hasSkill).toBe(false);
  });

  test("isn't surer of an account for having seen it ten times", () => {
    const random = stream(2, "rows");
    const once = Array.from({ length: 60 }, (_, at) => ({ came: at % 3 === 0 ? 1 : 0, noise: 2 * random.normal() }));
    const rows = once.flatMap((each, account) => Array.from({ length: 10 }, () => ({ ...each, account })));
    const came = Float64Array.from(rows, (row) => row.came);
    const logits = Float64Array.from(rows, (row) => row.came + row.noise);
    const width = (accounts: Int32Array): number => {
      const [low, high] = aucInterval(logits, came, accounts);
      return high - low;
    };
    const strangers = Int32Array.from(rows.keys());
    expect(width(Int32Array.from(rows, (row) => row.account))).toBeGreaterThan(2 * width(strangers));
  });
});

describe("drift", () => {
  const random = stream(4, "drift");
  const values = Float64Array.from({ length: 2000 }, () => random.normal());
  test("is nothing where a measure is spread as it was, and an alarm where it moved by a deviation", () => {
    const spread = spreadOf(values);
    const again = Float64Array.from({ length: 2000 }, () => random.normal());
    expect(stability(spread, countsOf(spread.edges, again))).toBeLessThan(0.05);
    expect(
      stability(
        spread,
        countsOf(
          spread.edges,
          again.map((value) => value + 1),
        ),
      ),
    ).toBeGreaterThan(0.25);
  });

  test("sees that a source has stopped: values that are missing are a bin of their own", () => {
    const spread = spreadOf(values);
    const gone = values.map((value, at) => (at % 3 === 0 ? NaN : value));
    expect(stability(spread, countsOf(spread.edges, gone))).toBeGreaterThan(0.25);
  });

  test("of the level is what chance doesn't explain", () => {
    expect(isOff({ foretold: 20, came: 28, variance: 16 })).toBe(false);
    expect(isOff({ foretold: 20, came: 29, variance: 16 })).toBe(true);
  });
});

describe("how smooth the splines are", () => {
  const usage = SCORED.indexOf("change_3m");
  const shaped = (chance: (use: number) => number): Past => {
    const random = stream(6, "shaped");
    const columns = PAST.columns.map((column, at) => (at === usage ? column.map(() => random.normal()) : column));
    const left = Float64Array.from(columns[usage] ?? [], (use) => (random.next() < chance(use) ? 3 : Infinity));
    return { ...PAST, columns, left };
  };

  test("follows from what they would have foretold: a straight line is held firmer than a sharp bend", () => {
    const straight = smoothOf(shaped((use) => 1 / (1 + Math.exp(3 - 0.6 * use))));
    const bent = smoothOf(shaped((use) => (Math.abs(use) > 1 ? 0.3 : 0.01)));
    expect(straight).toBeGreaterThan(5);
    expect(bent).toBeLessThan(straight);
  });

  test("is the usual one where too few left to choose by", () => {
    expect(smoothOf(shaped(() => 0.001))).toBe(5);
  });
});
