import { addDays, daysBetween } from "../../kernel/business-time.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { AccountSpec } from "./account.ts";
import { addMonths } from "./calendar.ts";
import { stream } from "../../kernel/random.ts";

/** The terms that an account's contracts share; a module is bought beside the main product and runs with it. */
export interface Terms {
  readonly signedOn: LocalDate;
  readonly termMonths: number;
  readonly noticeDays: number;
  readonly autoRenew: boolean;
  readonly billing: "yearly" | "quarterly" | "monthly";
  /** part of the account's ARR that is paid for the module; 0: it has none */
  readonly moduleShare: number;
}

const TERMS = [12, 12, 12, 12, 12, 12, 24, 24, 36, 12, 12, 6] as const;
const NOTICES = [30, 60, 60, 90] as const;

/** Nobody but the accounts of the stories has to decide about a renewal while the demo opens. */
const QUIET_DAYS = 60;

/** What an account agreed to. A contract starts whole terms before its renewal. */
export function termsOf(account: AccountSpec, seed: number, start: LocalDate): Terms {
  const random = stream(seed, account.id, "terms");
  const drawn = random.pick(TERMS);
  const termMonths = account.termMonths ?? drawn;
  const noticeDays = account.noticeDays ?? Math.min(random.pick(NOTICES), termMonths * 10);
  const termDays = Math.floor(termMonths * 30.4);
  const renewsIn =
    account.renewsInDays ?? random.between(noticeDays + QUIET_DAYS, Math.max(noticeDays + QUIET_DAYS, termDays));
  const age = account.signedDaysAgo ?? random.between(250, 1500);
  const terms = Math.max(1, Math.round((age + renewsIn) / termDays));
  const hasModule = account.segment !== "small business" && account.endReason === undefined && random.next() < 0.35;
  return {
    signedOn: addMonths(addDays(start, renewsIn), -terms * termMonths),
    termMonths,
    noticeDays,
    autoRenew: random.next() < 0.85,
    billing: termMonths < 6 ? "monthly" : random.pick(["yearly", "yearly", "quarterly"]),
    moduleShare: hasModule ? random.between(12, 25) / 100 : 0,
  };
}

/** The first renewal date after a day. */
export function nextRenewal({ signedOn, termMonths }: Terms, day: LocalDate): LocalDate {
  let terms = Math.max(1, Math.floor(daysBetween(signedOn, day) / (termMonths * 31)));
  for (;;) {
    const renewal = addMonths(signedOn, terms * termMonths);
    if (renewal > day) return renewal;
    terms++;
  }
}

/** When the contract ends if notice is given on a day: at the next renewal whose deadline hasn't passed. */
export function endAfterNotice(terms: Terms, noticeOn: LocalDate): LocalDate {
  return nextRenewal(terms, addDays(noticeOn, terms.noticeDays - 1));
}

/** Days left to give notice before the renewal that one can still stop. */
export function daysToDeadline(terms: Terms, day: LocalDate): number {
  return daysBetween(day, endAfterNotice(terms, day)) - terms.noticeDays;
}
