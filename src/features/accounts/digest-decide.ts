import { addDays, daysBetween, type LocalDate, workingDayFrom, type WorkCalendar } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { DigestItem } from "../digest-section.ts";

/** How near a renewal or its notice deadline is; each step on the way is news (D10). */
export type Step = "passed" | "today" | "next" | "notice" | "30" | "60" | "90" | "120";

export interface Deadline {
  readonly account: AccountId;
  readonly step: Step;
  readonly renewsOn: LocalDate;
  /** until when they can leave before that renewal */
  readonly noticeUntil: LocalDate | undefined;
  readonly actBy: LocalDate | undefined;
  readonly inDays: number;
}

export const RENEWAL_WITHIN_DAYS = ACCOUNT.renewalWindowDays;
export const NOTICE_WITHIN_DAYS = 30;
const STEPS = ["30", "60", "90", "120"] as const;
const PRESSING: ReadonlySet<Step> = new Set(["passed", "today", "next"]);

/**
 * What a morning says of an account's renewal: nothing from 120 days before, and 30 before its notice deadline.
 * @param calendars of the account's region, by which the last day to act is counted, and of who reads
 */
export function decideDeadline(
  facts: {
    readonly id: AccountId;
    readonly renewsOn: LocalDate | undefined;
    readonly noticeUntil: LocalDate | undefined;
    readonly noticeOn: LocalDate | undefined;
  },
  day: LocalDate,
  calendars: { readonly account: WorkCalendar; readonly reader: WorkCalendar },
): Deadline | undefined {
  const { id: account, renewsOn, noticeUntil, noticeOn } = facts;
  if (!renewsOn || noticeOn) return undefined;
  const actBy = noticeUntil && workingDayFrom(noticeUntil, -ACCOUNT.actBeforeNoticeWorkingDays, calendars.account);
  const inDays = daysBetween(day, renewsOn);
  const step = stepOf(day, inDays, noticeUntil, actBy, calendars.reader);
  return step && { account, step, renewsOn, noticeUntil, actBy, inDays };
}

function stepOf(
  day: LocalDate,
  inDays: number,
  noticeUntil: LocalDate | undefined,
  actBy: LocalDate | undefined,
  reader: WorkCalendar,
): Step | undefined {
  if (actBy !== undefined) {
    if (actBy < day) return "passed";
    if (actBy === day) return "today";
    if (actBy <= workingDayFrom(day, 1, reader)) return "next";
  }
  if (noticeUntil !== undefined && noticeUntil <= addDays(day, NOTICE_WITHIN_DAYS)) return "notice";
  return STEPS.find((each) => inDays <= Number(each));
}

/** The nearest date first. */
export function inOrder(deadlines: readonly Deadline[]): Deadline[] {
  const key = ({ noticeUntil, renewsOn, account }: Deadline): string => `${noticeUntil ?? renewsOn} ${account}`;
  return deadlines.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

export function itemOf({ account, step, renewsOn, noticeUntil, actBy, inDays }: Deadline): DigestItem {
  return {
    id: account,
    grade: step,
    pressing: PRESSING.has(step),
    figures: { renewsOn, noticeUntil: noticeUntil ?? "", actBy: actBy ?? "", inDays },
  };
}

export function deadlineIn({ id, grade, figures }: DigestItem): Deadline {
  const dayIn = (name: string): LocalDate | undefined => (String(figures[name] ?? "") || undefined) as LocalDate;
  return {
    account: id as AccountId,
    step: grade as Step,
    renewsOn: dayIn("renewsOn") ?? ("" as LocalDate),
    noticeUntil: dayIn("noticeUntil"),
    actBy: dayIn("actBy"),
    inDays: Number(figures["inDays"]),
  };
}
