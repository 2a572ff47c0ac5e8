/** How much may be said of churn, by how many churns are known (B3). */
export type Stage = "expert" | "scaled" | "additive" | "challenged";

const SCALED_FROM = 10;
const ADDITIVE_FROM = 50;
const CHALLENGED_FROM = 200;

export function stageOf(churns: number): Stage {
  if (churns < SCALED_FROM) return "expert";
  if (churns < ADDITIVE_FROM) return "scaled";
  return churns < CHALLENGED_FROM ? "additive" : "challenged";
}

/** How a challenger did out of time beside what it would replace, in one fold. */
export interface Bout {
  /** mean of log loss (what stands) − log loss (challenger), by row */
  readonly better: number;
  /** its standard error, clustered by account */
  readonly standardError: number;
}

const FOLDS_WON = 3;

/** What was fitted takes the place of what stands only if its backtest tells better than chance (B3). */
export function isWorthUsing(backtest: { readonly hasSkill: boolean } | undefined): boolean {
  return backtest?.hasSkill ?? false;
}

/** Only who was better by more than a standard error in three of four folds takes the place. */
export function isPromoted(bouts: readonly Bout[]): boolean {
  return bouts.filter(({ better, standardError }) => better > standardError).length >= FOLDS_WON;
}
