import { z } from "zod";
import { never } from "../../../kernel/errors.ts";
import { type BoostedModel, boostedScorer } from "../model/boosting-score.ts";
import { type AdditiveModel } from "../model/additive.ts";
import { createRowScorer } from "../model/additive-score.ts";
import { type Features, type Reasons, SCORED, type ScoredFeature, type Theme } from "../model.ts";
import { type Scale, SLOPES } from "../reference.ts";
import { expertPart, type Scales, termOf } from "../score.ts";
import { type Themes, themesAmong } from "../themes.ts";
import { attribute, movedOn, PERIOD_DAYS, SHARES, within } from "./horizon.ts";

const SCALE = z.object({ mean: z.number(), sd: z.number() });

/** An expert's score with an intercept and one slope of its own: η = a + b·Σ expert parts. */
const SCALED = z.object({
  kind: z.literal("scaled"),
  a: z.number(),
  b: z.number(),
  /** variances of a and b, and their covariance */
  variance: z.object({ a: z.number(), b: z.number(), ab: z.number() }),
  /** of the features there were when it was fitted: it reads no others */
  scales: z.partialRecord(z.enum(SCORED), SCALE),
});
/** Splines of each feature; recalibrated, η' = a + b·η, where that was better out of time. */
const ADDITIVE = z.object({
  kind: z.literal("additive"),
  model: z.custom<AdditiveModel>((held) => typeof held === "object" && held !== null && "terms" in held),
  calibration: z.object({ a: z.number(), b: z.number() }).optional(),
});

/** Trees, beside the splines they beat; how sure they are is taken from these. */
const BOOSTED = z.object({
  kind: z.literal("boosted"),
  trees: z.custom<BoostedModel>((held) => typeof held === "object" && held !== null && "roots" in held),
  beside: ADDITIVE,
});

/** The hazard of leaving within a period of 28 days, as it is stored. */
export const FITTED = z.discriminatedUnion("kind", [SCALED, ADDITIVE, BOOSTED]);
export type Fitted = z.infer<typeof FITTED>;

/** What a model says of one account's next period. */
export interface Hazard {
  /** log odds of the average account */
  readonly from: number;
  /** by the features that have a value: what they add to `from` */
  readonly parts: ReadonlyMap<ScoredFeature, { readonly c: number; readonly standardError: number }>;
  /** by theme, of what its features add together */
  readonly together: readonly { readonly features: Themes[number]; readonly standardError: number }[];
  readonly standardError: number;
}

/** Make it once a model. */
export function createHazard(fitted: Fitted, themes: Themes = []): (features: Features) => Hazard {
  switch (fitted.kind) {
    case "scaled":
      return scaledHazard(fitted, themes);
    case "additive":
      return additiveHazard(fitted, themes);
    case "boosted":
      return boostedHazard(fitted, themes);
    default:
      return never(fitted);
  }
}

function scaledHazard(
  { a, b, variance, scales }: z.infer<typeof SCALED>,
  themes: Themes,
): (features: Features) => Hazard {
  return (features) => {
    let sum = 0;
    const said = new Map<ScoredFeature, number>();
    for (const feature of SCORED) {
      const value = features[feature];
      const scale = scales[feature];
      if (value === undefined || scale === undefined || SLOPES[feature] === 0) continue;
      const part = expertPart(feature, value, scale);
      sum += part;
      said.set(feature, part);
    }
    const errorOf = (part: number): number => Math.abs(part) * Math.sqrt(variance.b);
    const parts = new Map([...said].map(([feature, part]) => [feature, { c: b * part, standardError: errorOf(part) }]));
    const together = themes.map((members) => {
      const part = members.reduce((all, feature) => all + (said.get(feature) ?? 0), 0);
      return { features: members, standardError: errorOf(part) };
    });
    const spread = variance.a + 2 * sum * variance.ab + sum * sum * variance.b;
    return { from: a, parts, together, standardError: Math.sqrt(Math.max(0, spread)) };
  };
}

function additiveHazard(
  { model, calibration }: z.infer<typeof ADDITIVE>,
  themes: Themes,
): (features: Features) => Hazard {
  const score = createRowScorer(model, themes);
  const { a, b } = calibration ?? { a: 0, b: 1 };
  const from = a + b * model.intercept;
  return (features) => {
    const values = Object.fromEntries(SCORED.map((feature) => [feature, features[feature]]));
    const { standardError, terms, together: errors } = score(values);
    const parts = new Map(
      terms.flatMap(({ name, contribution, standardError: each }) => {
        const feature = name as ScoredFeature;
        return features[feature] === undefined
          ? []
          : [[feature, { c: b * contribution, standardError: Math.abs(b) * each }] as const];
      }),
    );
    const together = themes.map((members, at) => ({
      features: members,
      standardError: Math.abs(b) * (errors[at] ?? 0),
    }));
    return { from, parts, together, standardError: Math.abs(b) * standardError };
  };
}

function boostedHazard({ trees, beside }: z.infer<typeof BOOSTED>, themes: Themes): (features: Features) => Hazard {
  const scorer = boostedScorer(trees);
  const besides = additiveHazard(beside, themes);
  return (features) => {
    const { parts: sureness, together, standardError } = besides(features);
    const columns = SCORED.map((name) => ({
      kind: "number" as const,
      name,
      values: Float64Array.of(features[name] ?? NaN),
    }));
    const { base, columns: names, shares } = scorer.explain({ rows: 1, columns });
    const parts = new Map<ScoredFeature, { c: number; standardError: number }>();
    let from = base;
    for (const [at, name] of names.entries()) {
      const feature = name as ScoredFeature;
      // What trees make of a gap is no reason that one could tell: it moves what the reasons are counted from.
      if (features[feature] === undefined) from += shares[at] ?? 0;
      else parts.set(feature, { c: shares[at] ?? 0, standardError: sureness.get(feature)?.standardError ?? 0 });
    }
    return { from, parts, together, standardError };
  };
}

export interface FittedScore {
  /** of cancelling within 90 days */
  readonly p: number;
  /** the 80 % range */
  readonly low: number;
  readonly high: number;
  /** they add up to logit p − the log odds of the average account */
  readonly reasons: Reasons;
}

/** Standard normal: 10 % lie beyond it at either end; 20 % beyond the other at one. */
const Z80 = 1.2815515655446004;
const SURE = 0.8416212335729143;

/** p = 1 − Π(1 − λ): the contract's clock moves on, use stands still. */
export function fittedScore(hazard: (features: Features) => Hazard, features: Features): FittedScore {
  const periods = SHARES.map((_, k) => hazard(movedOn(features, k * PERIOD_DAYS)));
  const first = periods[0];
  if (!first) throw new Error("a horizon has periods");
  const told = [...first.parts.keys()];
  const parts = told.map((feature) => periods.map((period) => period.parts.get(feature)?.c ?? 0));
  const etas = periods.map((_, k) => parts.reduce((sum, part) => sum + (part[k] ?? 0), first.from));
  const { intercept, c } = attribute(first.from, parts);
  const shifted = (by: number): number => within(etas.map((eta, k) => eta + by * (periods[k]?.standardError ?? 0))).p;
  const terms = told
    .map((feature, at) => {
      const term = termOf(feature, c[at] ?? 0, features[feature] ?? 0, features);
      const part = first.parts.get(feature);
      return part && Math.abs(part.c) < SURE * part.standardError ? { ...term, unsure: true } : term;
    })
    .sort((one, other) => Math.abs(other.c) - Math.abs(one.c));
  const reasons = { intercept, terms, themes: themesSaid(first) };
  return { p: within(etas).p, low: shifted(-Z80), high: shifted(Z80), reasons };
}

function themesSaid({ parts, together }: Hazard): Theme[] {
  return together.flatMap(({ features, standardError }) => {
    const c = features.reduce((sum, feature) => sum + (parts.get(feature)?.c ?? 0), 0);
    const isUnsure = Math.abs(c) < SURE * standardError;
    return themesAmong([features], parts).map((theme) => (isUnsure ? { ...theme, unsure: true } : theme));
  });
}

/** Fitted numbers of the scales alone, as `scaled` keeps them. */
export function keptScales(scales: Scales): Record<ScoredFeature, Scale> {
  return Object.fromEntries(SCORED.map((feature) => [feature, { ...scales[feature] }])) as Record<ScoredFeature, Scale>;
}
