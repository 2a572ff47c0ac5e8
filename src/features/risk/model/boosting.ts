import { type Random, stream } from "../../../kernel/random.ts";
import { type Binning, binningOf, codesIn, codesOf } from "./boosting-bins.ts";
import { addTree, type BoostedModel } from "./boosting-score.ts";
import { type Coded, growTree, type Nodes, noNodes } from "./boosting-tree.ts";
import type { Table } from "./table.ts";

export interface BoostingOptions {
  /** the most trees */
  readonly trees: number;
  /** the most splits from a root to a leaf */
  readonly depth: number;
  /** of a tree's step that is taken, 0 < rate ≤ 1 */
  readonly rate: number;
  /** the fewest rows of a leaf */
  readonly minLeaf: number;
  /** λ ≥ 0, what draws leaves to 0 */
  readonly l2: number;
  /** of the rows, drawn anew for each tree; all when absent */
  readonly rowShare?: number;
  /** of the columns, drawn anew for each tree; all when absent */
  readonly columnShare?: number;
  readonly seed: number;
  /** rows that aren't learnt from: trees end with the best log loss there, looked for until so many trees brought none */
  readonly validation?: { readonly table: Table; readonly labels: Uint8Array; readonly patience: number };
}

/**
 * Gradient boosting of trees by the logistic loss: ℓ = ln(1 + eᶠ) − y·f with gradient p − y and hessian p(1 − p);
 * f = ln((Σy + ½)/(n − Σy + ½)) + Σ trees. Friedman 2001, "Greedy function approximation"; leaves and gains of the
 * second order after Chen & Guestrin, XGBoost (2016); shares of the rows after Friedman 2002, "Stochastic gradient
 * boosting". The same for the same rows, options and seed.
 * @param labels 1 where the event came, else 0, by row
 */
export function fitBoosted(table: Table, labels: Uint8Array, options: BoostingOptions): BoostedModel {
  const binnings = table.columns.map(binningOf);
  const coded = codedBy(table, binnings);
  const varying = binnings.flatMap((binning, place) => (varies(coded, binning, place) ? [place] : []));
  const base = logOdds(labels);
  const nodes = noNodes();
  const roots: number[] = [];
  const random = stream(options.seed, "boosting");
  const judge = options.validation && judgeOf(options.validation, binnings, base);
  const logits = new Float64Array(table.rows).fill(base);
  const derivatives = { gradient: new Float64Array(table.rows), hessian: new Float64Array(table.rows) };
  const isOneClass = labels.every((label) => label === labels[0]);
  const trees = isOneClass ? 0 : options.trees;
  while (roots.length < trees && judge?.hasEnough(roots.length) !== true) {
    derive(logits, labels, derivatives);
    const root = nodes.column.length;
    const rows = drawn(table.rows, options.rowShare ?? 1, random);
    const columns = [...drawn(varying.length, options.columnShare ?? 1, random)].map((at) => varying[at] ?? 0);
    growTree(nodes, coded, derivatives, rows, columns, options);
    addTree(nodes, root, coded, logits);
    roots.push(root);
    judge?.look(nodes, root, roots.length);
  }
  const best = judge ? judge.best() : roots.length;
  return finished(binnings, base, nodes, roots.slice(0, best), roots[best] ?? nodes.column.length);
}

function codedBy(table: Table, binnings: readonly Binning[]): Coded {
  return { rows: table.rows, binnings, codes: codesIn(table, binnings) };
}

function varies({ codes, rows }: Coded, binning: Binning, place: number): boolean {
  const first = codes[place * rows];
  return codesOf(binning) > 1 && codes.subarray(place * rows, (place + 1) * rows).some((code) => code !== first);
}

/** Of a mean with half an event and half none added, so that it is finite. */
function logOdds(labels: Uint8Array): number {
  const events = labels.reduce((sum, label) => sum + label, 0);
  return Math.log((events + 0.5) / (labels.length - events + 0.5));
}

function derive(
  logits: Float64Array,
  labels: Uint8Array,
  { gradient, hessian }: { readonly gradient: Float64Array; readonly hessian: Float64Array },
): void {
  for (let row = 0; row < logits.length; row++) {
    const p = 1 / (1 + Math.exp(-(logits[row] ?? 0)));
    gradient[row] = p - (labels[row] ?? 0);
    hessian[row] = p * (1 - p);
  }
}

/** Some of so many, without repeats, in their order. */
function drawn(from: number, share: number, random: Random): Int32Array {
  let wanted = share < 1 ? Math.min(from, Math.max(1, Math.round(share * from))) : from;
  const some = new Int32Array(wanted);
  for (let at = 0, taken = 0; wanted > 0; at++) {
    if (wanted < from - at && random.next() * (from - at) >= wanted) continue;
    some[taken++] = at;
    wanted--;
  }
  return some;
}

interface Judge {
  look(nodes: Nodes, root: number, trees: number): void;
  hasEnough(trees: number): boolean;
  best(): number;
}

/** Looks at the log loss of rows that aren't learnt from. */
function judgeOf(
  { table, labels, patience }: NonNullable<BoostingOptions["validation"]>,
  binnings: readonly Binning[],
  base: number,
): Judge {
  const coded = codedBy(table, binnings);
  const logits = new Float64Array(table.rows).fill(base);
  let least = lossOf(logits, labels);
  let best = 0;
  return {
    look(nodes, root, trees) {
      addTree(nodes, root, coded, logits);
      const loss = lossOf(logits, labels);
      if (loss >= least) return;
      least = loss;
      best = trees;
    },
    hasEnough: (trees) => trees - best >= patience,
    best: () => best,
  };
}

/** Σ ln(1 + eᶠ) − y·f, in a form that doesn't overflow. */
function lossOf(logits: Float64Array, labels: Uint8Array): number {
  let loss = 0;
  for (let row = 0; row < logits.length; row++) {
    const logit = logits[row] ?? 0;
    loss += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - (labels[row] ?? 0) * logit;
  }
  return loss;
}

/** The first so many trees, with those cuts alone that they split by. */
function finished(binnings: readonly Binning[], base: number, all: Nodes, roots: number[], end: number): BoostedModel {
  const used = binnings.map(() => new Set<number>());
  for (let node = 0; node < end; node++) {
    const at = all.at[node] ?? 0;
    if (at > 0) used[all.column[node] ?? -1]?.add(at);
  }
  const kept = used.map((codes) => [...codes].sort((a, b) => a - b));
  const columns = binnings.map((binning, place) =>
    binning.kind === "number"
      ? { ...binning, cuts: binning.cuts.filter((_, cut) => used[place]?.has(cut + 1)) }
      : binning,
  );
  const places = kept.map((codes) => new Map(codes.map((code, place) => [code, place + 1])));
  const column = all.column.slice(0, end);
  const at = column.map((by, node) => places[by]?.get(all.at[node] ?? 0) ?? all.at[node] ?? 0);
  const setsKept = at.reduce((most, each) => Math.max(most, -each), 0);
  const nodes = {
    column,
    at,
    missingLeft: all.missingLeft.slice(0, end),
    right: all.right.slice(0, end),
    mean: all.mean.slice(0, end),
    sets: all.sets.slice(0, setsKept),
  };
  return { kind: "gbdt", columns, base, roots, nodes };
}
