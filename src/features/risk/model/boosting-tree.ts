import { type Binning, codesOf } from "./boosting-bins.ts";
import { type Split, splitCategory, splitNumber, type SplitRules, type Sums } from "./boosting-split.ts";

/** Rows as codes, column by column in the order of the binnings. */
export interface Coded {
  readonly rows: number;
  readonly binnings: readonly Binning[];
  readonly codes: Uint8Array;
}

/** First and second derivatives of the loss by a row's log odds. */
export interface Derivatives {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Nodes of trees, one behind the other; after a node stands what is left of it. As JSON it is a model's. */
export interface Nodes {
  /** place of the column that a node splits by; -1 for a leaf */
  readonly column: number[];
  /** of a number the last code that goes left; -1 and less for a category, whose set is at -1 - at */
  readonly at: number[];
  /** 1 when what is missing goes left, for a number */
  readonly missingLeft: number[];
  /** the node to the right */
  readonly right: number[];
  /** a leaf's value, the mean of the leaves below by their rows for others; in log odds */
  readonly mean: number[];
  /** codes of a category that go left */
  readonly sets: (readonly number[])[];
}

export interface TreeRules extends SplitRules {
  readonly depth: number;
  /** what a leaf's value is multiplied by */
  readonly rate: number;
}

export function noNodes(): Nodes {
  return { column: [], at: [], missingLeft: [], right: [], mean: [], sets: [] };
}

/**
 * Grows a tree and adds its nodes. Leaves have −rate · G/(H+λ) (Newton's step; Chen & Guestrin 2016, equation 5). A
 * node's histogram is counted for its smaller side, and the other's is what remains of its own (LightGBM, Ke et al.
 * 2017).
 * @param rows which of them it learns from; their order is changed
 * @param columns which of them it may split by
 */
export function growTree(
  nodes: Nodes,
  coded: Coded,
  { gradient, hessian }: Derivatives,
  rows: Int32Array,
  columns: readonly number[],
  rules: TreeRules,
): void {
  const { binnings } = coded;
  const codesOfColumn = columns.map((column) => coded.codes.subarray(column * coded.rows, (column + 1) * coded.rows));
  const starts = [0];
  for (const column of columns) starts.push((starts.at(-1) ?? 0) + 3 * codesOf(binnings[column] as Binning));
  const spare: Float64Array[] = [];
  const gradients = new Float64Array(rows.length);
  const hessians = new Float64Array(rows.length);
  const right = new Int32Array(rows.length);

  function histogramOf(from: number, to: number): Float64Array {
    const histogram = spare.pop()?.fill(0) ?? new Float64Array(starts.at(-1) ?? 0);
    for (let at = from; at < to; at++) {
      const row = rows[at] ?? 0;
      gradients[at] = gradient[row] ?? 0;
      hessians[at] = hessian[row] ?? 0;
    }
    for (let place = 0; place < columns.length; place++) {
      const codes = codesOfColumn[place] as Uint8Array;
      const start = starts[place] ?? 0;
      for (let at = from; at < to; at++) {
        const slot = start + 3 * (codes[rows[at] ?? 0] ?? 0);
        histogram[slot] = (histogram[slot] ?? 0) + (gradients[at] ?? 0);
        histogram[slot + 1] = (histogram[slot + 1] ?? 0) + (hessians[at] ?? 0);
        histogram[slot + 2] = (histogram[slot + 2] ?? 0) + 1;
      }
    }
    return histogram;
  }

  function bestSplit(histogram: Float64Array, sums: Sums): (Split & { readonly column: number }) | undefined {
    let best: (Split & { readonly column: number }) | undefined;
    columns.forEach((column, place) => {
      const own = histogram.subarray(starts[place], starts[place + 1]);
      const split = (binnings[column]?.kind === "number" ? splitNumber : splitCategory)(own, sums, rules);
      if (split && (!best || split.gain > best.gain)) best = { ...split, column };
    });
    return best;
  }

  /** Moves what goes left to the front, in its order. @returns where the right begins */
  function part(from: number, to: number, node: number): number {
    const goes = goesLeft(nodes, node);
    const codes = codesOfColumn[columns.indexOf(nodes.column[node] ?? -1)] as Uint8Array;
    let end = from;
    let moved = 0;
    for (let at = from; at < to; at++) {
      const row = rows[at] ?? 0;
      if (goes[codes[row] ?? 0] === 1) rows[end++] = row;
      else right[moved++] = row;
    }
    rows.set(right.subarray(0, moved), end);
    return end;
  }

  /** @param histogram of the rows; it is the tree's to change */
  function grow(from: number, to: number, left: number, sums: Sums, histogram: Float64Array | undefined): number {
    const node = nodes.column.length;
    const split = histogram && bestSplit(histogram, sums);
    nodes.column.push(split ? split.column : -1);
    nodes.at.push(split ? (split.left ? -nodes.sets.push(split.left) : split.lastLeft) : 0);
    nodes.missingLeft.push(split?.missingLeft ? 1 : 0);
    nodes.right.push(0);
    nodes.mean.push((-rules.rate * sums.gradient) / (sums.hessian + rules.l2 || 1));
    if (!split || !histogram) {
      if (histogram) spare.push(histogram);
      return node;
    }
    const middle = part(from, to, node);
    const below = [split.sums, without(sums, split.sums)] as const;
    let histograms: readonly (Float64Array | undefined)[] = [undefined, undefined];
    if (left > 1) {
      const leftIsSmaller = middle - from <= to - middle;
      const smaller = leftIsSmaller ? histogramOf(from, middle) : histogramOf(middle, to);
      for (let at = 0; at < histogram.length; at++) histogram[at] = (histogram[at] ?? 0) - (smaller[at] ?? 0);
      histograms = leftIsSmaller ? [smaller, histogram] : [histogram, smaller];
    } else spare.push(histogram);
    const onLeft = grow(from, middle, left - 1, below[0], histograms[0]);
    const onRight = grow(middle, to, left - 1, below[1], histograms[1]);
    nodes.right[node] = onRight;
    const share = (middle - from) / (to - from);
    nodes.mean[node] = share * (nodes.mean[onLeft] ?? 0) + (1 - share) * (nodes.mean[onRight] ?? 0);
    return node;
  }

  let g = 0;
  let h = 0;
  for (const row of rows) {
    g += gradient[row] ?? 0;
    h += hessian[row] ?? 0;
  }
  const sums = { gradient: g, hessian: h, rows: rows.length };
  grow(0, rows.length, rules.depth, sums, rules.depth > 0 ? histogramOf(0, rows.length) : undefined);
}

/** Of each code 1 when a node sends it left. */
function goesLeft(nodes: Nodes, node: number): Uint8Array {
  const goes = new Uint8Array(256);
  const at = nodes.at[node] ?? 0;
  const left = at < 0 ? nodes.sets[-1 - at] : undefined;
  if (left) for (const code of left) goes[code] = 1;
  else {
    goes.fill(1, 1, at + 1);
    goes[0] = nodes.missingLeft[node] ?? 0;
  }
  return goes;
}

function without(whole: Sums, part: Sums): Sums {
  return {
    gradient: whole.gradient - part.gradient,
    hessian: whole.hessian - part.hessian,
    rows: whole.rows - part.rows,
  };
}
