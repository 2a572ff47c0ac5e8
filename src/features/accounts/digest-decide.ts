import { addDays, daysBetween, type LocalDate, workingDayFrom, type WorkCalendar } from "../../kernel/business-time.ts";
import { ACCOUNT, RENEWAL } from "../../kernel/defaults.ts";
import type { AccountId, ContractId } from "../../kernel/ids.ts";
import { renewalsAmong } from "../coming.ts";
import type { DigestItem } from "../digest-section.ts";

/** How near a renewal or its notice deadline is; each step on the way is news (D10). */
export type Step = "passed" | "today" | "next" | "notice" | "30" | "60" | "90" | "120";

export interface Deadline {
  readonly account: AccountId;
  /** which of its contracts renews */
  readonly contract: ContractId | undefined;
  readonly step: Step;
  readonly renewsOn: LocalDate;
  /** until when they can leave before that renewal */
  readonly noticeUntil: LocalDate | undefined;
  readonly actBy: LocalDate | undefined;
  readonly inDays: number;
}

const STEPS = ["30", "60", "90", "120"] as const;
/** Its notice deadline is near. */
export const NOTICED: readonly Step[] = ["passed", "today", "next", "notice"];
const PRESSING: ReadonlySet<Step> = new Set(["passed", "today", "next"]);

/**
 * What a morning says of a contract that comes up: how near its renewal or its notice deadline is.
 * @param calendars of the account's region, by which the last day to act is counted, and of who reads
 */
export function decideDeadline(
  clock: {
    readonly id: ContractId;
    readonly account: AccountId;
    readonly renewsOn: LocalDate | undefined;
    readonly noticeUntil: LocalDate | undefined;
    readonly noticeOn: LocalDate | undefined;
  },
  day: LocalDate,
  calendars: { readonly account: WorkCalendar; readonly reader: WorkCalendar },
): Deadline | undefined {
  const { id: contract, account, renewsOn, noticeUntil: until, noticeOn } = clock;
  const noticeUntil = until !== undefined && until >= day ? until : undefined;
  if (!renewsOn || noticeOn) return undefined;
  const actBy = noticeUntil && workingDayFrom(noticeUntil, -ACCOUNT.actBeforeNoticeWorkingDays, calendars.account);
  const inDays = daysBetween(day, renewsOn);
  const step = stepOf(day, inDays, noticeUntil, actBy, calendars.reader);
  return step && { account, contract, step, renewsOn, noticeUntil, actBy, inDays };
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
  if (noticeUntil !== undefined && noticeUntil <= addDays(day, RENEWAL.noticeListedDays)) return "notice";
  return STEPS.find((each) => inDays <= Number(each));
}

/** Of each account the nearest, the nearest date first. */
export function nearestOfEach(deadlines: readonly Deadline[]): Deadline[] {
  const key = ({ noticeUntil, renewsOn, account }: Deadline): string => `${noticeUntil ?? renewsOn} ${account}`;
  const ordered = deadlines.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
  return renewalsAmong(ordered, ({ account }) => account).flatMap(([nearest]) => nearest ?? []);
}

export function itemOf({ account, contract, step, renewsOn, noticeUntil, actBy, inDays }: Deadline): DigestItem {
  return {
    id: account,
    grade: step,
    pressing: PRESSING.has(step),
    figures: { contract: contract ?? "", renewsOn, noticeUntil: noticeUntil ?? "", actBy: actBy ?? "", inDays },
  };
}

export function deadlineIn({ id, grade, figures }: DigestItem): Deadline {
  const dayIn = (name: string): LocalDate | undefined => (String(figures[name] ?? "") || undefined) as LocalDate;
  return {
    account: id as AccountId,
    contract: (String(figures["contract"] ?? "") || undefined) as ContractId | undefined,
    step: grade as Step,
    renewsOn: dayIn("renewsOn") ?? ("" as LocalDate),
    noticeUntil: dayIn("noticeUntil"),
    actBy: dayIn("actBy"),
    inDays: Number(figures["inDays"]),
  };
}
