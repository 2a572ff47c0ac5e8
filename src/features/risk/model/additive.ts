import { type Code, codesOf, designOf, LINE, LOG_LINE, offsetsOf, type Shape, SPLINE, widthOf } from "./coding.ts";
import { covarianceOf, type Fit, minimise, type Sparse } from "./newton.ts";
import { eventsIn, type Labels, type Table } from "./table.ts";

/** A column's part of an additive model. */
export interface AdditiveTerm {
  readonly code: Code;
  /** on the log odds' scale; of a number the value at each knot, or the slope a standard deviation */
  readonly coefficients: readonly number[];
  /** means of the basis over the rows it was fitted on */
  readonly means: readonly number[];
}

/** Plain data: it may be stored as JSON and read back. */
export interface AdditiveModel {
  readonly kind: "linear" | "gam";
  readonly rows: number;
  readonly events: number;
  /** the log odds where every column contributes nothing: their mean over the rows it was fitted on */
  readonly intercept: number;
  readonly terms: readonly AdditiveTerm[];
  /** H⁻¹ with the intercept first: rows of the lower triangle one after the other */
  readonly covariance: readonly number[];
}

export interface AdditiveOptions {
  /** linear: a straight line a column; log-linear: in ln(1 + x) where skewed; gam, if it isn't said: splines */
  readonly form?: AdditiveForm;
  /** what slopes are drawn towards: a standard deviation of the column as it is read, by column; others towards 0 */
  readonly priorMeans?: Readonly<Record<string, number>>;
  /** what the intercept is weakly drawn towards; the labels' own rate if it isn't said */
  readonly baseRate?: number;
  /** λr ≥ 1e-6: 1 / the variance of a slope's prior, a standard deviation of the column; 2 if it isn't said */
  readonly ridge?: number;
  /** λs: how much bends cost; 5 if it isn't said */
  readonly smooth?: number;
  /** how much of a whole period each row was at risk, (0, 1]; its ln is added to the log odds while fitting */
  readonly exposure?: Float64Array;
  /** nothing is learned of missing numbers; if it isn't said, they are a value of their own */
  readonly skipsBlanks?: boolean;
}

export type AdditiveForm = "linear" | "log-linear" | "gam";

const SHAPES: Readonly<Record<AdditiveForm, Shape>> = { linear: LINE, "log-linear": LOG_LINE, gam: SPLINE };

/** 1 / the variance of the intercept's prior: three events say more. */
const INTERCEPT_RIDGE = 0.1;
const LEAST_RIDGE = 1e-6;

/** D2: how much three knots that follow one another are bent. */
const BEND = [1, -2, 1] as const;

/** A table made ready to be fitted, several times if need be. */
export interface Prepared {
  readonly form: AdditiveForm;
  readonly codes: readonly Code[];
  readonly design: Sparse;
  readonly means: Float64Array;
}

export function prepare(table: Table, form: AdditiveForm, skipsBlanks = false): Prepared {
  const codes = codesOf(table, { ...SHAPES[form], skipsBlanks });
  const design = designOf(codes, table);
  const means = new Float64Array(design.width);
  for (const [at, place] of design.places.entries()) {
    means[place] = (means[place] ?? 0) + (design.values[at] ?? 0) / table.rows;
  }
  return { form, codes, design, means };
}

/**
 * Fits logit p = β0 + Σ f_j(x_j), f_j a spline of degree 1 on quantile knots (Eilers & Marx 1996, P-splines), a straight
 * line, or a constant for each level: the maximum of −ℓ + ½λr·E(f_j − μ_j·z)² + ½λs·Σ‖D2 f_j‖² + a weak prior on β0.
 * @param labels 1 where the event came, else 0
 * @throws Error where a ridge is not a number above 0
 */
export function fitAdditive(table: Table, labels: Labels, options: AdditiveOptions): AdditiveModel {
  const prepared = prepare(table, options.form ?? "gam", options.skipsBlanks);
  return modelOf(prepared, labels, fitPrepared(prepared, labels, options));
}

/** The coefficients alone. `from`: those of a similar fit of the same table, to begin with. */
export function fitPrepared(
  { codes, design, means }: Prepared,
  labels: Labels,
  { priorMeans = {}, baseRate, ridge = 2, smooth = 5, exposure }: AdditiveOptions,
  from?: Float64Array,
): Fit {
  const events = eventsIn(labels);
  const rate = baseRate ?? (events + 0.5) / (labels.length + 1);
  const towards = new Float64Array(design.width);
  towards[0] = Math.log(rate / (1 - rate));
  const penalty = new Float64Array(design.width ** 2);
  penalty[0] = INTERCEPT_RIDGE;
  const offsets = offsetsOf(codes);
  for (const [at, code] of codes.entries()) {
    const place = offsets[at] ?? 0;
    const slope = Object.hasOwn(priorMeans, code.name) ? (priorMeans[code.name] ?? 0) : 0;
    penalise({ code, place, width: design.width, ridge: Math.max(LEAST_RIDGE, ridge), smooth, means }, penalty);
    if (code.kind !== "number") continue;
    if (code.knots.length === 0) towards[place] = slope;
    for (const [knot, z] of code.knots.entries()) towards[place + knot] = slope * z;
  }
  const logs = exposure && Float64Array.from(exposure, Math.log);
  return minimise({ design, labels: Float64Array.from(labels), offsets: logs, penalty, towards, from });
}

interface Part {
  readonly code: Code;
  readonly place: number;
  readonly width: number;
  readonly ridge: number;
  readonly smooth: number;
  readonly means: Float64Array;
}

function penalise({ code, place, width, ridge, smooth, means }: Part, penalty: Float64Array): void {
  const add = (row: number, column: number, value: number): void => {
    const cell = (place + row) * width + place + column;
    penalty[cell] = (penalty[cell] ?? 0) + value;
  };
  const knots = code.kind === "number" ? code.knots : [];
  // A knot counts by the share of the rows near it, so that a straight line costs what its slope costs alone.
  for (let at = 0; at < widthOf(code); at++) add(at, at, ridge * (at < knots.length ? knotMass(means[place + at]) : 1));
  for (let at = 1; at + 1 < knots.length; at++) {
    for (const [i, one] of BEND.entries()) {
      for (const [j, other] of BEND.entries()) add(at - 1 + i, at - 1 + j, (smooth / knots.length) * one * other);
    }
  }
}

function knotMass(mean: number | undefined): number {
  return Math.max(1e-3, mean ?? 0);
}

/** What was fitted, as plain data. */
export function modelOf({ form, codes, means }: Prepared, labels: Labels, fit: Fit): AdditiveModel {
  const beta = fit.coefficients;
  const offsets = offsetsOf(codes);
  const terms = codes.map((code, at): AdditiveTerm => {
    const place = offsets[at] ?? 0;
    const end = place + widthOf(code);
    return { code, coefficients: [...beta.slice(place, end)], means: [...means.slice(place, end)] };
  });
  const full = covarianceOf(fit);
  const covariance: number[] = [];
  for (let row = 0; row < beta.length; row++) {
    for (let column = 0; column <= row; column++) covariance.push(rounded(full[row * beta.length + column] ?? 0));
  }
  const events = eventsIn(labels);
  const intercept = beta.reduce((sum, each, at) => sum + each * (at === 0 ? 1 : (means[at] ?? 0)), 0);
  const kind = form === "gam" ? "gam" : "linear";
  return { kind, rows: labels.length, events, intercept, terms, covariance };
}

/** Enough for an interval, and a third of the letters. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
