/** A symmetric positive-definite matrix as rows one after the other, n × n; only its lower triangle is read. */
export type Symmetric = Float64Array;

/**
 * The lower triangle L with L·Lᵀ = matrix (Golub & Van Loan, Matrix Computations, algorithm 4.2.1), or undefined where
 * the matrix isn't positive definite in double precision.
 */
export function factor(matrix: Symmetric, n: number): Float64Array | undefined {
  const lower = Float64Array.from(matrix);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (lower[i * n + k] ?? 0) * (lower[j * n + k] ?? 0);
      if (i !== j) {
        lower[i * n + j] = sum / (lower[j * n + j] ?? 1);
      } else if (sum > 0 && Number.isFinite(sum)) {
        lower[i * n + i] = Math.sqrt(sum);
      } else {
        return undefined;
      }
    }
  }
  return lower;
}

/** x with L·Lᵀ·x = right. */
export function solve(lower: Float64Array, right: Float64Array, n: number): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (lower[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (lower[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < n; k++) sum -= (lower[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (lower[i * n + i] ?? 1);
  }
  return x;
}

/** (L·Lᵀ)⁻¹, n × n. */
export function inverse(lower: Float64Array, n: number): Symmetric {
  const result = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let column = 0; column < n; column++) {
    unit[column] = 1;
    result.set(solve(lower, unit, n), column * n);
    unit[column] = 0;
  }
  return result;
}
