import { z } from "zod";
import type { LocalDate } from "../../kernel/business-time.ts";

/** low < enter/2 ≤ watch < enter ≤ high < critical (B3) */
export type Band = "low" | "watch" | "high" | "critical";

/** Why an account is at risk (B0). */
export type Cause = "score" | "notice" | "escalation" | "declared";

/** recovering: not at risk any more, not yet recovered; of these only at-risk is B0's "at risk". */
export type StandingState = "ok" | "watch" | "at-risk" | "recovering";

/** What the score reads; 0/1 features and their slopes are in reference.ts. */
export const SCORED = [
  "login_days_28",
  "recency_days",
  "breadth_28",
  "seat_util",
  "integrated",
  "change_3m",
  "peer_pct",
  "ln_arr",
  "tenure_m",
  "in_notice_window",
  "at_anniversary",
  "months_to_renewal",
  "arr_change_180",
  "downgrade_180",
  "tickets_28",
  "open_escalations",
  "close_hours_90",
  "overdue_days",
  "touch_days",
  "champion_left",
  "stakeholder_silent",
  "single_contact",
  "missed_checkins_90",
  "events_per_user_28",
  "auto_share",
  "nps_mean",
  "nps_age_days",
] as const;
export type ScoredFeature = (typeof SCORED)[number];

/** What is worth comparing with peers by their median. */
export const COMPARED = [
  "login_days_28",
  "breadth_28",
  "seat_util",
  "tickets_28",
  "close_hours_90",
  "touch_days",
  "events_per_user_28",
] as const satisfies readonly ScoredFeature[];

/** Whom an account was compared with: its segment at its CSM, its segment anywhere, or everybody. */
export type PeerGroup = "portfolio" | "segment" | "organisation";

const NUMBER = z.number().optional();
const DATE = z.string().transform((text) => text as LocalDate);

/** What was known of an account as of an instant. A value that is missing is "no data", never 0. */
export const FEATURES = z.object({
  /** days with use, of 28 */
  login_days_28: NUMBER,
  /** days without use up to the last known day, at most 90 */
  recency_days: NUMBER,
  active_users_28: NUMBER,
  /** share of the contract's seats */
  seat_util: NUMBER,
  /** share of the key features in the plan, 0 to 1 */
  breadth_28: NUMBER,
  features_in_plan: NUMBER,
  /** events of each key feature in 28 days */
  feat_28: z.record(z.string(), z.number()).optional(),
  /** 0 or 1 */
  integrated: NUMBER,
  /** share of all events, 0 to 1 */
  auto_share: NUMBER,
  /** ln((c28 + 5) / (c84 / 3 + 5)) */
  change_3m: NUMBER,
  /** ln of weekly use a week */
  slope_12w: NUMBER,
  /** use in 28 days a seat */
  per_seat: NUMBER,
  /** ln(1 + ARR in whole units), in the organisation's main currency only */
  ln_arr: NUMBER,
  tenure_m: NUMBER,
  months_to_renewal: NUMBER,
  /** 0 or 1: within 30 days before the notice deadline */
  in_notice_window: NUMBER,
  /** 0 or 1: within 30 days of an anniversary of the first contract */
  at_anniversary: NUMBER,
  /** until the last day on which notice stops the next renewal */
  days_to_notice: NUMBER,
  /** opened in 28 days */
  tickets_28: NUMBER,
  open_escalations: NUMBER,
  /** mean hours from opening to closing, of tickets closed in 90 days */
  close_hours_90: NUMBER,
  /** of the oldest invoice that is due and unpaid, at most 90; 0: none */
  overdue_days: NUMBER,
  /** 0 or 1: a contract was reduced in 180 days */
  downgrade_180: NUMBER,
  /** ln(ARR now / ARR 180 days ago), by the contracts' events */
  arr_change_180: NUMBER,
  /** since anybody of ours and theirs spoke, at most 180 */
  touch_days: NUMBER,
  /** 0 or 1: a champion or sponsor left, with nobody in the role since (A8) */
  champion_left: NUMBER,
  /** 0 or 1: a sponsor silent for 60 days or a champion for 45 (A8) */
  stakeholder_silent: NUMBER,
  /** 0 or 1: one person is known there */
  single_contact: NUMBER,
  /** planned in 90 days, over for a day and not held */
  missed_checkins_90: NUMBER,
  /** mean of each contact's newest answer to "would you recommend us" in 365 days, 0 to 10 */
  nps_mean: NUMBER,
  /** since the newest of these answers */
  nps_age_days: NUMBER,
  /** how many contacts these are of */
  nps_answers: NUMBER,
  /** use in 28 days an active user */
  events_per_user_28: NUMBER,
  seats: NUMBER,
  seats_used: NUMBER,
  notice_on: DATE.optional(),
  /** the account's own three months before the last 28 days, in the feature's unit */
  normal: z.object({ login_days_28: NUMBER, breadth_28: NUMBER, tickets_28: NUMBER }).optional(),
  /** mid-rank percentile of use a seat among the peers, 0 to 100 */
  peer_pct: NUMBER,
  peer_group: z.enum(["portfolio", "segment", "organisation"]).optional(),
  /** how many others it was compared with */
  peers: NUMBER,
  peer_median: z.partialRecord(z.enum(COMPARED), z.number()).optional(),
});
export type Features = z.infer<typeof FEATURES>;

/** One additive part of a score, with what a sentence about it needs. */
export const TERM = z.object({
  feature: z.enum(SCORED),
  /** on the logit scale; all of them add up to logit p − intercept */
  c: z.number(),
  value: z.number(),
  normal: NUMBER,
  peer: NUMBER,
  group: z.enum(["portfolio", "segment", "organisation"]).optional(),
  peers: NUMBER,
  /** how many key features, or answers, there are */
  of: NUMBER,
  /** a fitted model isn't 80 % sure whether it raises or lowers the risk */
  unsure: z.boolean().optional(),
});
export type Term = z.infer<typeof TERM>;

/** Features that say much the same of an account, and count as one reason. */
const THEME = z.object({
  features: z.array(z.enum(SCORED)),
  /** as of a term, of what they add together */
  unsure: z.boolean().optional(),
});
export type Theme = z.infer<typeof THEME>;

export const REASONS = z.object({ intercept: z.number(), terms: z.array(TERM), themes: z.array(THEME).optional() });
export type Reasons = z.infer<typeof REASONS>;

/** How p stands to what it was four weeks ago. */
export type Trend = "up" | "down" | "level";

/** What a sentence about an account's risk says. */
export const TOLD = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("notice"), on: DATE }),
  z.object({ kind: z.literal("rising") }),
  z.object({ kind: z.literal("escalation") }),
  z.object({ kind: z.literal("declared") }),
  z.object({ kind: z.literal("term"), term: TERM }),
]);
export type Told = z.infer<typeof TOLD>;
