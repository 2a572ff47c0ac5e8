import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import { createHazard, fittedScore } from "../src/features/risk/learning/fitted.ts";
import { fitScaled } from "../src/features/risk/learning/fit.ts";
import { learn, type Learned } from "../src/features/risk/learning/learn.ts";
import { activate, activeModel } from "../src/features/risk/learning/model-store.ts";
import { type Past, pastOf, type PastRow } from "../src/features/risk/learning/past.ts";
import { correlation, themesIn } from "../src/features/risk/learning/themes.ts";
import { scorerOf } from "../src/features/risk/night-states.ts";
import { type Features, type Reasons, REASONS, SCORED, type ScoredFeature } from "../src/features/risk/model.ts";
import { fitAdditive } from "../src/features/risk/model/additive.ts";
import { createRowScorer } from "../src/features/risk/model/additive-score.ts";
import { sigmoid } from "../src/features/risk/model/newton.ts";
import { REFERENCE } from "../src/features/risk/reference.ts";
import { expertScore, strongest } from "../src/features/risk/score.ts";
import { EXPERT_THEMES, spoken } from "../src/features/risk/themes.ts";
import { addDays } from "../src/kernel/business-time.ts";
import type { AccountId } from "../src/kernel/ids.ts";
import { stream } from "../src/kernel/random.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { day } from "./helpers/risk.ts";
import { tableOf } from "./helpers/tables.ts";

const FROM = day("2024-01-01");

/** Customers who leave the sooner the fewer their days with use; the share of seats in use follows from these. */
function following(accounts: number, cuts: number): Past {
  const random = stream(8, "following");
  const rows: PastRow[] = [];
  for (let cut = 0; cut < cuts; cut++) {
    for (let at = 0; at < accounts; at++) {
      const logins = random.between(0, 28);
      const values: Partial<Record<ScoredFeature, number>> = {
        login_days_28: logins,
        seat_util: logins / 28 + 0.02 * random.normal(),
        ln_arr: 8 + 3 * random.next(),
        integrated: random.between(0, 1),
      };
      const leaves = random.next() < sigmoid(-1.5 - logins / 7);
      rows.push({
        account: `a${String(at)}-${String(cut)}` as AccountId,
        day: addDays(FROM, 28 * cut),
        leftInDays: leaves ? random.between(0, 27) : Infinity,
        segment: "",
        perSeat: NaN,
        values: SCORED.map((name) => values[name] ?? NaN),
      });
    }
  }
  return pastOf(rows, addDays(FROM, 28 * cuts));
}

const UNUSED: Features = { login_days_28: 2, seat_util: 0.07, ln_arr: 9.5, integrated: 0 };
const PAST = following(200, 12);

/** Balanced signs, of which any two patterns are uncorrelated, by Walsh's functions. */
function pattern(at: number, rows: number): number[] {
  const bits = (value: number): number => value.toString(2).replaceAll("0", "").length;
  return Array.from({ length: rows }, (_, row) => (bits(at & row) % 2 === 0 ? 1 : -1));
}

/** A column of variance 400 that shares so many of 20 parts with pattern 1. */
function sharing(parts: readonly [number, number, number, number, number], rows: number): number[] {
  const patterns = parts.map((_, at) => pattern(at + 1, rows));
  return Array.from({ length: rows }, (_, row) =>
    parts.reduce((sum, part, at) => sum + part * (patterns[at]?.[row] ?? 0), 0),
  );
}

function pastWith(columns: Partial<Record<ScoredFeature, readonly number[]>>): Past {
  const rows = Object.values(columns)[0]?.length ?? 0;
  return pastOf(
    Array.from({ length: rows }, (_, row) => ({
      account: `a${String(row)}` as AccountId,
      day: FROM,
      leftInDays: Infinity,
      segment: "",
      perSeat: NaN,
      values: SCORED.map((name) => columns[name]?.[row] ?? NaN),
    })),
    addDays(FROM, 28),
  );
}

describe("a theme", () => {
  const [pair] = [pattern(1, 32)];
  test("is of features whose correlation is above .55, either way, and not of those at .55", () => {
    const at = sharing([11, 15, 7, 2, 1], 32);
    const above = sharing([12, 16, 0, 0, 0], 32);
    expect(correlation(Float64Array.from(pair), Float64Array.from(at))).toBe(0.55);
    expect(themesIn(pastWith({ login_days_28: pair, seat_util: at }))).toEqual([]);
    expect(themesIn(pastWith({ login_days_28: pair, seat_util: at.map((x) => -x) }))).toEqual([]);
    const joined = [["login_days_28", "seat_util"]];
    expect(themesIn(pastWith({ login_days_28: pair, seat_util: above }))).toEqual(joined);
    expect(themesIn(pastWith({ login_days_28: pair, seat_util: above.map((x) => -x) }))).toEqual(joined);
  });

  test("needs thirty rows that have both", () => {
    const known = (rows: number): number[] => pair.map((value, row) => (row < rows ? value : NaN));
    expect(themesIn(pastWith({ login_days_28: pair, seat_util: known(29) }))).toEqual([]);
    expect(themesIn(pastWith({ login_days_28: pair, seat_util: known(30) }))).toEqual([["login_days_28", "seat_util"]]);
  });

  test("joins what is joined by a third, unless the model doesn't read that one", () => {
    const other = pattern(2, 32);
    const both = pair.map((value, row) => value + (other[row] ?? 0));
    const past = pastWith({ login_days_28: pair, seat_util: other, tickets_28: both, ln_arr: pair.map(() => 1) });
    expect(themesIn(past)).toEqual([["login_days_28", "seat_util", "tickets_28"]]);
    expect(themesIn(past, ["login_days_28", "seat_util", "ln_arr"])).toEqual([]);
  });

  test("isn't made by what only an unread feature joins while the expert's score is scaled", () => {
    const past = following(200, 2);
    const at = SCORED.indexOf("tickets_28");
    const [one, other] = ["ln_arr", "integrated"].map((name) => past.columns[SCORED.indexOf(name as ScoredFeature)]);
    const tickets = Float64Array.from(one ?? [], (value, row) => (value - 9.5) / 0.87 + 2 * (other?.[row] ?? 0));
    const joined = { ...past, columns: past.columns.map((column, place) => (place === at ? tickets : column)) };
    expect(themesIn(joined)).toContainEqual(["integrated", "ln_arr", "tickets_28"]);
    const scaled = learn(joined);
    expect(scaled.stage).toBe("scaled");
    expect(scaled.metrics.themes).toEqual([["login_days_28", "seat_util"]]);
  });
});

describe("two features that say nearly the same", () => {
  let learned: Learned;
  beforeAll(() => {
    learned = learn(PAST);
  }, 60_000);

  test("are one reason, as large as both, in the words of the stronger; unrelated ones stay apart", () => {
    const { fitted, metrics } = learned;
    if (!fitted) throw new Error("nothing was learned");
    expect(learned.stage).toBe("additive");
    expect(metrics.themes).toEqual([["login_days_28", "seat_util"]]);
    const { reasons } = fittedScore(createHazard(fitted, metrics.themes), UNUSED);
    const [first, second] = reasons.terms;
    expect([first?.feature, second?.feature].sort()).toEqual(["login_days_28", "seat_util"]);
    const { raising, lowering } = strongest(reasons);
    expect(raising[0]).toMatchObject({ feature: first?.feature, value: first?.value });
    expect(raising[0]?.c).toBeCloseTo((first?.c ?? 0) + (second?.c ?? 0), 12);
    const told = [...raising, ...lowering].map(({ feature }) => feature);
    expect(told).not.toContain(second?.feature);
    expect(spoken(reasons).map(({ feature }) => feature)).toEqual(
      expect.arrayContaining(["ln_arr", "integrated"] satisfies ScoredFeature[]),
    );
  });

  test("are told even where neither alone is sure, once both together are", () => {
    const random = stream(9, "copies");
    const one = Array.from({ length: 400 }, () => random.normal());
    const other = one.map((value) => value + 0.01 * random.normal());
    const labels = one.map((value) => (random.next() < sigmoid(-1 + 0.3 * value) ? 1 : 0));
    const model = fitAdditive(tableOf({ login_days_28: one, seat_util: other }), labels, { form: "linear" });
    const stored = { kind: "additive" as const, model };
    const features = { login_days_28: 1, seat_util: 1 };
    const { reasons } = fittedScore(createHazard(stored, [["login_days_28", "seat_util"]]), features);
    expect(reasons.terms.map(({ unsure }) => unsure)).toEqual([true, true]);
    expect(strongest(reasons).raising).toHaveLength(1);
    expect(strongest({ ...reasons, themes: undefined }).raising).toEqual([]);
  });

  test("and of which nobody knows whether both raise or lower the risk, are not told", () => {
    const reasons: Reasons = {
      intercept: -3,
      terms: [
        { feature: "login_days_28", c: 0.9, value: 1 },
        { feature: "seat_util", c: -0.5, value: 0.9 },
      ],
      themes: [{ features: ["login_days_28", "seat_util"], unsure: true }],
    };
    expect(strongest(reasons)).toEqual({ raising: [], lowering: [] });
  });

  test("and weigh against each other are told as what is left, in the words of what points there", () => {
    const terms: Reasons["terms"] = [
      { feature: "login_days_28", c: 0.4, value: 1 },
      { feature: "seat_util", c: -0.3, value: 0.9 },
      { feature: "breadth_28", c: -0.25, value: 0.9 },
    ];
    const themes: Reasons["themes"] = [{ features: ["login_days_28", "breadth_28", "seat_util"] }];
    const { raising, lowering } = strongest({ intercept: -3, terms, themes });
    expect(raising).toEqual([]);
    expect(lowering.map(({ feature }) => feature)).toEqual(["seat_util"]);
    expect(lowering[0]?.c).toBeCloseTo(-0.15, 12);
    const even = terms.map((term, at) => (at === 0 ? { ...term, c: 0.46 } : term));
    expect(strongest({ intercept: -3, terms: even, themes })).toEqual({ raising: [], lowering: [] });
  });

  test("are said once together where each alone would be too weak", () => {
    const terms: Reasons["terms"] = [
      { feature: "login_days_28", c: 0.07, value: 1 },
      { feature: "seat_util", c: 0.06, value: 0.1 },
    ];
    const themes: Reasons["themes"] = [{ features: ["login_days_28", "seat_util"] }];
    expect(strongest({ intercept: -3, terms, themes }).raising).toHaveLength(1);
    expect(strongest({ intercept: -3, terms }).raising).toEqual([]);
  });
});

describe("what isn't known of reasons together", () => {
  test("is the root of their variances and twice their covariance", () => {
    const random = stream(10, "lines");
    const a = Array.from({ length: 300 }, () => random.normal());
    const b = a.map((value) => 0.5 * value + random.normal());
    const c = a.map(() => random.normal());
    const labels = a.map((value) => (random.next() < sigmoid(value - 1) ? 1 : 0));
    const model = fitAdditive(tableOf({ a, b, c }), labels, { form: "linear" });
    const score = createRowScorer(model, [["a", "b"], ["c"], ["b", "gone"]]);
    const { terms, together } = score({ a: 1.5, b: -0.7, c: 0.4 });
    const [one, other, third] = terms;
    const away = [one, other].map((term, at) => (term?.contribution ?? 0) / (model.terms[at]?.coefficients[0] ?? NaN));
    // Intercept, a, b: of the packed lower triangle the fifth is the covariance of a and b.
    const both = 2 * (away[0] ?? NaN) * (away[1] ?? NaN) * (model.covariance[4] ?? NaN);
    const variance = (one?.standardError ?? 0) ** 2 + (other?.standardError ?? 0) ** 2 + both;
    expect(together[0]).toBeCloseTo(Math.sqrt(variance), 10);
    expect(together[1]).toBeCloseTo(third?.standardError ?? NaN, 12);
    expect(together[2]).toBeCloseTo(other?.standardError ?? NaN, 12);
  });
});

describe("reasons that are told", () => {
  const term = fc.record({
    feature: fc.constantFrom(...SCORED),
    // Doubles would nearly all be far too small for a sum to show them.
    c: fc.integer({ min: -4000, max: 4000 }).map((thousandths) => thousandths / 1000),
    value: fc.constant(1),
  });
  const reasons = fc
    .tuple(
      fc.uniqueArray(term, { selector: ({ feature }) => feature }),
      fc.shuffledSubarray([...SCORED]),
      fc.integer({ min: 1, max: 5 }),
    )
    .map(([terms, features, size]): Reasons => {
      const themes = Array.from({ length: Math.ceil(features.length / size) }, (_, at) => ({
        features: features.slice(at * size, (at + 1) * size),
      }));
      return { intercept: -3, terms, themes };
    });

  test("add up to what all terms add up to, whatever the themes, the strongest first", () => {
    const sum = (terms: readonly { readonly c: number }[]): number => terms.reduce((total, { c }) => total + c, 0);
    fc.assert(
      fc.property(reasons, (given) => {
        const told = spoken(given);
        expect(Math.abs(sum(told) - sum(given.terms))).toBeLessThan(1e-9);
        expect(told.map(({ c }) => Math.abs(c))).toEqual(told.map(({ c }) => Math.abs(c)).sort((a, b) => b - a));
        for (const { features } of given.themes ?? [])
          expect(told.filter(({ feature }) => features.includes(feature)).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("are of an expert one for days with use, and one for how long nobody has spoken", () => {
    const unused = { login_days_28: 3, recency_days: 12, touch_days: 80, stakeholder_silent: 1, integrated: 0 };
    const { reasons: found } = expertScore(unused, REFERENCE, 0.04);
    expect(found.themes).toEqual(EXPERT_THEMES.map((features) => ({ features })));
    expect(found.terms).toHaveLength(5);
    expect(strongest(found).raising.map(({ feature }) => feature)).toEqual([
      "login_days_28",
      "touch_days",
      "integrated",
    ]);
    expect(expertScore({ recency_days: 12 }, REFERENCE, 0.04).reasons.themes).toEqual([]);
  });

  test("of a score that was kept before there were themes are its terms", () => {
    const kept = REASONS.parse({
      intercept: -3,
      terms: [
        { feature: "login_days_28", c: 0.9, value: 1 },
        { feature: "recency_days", c: 0.5, value: 9 },
      ],
    });
    expect(strongest(kept).raising).toEqual(kept.terms);
  });
});

describe("a stored model", () => {
  let database: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    database = await testDatabase();
    db = database.db;
  });
  afterAll(() => database.close());

  test("keeps its themes for the night; one of before there were any has none", async () => {
    const organisation = await mintOrganisation(db);
    const when = { now: new Date("2026-11-23T02:00:00Z"), until: day("2026-11-23") };
    const fitted = fitScaled(PAST);
    const learned = { stage: "scaled", churns: 20, rows: PAST.rows, fitted } as const;
    const themes = themesIn(PAST);
    expect(themes).toEqual([["login_days_28", "seat_util"]]);
    const metrics = { backtest: undefined, spreads: {} };
    const { before, after } = await db.write(organisation, async (tx) => {
      const versions = [await activate(tx, { ...learned, metrics }, when)];
      expect((await activeModel(tx))?.metrics.themes).toBeUndefined();
      versions.push(await activate(tx, { ...learned, metrics: { ...metrics, themes } }, when));
      const [older, newer] = await Promise.all(
        versions.map((model) => scorerOf(tx, { base: 0.04, enter: 0.3, scales: REFERENCE, model, segments: [] })),
      );
      return { before: older?.(UNUSED), after: newer?.(UNUSED) };
    });
    expect(before?.reasons.themes).toEqual([]);
    expect(after?.reasons.themes).toEqual([{ features: ["login_days_28", "seat_util"] }]);
    expect(after?.p).toBe(before?.p);
    expect(after?.reasons.terms).toEqual(before?.reasons.terms);
    expect(strongest(before?.reasons ?? { intercept: 0, terms: [] }).raising.length).toBe(
      strongest(after?.reasons ?? { intercept: 0, terms: [] }).raising.length + 1,
    );
  });
});
