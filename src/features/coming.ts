import { addDays, type LocalDate } from "../kernel/business-time.ts";
import { ACCOUNT, RENEWAL } from "../kernel/defaults.ts";
import type { AccountId } from "../kernel/ids.ts";
import type { ContractClock } from "./accounts/facts.ts";

/** Renewal rules hold for terms of six months and more, which aren't renewed month by month (A9). */
export function isShortTerm({ termDays, monthly }: Pick<ContractClock, "termDays" | "monthly">): boolean {
  return monthly || (termDays !== undefined && termDays < ACCOUNT.renewalTermDays);
}

/**
 * Whether a contract is on every list of what comes up: its renewal within 120 days, of a short term not; or within 30 its
 * notice deadline. Nothing of one that ends.
 */
export function isComing(
  {
    renewsOn,
    noticeUntil,
    noticeOn,
    endsOn,
    ...term
  }: Pick<ContractClock, "renewsOn" | "noticeUntil" | "noticeOn" | "endsOn" | "termDays" | "monthly">,
  today: LocalDate,
): boolean {
  if (renewsOn === undefined || renewsOn < today || noticeOn !== undefined || endsOn !== undefined) return false;
  if (!isShortTerm(term) && renewsOn <= addDays(today, RENEWAL.listedDays)) return true;
  return isNear(noticeUntil ?? renewsOn, today);
}

/**
 * Renewals, as the list and the digests count them: a customer's contracts that come up are one.
 * @param coming in the order in which they come up @returns a customer each, in the order of the first contract
 */
export function renewalsAmong<Coming>(
  coming: readonly Coming[],
  accountOf: (each: Coming) => AccountId,
): readonly (readonly Coming[])[] {
  return [...Map.groupBy(coming, accountOf).values()];
}

/**
 * Whether a contract is under negotiation: its terms are due, its notice deadline within 30 days, or it is known to end.
 * A short term has its deadline alone.
 */
export function isNegotiated(
  {
    renewsOn,
    noticeUntil,
    noticeOn,
    endsOn,
    ...term
  }: Pick<ContractClock, "renewsOn" | "noticeUntil" | "noticeOn" | "endsOn" | "termDays" | "monthly">,
  today: LocalDate,
): boolean {
  if (noticeOn !== undefined || endsOn !== undefined) return true;
  if (renewsOn === undefined || renewsOn < today || term.monthly) return false;
  if (!isShortTerm(term) && renewsOn <= addDays(today, RENEWAL.termsDays)) return true;
  return noticeUntil !== undefined && isNear(noticeUntil, today);
}

function isNear(deadline: LocalDate, today: LocalDate): boolean {
  return deadline >= today && deadline <= addDays(today, RENEWAL.noticeListedDays);
}
