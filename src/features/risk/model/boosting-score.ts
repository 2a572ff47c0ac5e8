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

/**
 * Both throw an Error that names a column which the model needs and the table hasn't.
 * The log odds are base + Σ of the leaf that a row comes to in each tree.
 */
export interface BoostedScorer extends Scorer {
  readonly kind: "gbdt";
  /**
   * What each column adds, exactly: on the way of a row through a tree each step adds mean(after) − mean(before) to the
   * column that it is by (Saabas 2014, "Interpreting random forests"), so that base + Σ shares = logit. Of two columns
   * that only matter together, the one asked first gets less than by Shapley's values.
   */
  readonly explain: (table: Table) => Explained;
}

/** Nodes as typed arrays, for walking. A step is arithmetic, since no processor can guess where a row goes. */
interface Walk {
  /** four a node: COLUMN, BOUND, JUMP, SET */
  readonly nodes: Int32Array;
  /** of each set 256 answers: -1 for a code that goes right, 0 for one that goes left */
  readonly sets: Int8Array;
  readonly mean: Float64Array;
  /** what a step to a node adds to its tree's value */
  readonly step: Float64Array;
}

/** place of the column; -1 for a leaf */
const COLUMN = 0;
/** of a number the last code that goes left; plus 256 when what is missing, code 0, is to count as 255 and goes right */
const BOUND = 1;
/** from what is left of a node to what is right of it */
const JUMP = 2;
/** where a category's answers begin in sets; -1 for a number */
const SET = 3;

function walkOf(nodes: Nodes, from: number): Walk {
  const size = nodes.column.length - from;
  const firstSet = -1 - (nodes.at.slice(from).find((at) => at < 0) ?? -1 - nodes.sets.length);
  const sets = nodes.sets.slice(firstSet);
  const walk = {
    nodes: new Int32Array(size * 4),
    sets: new Int8Array(sets.length * 256).fill(-1),
    mean: Float64Array.from(nodes.mean.slice(from)),
    step: new Float64Array(size),
  };
  for (let node = 0; node < size; node++) {
    const column = nodes.column[from + node] ?? -1;
    const at = nodes.at[from + node] ?? 0;
    const right = (nodes.right[from + node] ?? 0) - from;
    const bound = nodes.missingLeft[from + node] === 1 ? at : 256 + at - 1;
    walk.nodes.set([column, bound, right - node - 1, at < 0 ? (-1 - at - firstSet) * 256 : -1], node * 4);
    if (column < 0) continue;
    for (const next of [node + 1, right]) walk.step[next] = (walk.mean[next] ?? 0) - (walk.mean[node] ?? 0);
  }
  sets.forEach((set, at) => {
    for (const code of set) walk.sets[at * 256 + code] = 0;
  });
  return walk;
}

/** The node after one, for a row with this code in the node's column. */
function after({ nodes, sets }: Walk, node: number, code: number): number {
  const at = node * 4;
  const bound = nodes[at + BOUND] ?? 0;
  const set = nodes[at + SET] ?? -1;
  const goesRight = set < 0 ? ((bound & 255) - ((code - (bound >> 8)) & 255)) >> 31 : (sets[set + code] ?? 0);
  return node + 1 + ((nodes[at + JUMP] ?? 0) & goesRight);
}

/** Adds to each row's log odds the leaf that it comes to in each tree. */
function addLeaves(walk: Walk, roots: readonly number[], { rows, codes }: Coded, logits: Float64Array): void {
  const { nodes, mean } = walk;
  for (const root of roots) {
    for (let row = 0; row < rows; row++) {
      let node = root;
      for (let by = nodes[node * 4 + COLUMN] ?? -1; by >= 0; by = nodes[node * 4 + COLUMN] ?? -1) {
        node = after(walk, node, codes[by * rows + row] ?? 0);
      }
      logits[row] = (logits[row] ?? 0) + (mean[node] ?? 0);
    }
  }
}

/** The same walk, and each step is added to the column that it is by. */
function addShares(walk: Walk, roots: readonly number[], { rows, codes, binnings }: Coded, shares: Float64Array): void {
  const { nodes, step } = walk;
  const width = binnings.length;
  for (const root of roots) {
    for (let row = 0; row < rows; row++) {
      let node = root;
      for (let by = nodes[node * 4 + COLUMN] ?? -1; by >= 0; by = nodes[node * 4 + COLUMN] ?? -1) {
        node = after(walk, node, codes[by * rows + row] ?? 0);
        const share = row * width + by;
        shares[share] = (shares[share] ?? 0) + (step[node] ?? 0);
      }
    }
  }
}

/** Adds the trees from a root on, the last of a fit, to the log odds of some rows. */
export function addTree(nodes: Nodes, root: number, coded: Coded, logits: Float64Array): void {
  addLeaves(walkOf(nodes, root), [0], coded, logits);
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
