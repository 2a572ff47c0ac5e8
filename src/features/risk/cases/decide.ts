import {
  addDays,
  instantOf,
  type LocalDate,
  localDate,
  localDateOf,
  type WorkCalendar,
  weekdayOf,
  workingDayFrom,
} from "../../../kernel/business-time.ts";
import { CASE } from "../../../kernel/defaults.ts";
import type { PersonId } from "../../../kernel/ids.ts";
import { holds, leads, type Role, type Scope } from "../../../kernel/permissions.ts";
import { storable, withoutUnseen } from "../../../kernel/text.ts";
import type { Case, Outcome } from "../case-store.ts";
import { type ChurnReason, churnReason } from "./churn-reasons.ts";

export interface Presser {
  readonly id: PersonId;
  readonly covers: readonly PersonId[];
  readonly roles: readonly Role[];
}

export type CaseAction = "snooze" | "not-a-risk" | "escalate" | "reopen" | "close" | "step";

export type CaseOutcome =
  | { readonly kind: "may" }
  | { readonly kind: "closed" }
  | { readonly kind: "open-already" }
  /** a newer case of the account has taken its place */
  | { readonly kind: "replaced" }
  | { readonly kind: "no-customer" }
  /** the account became part of another */
  | { readonly kind: "merged"; readonly into: string }
  | { readonly kind: "asleep"; readonly until: Date }
  | { readonly kind: "snoozed-enough" }
  /** notice or an escalation, which can't wait */
  | { readonly kind: "urgent" }
  | { readonly kind: "escalated"; readonly at: Date }
  | { readonly kind: "no-contact" }
  | { readonly kind: "am-logs" }
  | { readonly kind: "for-csm" }
  | { readonly kind: "orphan" };

export interface CaseRoom {
  readonly found: Pick<Case, "state" | "causes" | "snoozedUntil" | "snoozes" | "escalated" | "contactAt">;
  readonly scope: Scope;
  /** the account's newest case is this one */
  readonly isNewest: boolean;
  /** the account has left */
  readonly isGone: boolean;
  /** the name of the account that it became part of */
  readonly mergedInto?: string | undefined;
}

const MAY: CaseOutcome = { kind: "may" };

/** What a press on a case comes to. Who presses may see it; then what is decided, then who may act (B6). */
export function decideCasePress(action: CaseAction, room: CaseRoom, presser: Presser): CaseOutcome {
  const decided = alreadyDecided(action, room);
  if (decided) return decided;
  const refused = mayActOn(room.scope, presser);
  return refused ?? barred(action, room) ?? MAY;
}

function alreadyDecided(
  action: CaseAction,
  { found, isNewest, isGone, mergedInto }: CaseRoom,
): CaseOutcome | undefined {
  if (mergedInto !== undefined) return { kind: "merged", into: mergedInto };
  if (action === "reopen") {
    if (found.state === "open") return { kind: "open-already" };
    return isNewest ? undefined : { kind: "replaced" };
  }
  if (found.state === "closed") return isNewest ? { kind: "closed" } : { kind: "replaced" };
  if (isGone) return { kind: "no-customer" };
  if (action === "snooze" && found.snoozedUntil) return { kind: "asleep", until: found.snoozedUntil };
  if (action === "escalate" && found.escalated) return { kind: "escalated", at: found.escalated.at };
  return undefined;
}

/** Its CSM, who covers for them, their manager; without a CSM any manager. The AM logs contacts only. */
export function mayActOn(scope: Scope, { id, covers, roles }: Presser): CaseOutcome | undefined {
  const reader = { person: id, covers, roles };
  if (scope.csm === undefined) {
    if (roles.includes("manager")) return undefined;
    return holds("am", reader, scope) ? { kind: "am-logs" } : { kind: "orphan" };
  }
  if (holds("csm", reader, scope) || leads(reader, scope)) return undefined;
  return holds("am", reader, scope) ? { kind: "am-logs" } : { kind: "for-csm" };
}

function barred(action: CaseAction, { found, isGone }: CaseRoom): CaseOutcome | undefined {
  if (action === "reopen" && isGone) return { kind: "no-customer" };
  if (action === "snooze") {
    if (isUrgent(found)) return { kind: "urgent" };
    if (found.snoozes >= CASE.snoozesAtMost) return { kind: "snoozed-enough" };
  }
  if (action === "close" && !found.contactAt) return { kind: "no-contact" };
  return undefined;
}

/** Notice was given, or an escalation is open: such a case isn't put off. */
export function isUrgent({ causes }: Pick<Case, "causes">): boolean {
  return causes.includes("notice") || causes.includes("escalation");
}

type Values = Readonly<Record<string, string>>;

export interface FieldProblem {
  readonly field: string;
  readonly problem: "choice" | "day" | "day-needed" | "past" | "far" | "short" | "long" | "reason-needed";
  readonly value: string;
}
type Checked<T> =
  { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly problem: FieldProblem };

export const SNOOZES = ["next-day", "next-week", "date"] as const;

/** Until the opening of the next working day, of next week's first, or of a day one names; a day that is named counts. */
export function checkSnooze(values: Values, calendar: WorkCalendar, now: Date): Checked<Date> {
  const { zone, opens } = calendar;
  const typed = (values["on"] ?? "").trim();
  const choice = typed === "" ? SNOOZES.find((each) => each === values["until"]) : "date";
  if (!choice) return wrong("until", "choice", values["until"] ?? "");
  const today = localDateOf(now, zone);
  const opening = (day: LocalDate): Checked<Date> => ({ kind: "ok", value: instantOf(day, opens, zone) });
  if (choice === "next-day") return opening(workingDayFrom(today, 1, calendar));
  if (choice === "next-week") {
    const sunday = addDays(today, 7 - weekdayOf(today));
    return opening(workingDayFrom(sunday, 1, calendar));
  }
  const day = localDate(typed);
  if (!day) return wrong("on", typed === "" ? "day-needed" : "day", typed);
  if (day <= today) return wrong("on", "past", typed);
  if (day > addDays(today, CASE.snoozeAtMostDays)) return wrong("on", "far", typed);
  return opening(workingDayFrom(day, 0, calendar));
}

export function checkWritten(field: string, values: Values): Checked<string> {
  const text = withoutUnseen(storable(values[field] ?? "")).trim();
  if (text.length < CASE.writtenAtLeast) return wrong(field, "short", text);
  if (text.length > CASE.writtenAtMost) return wrong(field, "long", String(text.length));
  return { kind: "ok", value: text };
}

export const CLOSINGS = ["saved", "lost", "no-action"] as const satisfies readonly Outcome[];

export interface Closing {
  readonly outcome: (typeof CLOSINGS)[number];
  readonly reason: ChurnReason | undefined;
  readonly note: string | undefined;
}

/** An outcome; a customer who is lost is lost for a reason of the list (B9). */
export function checkClosing(values: Values): Checked<Closing> {
  const outcome = CLOSINGS.find((each) => each === values["outcome"]);
  if (!outcome) return wrong("outcome", "choice", values["outcome"] ?? "");
  const chosen = values["reason"] ?? "";
  const reason = churnReason(chosen);
  if (chosen !== "" && !reason) return wrong("reason", "choice", chosen);
  if (outcome === "lost" && !reason) return wrong("reason", "reason-needed", "");
  const note = withoutUnseen(storable(values["note"] ?? "")).trim();
  if (note.length > CASE.writtenAtMost) return wrong("note", "long", String(note.length));
  return { kind: "ok", value: { outcome, reason, note: note === "" ? undefined : note } };
}

export const OPINIONS = ["good", "watch", "bad"] as const;
export type Opinion = (typeof OPINIONS)[number];

export function checkOpinion(values: Values): Checked<{ readonly opinion: Opinion; readonly reason: string }> {
  const opinion = OPINIONS.find((each) => each === values["opinion"]);
  if (!opinion) return wrong("opinion", "choice", values["opinion"] ?? "");
  const reason = checkWritten("reason", values);
  return reason.kind === "wrong" ? reason : { kind: "ok", value: { opinion, reason: reason.value } };
}

function wrong(field: string, problem: FieldProblem["problem"], value: string): Checked<never> {
  return { kind: "wrong", problem: { field, problem, value } };
}
