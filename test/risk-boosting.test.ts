import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binningOf } from "../src/features/risk/model/boosting-bins.ts";
import { boostedScorer } from "../src/features/risk/model/boosting-score.ts";
import { type BoostingOptions, fitBoosted } from "../src/features/risk/model/boosting.ts";
import { type Column, pick, type Table } from "../src/features/risk/model/table.ts";
import { stream } from "../src/kernel/random.ts";

const OPTIONS: BoostingOptions = { trees: 60, depth: 3, rate: 0.2, minLeaf: 5, l2: 1, seed: 1 };

function number(name: string, values: ArrayLike<number>): Column {
  return { kind: "number", name, values: Float64Array.from(values) };
}

function category(name: string, levels: readonly string[], codes: ArrayLike<number>): Column {
  return { kind: "category", name, levels, codes: Int32Array.from(codes) };
}

function tableOf(...columns: readonly Column[]): Table {
  const [first] = columns;
  return { rows: first?.kind === "number" ? first.values.length : (first?.codes.length ?? 0), columns };
}

function uniform(rows: number, seed: number, label: string): number[] {
  const random = stream(seed, label);
  return Array.from({ length: rows }, () => random.next());
}

/** The share of pairs of an event and none in which the event has the higher log odds. */
function auc(logits: Float64Array, labels: Uint8Array): number {
  const events = [...logits].filter((_, row) => labels[row] === 1);
  const others = [...logits].filter((_, row) => labels[row] !== 1);
  const won = events.flatMap((event) => others.map((other) => (event > other ? 1 : event === other ? 0.5 : 0)));
  return won.reduce<number>((sum, each) => sum + each, 0) / won.length;
}

/** Who uses much and pays little leaves, and who uses little and pays much: neither alone tells anything. */
function crossed(rows: number, seed: number): { table: Table; labels: Uint8Array } {
  const use = uniform(rows, seed, "use");
  const price = uniform(rows, seed, "price");
  const noise = uniform(rows, seed, "noise");
  const table = tableOf(number("use", use), number("price", price), number("noise", noise));
  const chance = uniform(rows, seed, "chance");
  const labels = Uint8Array.from(use, (value, row) => {
    const isCrossed = value > 0.5 !== (price[row] ?? 0) > 0.5;
    return (chance[row] ?? 0) < (isCrossed ? 0.9 : 0.1) ? 1 : 0;
  });
  return { table, labels };
}

/** Numbers and a category with gaps, and labels that hang on all of them. */
function mixed(rows: number, seed: number): { table: Table; labels: Uint8Array } {
  const random = stream(seed, "mixed");
  const a = Array.from({ length: rows }, () => (random.next() < 0.2 ? NaN : random.normal()));
  const b = Array.from({ length: rows }, () => random.between(0, 3));
  const c = Array.from({ length: rows }, () => random.between(-1, 5));
  const labels = Uint8Array.from(a, (value, row) => {
    const logit = (Number.isNaN(value) ? 1 : value) * ((b[row] ?? 0) - 1.5) + ((c[row] ?? 0) % 2 === 0 ? 1 : -1);
    return random.next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  });
  return { table: tableOf(number("a", a), number("b", b), category("c", ["p", "q", "r", "s", "t", "u"], c)), labels };
}

describe("boosted trees", () => {
  it("tell who leaves by two columns that tell nothing alone, also of others than they learnt from", () => {
    const learnt = crossed(2000, 1);
    const others = crossed(500, 2);
    const deep = fitBoosted(learnt.table, learnt.labels, OPTIONS);
    const additive = fitBoosted(learnt.table, learnt.labels, { ...OPTIONS, depth: 1 });
    expect(auc(boostedScorer(deep).logits(others.table), others.labels)).toBeGreaterThan(0.86);
    expect(auc(boostedScorer(additive).logits(others.table), others.labels)).toBeLessThan(0.65);
  });

  it("send what is missing to the side that it is like, by one split", () => {
    const values = Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? NaN : row % 4));
    for (const like of [1, 3]) {
      const labels = Uint8Array.from(values, (value) => (Number.isNaN(value) || value === like ? 1 : 0));
      const model = fitBoosted(tableOf(number("days", values)), labels, { ...OPTIONS, trees: 1, depth: 1 });
      const [missing = NaN, one = NaN, two = NaN, three = NaN] = boostedScorer(model).logits(
        tableOf(number("days", [NaN, 1, 2, 3])),
      );
      expect(missing).toBe(like === 1 ? one : three);
      expect(two).toBe(like === 1 ? three : one);
      expect(missing).toBeGreaterThan(two);
    }
  });

  it("send what was never missing before with the most", () => {
    const values = Array.from({ length: 400 }, (_, row) => row % 4);
    const labels = Uint8Array.from(values, (value) => (value === 3 ? 1 : 0));
    const model = fitBoosted(tableOf(number("days", values)), labels, OPTIONS);
    const [missing, most] = boostedScorer(model).logits(tableOf(number("days", [NaN, 0])));
    expect(missing).toBe(most);
  });

  it("tell levels apart by name, whatever their order, and take one they never saw as missing", () => {
    const codes = Array.from({ length: 700 }, (_, row) => (row % 7) - 1);
    const labels = Uint8Array.from(codes, (code) => (code === -1 || code === 1 || code === 4 ? 1 : 0));
    const levels = ["a", "b", "c", "d", "e", "f"];
    const model = fitBoosted(tableOf(category("trade", levels, codes)), labels, { ...OPTIONS, depth: 1 });
    const there = boostedScorer(model).logits(tableOf(category("trade", levels, [0, 1, 4, -1])));
    const turned = boostedScorer(model).logits(tableOf(category("trade", ["new", "e", "b", "a"], [3, 2, 1, 0])));
    const [a = NaN, b = NaN, e = NaN, missing = NaN] = there;
    expect([...turned]).toEqual([...there]);
    expect([e, missing]).toEqual([b, b]);
    expect(b).toBeGreaterThan(2);
    expect(a).toBeLessThan(-2);
  });

  it("stay at the base rate when everybody left, nobody did, or there is nobody", () => {
    const table = tableOf(number("use", [1, 2, 3, 4]));
    for (const label of [0, 1]) {
      const model = fitBoosted(table, new Uint8Array(4).fill(label), OPTIONS);
      expect(model.roots).toEqual([]);
      expect([...boostedScorer(model).logits(table)]).toEqual(new Array(4).fill(Math.log(label ? 9 : 1 / 9)));
    }
    const empty = fitBoosted(tableOf(number("use", [])), new Uint8Array(0), OPTIONS);
    expect([...boostedScorer(empty).logits(table)]).toEqual([0, 0, 0, 0]);
  });

  it("don't split by a column that never changes, nor by one that is always missing", () => {
    const { table, labels } = crossed(500, 3);
    const still = [number("same", new Float64Array(500).fill(7)), number("none", new Float64Array(500).fill(NaN))];
    const model = fitBoosted({ rows: 500, columns: [...still, ...table.columns] }, labels, OPTIONS);
    expect(model.nodes.column.filter((column) => column === 0 || column === 1)).toEqual([]);
    const alone = fitBoosted({ rows: 500, columns: still }, labels, OPTIONS);
    const [logit = NaN] = boostedScorer(alone).logits({ rows: 500, columns: still });
    const rate = labels.reduce((sum, label) => sum + label, 0) / 500;
    expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(rate, 2);
  });

  it("are the same for the same seed and others for another, with shares of rows and columns", () => {
    const { table, labels } = mixed(400, 4);
    const shared = { ...OPTIONS, trees: 10, rowShare: 0.6, columnShare: 0.6 };
    const once = fitBoosted(table, labels, shared);
    expect(fitBoosted(table, labels, shared)).toEqual(once);
    expect(fitBoosted(table, labels, { ...shared, seed: 2 })).not.toEqual(once);
  });

  it("keep their leaves as large as asked for", () => {
    const { table, labels } = mixed(300, 5);
    const model = fitBoosted(table, labels, { ...OPTIONS, trees: 1, depth: 8, minLeaf: 40 });
    const sizes = new Map<number, number>();
    for (const logit of boostedScorer(model).logits(table)) sizes.set(logit, (sizes.get(logit) ?? 0) + 1);
    expect(sizes.size).toBeGreaterThan(2);
    expect(Math.min(...sizes.values())).toBeGreaterThanOrEqual(40);
  });

  it("end with the trees that did best on rows they didn't learn from", () => {
    const learnt = mixed(300, 6);
    const validation = { ...mixed(300, 7), patience: 15 };
    const options = { ...OPTIONS, trees: 300, depth: 5, minLeaf: 1, l2: 0 };
    const model = fitBoosted(learnt.table, learnt.labels, { ...options, validation });
    const loss = (trees: number): number => {
      const shorter = fitBoosted(learnt.table, learnt.labels, { ...options, trees });
      return boostedScorer(shorter)
        .logits(validation.table)
        .reduce((sum, logit, row) => sum + Math.log1p(Math.exp(validation.labels[row] === 1 ? -logit : logit)), 0);
    };
    const losses = Array.from({ length: 40 }, (_, trees) => loss(trees));
    expect(model.roots.length).toBeLessThan(25);
    expect(model.roots.length).toBe(losses.indexOf(Math.min(...losses)));
    expect(model).toEqual(fitBoosted(learnt.table, learnt.labels, { ...options, trees: model.roots.length }));
  });

  it("have as many bins as fit a byte, alike in rows, and one for each value while those are few", () => {
    const few = binningOf(number("few", [3, 1, 2, NaN, 1]));
    expect(few).toEqual({ kind: "number", name: "few", cuts: [1.5, 2.5] });
    const many = binningOf(number("many", uniform(10_000, 8, "many")));
    expect(many.kind === "number" && many.cuts.length).toBe(253);
    const gaps = many.kind === "number" ? many.cuts.slice(1).map((cut, at) => cut - (many.cuts[at] ?? 0)) : [];
    expect(Math.max(...gaps)).toBeLessThan(0.01);
    const endless = binningOf(number("endless", [-Infinity, Infinity, 5]));
    expect(JSON.parse(JSON.stringify(endless))).toEqual(endless);
  });

  it("say which column is not there or not of its kind", () => {
    const { table, labels } = mixed(100, 9);
    const model = fitBoosted(table, labels, OPTIONS);
    expect(() => boostedScorer(model).logits(tableOf(number("b", [1]), category("c", ["p"], [0])))).toThrow(
      'The model was fitted on a number "a", which isn\'t there in the table.',
    );
    expect(() => boostedScorer(model).logits(tableOf(category("a", [], [-1]), number("b", [1])))).toThrow(
      'The model was fitted on a number "a", which is a category in the table.',
    );
  });
});

describe("what each column adds to a row", () => {
  it("sums up, with the base, to the row's log odds exactly, whatever was fitted", () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(),
          depth: fc.integer({ min: 0, max: 8 }),
          minLeaf: fc.integer({ min: 1, max: 20 }),
          l2: fc.constantFrom(0, 1, 10),
          rowShare: fc.constantFrom(0.5, 1),
          columnShare: fc.constantFrom(0.5, 1),
        }),
        (drawn) => {
          const { table, labels } = mixed(200, drawn.seed);
          const model = fitBoosted(table, labels, { ...drawn, trees: 20, rate: 0.3 });
          const others = mixed(50, drawn.seed + 1).table;
          const kept = boostedScorer(JSON.parse(JSON.stringify(model)) as typeof model);
          const { base, logits, columns, shares } = kept.explain(others);
          const scored = boostedScorer(model).logits(others);
          expect(columns).toEqual(["a", "b", "c"]);
          expect([...kept.logits(others)]).toEqual([...scored]);
          for (let row = 0; row < others.rows; row++) {
            const own = shares.subarray(row * 3, (row + 1) * 3);
            const sum = own.reduce((total, share) => total + share, base);
            expect(Math.abs(sum - (scored[row] ?? NaN))).toBeLessThan(1e-9);
            expect(Math.abs((logits[row] ?? NaN) - sum)).toBeLessThan(1e-9);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is nothing for a column that no tree asks", () => {
    const { table, labels } = crossed(400, 10);
    const idle = { rows: 400, columns: [...table.columns, number("idle", new Float64Array(400))] };
    const { shares } = boostedScorer(fitBoosted(idle, labels, OPTIONS)).explain(idle);
    expect(shares.filter((_, at) => at % 4 === 3)).toEqual(new Float64Array(400));
  });

  it("has as its base the mean log odds of the rows learnt from", () => {
    const { table, labels } = mixed(300, 11);
    const model = fitBoosted(table, labels, OPTIONS);
    const { base, logits } = boostedScorer(model).explain(table);
    expect(base).toBeCloseTo(logits.reduce((sum, logit) => sum + logit, 0) / 300, 9);
  });

  it("is the same for a row alone as among others", () => {
    const { table, labels } = mixed(300, 12);
    const scorer = boostedScorer(fitBoosted(table, labels, OPTIONS));
    const alone = scorer.explain(pick(table, Int32Array.of(17)));
    expect([...alone.shares]).toEqual([...scorer.explain(table).shares.subarray(51, 54)]);
  });
});
