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
import { isShortTerm } from "../coming.ts";

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

/** A clock that has just begun. */
export const NEW = {
  state: "open",
  settledAt: undefined,
  told: undefined,
  toldAt: undefined,
  remindedAt: undefined,
  escalatedAt: undefined,
  valueOwner: undefined,
  termsOwner: undefined,
  reviewed: undefined,
  termsSent: undefined,
} as const satisfies Partial<Renewal>;

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

export interface TimedStep {
  readonly step: Step;
  readonly at: Date;
}

/** In the order in which they are said where two fall on one day. */
const RANK: Readonly<Record<Step, number>> = { value: 0, terms: 1, "60": 2, "30": 3, act: 4 };

/** A contract as far as its clock is concerned. */
export type Clocked = Pick<ContractClock, "noticeUntil" | "weighty">;

/**
 * The steps of a clock with their instants, earliest first. A contract of less than a tenth of the account's ARR has no value
 * review of its own.
 * @param calendars of the account's region, by which the last day to act is counted, and of who is told
 */
export function stepsOf(
  { kind, dueOn }: Pick<Renewal, "kind" | "dueOn">,
  { noticeUntil, weighty }: Clocked,
  calendars: { readonly region: WorkCalendar; readonly value: WorkCalendar; readonly terms: WorkCalendar },
): TimedStep[] {
  const value = (on: LocalDate): TimedStep => ({ step: "value", at: stepAt("value", on, calendars.value) });
  if (kind === "review") return [value(dueOn)];
  const terms = (step: Step, on: LocalDate): TimedStep => ({ step, at: stepAt(step, on, calendars.terms) });
  const steps: TimedStep[] = [
    ...(weighty ? [value(addDays(dueOn, -RENEWAL.valueDays))] : []),
    terms("terms", addDays(dueOn, -RENEWAL.termsDays)),
    terms("60", addDays(dueOn, -RENEWAL.reminderDays[0])),
    terms("30", addDays(dueOn, -RENEWAL.reminderDays[1])),
  ];
  if (noticeUntil) steps.push(terms("act", actBy(noticeUntil, calendars.region)));
  return steps.toSorted((one, other) => one.at.getTime() - other.at.getTime() || RANK[one.step] - RANK[other.step]);
}

/** The last day to act before a notice deadline. */
export function actBy(noticeUntil: LocalDate, region: WorkCalendar): LocalDate {
  return workingDayFrom(noticeUntil, -ACCOUNT.actBeforeNoticeWorkingDays, region);
}

/** As their working day opens, on the next one where it isn't one; of the last day to act on the one before. */
function stepAt(step: Step, on: LocalDate, calendar: WorkCalendar): Date {
  const isEarlier = step === "act" && !isWorkingDay(on, calendar);
  return instantOf(workingDayFrom(on, isEarlier ? -1 : 0, calendar), calendar.opens, calendar.zone);
}

/**
 * The step that is due, if people weren't told of it or a later one: the latest alone, so that a contract that is imported
 * late brings one message. The last day to act is of no use behind the notice deadline.
 */
export function dueStep(
  steps: readonly TimedStep[],
  told: Step | undefined,
  now: Date,
  isDeadlinePast: boolean,
): Step | undefined {
  const last = steps.findLast(({ step, at }) => at <= now && !(step === "act" && isDeadlinePast));
  if (!last) return undefined;
  const before = steps.findIndex(({ step }) => step === told);
  return steps.indexOf(last) > before ? last.step : undefined;
}

/** When people are told next. */
export function nextAt(steps: readonly TimedStep[], told: Step | undefined, now: Date): Date | undefined {
  const before = steps.findIndex(({ step }) => step === told);
  return steps.find(({ at }, place) => place > before && at > now)?.at;
}

/** What people were told of a clock whose date has moved: what lies ahead again is told again. */
export function toldAfterMove(steps: readonly TimedStep[], told: Step | undefined, now: Date): Step | undefined {
  const before = steps.findIndex(({ step }) => step === told);
  return steps.findLast(({ at }, place) => place <= before && at <= now)?.step;
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
 * @param settledOn the dates that this contract's settled clocks were set to
 */
export function decideSync(
  clock: ContractClock | undefined,
  open: Pick<Renewal, "kind" | "dueOn" | "told"> | undefined,
  settledOn: ReadonlySet<LocalDate>,
  today: LocalDate,
): Sync {
  const ends = clock === undefined || clock.endsOn !== undefined;
  if (open && (ends || clock.noticeOn !== undefined))
    return { kind: "settle", as: clock?.noticeOn === undefined ? "over" : "notice", then: false };
  if (ends || clock.noticeOn !== undefined) return { kind: "nothing" };
  const aim = behindReviewed(aimOf(clock, today), settledOn);
  if (open) return whatBecame(open, aim, today);
  if (!aim || settledOn.has(aim.dueOn)) return { kind: "nothing" };
  return aim.kind === "review" || begins(aim, clock) <= addDays(today, RENEWAL.openAheadDays)
    ? { kind: "open", as: aim.kind, dueOn: aim.dueOn }
    : { kind: "nothing" };
}

type Aim = Pick<Renewal, "kind" | "dueOn">;

/** A half-yearly review that was held leaves room for the next. */
function behindReviewed(aim: Aim | undefined, settledOn: ReadonlySet<LocalDate>): Aim | undefined {
  if (aim?.kind !== "review") return aim;
  let { dueOn } = aim;
  while (settledOn.has(dueOn)) dueOn = addDays(dueOn, RENEWAL.reviewEveryDays);
  return { ...aim, dueOn };
}

/** No later than it is listed: by its date, or by its notice deadline where that is far before. */
function begins({ dueOn }: Aim, { noticeUntil }: Pick<ContractClock, "noticeUntil">): LocalDate {
  const first = addDays(dueOn, -RENEWAL.listedDays);
  const notice = noticeUntil && addDays(noticeUntil, -RENEWAL.noticeListedDays);
  return notice && notice < first ? notice : first;
}

function whatBecame(open: Pick<Renewal, "kind" | "dueOn" | "told">, aim: Aim | undefined, today: LocalDate): Sync {
  if (open.kind === "review") {
    if (aim?.kind !== "review") return { kind: "settle", as: "over", then: true };
    if (open.told === undefined && open.dueOn >= today && open.dueOn !== aim.dueOn)
      return { kind: "move", dueOn: aim.dueOn };
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
): Aim | undefined {
  if (!isShortTerm({ termDays, monthly }))
    return renewsOn !== undefined && renewsOn >= today ? { kind: "term", dueOn: renewsOn } : undefined;
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
