import { recalibrated, recalibrationOf } from "./calibrate.ts";
import { bestOf, type Candidate, type Material } from "./candidate.ts";
import { additiveFit, bestLine, bestSpline } from "./candidate-additive.ts";
import { bestBoosted } from "./candidate-boosted.ts";
import { stratifiedFolds } from "./folds.ts";
import { logLoss } from "./metrics.ts";
import { hasPhases, phasedScorer, withPhases } from "./phases.ts";
import { eventsIn, type Scorer, type Table } from "./table.ts";

export const MODELS = ["auto", "linear", "gam", "gbdt"] as const;
export type ModelName = (typeof MODELS)[number];

export interface Learned {
  readonly scorer: Scorer;
  /** what was chosen, for people */
  readonly name: string;
}

/** From so many rows on two folds are enough to compare by. */
const MANY_ROWS = 12_000;
/** With fewer events boosting finds chance. */
const LEAST_EVENTS = 50;
/** What makes a model larger, a blend or further columns, has to pay by so much of log loss. */
const WORTH_IT = 0.0002;
const SHARES = [0.2, 0.4, 0.6, 0.8] as const;
/** How much worse than the additive model shallow trees may be for deeper ones to be looked at. */
const NEAR = 0.002;

/**
 * Learns from all rows of a table. Which settings, and for "auto" which kind of model, is decided on these rows alone,
 * by log loss on folds of them. "linear" is penalised logistic regression as scikit-learn has it (C = 1, standardised).
 */
export function learn(table: Table, labels: Uint8Array, model: ModelName, seed: number): Learned {
  const events = eventsIn(labels);
  const count = labels.length > MANY_ROWS ? 2 : 3;
  const material = { table, labels, folds: stratifiedFolds(labels, count, seed), count, seed };
  const isTooSmall = Math.min(events, labels.length - events) < count;
  if (model === "linear" || isTooSmall) {
    return { scorer: additiveFit(material, { form: "linear", ridge: 1 }), name: "linear, ridge 1" };
  }
  switch (model) {
    case "gam":
      return learned(bestSpline(material));
    case "gbdt":
      return learned(bestBoosted(material));
    case "auto":
      return automatic(material, events);
  }
}

function learned({ fit, name }: Candidate): Learned {
  return { scorer: fit(), name };
}

function automatic(plain: Material, events: number): Learned {
  const line = bestLine(plain);
  const spline = bestSpline(plain);
  if (!hasPhases(plain.table) || events < LEAST_EVENTS) return amongAll(plain, [spline, line], events);
  const phased = { ...plain, table: withPhases(plain.table) };
  const withYear = bestSpline(phased, [spline.smooth]);
  if (withYear.loss >= Math.min(spline.loss, line.loss) - WORTH_IT) return amongAll(plain, [spline, line], events);
  const { scorer, name } = amongAll(phased, [withYear], events);
  return { scorer: phasedScorer(scorer, plain.table), name: `${name}, by the month of the year` };
}

function amongAll(material: Material, additives: readonly [Candidate, ...Candidate[]], events: number): Learned {
  const additive = bestOf(additives[0], additives.slice(1));
  if (events < LEAST_EVENTS) return learned(additive);
  const boosted = bestBoosted(material, (shallow) => shallow.loss < additive.loss + NEAR);
  const single = bestOf(additive, [boosted]);
  const blends = SHARES.map((share) => blendOf(material, additive, boosted, share));
  const blend = bestOf(blends[0] as Candidate, blends.slice(1));
  const best = blend.loss < single.loss - WORTH_IT ? blend : single;
  const correction = recalibrationOf(best.outOfFold, material.labels, material.seed);
  const scorer = best.fit();
  return {
    scorer: { kind: scorer.kind, logits: (table) => recalibrated(scorer.logits(table), correction) },
    name: best.name,
  };
}

/** The mean of two models' log odds, the second weighing `share`. */
function blendOf({ labels }: Material, one: Candidate, other: Candidate, share: number): Candidate {
  const mixed = (a: Float64Array, b: Float64Array): Float64Array =>
    a.map((each, row) => (1 - share) * each + share * (b[row] ?? 0));
  const outOfFold = mixed(one.outOfFold, other.outOfFold);
  return {
    name: `${one.name} with ${Math.round(100 * share)} % of ${other.name}`,
    outOfFold,
    loss: logLoss(outOfFold, labels),
    fit() {
      const [first, second] = [one.fit(), other.fit()];
      return { kind: "blend", logits: (table) => mixed(first.logits(table), second.logits(table)) };
    },
  };
}
