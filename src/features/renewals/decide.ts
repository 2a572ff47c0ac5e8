import {
  addDays,
  addWorkingHours,
  instantOf,
  isWorkingDay,
  type LocalDate,
  workingDayFrom,
  type WorkCalendar,
} from "../../kernel/business-time.ts";
import { ACCOUNT, RENEWAL } from "../../kernel/defaults.ts";
import type { AccountId, ContractId, PersonId, RenewalId } from "../../kernel/ids.ts";
import type { ContractClock } from "../accounts/facts.ts";

/** term: towards a renewal; review: the half-yearly value review of a short term. */
export type RenewalKind = "term" | "review";

export const SETTLED = ["signed", "notice", "not-renewing", "renewed", "reviewed", "over"] as const;
export type Settled = (typeof SETTLED)[number];

/** What people are told of on the way (D10). "act": the last day on which one can still do something before they may leave. */
export type Step = "value" | "terms" | "60" | "30" | "act";

export interface Renewal {
  readonly id: RenewalId;
  readonly account: AccountId;
  readonly contract: ContractId;
  readonly kind: RenewalKind;
  /** the renewal date, or the day of the review */
  readonly dueOn: LocalDate;
  readonly state: "open" | Settled;
  readonly settledAt: Date | undefined;
  /** the last step that people were told of */
  readonly told: Step | undefined;
  readonly toldAt: Date | undefined;
  readonly remindedAt: Date | undefined;
  readonly escalatedAt: Date | undefined;
  readonly valueOwner: PersonId | undefined;
  readonly termsOwner: PersonId | undefined;
  readonly reviewed: Review | undefined;
  readonly termsSent: { readonly at: Date; readonly by: PersonId } | undefined;
}

export interface Review extends Brief {
  readonly at: Date;
  readonly by: PersonId;
}

/** What the CSM tells the Account Manager before a renewal (D11). */
export interface Brief {
  readonly goals: string;
  readonly shown: string;
  readonly mood: string;
  readonly risks: string;
  readonly thanks: string;
}
export const BRIEF_PARTS = ["goals", "shown", "mood", "risks", "thanks"] as const satisfies readonly (keyof Brief)[];

export interface StepDay {
  readonly step: Step;
  readonly on: LocalDate;
}

/** In the order in which they are said where two fall on one day. */
const RANK: Readonly<Record<Step, number>> = { value: 0, terms: 1, "60": 2, "30": 3, act: 4 };

/** A contract as far as its clock is concerned. */
export type Clocked = Pick<ContractClock, "noticeUntil" | "weighty">;

/**
 * The days of a clock, earliest first. A contract of less than a tenth of the account's ARR has no value review of its own.
 * @param region of the account, by which the last day to act is counted
 */
export function stepDays(
  { kind, dueOn }: Pick<Renewal, "kind" | "dueOn">,
  { noticeUntil, weighty }: Clocked,
  region: WorkCalendar,
): StepDay[] {
  if (kind === "review") return [{ step: "value", on: dueOn }];
  const days: StepDay[] = [
    ...(weighty ? [{ step: "value", on: addDays(dueOn, -RENEWAL.valueDays) } as const] : []),
    { step: "terms", on: addDays(dueOn, -RENEWAL.termsDays) },
    { step: "60", on: addDays(dueOn, -RENEWAL.reminderDays[0]) },
    { step: "30", on: addDays(dueOn, -RENEWAL.reminderDays[1]) },
  ];
  const act = noticeUntil && actBy(noticeUntil, region);
  if (act) days.push({ step: "act", on: act });
  return days.toSorted((one, other) => (one.on === other.on ? RANK[one.step] - RANK[other.step] : one.on < other.on ? -1 : 1));
}

/** The last day to act before a notice deadline. */
export function actBy(noticeUntil: LocalDate, region: WorkCalendar): LocalDate {
  return workingDayFrom(noticeUntil, -ACCOUNT.actBeforeNoticeWorkingDays, region);
}

/**
 * The step that is due on a day, if people weren't told of it or a later one: the latest alone, so that a contract that is
 * imported late brings one message.
 */
export function dueStep(
  days: readonly StepDay[],
  told: Step | undefined,
  today: LocalDate,
  noticeUntil: LocalDate | undefined,
): Step | undefined {
  const isOfUse = ({ step }: StepDay): boolean => step !== "act" || (noticeUntil !== undefined && noticeUntil >= today);
  const last = days.findLast((each) => each.on <= today && isOfUse(each));
  if (!last) return undefined;
  const before = days.findIndex(({ step }) => step === told);
  return days.indexOf(last) > before ? last.step : undefined;
}

/** The next step after a day that people weren't told of yet. */
export function nextStep(days: readonly StepDay[], told: Step | undefined, today: LocalDate): StepDay | undefined {
  const before = days.findIndex(({ step }) => step === told);
  return days.find(({ on }, at) => at > before && on > today);
}

/**
 * When somebody is told of a step: as their working day opens, on the next one where it isn't one; of the last day to act
 * on the one before.
 */
export function stepAt({ step, on }: StepDay, calendar: WorkCalendar): Date {
  const day =
    step === "act" && !isWorkingDay(on, calendar) ? workingDayFrom(on, -1, calendar) : workingDayFrom(on, 0, calendar);
  return instantOf(day, calendar.opens, calendar.zone);
}

/** The last step still behind a day after the clock's date moved; what lies ahead again is told again. */
export function toldAfterMove(
  days: readonly StepDay[],
  told: Step | undefined,
  today: LocalDate,
): Step | undefined {
  const before = days.findIndex(({ step }) => step === told);
  return days.findLast(({ on }, at) => at <= before && on <= today)?.step;
}

export type Sync =
  | { readonly kind: "nothing" }
  | { readonly kind: "keep" }
  | { readonly kind: "open"; readonly as: RenewalKind; readonly dueOn: LocalDate }
  | { readonly kind: "move"; readonly dueOn: LocalDate }
  /** `then`: the clock of the next one begins */
  | { readonly kind: "settle"; readonly as: Settled; readonly then: boolean };

/**
 * What became of a contract's clock by what is known of the contract now.
 * @param clock undefined: the contract doesn't run
 * @param settledOn the dates that this contract's settled clocks were set to, and as what
 */
export function decideSync(
  clock: ContractClock | undefined,
  open: Pick<Renewal, "kind" | "dueOn" | "told"> | undefined,
  settledOn: ReadonlyMap<LocalDate, Settled>,
  today: LocalDate,
  region: WorkCalendar,
): Sync {
  const ends = clock === undefined || clock.endsOn !== undefined;
  if (open && (ends || clock.noticeOn !== undefined))
    return { kind: "settle", as: clock?.noticeOn === undefined ? "over" : "notice", then: false };
  if (ends || clock.noticeOn !== undefined) return { kind: "nothing" };
  const aim = aimOf(clock, today);
  if (open) return whatBecame(open, aim, today);
  if (!aim || settledOn.has(aim.dueOn)) return { kind: "nothing" };
  const first = stepDays(aim, clock, region)[0];
  const isNear = first !== undefined && first.on <= addDays(today, RENEWAL.openAheadDays);
  return isNear ? { kind: "open", as: aim.kind, dueOn: aim.dueOn } : { kind: "nothing" };
}

function whatBecame(
  open: Pick<Renewal, "kind" | "dueOn" | "told">,
  aim: Pick<Renewal, "kind" | "dueOn"> | undefined,
  today: LocalDate,
): Sync {
  if (open.kind === "review") {
    if (aim?.kind !== "review") return { kind: "settle", as: "over", then: true };
    return addDays(open.dueOn, RENEWAL.reviewOpenDays) < today
      ? { kind: "settle", as: "over", then: true }
      : { kind: "keep" };
  }
  if (!aim || aim.kind !== "term") return { kind: "settle", as: "over", then: true };
  if (aim.dueOn === open.dueOn) return { kind: "keep" };
  const isRenewed = addDays(open.dueOn, RENEWAL.renewedDays) <= aim.dueOn;
  return isRenewed ? { kind: "settle", as: "renewed", then: true } : { kind: "move", dueOn: aim.dueOn };
}

/** What a contract's clock runs towards: its renewal, or for a short term the next half-yearly review. */
export function aimOf(
  { startsOn, renewsOn, termDays, monthly }: Pick<ContractClock, "startsOn" | "renewsOn" | "termDays" | "monthly">,
  today: LocalDate,
): { readonly kind: RenewalKind; readonly dueOn: LocalDate } | undefined {
  const isShort = monthly || (termDays !== undefined && termDays < ACCOUNT.renewalTermDays);
  if (!isShort) return renewsOn !== undefined && renewsOn >= today ? { kind: "term", dueOn: renewsOn } : undefined;
  let dueOn = addDays(startsOn, RENEWAL.reviewEveryDays);
  while (dueOn < today) dueOn = addDays(dueOn, RENEWAL.reviewEveryDays);
  return { kind: "review", dueOn };
}

/** What a step still waits for: somebody to prepare the review, or to bring the terms. */
export function waitsFor({
  state,
  told,
  reviewed,
  termsSent,
}: Pick<Renewal, "state" | "told" | "reviewed" | "termsSent">): "review" | "terms" | undefined {
  if (state !== "open" || told === undefined) return undefined;
  if (told === "value") return reviewed ? undefined : "review";
  return termsSent ? undefined : "terms";
}

/** When whoever a step waits for is reminded, and when it is said to who leads: in their own working hours. */
export function rungAt(toldAt: Date, rung: "remind" | "escalate", calendar: WorkCalendar): Date {
  const hours = rung === "remind" ? RENEWAL.remindAfterHours : RENEWAL.escalateAfterHours;
  return addWorkingHours(toldAt, hours, calendar);
}
