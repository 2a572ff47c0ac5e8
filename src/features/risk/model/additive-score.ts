import type { AdditiveModel } from "./additive.ts";
import { addBasis, type Code, type Entries, entriesFor, MISSING, offsetsOf, put, UNKNOWN, valuesOf } from "./coding.ts";
import type { Scorer } from "./table.ts";

/** One row: numbers, and levels of categories by their names; what isn't there is missing. */
export type Values = Readonly<Record<string, number | string | undefined>>;

export interface AdditiveScore {
  readonly logit: number;
  readonly standardError: number;
  readonly terms: readonly { readonly name: string; readonly contribution: number; readonly standardError: number }[];
  /** by group of terms, of what they contribute together */
  readonly together: readonly number[];
}

/**
 * Scores a row with all its reasons, c_j = f_j(x_j) − mean f_j, Σ c_j = logit p − intercept; a value of which nothing was
 * learned contributes 0. Standard errors are √dᵀH⁻¹d, d the basis (of a reason: less its mean). Make it once a model.
 * @param groups names of terms whose sums have a standard error of their own
 */
export function createRowScorer(
  model: AdditiveModel,
  groups: readonly (readonly string[])[] = [],
): (values: Values) => AdditiveScore {
  const scorer = createAdditiveScorer(model);
  const read = scorer.codes.map((code) => readerOf(code));
  const codeName = (at: number): string => scorer.codes[at]?.name ?? "";
  const values = new Float64Array(read.length);
  const places = groups.map((names) => [...scorer.codes.keys()].filter((at) => names.includes(codeName(at))));
  return (row) => {
    for (const [at, each] of read.entries()) values[at] = each(row[codeName(at)]);
    const logit = scorer.score(values);
    const terms = scorer.codes.map(({ name }, at) => ({
      name,
      contribution: scorer.contributions[at] ?? 0,
      standardError: scorer.standardErrorOf(at),
    }));
    const together = places.map((each) => scorer.standardErrorOfSum(each));
    return { logit, standardError: scorer.standardError(), terms, together };
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
  /** @param terms rising */
  standardErrorOfSum(terms: readonly number[]): number;
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
  const away = entriesFor(width);
  /** where each term's entries begin in the basis */
  const begins = new Int32Array(terms.length + 1);
  /** by term: whether something was learned of the value in the basis */
  const learned = new Uint8Array(terms.length);
  const { byMeans, meansVariance } = meansBlocks(terms, offsets, means, packed);

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
        learned[at] = 1;
        logit += sum;
      } else {
        contributions[at] = 0;
        learned[at] = 0;
        const end = offsets[at + 1] ?? width;
        for (let place = offset; place < end; place++) put(basis, place, means[place] ?? 0);
      }
    }
    begins[codes.length] = basis.length;
    return logit;
  }

  /** dᵀΣd with d = b − m is bᵀΣb − 2·bᵀ(Σm) + mᵀΣm: of b two places at most aren't 0, and the rest is known before. */
  function standardErrorOf(term: number): number {
    const begin = begins[term] ?? 0;
    const end = begins[term + 1] ?? 0;
    if (learned[term] === 0) return 0;
    let variance = meansVariance[term] ?? 0;
    for (let one = begin; one < end; one++) {
      const place = basis.places[one] ?? 0;
      variance -= 2 * (basis.values[one] ?? 0) * (byMeans[place] ?? 0);
    }
    return Math.sqrt(Math.max(0, variance + quadratic(basis, begin, end, packed)));
  }

  function standardErrorOfSum(members: readonly number[]): number {
    away.length = 0;
    for (const term of members) {
      if (learned[term] === 0) continue;
      let entry = begins[term] ?? 0;
      for (let place = offsets[term] ?? 0; place < (offsets[term + 1] ?? width); place++) {
        const isSet = entry < (begins[term + 1] ?? 0) && basis.places[entry] === place;
        put(away, place, (isSet ? (basis.values[entry++] ?? 0) : 0) - (means[place] ?? 0));
      }
    }
    return Math.sqrt(Math.max(0, quadratic(away, 0, away.length, packed)));
  }

  function standardError(): number {
    return Math.sqrt(Math.max(0, quadratic(basis, 0, basis.length, packed)));
  }

  return { codes, contributions, score, standardErrorOf, standardErrorOfSum, standardError };
}

/** dᵀΣd over some entries of d; their places rise, Σ's lower triangle is packed by rows. */
function quadratic({ places, values }: Entries, begin: number, end: number, packed: Float64Array): number {
  let sum = 0;
  for (let one = begin; one < end; one++) {
    const place = places[one] ?? 0;
    const base = (place * (place + 1)) / 2;
    const value = values[one] ?? 0;
    let inner = 0;
    for (let other = begin; other < one; other++)
      inner += (packed[base + (places[other] ?? 0)] ?? 0) * (values[other] ?? 0);
    sum += value * (2 * inner + value * (packed[base + place] ?? 0));
  }
  return sum;
}

/** Of each term alone: Σm by its places, and mᵀΣm, with m the means of its basis and Σ the block of its coefficients. */
function meansBlocks(
  terms: AdditiveModel["terms"],
  offsets: readonly number[],
  means: Float64Array,
  packed: Float64Array,
): { readonly byMeans: Float64Array; readonly meansVariance: Float64Array } {
  const byMeans = new Float64Array(means.length);
  const meansVariance = new Float64Array(terms.length);
  for (const [term, { coefficients }] of terms.entries()) {
    const offset = offsets[term] ?? 0;
    const end = offset + coefficients.length;
    for (let row = offset; row < end; row++) {
      for (let column = offset; column < end; column++) {
        const [high, low] = row > column ? [row, column] : [column, row];
        byMeans[row] = (byMeans[row] ?? 0) + (packed[(high * (high + 1)) / 2 + low] ?? 0) * (means[column] ?? 0);
      }
      meansVariance[term] = (meansVariance[term] ?? 0) + (means[row] ?? 0) * (byMeans[row] ?? 0);
    }
  }
  return { byMeans, meansVariance };
}

function readerOf(code: Code): (value: number | string | undefined) => number {
  if (code.kind === "number") {
    return (value) => (typeof value === "number" && Number.isFinite(value) ? value : NaN);
  }
  const places = new Map(code.levels.map((level, at) => [level, at]));
  return (value) => (value === undefined ? MISSING : (places.get(String(value)) ?? UNKNOWN));
}
