import { type LocalDate, localDateOf, type WorkCalendar, workingDayFrom } from "../../../kernel/business-time.ts";
import { CASE } from "../../../kernel/defaults.ts";
import type { CaseCause } from "../case-store.ts";
import type { ScoredFeature } from "../model.ts";

/** What there is to do, step by step, by the strongest reason (B7). The one source of it. */
export const PLAYS = {
  notice: ["save-call", "offer-manager", "agree-plan"],
  escalation: ["status-call", "close-ticket", "agree-plan"],
  declared: ["call-champion", "find-cause", "agree-plan"],
  logins: ["call-champion", "find-cause", "show-value"],
  features: ["show-feature", "send-training", "check-use"],
  seats: ["ask-seats", "send-training", "check-use"],
  integration: ["integration-call", "name-engineer", "check-use"],
  onboarding: ["kick-off", "agree-goals", "check-use"],
  renewal: ["value-review", "call-buyer", "agree-plan"],
  general: ["call-champion", "find-cause", "agree-plan"],
} as const;

/** Steps that a talk with somebody at the customer does, by who that is. */
export const TALKS = { "call-champion": "champion", "call-buyer": "buyer" } as const satisfies Readonly<
  Partial<Record<PlayStepName, string>>
>;

export type PlayKind = keyof typeof PLAYS;
export type PlayStepName = (typeof PLAYS)[PlayKind][number];

const BY_FEATURE: Readonly<Partial<Record<ScoredFeature, PlayKind>>> = {
  login_days_28: "logins",
  recency_days: "logins",
  change_3m: "logins",
  peer_pct: "logins",
  breadth_28: "features",
  seat_util: "seats",
  integrated: "integration",
  tenure_m: "onboarding",
  in_notice_window: "renewal",
};

/** @param strongest what raises the score most */
export function playFor(causes: readonly CaseCause[], strongest: ScoredFeature | undefined): PlayKind {
  for (const cause of ["notice", "escalation"] as const) if (causes.includes(cause)) return cause;
  const byScore = strongest && BY_FEATURE[strongest];
  if (byScore && causes.some((cause) => cause === "score" || cause === "rise")) return byScore;
  return causes.includes("declared") ? "declared" : (byScore ?? "general");
}

/** By when it is to be done, in working days of who does it. */
export function playDueOn(kind: PlayKind, from: Date, calendar: WorkCalendar): LocalDate {
  const isUrgent = kind === "notice" || kind === "escalation";
  const days = isUrgent ? CASE.playUrgentWorkingDays : CASE.playWorkingDays;
  return workingDayFrom(localDateOf(from, calendar.zone), days, calendar);
}
