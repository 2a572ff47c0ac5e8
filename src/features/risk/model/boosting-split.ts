/** What some rows sum up to: first and second derivatives of the loss, and how many they are. */
export interface Sums {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

export interface SplitRules {
  /** the fewest rows on a side */
  readonly minLeaf: number;
  /** λ ≥ 0 */
  readonly l2: number;
}

export interface Split {
  readonly gain: number;
  /** of a number: the last code that goes left */
  readonly lastLeft: number;
  /** where a code goes that no row of the node has */
  readonly missingLeft: boolean;
  /** of a category: the codes that go left, what is missing among them; none for a number */
  readonly left: readonly number[] | undefined;
  /** of what goes left */
  readonly sums: Sums;
}

const LEAST_GAIN = 1e-7;
const LEAST_HESSIAN = 1e-3;
/** pulls rare levels towards the middle of the order */
const LEVEL_SMOOTHING = 10;
/** added to λ when a category's splits are weighed: their order was chosen by the same rows */
const LEVEL_L2 = 10;

/**
 * The best split of a node by a number, of all cuts between its bins and for each with what is missing left or right:
 * gain = G_L²/(H_L+λ) + G_R²/(H_R+λ) − G²/(H+λ). Chen & Guestrin, XGBoost (2016), equation 7 (γ = 0, without its ½)
 * and algorithm 3.
 * @param sums by code: gradient, hessian, rows
 */
export function splitNumber(sums: Float64Array, node: Sums, { minLeaf, l2 }: SplitRules): Split | undefined {
  const codes = sums.length / 3;
  const missingRows = sums[2] ?? 0;
  const whole = node.gradient ** 2 / (node.hessian + l2);
  let best = LEAST_GAIN;
  let lastLeft = -1;
  let missingLeft = false;
  let found: Sums | undefined;
  for (let side = 0; side < (missingRows > 0 ? 2 : 1); side++) {
    let gradient = side === 1 ? (sums[0] ?? 0) : 0;
    let hessian = side === 1 ? (sums[1] ?? 0) : 0;
    let rows = side === 1 ? missingRows : 0;
    for (let code = 1; code < codes; code++) {
      const added = sums[code * 3 + 2] ?? 0;
      if (added === 0) continue;
      gradient += sums[code * 3] ?? 0;
      hessian += sums[code * 3 + 1] ?? 0;
      rows += added;
      if (rows < minLeaf) continue;
      if (node.rows - rows < minLeaf) break;
      const above = node.hessian - hessian;
      if (hessian < LEAST_HESSIAN || above < LEAST_HESSIAN) continue;
      const gain = gradient ** 2 / (hessian + l2) + (node.gradient - gradient) ** 2 / (above + l2) - whole;
      if (gain <= best) continue;
      best = gain;
      lastLeft = code;
      missingLeft = side === 1;
      found = { gradient, hessian, rows };
    }
  }
  if (!found) return undefined;
  if (missingRows === 0) missingLeft = found.rows * 2 > node.rows;
  return { gain: best, lastLeft, missingLeft, left: undefined, sums: found };
}

/**
 * The best split of a node by a category: its levels in the order of G/(H + 10), which has the best of all subsets
 * among its prefixes (Fisher 1958, "On grouping for maximum homogeneity"; smoothed as LightGBM's cat_smooth). What is
 * missing is a level. Chosen over one level against the rest since a tree of three levels can then part the good from
 * the bad of many levels by one split.
 * @param sums by code: gradient, hessian, rows
 */
export function splitCategory(sums: Float64Array, node: Sums, rules: SplitRules): Split | undefined {
  const present: number[] = [];
  for (let code = 0; code * 3 < sums.length; code++) if ((sums[code * 3 + 2] ?? 0) > 0) present.push(code);
  const place = (code: number): number => (sums[code * 3] ?? 0) / ((sums[code * 3 + 1] ?? 0) + LEVEL_SMOOTHING);
  present.sort((a, b) => place(a) - place(b) || a - b);
  const inOrder = new Float64Array((present.length + 1) * 3);
  present.forEach((code, at) => inOrder.set(sums.subarray(code * 3, code * 3 + 3), (at + 1) * 3));
  const l2 = rules.l2 + (present.length > 2 ? LEVEL_L2 : 0);
  const split = splitNumber(inOrder, node, { minLeaf: rules.minLeaf, l2 });
  if (!split) return undefined;
  const left = new Set(present.slice(0, split.lastLeft));
  if (split.missingLeft) {
    const here = new Set(present);
    for (let code = 0; code * 3 < sums.length; code++) if (!here.has(code)) left.add(code);
  }
  return { ...split, left: [...left].sort((a, b) => a - b) };
}
