import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AdditiveModel, fitAdditive } from "../src/features/risk/model/additive.ts";
import { additiveScorer, createRowScorer } from "../src/features/risk/model/additive-score.ts";
import { factor, inverse, solve } from "../src/features/risk/model/cholesky.ts";
import { minimise, sigmoid } from "../src/features/risk/model/newton.ts";
import type { Table } from "../src/features/risk/model/table.ts";
import { stream } from "../src/kernel/random.ts";
import { rowsIn, tableOf } from "./helpers/tables.ts";

interface Customers {
  readonly table: Table;
  readonly labels: Float64Array;
}

/** Customers who leave the sooner the less they log in, the more so without an integration; some tell nothing of it. */
function customers(rows: number, seed: number): Customers {
  const random = stream(seed, "customers");
  const logins = Array.from({ length: rows }, () => (random.next() < 0.1 ? NaN : random.between(0, 28)));
  const arr = Array.from({ length: rows }, () => Math.exp(2 * random.normal() + 8));
  const plan = Array.from({ length: rows }, () => random.pick(["basic", "team", "", "enterprise"]));
  const integrated = Array.from({ length: rows }, () => random.between(0, 1));
  const labels = Float64Array.from(logins.keys(), (row) => {
    const days = logins[row] ?? NaN;
    const eta = (Number.isNaN(days) ? 1 : 1 - days / 7) - 0.8 * (integrated[row] ?? 0) - (plan[row] === "team" ? 1 : 0);
    return random.next() < sigmoid(eta) ? 1 : 0;
  });
  return { table: tableOf({ logins, arr, plan, integrated }), labels };
}

describe("the equations behind a fit", () => {
  test("are solved: a matrix times its inverse is one", () => {
    const random = stream(1, "matrix");
    const n = 12;
    const half = Float64Array.from({ length: n * n }, () => random.normal());
    const at = (m: Float64Array, i: number, j: number) => m[i * n + j] ?? NaN;
    const product = (a: Float64Array, b: Float64Array) =>
      Float64Array.from({ length: n * n }, (_, cell) => {
        const [i, j] = [Math.floor(cell / n), cell % n];
        return Array.from({ length: n }, (_each, k) => at(a, i, k) * at(b, k, j)).reduce((sum, each) => sum + each, 0);
      });
    const transposed = half.map((_, cell) => at(half, cell % n, Math.floor(cell / n)));
    const matrix = product(half, transposed);
    const lower = factor(matrix, n);
    if (!lower) throw new Error("not positive definite");
    const one = product(matrix, inverse(lower, n));
    for (const [cell, value] of one.entries()) expect(value).toBeCloseTo(cell % (n + 1) === 0 ? 1 : 0, 8);
    const x = solve(lower, matrix.slice(0, n), n);
    expect([...x].map((each) => Math.round(each * 1e8) / 1e8 + 0)).toEqual([1, ...Array<number>(n - 1).fill(0)]);
  });

  test("have no solution where the matrix isn't positive definite, and that is said", () => {
    expect(factor(Float64Array.of(1, 0, 2, 1), 2)).toBeUndefined();
    expect(factor(Float64Array.of(NaN), 1)).toBeUndefined();
  });

  test("end where the slope is nothing: the rate of the labels for a lone intercept", () => {
    const labels = Float64Array.from({ length: 1000 }, (_, row) => (row < 37 ? 1 : 0));
    const design = {
      rows: 1000,
      width: 1,
      starts: Int32Array.from({ length: 1001 }, (_, row) => row),
      places: new Int32Array(1000),
      values: new Float64Array(1000).fill(1),
    };
    const penalty = Float64Array.of(1e-12);
    const { coefficients } = minimise({ design, labels, offsets: undefined, penalty, towards: Float64Array.of(0) });
    expect(sigmoid(coefficients[0] ?? NaN)).toBeCloseTo(0.037, 10);
  });
});

describe.each(["linear", "log-linear", "gam"] as const)("a fit (%s)", (form) => {
  const { table, labels } = customers(800, 3);
  const model = fitAdditive(table, labels, { form });

  test("gives reasons that add up exactly to the difference from the average", () => {
    const random = fc.record({
      logins: fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: undefined }),
      arr: fc.option(fc.double({ noNaN: true }), { nil: undefined }),
      plan: fc.constantFrom("basic", "team", "enterprise", "never seen", undefined),
      integrated: fc.constantFrom(0, 1, undefined),
    });
    const score = createRowScorer(model);
    fc.assert(
      fc.property(random, (values) => {
        const { logit, terms } = score(values);
        const sum = terms.reduce((all, { contribution }) => all + contribution, 0);
        expect(Math.abs(sum - (logit - model.intercept))).toBeLessThan(1e-9);
        expect(Number.isFinite(logit)).toBe(true);
      }),
    );
  });

  test("has reasons that are nothing on average over the customers it was learned from", () => {
    const scored = rowsIn(table).map(createRowScorer(model));
    for (const at of model.terms.keys()) {
      const sum = scored.reduce((all, { terms }) => all + (terms[at]?.contribution ?? NaN), 0);
      expect(sum / table.rows).toBeCloseTo(0, 9);
    }
    expect(scored.reduce((sum, { logit }) => sum + logit, 0) / table.rows).toBeCloseTo(model.intercept, 9);
  });

  test("expects as many to leave as left", () => {
    const expected = additiveScorer(model)
      .logits(table)
      .reduce((sum, logit) => sum + sigmoid(logit), 0);
    expect(expected / labels.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 2);
  });

  test("tells the same of one customer, of a table, and when it was stored and read back", () => {
    const stored = JSON.parse(JSON.stringify(model)) as AdditiveModel;
    const scored = rowsIn(table).map(createRowScorer(model));
    expect(rowsIn(table).map(createRowScorer(stored))).toEqual(scored);
    const logits = Float64Array.from(scored, ({ logit }) => logit);
    expect(additiveScorer(model).logits(table)).toEqual(logits);
  });

  test("is the same whichever order the levels of a category come in, and doesn't mind further columns", () => {
    const [logins, arr, plan, integrated] = table.columns;
    if (plan?.kind !== "category" || !logins || !arr || !integrated) throw new Error("no plan");
    const levels = plan.levels.toReversed();
    const codes = plan.codes.map((code) => (code === -1 ? -1 : levels.length - 1 - code));
    const more = { kind: "number", name: "more", values: new Float64Array(table.rows) } as const;
    const other = { rows: table.rows, columns: [more, integrated, { ...plan, levels, codes }, arr, logins] };
    expect(additiveScorer(model).logits(other)).toEqual(additiveScorer(model).logits(table));
  });

  test("adds nothing for what it never saw, and an own term for what was missing then", () => {
    const score = createRowScorer(model);
    const contribution = (name: string, values: Parameters<typeof score>[0]) =>
      score(values).terms.find((term) => term.name === name)?.contribution;
    expect(contribution("plan", { plan: "gone since" })).toBe(0);
    expect(contribution("arr", {})).toBe(0);
    expect(contribution("logins", {})).not.toBe(0);
    expect(contribution("plan", {})).not.toBe(0);
  });
});

/** Standard normal, 10 % beyond it at either end. */
const Z80 = 1.2815515655446004;

describe("a range of 80 %", () => {
  test("holds the true chance about four times in five", () => {
    let held = 0;
    let all = 0;
    for (let round = 0; round < 60; round++) {
      const random = stream(round, "range");
      const x = Array.from({ length: 300 }, () => random.normal());
      const truth = (value: number) => -1 + 0.8 * value;
      const labels = Float64Array.from(x, (value) => (random.next() < sigmoid(truth(value)) ? 1 : 0));
      const model = fitAdditive(tableOf({ x }), labels, { form: "linear", ridge: 0.1 });
      const score = createRowScorer(model);
      for (const value of [-1.5, 0, 1.5]) {
        const { logit, standardError } = score({ x: value });
        const [low, high] = [sigmoid(logit - Z80 * standardError), sigmoid(logit + Z80 * standardError)];
        all++;
        if (low <= sigmoid(truth(value)) && sigmoid(truth(value)) <= high) held++;
      }
    }
    expect(held / all).toBeGreaterThan(0.7);
    expect(held / all).toBeLessThan(0.9);
  });

  test("narrows the more customers were seen", () => {
    const few = customers(100, 5);
    const many = customers(3200, 5);
    const width = ({ table, labels }: Customers) =>
      createRowScorer(fitAdditive(table, labels, { form: "gam" }))({
        logins: 5,
        integrated: 1,
        plan: "team",
        arr: 3000,
      }).standardError;
    expect(width(many)).toBeLessThan(0.6 * width(few));
  });
});

describe("what isn't known of one reason", () => {
  const { table, labels } = customers(800, 3);

  test("grows with the distance from the average, by the slope's own error, where the reason is a line", () => {
    const model = fitAdditive(table, labels, { form: "linear" });
    const score = createRowScorer(model);
    const at = model.terms.findIndex(({ code }) => code.name === "arr");
    expect(model.terms[at]?.coefficients).toHaveLength(1);
    const offset = 1 + model.terms.slice(0, at).reduce((sum, { coefficients }) => sum + coefficients.length, 0);
    const slope = model.terms[at]?.coefficients[0] ?? NaN;
    const error = Math.sqrt(model.covariance[(offset * (offset + 1)) / 2 + offset] ?? NaN);
    for (const arr of [0, 900, 3000, 40_000]) {
      const { contribution = NaN, standardError = NaN } = score({ arr }).terms[at] ?? {};
      expect(standardError).toBeCloseTo((error / Math.abs(slope)) * Math.abs(contribution), 9);
    }
  });

  test("is nothing where nothing was learned of the value", () => {
    const model = fitAdditive(table, labels, { form: "gam" });
    const plan = createRowScorer(model)({ plan: "never seen" }).terms.find(({ name }) => name === "plan");
    expect(plan).toEqual({ name: "plan", contribution: 0, standardError: 0 });
  });
});

describe("a prior", () => {
  test("speaks where nothing was seen, and gives way to what was", () => {
    const { table, labels } = customers(2000, 8);
    const none = { rows: 0, columns: [] };
    expect(fitAdditive(none, new Float64Array(), { baseRate: 0.08 }).intercept).toBeCloseTo(Math.log(0.08 / 0.92), 9);
    const slope = (model: AdditiveModel) =>
      model.terms.find(({ code }) => code.name === "integrated")?.coefficients[0] ?? NaN;
    const wrong = { integrated: 0.5 };
    const firm = fitAdditive(table, labels, { form: "linear", priorMeans: wrong, ridge: 1e7 });
    const weak = fitAdditive(table, labels, { form: "linear", priorMeans: wrong, ridge: 11 });
    const without = fitAdditive(table, labels, { form: "linear", ridge: 1e-3 });
    expect(slope(firm)).toBeCloseTo(0.5, 2);
    expect(Math.abs(slope(weak) - slope(without))).toBeLessThan(0.1);
  });

  test("is a straight line of that slope in a spline, too", () => {
    const { table, labels } = customers(500, 9);
    const model = fitAdditive(table, labels, { form: "gam", priorMeans: { logins: -0.3 }, ridge: 1e8, smooth: 1 });
    const term = model.terms.find(({ code }) => code.name === "logins");
    if (term?.code.kind !== "number") throw new Error("no logins");
    const { knots } = term.code;
    for (const [at, z] of knots.entries()) expect(term.coefficients[at]).toBeCloseTo(-0.3 * z, 3);
  });

  test("of the base rate moves the intercept only while there is little else", () => {
    const { table, labels } = customers(2000, 8);
    const fitted = (baseRate: number) => fitAdditive(table, labels, { form: "linear", baseRate }).intercept;
    expect(Math.abs(fitted(0.01) - fitted(0.9))).toBeLessThan(0.01);
  });
});

describe("a period that was only partly at risk", () => {
  test("counts for its part", () => {
    const random = stream(4, "exposure");
    const exposure = Float64Array.from({ length: 20_000 }, () => 0.1 + 0.9 * random.next());
    const labels = exposure.map((part) => (random.next() < 0.05 * part ? 1 : 0));
    const model = fitAdditive({ rows: 20_000, columns: [] }, labels, { exposure });
    expect(sigmoid(model.intercept)).toBeCloseTo(0.05, 2);
    expect(sigmoid(model.intercept)).toBeGreaterThan(0.045);
  });
});

describe("a spline", () => {
  test("follows a bend that no straight line can", () => {
    const random = stream(2, "bend");
    const x = Array.from({ length: 4000 }, () => 6 * random.next() - 3);
    const labels = Float64Array.from(x, (value) => (random.next() < sigmoid(value ** 2 - 3) ? 1 : 0));
    const spline = createRowScorer(fitAdditive(tableOf({ x }), labels, { form: "gam" }));
    const line = createRowScorer(fitAdditive(tableOf({ x }), labels, { form: "linear" }));
    for (const value of [-2.5, -1, 0, 1, 2.5])
      expect(Math.abs(spline({ x: value }).logit - value ** 2 + 3)).toBeLessThan(0.6);
    expect(line({ x: 2.5 }).logit).toBeLessThan(1);
  });

  test("is the straighter the more bends cost", () => {
    const { table, labels } = customers(600, 6);
    const bends = (smooth: number) => {
      const { coefficients = [] } = fitAdditive(table, labels, { form: "gam", smooth }).terms[0] ?? {};
      return coefficients.slice(1, -2).reduce((sum, each, at) => {
        return sum + ((coefficients[at] ?? 0) - 2 * each + (coefficients[at + 2] ?? 0)) ** 2;
      }, 0);
    };
    expect(bends(1)).toBeGreaterThan(bends(100));
    expect(bends(100)).toBeGreaterThan(bends(10_000));
  });

  test("holds what lies beyond nearly all others at their edge", () => {
    const { table, labels } = customers(1000, 7);
    const score = createRowScorer(fitAdditive(table, labels, { form: "gam" }));
    expect(score({ arr: 1e300 }).logit).toBe(score({ arr: 1e12 }).logit);
    expect(score({ logins: -5 }).logit).toBe(score({ logins: 0 }).logit);
  });
});

describe("columns that teach nothing", () => {
  test.each([
    ["a constant", { x: [1, 1, 1, 1] }],
    ["nothing but blanks", { x: [NaN, NaN, NaN, NaN] }],
    ["one level", { x: ["a", "a", "a", "a"] }],
    ["a level for each customer", { x: ["a", "b", "c", "d"] }],
  ])("%s is left out", (_, columns) => {
    expect(fitAdditive(tableOf(columns), Float64Array.of(0, 1, 0, 1), {}).terms).toEqual([]);
  });

  test.each([
    ["a column that names who leaves", [0, 0, 0, 1, 1, 1]],
    ["numbers without measure", [-1e308, 1e308, 0, 1e308, 1e308, 1e308]],
    ["numbers with hardly a difference", [1, 1 + 1e-15, 1, 1, 1 + 1e-15, 1]],
  ])("%s breaks nothing", (_, x) => {
    for (const form of ["linear", "log-linear", "gam"] as const) {
      const model = fitAdditive(tableOf({ x }), Float64Array.of(0, 0, 0, 1, 1, 1), { form });
      expect([...additiveScorer(model).logits(tableOf({ x }))].every(Number.isFinite)).toBe(true);
    }
  });
});
