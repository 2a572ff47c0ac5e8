import { labelsAt, splitAt, stratifiedFolds } from "./folds.ts";
import { learn, type ModelName } from "./learn.ts";
import { auc, averagePrecision, brier, calibrationError, logLoss, topDecileLift } from "./metrics.ts";
import { eventsIn, pick, type Table } from "./table.ts";

/** How well a model tells rows that it hasn't learned from. Figures are means over the folds unless they say so. */
export interface Evaluation {
  readonly rows: number;
  readonly positives: number;
  readonly model: ModelName;
  readonly auc: number;
  /** standard deviation over the folds */
  readonly auc_sd: number;
  readonly pr_auc: number;
  readonly log_loss: number;
  readonly brier: number;
  /** over all rows at once */
  readonly ece: number;
  readonly lift_top_decile: number;
  readonly fit_ms: number;
  readonly rows_scored_per_s: number;
  /** what each fold came to */
  readonly chosen: readonly string[];
}

export interface EvaluationOptions {
  readonly model: ModelName;
  /** from 2 on; at most as many as there are rows of the rarer label */
  readonly folds: number;
  readonly seed: number;
  /** milliseconds that only grow */
  readonly monotonicMs: () => number;
  /** told before each fold, from 0 on */
  readonly onFold?: (fold: number) => void;
}

/** Stratified cross-validation: every row is scored once, by a model that learned from the other folds alone. */
export function evaluate(table: Table, labels: Uint8Array, options: EvaluationOptions): Evaluation {
  const { model, folds: count, seed, monotonicMs, onFold } = options;
  const folds = stratifiedFolds(labels, count, seed);
  const pooled = new Float64Array(table.rows);
  let fitMs = 0;
  let scoreMs = 0;
  const told = Array.from({ length: count }, (_, fold) => {
    onFold?.(fold);
    const { learn: seen, test } = splitAt(folds, fold);
    const [known, unseen] = [pick(table, seen), pick(table, test)];
    const begun = monotonicMs();
    const { scorer, name } = learn(known, labelsAt(labels, seen), model, seed);
    const fitted = monotonicMs();
    const logits = scorer.logits(unseen);
    fitMs += fitted - begun;
    scoreMs += monotonicMs() - fitted;
    for (const [place, row] of test.entries()) pooled[row] = logits[place] ?? 0;
    return { name, logits, labels: labelsAt(labels, test) };
  });
  const over = (of: (logits: Float64Array, labels: Uint8Array) => number): number =>
    mean(told.map((each) => of(each.logits, each.labels)));
  const meanAuc = over(auc);
  return {
    rows: table.rows,
    positives: eventsIn(labels),
    model,
    auc: meanAuc,
    auc_sd: Math.sqrt(over((logits, known) => (auc(logits, known) - meanAuc) ** 2)),
    pr_auc: over(averagePrecision),
    log_loss: over(logLoss),
    brier: over(brier),
    ece: calibrationError(pooled, labels),
    lift_top_decile: over(topDecileLift),
    fit_ms: fitMs / count,
    rows_scored_per_s: table.rows / Math.max(scoreMs / 1000, 1e-6),
    chosen: told.map(({ name }) => name),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
