import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { platt, recalibrated, recalibrationOf } from "../src/features/risk/model/calibrate.ts";
import { splitAt, stratifiedFolds } from "../src/features/risk/model/folds.ts";
import {
  auc,
  averagePrecision,
  brier,
  calibrationError,
  logLoss,
  topDecileLift,
} from "../src/features/risk/model/metrics.ts";
import { sigmoid } from "../src/features/risk/model/newton.ts";
import { stream } from "../src/kernel/random.ts";

const logit = (p: number) => Math.log(p / (1 - p));
const SCORES = Float64Array.of(0.1, 0.4, 0.35, 0.8);
const LABELS = Float64Array.of(0, 0, 1, 1);

describe("a ranking", () => {
  test("counts the pairs it has right", () => {
    expect(auc(SCORES, LABELS)).toBe(0.75);
    expect(auc(Float64Array.of(1, 2), Float64Array.of(0, 1))).toBe(1);
    expect(auc(Float64Array.of(2, 1), Float64Array.of(0, 1))).toBe(0);
  });

  test("has half of a pair that it doesn't part", () => {
    expect(auc(Float64Array.of(1, 1, 1), Float64Array.of(0, 1, 0))).toBe(0.5);
    expect(auc(Float64Array.of(1, 1, 2), Float64Array.of(0, 1, 1))).toBe(0.75);
  });

  test("is what counting every pair gives", () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })), { minLength: 2 });
    fc.assert(
      fc.property(rows, (all) => {
        const events = all.filter(([, label]) => label === 1);
        const others = all.filter(([, label]) => label === 0);
        fc.pre(events.length > 0 && others.length > 0);
        const right = events.flatMap(([a]) => others.map(([b]) => (a > b ? 1 : a === b ? 0.5 : 0)));
        const [scores, labels] = [Float64Array.from(all, ([each]) => each), Float64Array.from(all, ([, each]) => each)];
        const share = right.reduce((sum: number, each) => sum + each, 0) / right.length;
        expect(auc(scores, labels)).toBeCloseTo(share, 12);
      }),
    );
  });

  test("has the precision that scikit-learn's documentation gives", () => {
    expect(averagePrecision(SCORES, LABELS)).toBeCloseTo(0.8333333, 6);
  });

  test("of equal scores is as precise as chance", () => {
    expect(averagePrecision(new Float64Array(4), LABELS)).toBe(0.5);
  });

  test("is worth its lift in the top tenth", () => {
    const scores = Float64Array.from({ length: 100 }, (_, row) => row);
    const labels = Float64Array.from({ length: 100 }, (_, row) => (row >= 95 || row < 5 ? 1 : 0));
    expect(topDecileLift(scores, labels)).toBeCloseTo(5, 12);
  });
});

describe("chances", () => {
  test("are judged by what came", () => {
    const logits = Float64Array.of(logit(0.9), logit(0.2));
    const labels = Float64Array.of(1, 0);
    expect(logLoss(logits, labels)).toBeCloseTo(-(Math.log(0.9) + Math.log(0.8)) / 2, 12);
    expect(brier(logits, labels)).toBeCloseTo((0.01 + 0.04) / 2, 12);
  });

  test("that are certain and wrong cost much, but not without end", () => {
    expect(logLoss(Float64Array.of(1000), Float64Array.of(0))).toBe(1000);
  });

  test("are calibrated when in each tenth as many come as expected", () => {
    const logits = Float64Array.from({ length: 1000 }, (_, row) => logit(0.05 + 0.1 * Math.floor(row / 100)));
    const exact = logits.map((each, row) => (row % 100 < Math.round(100 * sigmoid(each)) ? 1 : 0));
    expect(calibrationError(logits, exact)).toBeCloseTo(0, 12);
    expect(
      calibrationError(
        logits.map((each) => logit(sigmoid(each) + 0.03)),
        exact,
      ),
    ).toBeCloseTo(0.03, 9);
  });
});

describe("a recalibration", () => {
  const random = stream(1, "calibration");
  const truth = Float64Array.from({ length: 4000 }, () => random.normal() - 1);
  const labels = truth.map((eta) => (random.next() < sigmoid(eta) ? 1 : 0));

  test("takes back what a model exaggerates", () => {
    const { shift, slope } = platt(
      truth.map((eta) => 0.5 + 3 * eta),
      labels,
    );
    expect(slope).toBeCloseTo(1 / 3, 1);
    expect(shift).toBeCloseTo(-1 / 6, 0);
  });

  test("lowers the log loss where it is used, and leaves alone what is right already", () => {
    const wild = truth.map((eta) => 3 * eta);
    expect(logLoss(recalibrated(wild, recalibrationOf(wild, labels, 7)), labels)).toBeLessThan(
      logLoss(wild, labels) - 0.1,
    );
    const { shift, slope } = recalibrationOf(truth, labels, 7);
    expect(Math.abs(shift)).toBeLessThan(0.1);
    expect(Math.abs(slope - 1)).toBeLessThan(0.1);
  });
});

describe("folds", () => {
  const labels = Float64Array.from({ length: 103 }, (_, row) => (row % 9 === 0 ? 1 : 0));

  test("have as many events each, and as many rows, give or take one", () => {
    const folds = stratifiedFolds(labels, 5, 7);
    const sizes = Array.from({ length: 5 }, (_, fold) => splitAt(folds, fold).test);
    const events = sizes.map((rows) => rows.filter((row) => labels[row] === 1).length);
    expect(Math.max(...events) - Math.min(...events)).toBeLessThanOrEqual(1);
    const lengths = sizes.map((rows) => rows.length);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
  });

  test("test every row once and never learn from it then", () => {
    const folds = stratifiedFolds(labels, 4, 7);
    const all = Array.from({ length: 4 }, (_, fold) => splitAt(folds, fold));
    expect(all.flatMap(({ test: rows }) => [...rows]).sort((a, b) => a - b)).toEqual([...labels.keys()]);
    for (const { learn, test: rows } of all) expect(new Set([...learn, ...rows]).size).toBe(labels.length);
  });

  test("are the same for one seed, others for another", () => {
    expect(stratifiedFolds(labels, 5, 7)).toEqual(stratifiedFolds(labels, 5, 7));
    expect(stratifiedFolds(labels, 5, 7)).not.toEqual(stratifiedFolds(labels, 5, 8));
  });
});
