import { factor, inverse, solve, type Symmetric } from "./cholesky.ts";

/** Rows of a design of which most places are 0: of row r the entries starts[r] up to starts[r + 1]. */
export interface Sparse {
  readonly rows: number;
  readonly width: number;
  readonly starts: Int32Array;
  readonly places: Int32Array;
  readonly values: Float64Array;
}

export interface Penalised {
  readonly design: Sparse;
  /** 0 or 1, by row */
  readonly labels: Float64Array;
  /** added to each row's log odds, if any */
  readonly offsets: Float64Array | undefined;
  /** P, width × width, positive definite */
  readonly penalty: Symmetric;
  /** what the coefficients are drawn towards, μ */
  readonly towards: Float64Array;
  /** where to begin; μ if it isn't said */
  readonly from?: Float64Array | undefined;
}

export interface Fit {
  readonly coefficients: Float64Array;
  /** H, of the objective at the coefficients, factored */
  readonly lower: Float64Array;
  readonly steps: number;
}

const MOST_STEPS = 50;
const MOST_HALVINGS = 40;
/** Half of the squared Newton decrement below which nothing moves that anybody could see. */
const ENOUGH = 1e-10;
/** what a sum over all rows may be wrong by, as a share of it */
const ROUNDING = 1e-12;

/**
 * The β that minimises −Σ[y·η − ln(1 + e^η)] + ½(β − μ)ᵀP(β − μ), η = Xβ + offset: penalised logistic regression, the
 * posterior's mode under a normal prior. Newton's method with step halving (Boyd & Vandenberghe, Convex Optimization,
 * algorithm 9.5), which ends by the Newton decrement.
 * @throws Error where the penalty isn't positive definite
 */
export function minimise(problem: Penalised): Fit {
  const { design, towards } = problem;
  const { width: n } = design;
  let beta = Float64Array.from(problem.from ?? towards);
  let value = objective(problem, beta);
  for (let steps = 1; ; steps++) {
    const { gradient, hessian } = slopes(problem, beta);
    const lower = factor(hessian, n);
    if (!lower) throw new Error("The penalty must be positive definite.");
    const step = solve(lower, gradient, n);
    const decrement = dot(gradient, step);
    if (decrement / 2 < ENOUGH || steps === MOST_STEPS) return { coefficients: beta, lower, steps };
    let moved = false;
    for (let halvings = 0, share = 1; halvings < MOST_HALVINGS && !moved; halvings++, share /= 2) {
      const next = beta.map((each, at) => each - share * (step[at] ?? 0));
      const there = objective(problem, next);
      if (there > value - 1e-4 * share * decrement + ROUNDING * Math.abs(value)) continue;
      beta = next;
      value = there;
      moved = true;
    }
    if (!moved) return { coefficients: beta, lower, steps };
  }
}

/** H⁻¹: what is not known of the coefficients, as covariances (Laplace's approximation). */
export function covarianceOf({ lower, coefficients }: Fit): Symmetric {
  return inverse(lower, coefficients.length);
}

/** Xβ + offset, by row. */
export function predict({ rows, starts, places, values }: Sparse, beta: Float64Array, offsets?: Float64Array) {
  const etas = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let eta = offsets?.[row] ?? 0;
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at++) eta += (values[at] ?? 0) * (beta[places[at] ?? 0] ?? 0);
    etas[row] = eta;
  }
  return etas;
}

/** ln(1 + e^x), without overflow. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** 1 / (1 + e^−x) */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

function objective({ design, labels, offsets, penalty, towards }: Penalised, beta: Float64Array): number {
  const etas = predict(design, beta, offsets);
  let sum = 0;
  for (let row = 0; row < etas.length; row++) {
    const eta = etas[row] ?? 0;
    sum += softplus(eta) - (labels[row] ?? 0) * eta;
  }
  const away = beta.map((each, at) => each - (towards[at] ?? 0));
  return sum + dot(away, times(penalty, away)) / 2;
}

function slopes({ design, labels, offsets, penalty, towards }: Penalised, beta: Float64Array) {
  const { rows, starts, places, values, width: n } = design;
  const etas = predict(design, beta, offsets);
  const away = beta.map((each, at) => each - (towards[at] ?? 0));
  const gradient = times(penalty, away);
  const hessian = Float64Array.from(penalty);
  for (let row = 0; row < rows; row++) {
    const p = sigmoid(etas[row] ?? 0);
    const residual = p - (labels[row] ?? 0);
    const weight = p * (1 - p);
    const begin = starts[row] ?? 0;
    const end = starts[row + 1] ?? 0;
    for (let one = begin; one < end; one++) {
      const place = places[one] ?? 0;
      const value = values[one] ?? 0;
      gradient[place] = (gradient[place] ?? 0) + residual * value;
      const base = place * n;
      const weighed = weight * value;
      // Within a row the places rise, so this fills the lower triangle alone.
      for (let other = begin; other <= one; other++) {
        const cell = base + (places[other] ?? 0);
        hessian[cell] = (hessian[cell] ?? 0) + weighed * (values[other] ?? 0);
      }
    }
  }
  return { gradient, hessian };
}

function times(matrix: Symmetric, vector: Float64Array): Float64Array {
  const n = vector.length;
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (matrix[i * n + j] ?? 0) * (vector[j] ?? 0);
    result[i] = sum;
  }
  return result;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
