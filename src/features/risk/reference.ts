import type { ScoredFeature } from "./model.ts";

export interface Scale {
  readonly mean: number;
  readonly sd: number;
}

/** Expert slopes on the logit scale: a standard deviation, or for 0/1 features the step from 0 to 1. */
export const SLOPES: Readonly<Record<ScoredFeature, number>> = {
  login_days_28: -0.3,
  recency_days: 0.3,
  breadth_28: -0.2,
  seat_util: -0.2,
  integrated: -0.3,
  change_3m: -0.3,
  peer_pct: -0.2,
  ln_arr: -0.2,
  tenure_m: -0.1,
  in_notice_window: 0.6,
};

/** Features that are 0 or 1: they count from their mean and aren't divided by their spread. */
export const BINARY: ReadonlySet<ScoredFeature> = new Set(["integrated", "in_notice_window"]);

/** A percentile is spread evenly over 0 to 100 whoever is ranked. */
export const EVEN_PERCENTILE: Scale = { mean: 50, sd: 28.9 };

/** Stands in while fewer than 20 accounts of an organisation have data for a feature. */
export const REFERENCE: Readonly<Record<ScoredFeature, Scale>> = {
  login_days_28: { mean: 18, sd: 5 },
  recency_days: { mean: 3, sd: 5 },
  breadth_28: { mean: 0.7, sd: 0.25 },
  seat_util: { mean: 0.65, sd: 0.2 },
  integrated: { mean: 0.5, sd: 1 },
  change_3m: { mean: 0, sd: 0.35 },
  peer_pct: EVEN_PERCENTILE,
  ln_arr: { mean: 10, sd: 1.2 },
  tenure_m: { mean: 24, sd: 18 },
  in_notice_window: { mean: 0.08, sd: 1 },
};
