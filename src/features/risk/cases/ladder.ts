import { addWorkingDays, addWorkingHours, type WorkCalendar } from "../../../kernel/business-time.ts";
import { CASE } from "../../../kernel/defaults.ts";
import type { Case } from "../case-store.ts";

/** Why somebody hears of a case directly; the first part of a nudge's slot. */
export const NUDGES = ["unowned", "escalated", "pressed", "idle", "given-back", "awake"] as const;
export type NudgeKind = (typeof NUDGES)[number];

/** The next step of a case that waits too long; `until` is when to look again. */
export type Rung =
  | { readonly kind: "wait"; readonly until: Date }
  | { readonly kind: "remind"; readonly until: Date }
  | { readonly kind: "escalate" }
  | { readonly kind: "give-back" }
  | { readonly kind: "over" };

const OVER: Rung = { kind: "over" };

/**
 * Nobody owns it: remind, then escalate, in the working hours of who should (B6).
 * @param calendar of its CSM, or of who covers for them
 */
export function decideUnowned(
  found: Pick<Case, "state" | "owner" | "snoozedUntil" | "waitingSince" | "remindedAt" | "escalated">,
  isCritical: boolean,
  calendar: WorkCalendar,
  now: Date,
): Rung {
  if (found.state !== "open" || found.owner || found.snoozedUntil || found.escalated) return OVER;
  const { remindAfterHours, escalateAfterHours } = isCritical ? CASE.unownedCritical : CASE.unowned;
  const escalateAt = addWorkingHours(found.waitingSince, escalateAfterHours, calendar);
  if (escalateAt.getTime() <= now.getTime()) return { kind: "escalate" };
  if (found.remindedAt) return { kind: "wait", until: escalateAt };
  const remindAt = addWorkingHours(found.waitingSince, remindAfterHours, calendar);
  if (remindAt.getTime() <= now.getTime()) return { kind: "remind", until: escalateAt };
  return { kind: "wait", until: remindAt };
}

/**
 * Owned, and nothing is done about it: remind, then give it back (B6).
 * @param calendar of its owner, or of who covers for them
 */
export function decideIdle(
  found: Pick<Case, "state" | "owner" | "snoozedUntil" | "activeAt" | "remindedAt">,
  calendar: WorkCalendar,
  now: Date,
): Rung {
  const { state, owner, snoozedUntil, activeAt, remindedAt } = found;
  if (state !== "open" || !owner || snoozedUntil) return OVER;
  const since = activeAt && activeAt.getTime() > owner.at.getTime() ? activeAt : owner.at;
  const giveBackAt = addWorkingDays(since, CASE.idle.giveBackAfterWorkingDays, calendar);
  if (giveBackAt.getTime() <= now.getTime()) return { kind: "give-back" };
  if (remindedAt && remindedAt.getTime() >= since.getTime()) return { kind: "wait", until: giveBackAt };
  const remindAt = addWorkingDays(since, CASE.idle.remindAfterWorkingDays, calendar);
  if (remindAt.getTime() <= now.getTime()) return { kind: "remind", until: giveBackAt };
  return { kind: "wait", until: remindAt };
}
