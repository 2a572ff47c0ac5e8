import { type AdditiveForm, type AdditiveOptions, fitAdditive, fitPrepared, prepare } from "./additive.ts";
import { additiveScorer } from "./additive-score.ts";
import { bestOf, type Candidate, type Material, outOfFold, type Part, partsOf } from "./candidate.ts";
import { designOf } from "./coding.ts";
import { predict } from "./newton.ts";

const SMOOTH = [1, 5, 20, 100, 500] as const;
const RIDGES = [1, 5, 20, 80] as const;
const USUAL_RIDGE = 5;

/** A form with these settings, not compared with others. */
export function additiveFit({ table, labels }: Material, options: AdditiveOptions) {
  return additiveScorer(fitAdditive(table, labels, options));
}

/** Splines: first how much bends cost, then how much each column is held back, by log loss out of fold. */
export function bestSpline(material: Material, smooths: readonly number[] = SMOOTH): Trial {
  const tryOut = trials(material, "gam");
  const [first, ...smoother] = smooths.map((smooth) => tryOut(USUAL_RIDGE, smooth)) as [Trial, ...Trial[]];
  const best = bestOf(first, smoother);
  const firmer = RIDGES.filter((ridge) => ridge !== USUAL_RIDGE).map((ridge) => tryOut(ridge, best.smooth));
  return bestOf(best, firmer);
}

/** Straight lines, in ln(1 + x) where skewed or not. */
export function bestLine(material: Material): Candidate {
  const all = (["linear", "log-linear"] as const).flatMap((form) => {
    const tryOut = trials(material, form);
    return RIDGES.map((ridge) => tryOut(ridge, 0));
  });
  return bestOf(all[0] as Trial, all.slice(1));
}

export type Trial = Candidate & { readonly smooth: number };

function trials(material: Material, form: AdditiveForm): (ridge: number, smooth: number) => Trial {
  const parts = partsOf(material);
  const prepared = parts.map(({ table }) => prepare(table, form));
  const unseen = parts.map((part, at) => {
    const { codes, means } = prepared[at] ?? { codes: [], means: undefined };
    return designOf(codes, part.unseen, means);
  });
  const last: (Float64Array | undefined)[] = [];
  return (ridge, smooth) => {
    const options = { form, ridge, smooth };
    const logitsOf = (part: Part, at: number): Float64Array => {
      const [learned, design] = [prepared[at], unseen[at]];
      if (!learned || !design) return new Float64Array(part.unseen.rows);
      last[at] = fitPrepared(learned, part.labels, options, last[at]).coefficients;
      return predict(design, last[at]);
    };
    return {
      name: form === "gam" ? `gam, ridge ${ridge}, smooth ${smooth}` : `${form}, ridge ${ridge}`,
      ...outOfFold(material, parts, logitsOf),
      smooth,
      fit: () => additiveFit(material, options),
    };
  };
}
