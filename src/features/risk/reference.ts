import type { ScoredFeature } from "./model.ts";

export interface Scale {
  readonly mean: number;
  readonly sd: number;
}

/**
 * Expert slopes on the logit scale: a standard deviation, or for features that count the step from 0 to 1.
 * 0: an expert can't say; a fitted model may.
 */
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
  at_anniversary: 0,
  months_to_renewal: 0,
  arr_change_180: 0,
  downgrade_180: 0.3,
  tickets_28: 0,
  open_escalations: 0.3,
  close_hours_90: 0,
  overdue_days: 0.2,
  touch_days: 0.2,
  champion_left: 0.4,
  stakeholder_silent: 0.2,
  single_contact: 0.1,
  missed_checkins_90: 0.1,
  events_per_user_28: 0,
  auto_share: 0,
  // What one says of a supplier tells less than what one does: no more than breadth, a third less than use.
  nps_mean: -0.2,
  nps_age_days: 0,
};

/** Features that are 0 or 1, or nearly always: they count from their mean and aren't divided by their spread. */
export const BINARY: ReadonlySet<ScoredFeature> = new Set([
  "integrated",
  "in_notice_window",
  "at_anniversary",
  "downgrade_180",
  "open_escalations",
  "champion_left",
  "stakeholder_silent",
  "single_contact",
]);

/** A percentile is spread evenly over 0 to 100 whoever is ranked. */
const EVEN_PERCENTILE: Scale = { mean: 50, sd: 28.9 };

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
  at_anniversary: { mean: 0.16, sd: 1 },
  months_to_renewal: { mean: 6, sd: 4 },
  arr_change_180: { mean: 0.02, sd: 0.15 },
  downgrade_180: { mean: 0.05, sd: 1 },
  tickets_28: { mean: 1, sd: 1.5 },
  open_escalations: { mean: 0.03, sd: 1 },
  close_hours_90: { mean: 48, sd: 48 },
  overdue_days: { mean: 2, sd: 8 },
  touch_days: { mean: 25, sd: 20 },
  champion_left: { mean: 0.05, sd: 1 },
  stakeholder_silent: { mean: 0.2, sd: 1 },
  single_contact: { mean: 0.15, sd: 1 },
  missed_checkins_90: { mean: 0.3, sd: 0.7 },
  events_per_user_28: { mean: 60, sd: 40 },
  auto_share: { mean: 0.3, sd: 0.25 },
  nps_mean: { mean: 7.8, sd: 1.8 },
  nps_age_days: { mean: 120, sd: 90 },
};
