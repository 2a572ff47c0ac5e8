import type { AdditiveModel } from "./additive.ts";
import { addBasis, type Code, type Entries, entriesFor, MISSING, offsetsOf, put, UNKNOWN, valuesOf } from "./coding.ts";
import type { Scorer } from "./table.ts";

/** One row: numbers, and levels of categories by their names; what isn't there is missing. */
export type Values = Readonly<Record<string, number | string | undefined>>;

export interface AdditiveScore {
  readonly logit: number;
  readonly standardError: number;
  readonly terms: readonly { readonly name: string; readonly contribution: number; readonly standardError: number }[];
}

/**
 * Scores a row with all its reasons, c_j = f_j(x_j) − mean f_j, Σ c_j = logit p − intercept; a value of which nothing was
 * learned contributes 0. Standard errors are √dᵀH⁻¹d, d the basis (of a reason: less its mean). Make it once a model.
 */
export function createRowScorer(model: AdditiveModel): (values: Values) => AdditiveScore {
  const scorer = createAdditiveScorer(model);
  const read = scorer.codes.map((code) => readerOf(code));
  const values = new Float64Array(read.length);
  return (row) => {
    for (const [at, each] of read.entries()) values[at] = each(row[scorer.codes[at]?.name ?? ""]);
    const logit = scorer.score(values);
    const terms = scorer.codes.map(({ name }, at) => ({
      name,
      contribution: scorer.contributions[at] ?? 0,
      standardError: scorer.standardErrorOf(at),
    }));
    return { logit, standardError: scorer.standardError(), terms };
  };
}

/** Log odds alone. */
export function additiveScorer(model: AdditiveModel): Scorer {
  return {
    kind: model.kind,
    logits(table) {
      const scorer = createAdditiveScorer(model);
      const columns = scorer.codes.map((code) => valuesOf(code, table));
      const values = new Float64Array(columns.length);
      const logits = new Float64Array(table.rows);
      for (let row = 0; row < table.rows; row++) {
        for (const [at, column] of columns.entries()) values[at] = column[row] ?? NaN;
        logits[row] = scorer.score(values);
      }
      return logits;
    },
  };
}

interface AdditiveRow {
  readonly codes: readonly Code[];
  /** of the row scored last */
  readonly contributions: Float64Array;
  /** Takes the row's values in the order of the codes. @returns its log odds */
  score(values: Float64Array): number;
  standardError(): number;
  standardErrorOf(term: number): number;
}

function createAdditiveScorer({ intercept, terms, covariance }: AdditiveModel): AdditiveRow {
  const codes = terms.map(({ code }) => code);
  const offsets = offsetsOf(codes);
  const width = 1 + terms.reduce((sum, { coefficients }) => sum + coefficients.length, 0);
  const betas = Float64Array.from([0, ...terms.flatMap(({ coefficients }) => coefficients)]);
  const means = Float64Array.from([1, ...terms.flatMap((term) => term.means)]);
  const packed = Float64Array.from(covariance);
  const contributions = new Float64Array(terms.length);
  const average = terms.map((term) =>
    term.means.reduce((sum, each, at) => sum + each * (term.coefficients[at] ?? 0), 0),
  );
  const basis = entriesFor(width);
  /** where each term's entries begin in the basis */
  const begins = new Int32Array(terms.length + 1);
  const less = entriesFor(width);

  function score(values: Float64Array): number {
    basis.length = 0;
    put(basis, 0, 1);
    let logit = intercept;
    for (let at = 0; at < codes.length; at++) {
      const begin = basis.length;
      begins[at] = begin;
      const code = codes[at];
      const offset = offsets[at] ?? 0;
      if (code && addBasis(code, offset, values[at] ?? NaN, basis)) {
        let sum = -(average[at] ?? 0);
        for (let entry = begin; entry < basis.length; entry++) {
          sum += (betas[basis.places[entry] ?? 0] ?? 0) * (basis.values[entry] ?? 0);
        }
        contributions[at] = sum;
        logit += sum;
      } else {
        contributions[at] = 0;
        const end = offsets[at + 1] ?? width;
        for (let place = offset; place < end; place++) put(basis, place, means[place] ?? 0);
      }
    }
    begins[codes.length] = basis.length;
    return logit;
  }

  function standardErrorOf(term: number): number {
    const [offset, end] = [offsets[term] ?? 0, offsets[term + 1] ?? width];
    less.length = 0;
    let entry = begins[term] ?? 0;
    const stop = begins[term + 1] ?? 0;
    for (let place = offset; place < end; place++) {
      let value = -(means[place] ?? 0);
      if (entry < stop && basis.places[entry] === place) value += basis.values[entry++] ?? 0;
      put(less, place, value);
    }
    return deviation(less, packed);
  }

  return { codes, contributions, score, standardErrorOf, standardError: () => deviation(basis, packed) };
}

/** √dᵀΣd; the places of d rise, Σ's lower triangle is packed by rows. */
function deviation({ places, values, length }: Entries, packed: Float64Array): number {
  let sum = 0;
  for (let one = 0; one < length; one++) {
    const place = places[one] ?? 0;
    const base = (place * (place + 1)) / 2;
    const value = values[one] ?? 0;
    let inner = 0;
    for (let other = 0; other < one; other++)
      inner += (packed[base + (places[other] ?? 0)] ?? 0) * (values[other] ?? 0);
    sum += value * (2 * inner + value * (packed[base + place] ?? 0));
  }
  return Math.sqrt(Math.max(0, sum));
}

function readerOf(code: Code): (value: number | string | undefined) => number {
  if (code.kind === "number") {
    return (value) => (typeof value === "number" && Number.isFinite(value) ? value : NaN);
  }
  const places = new Map(code.levels.map((level, at) => [level, at]));
  return (value) => (value === undefined ? MISSING : (places.get(String(value)) ?? UNKNOWN));
}
