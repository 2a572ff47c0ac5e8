import { type Binning, codesIn } from "./boosting-bins.ts";
import type { Coded, Nodes } from "./boosting-tree.ts";
import type { Scorer, Table } from "./table.ts";

/** What was fitted: plain data that JSON keeps whole. */
export interface BoostedModel {
  readonly kind: "gbdt";
  readonly columns: readonly Binning[];
  /** log odds before the first tree */
  readonly base: number;
  /** the first node of each tree */
  readonly roots: readonly number[];
  readonly nodes: Nodes;
}

/** Why each row has its log odds. */
export interface Explained {
  /** the mean log odds of the rows that the trees learnt from */
  readonly base: number;
  readonly logits: Float64Array;
  /** names, in the order of a row's shares */
  readonly columns: readonly string[];
  /** rows × columns, row by row: what each column adds to the row's log odds; with the base they sum up to its logit */
  readonly shares: Float64Array;
}

export interface BoostedScorer extends Scorer {
  readonly kind: "gbdt";
  readonly explain: (table: Table) => Explained;
}

/** Nodes as typed arrays, for walking. */
interface Walk {
  readonly column: Int32Array;
  /** a number goes left when (code - shift) & 255 ≤ last: missing, code 0, becomes 255 by a shift of 1 */
  readonly shift: Uint8Array;
  readonly last: Uint8Array;
  /** where a category's 256 answers begin in members; -1 for a number */
  readonly set: Int32Array;
  readonly members: Uint8Array;
  readonly right: Int32Array;
  readonly mean: Float64Array;
}

function walkOf(nodes: Nodes, from: number): Walk {
  const size = nodes.column.length - from;
  const walk: Walk = {
    column: Int32Array.from(nodes.column.slice(from)),
    shift: new Uint8Array(size),
    last: new Uint8Array(size),
    set: new Int32Array(size).fill(-1),
    members: new Uint8Array(nodes.sets.length * 256),
    right: Int32Array.from(nodes.right.slice(from), (right) => right - from),
    mean: Float64Array.from(nodes.mean.slice(from)),
  };
  for (let node = 0; node < size; node++) {
    const at = nodes.at[from + node] ?? 0;
    if (at < 0) walk.set[node] = (-1 - at) * 256;
    else {
      walk.shift[node] = 1 - (nodes.missingLeft[from + node] ?? 0);
      walk.last[node] = at - (walk.shift[node] ?? 0);
    }
  }
  nodes.sets.forEach((set, at) => {
    for (const code of set) walk.members[at * 256 + code] = 1;
  });
  return walk;
}

/** Adds to each row's log odds the leaf that it comes to in each tree. */
function addLeaves(walk: Walk, roots: readonly number[], { rows, codes }: Coded, logits: Float64Array): void {
  const { column, shift, last, set, members, right, mean } = walk;
  for (const root of roots) {
    for (let row = 0; row < rows; row++) {
      let node = root;
      for (let by = column[node] ?? -1; by >= 0; by = column[node] ?? -1) {
        const code = codes[by * rows + row] ?? 0;
        const start = set[node] ?? -1;
        const isLeft =
          start < 0 ? ((code - (shift[node] ?? 0)) & 255) <= (last[node] ?? 0) : members[start + code] === 1;
        node = isLeft ? node + 1 : (right[node] ?? 0);
      }
      logits[row] = (logits[row] ?? 0) + (mean[node] ?? 0);
    }
  }
}

/** Adds the trees from a root on, the last of a fit, to the log odds of some rows. */
export function addTree(nodes: Nodes, root: number, coded: Coded, logits: Float64Array): void {
  addLeaves(walkOf(nodes, root), [0], coded, logits);
}

/** The same walk, and on each step the difference of the two nodes' means for the column that it is by. */
function addShares(walk: Walk, roots: readonly number[], { rows, codes, binnings }: Coded, shares: Float64Array): void {
  const { column, shift, last, set, members, right, mean } = walk;
  const width = binnings.length;
  for (const root of roots) {
    for (let row = 0; row < rows; row++) {
      let node = root;
      let before = mean[node] ?? 0;
      for (let by = column[node] ?? -1; by >= 0; by = column[node] ?? -1) {
        const code = codes[by * rows + row] ?? 0;
        const start = set[node] ?? -1;
        const isLeft =
          start < 0 ? ((code - (shift[node] ?? 0)) & 255) <= (last[node] ?? 0) : members[start + code] === 1;
        node = isLeft ? node + 1 : (right[node] ?? 0);
        const after = mean[node] ?? 0;
        const share = row * width + by;
        shares[share] = (shares[share] ?? 0) + after - before;
        before = after;
      }
    }
  }
}

/** A model made ready once for many tables. */
export function boostedScorer(model: BoostedModel): BoostedScorer {
  const walk = walkOf(model.nodes, 0);
  const coded = (table: Table): Coded => ({
    rows: table.rows,
    binnings: model.columns,
    codes: codesIn(table, model.columns),
  });
  const base = model.roots.reduce((sum, root) => sum + (walk.mean[root] ?? 0), model.base);
  return {
    kind: "gbdt",
    logits(table) {
      const logits = new Float64Array(table.rows).fill(model.base);
      addLeaves(walk, model.roots, coded(table), logits);
      return logits;
    },
    explain(table) {
      const width = model.columns.length;
      const shares = new Float64Array(table.rows * width);
      addShares(walk, model.roots, coded(table), shares);
      const logits = new Float64Array(table.rows);
      for (let row = 0; row < table.rows; row++) {
        let logit = base;
        for (let at = row * width; at < (row + 1) * width; at++) logit += shares[at] ?? 0;
        logits[row] = logit;
      }
      return { base, logits, columns: model.columns.map(({ name }) => name), shares };
    },
  };
}

/**
 * The log odds by row: base + Σ of the leaf that a row comes to in each tree.
 * @throws Error that names a column which the model needs and the table hasn't
 */
export function scoreBoosted(model: BoostedModel, table: Table): Float64Array {
  return boostedScorer(model).logits(table);
}

/**
 * The log odds and what each column adds to them, exactly: on the way of a row through a tree each step adds
 * mean(after) − mean(before) to the column that it is by (Saabas 2014, "Interpreting random forests"), so that
 * base + Σ shares = logit. Of two columns that only matter together, the one asked first gets less than by Shapley's
 * values.
 * @throws Error that names a column which the model needs and the table hasn't
 */
export function explainBoosted(model: BoostedModel, table: Table): Explained {
  return boostedScorer(model).explain(table);
}
