import { covarianceOf, minimise } from "./newton.ts";
import type { Labels } from "./table.ts";

/** What a line is drawn towards, and how strongly: 1 / variance. Intercept first, then slope. */
export interface LinePrior {
  readonly towards: readonly [number, number];
  readonly precision: readonly [number, number];
}

/** logit p = a + b·x, with what isn't known of both. */
export interface Line {
  readonly a: number;
  readonly b: number;
  readonly variance: { readonly a: number; readonly b: number; readonly ab: number };
}

/** Logistic regression on one column, drawn towards a prior: the maximum of −ℓ + ½Σ precision·(β − towards)². */
export function fitLine(x: Float64Array, labels: Labels, { towards, precision }: LinePrior): Line {
  const rows = x.length;
  const values = new Float64Array(2 * rows);
  for (const [row, each] of x.entries()) values.set([1, each], 2 * row);
  const fit = minimise({
    design: {
      rows,
      width: 2,
      starts: Int32Array.from({ length: rows + 1 }, (_, row) => 2 * row),
      places: Int32Array.from(values, (_, at) => at % 2),
      values,
    },
    labels: Float64Array.from(labels),
    offsets: undefined,
    penalty: Float64Array.of(precision[0], 0, 0, precision[1]),
    towards: Float64Array.from(towards),
  });
  const spread = covarianceOf(fit);
  const [a = 0, b = 0] = fit.coefficients;
  return { a, b, variance: { a: spread[0] ?? 0, b: spread[3] ?? 0, ab: spread[2] ?? 0 } };
}
