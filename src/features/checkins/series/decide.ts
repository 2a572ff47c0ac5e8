import {
  addDays,
  daysBetween,
  fixedTime,
  instantOf,
  type LocalDate,
  type LocalTime,
  weekdayOf,
  type WorkCalendar,
  workingDayFrom,
} from "../../../kernel/business-time.ts";
import { CHECK_IN } from "../../../kernel/defaults.ts";
import type { AccountId, CheckInId, CheckSeriesId, PersonId } from "../../../kernel/ids.ts";
import { nextIn, type Occurrence, occurrencesOn } from "../../../kernel/recurrence.ts";
import type { Rule, Series } from "../../../kernel/recurrence-rule.ts";
import type { Tier } from "../../accounts/facts.ts";

const LAST_MINUTE = fixedTime("23:59");

/** check-in: by the CSM (C1); review: by the AM (C2) */
export type Kind = "check-in" | "review";
export type Phase = "onboarding" | "later";
export type Sentiment = "good" | "mixed" | "bad";
export const SENTIMENTS = ["good", "mixed", "bad"] as const satisfies readonly Sentiment[];
export const SKIPS = ["customer-asked", "nothing-new", "spoke-otherwise", "no-time"] as const;
export type Skip = (typeof SKIPS)[number];

/** A running series of an account. */
export interface Running {
  readonly id: CheckSeriesId;
  readonly account: AccountId;
  readonly kind: Kind;
  readonly tier: Tier;
  readonly phase: Phase;
  readonly series: Series;
}

/** What was said; what wasn't is left out. */
export interface Answers {
  readonly needs?: string | undefined;
  readonly goals?: string | undefined;
  readonly blockers?: string | undefined;
  readonly sentiment?: Sentiment | undefined;
  readonly nextStep?: string | undefined;
}

/** One time that a series takes place. */
export interface CheckIn {
  readonly id: CheckInId;
  readonly series: CheckSeriesId;
  readonly account: AccountId;
  readonly kind: Kind;
  readonly originalOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly scheduledAt: Date | undefined;
  readonly state: "open" | "held" | "skipped" | "missed" | "replaced" | "ended";
  readonly toldAt: Date | undefined;
  readonly snoozedUntil: LocalDate | undefined;
  readonly noShows: number;
  readonly settledAt: Date | undefined;
  readonly settledBy: PersonId | undefined;
  readonly reason: string | undefined;
  readonly answers: Answers;
}

/** How often: every so many weeks or months, or on days behind a beginning; undefined: not at all. */
export type Cadence =
  { readonly weeks: number } | { readonly months: number } | { readonly days: readonly number[] } | undefined;

export function phaseOf(stage: string): Phase {
  return stage === "onboarding" ? "onboarding" : "later";
}

/** How often an account is spoken with. Reviews begin with value: before, its Account Manager is quiet (A5). */
export function cadenceOf(kind: Kind, tier: Tier, stage: string): Cadence {
  if (stage === "churned") return undefined;
  if (kind === "check-in") return CHECK_IN[phaseOf(stage)][tier];
  return stage === "value" || stage === "renewal" ? CHECK_IN.review[tier] : undefined;
}

export type SeriesDecision =
  | { readonly kind: "keep" }
  | { readonly kind: "begin"; readonly cadence: Exclude<Cadence, undefined> }
  | { readonly kind: "end"; readonly by: "churned" | "none" }
  | { readonly kind: "change"; readonly by: "tier" | "stage"; readonly cadence: Exclude<Cadence, undefined> };

/** What becomes of an account's series of a kind by its tier and stage as they are. */
export function decideSeries(
  kind: Kind,
  running: Pick<Running, "tier" | "phase"> | undefined,
  { tier, stage }: { readonly tier: Tier; readonly stage: string },
): SeriesDecision {
  const cadence = cadenceOf(kind, tier, stage);
  if (!cadence) return running ? { kind: "end", by: stage === "churned" ? "churned" : "none" } : { kind: "keep" };
  if (!running) return { kind: "begin", cadence };
  const phase = phaseOf(stage);
  const before = CHECK_IN[running.phase][running.tier];
  const isSame = kind === "review" ? running.tier === tier : isAlike(before, cadence);
  if (isSame) return { kind: "keep" };
  return { kind: "change", by: running.phase === phase ? "tier" : "stage", cadence };
}

function isAlike(one: Cadence, other: Cadence): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whose days and hours a series begins with, and by what its accounts are spread. */
export interface Beginning {
  readonly today: LocalDate;
  readonly calendar: WorkCalendar;
  readonly account: AccountId;
  /** the day on which the onboarding began, or the contact since which it is counted */
  readonly since: LocalDate | undefined;
  readonly at?: LocalTime;
}

/**
 * The series of an account. The first is one interval behind the last contact, and never before tomorrow; where nothing is
 * known of one, accounts are spread over the interval, so that no morning has all of them.
 */
export function seriesFrom(cadence: Exclude<Cadence, undefined>, begins: Beginning): Series {
  const { today, calendar, since } = begins;
  const { zone } = calendar;
  const at = begins.at ?? calendar.opens;
  const made = { at, zone, without: [], overrides: new Map() };
  if ("days" in cadence) {
    const all = cadence.days.map((days) => addDays(since ?? today, days));
    const left = all.filter((day) => day > today);
    const [startsOn = addDays(today, 1), ...more] = left;
    return { ...made, startsOn, rule: undefined, more };
  }
  const length = "weeks" in cadence ? cadence.weeks * 7 : cadence.months * 30;
  const wanted = since ? addDays(since, length) : addDays(today, 1 + spreadOf(begins.account, length));
  const startsOn = workingDayFrom(
    wanted > today ? wanted : addDays(today, 1 + spreadOf(begins.account, 7)),
    0,
    calendar,
  );
  return { ...made, startsOn, rule: ruleFrom(cadence, startsOn), more: [] };
}

function ruleFrom(cadence: { readonly weeks: number } | { readonly months: number }, startsOn: LocalDate): Rule {
  const weekday = weekdayOf(startsOn);
  if ("weeks" in cadence) {
    return { frequency: "WEEKLY", interval: cadence.weeks, days: [{ weekday }], monthDays: [], months: [] };
  }
  const nth = Math.ceil(Number(startsOn.slice(8)) / 7);
  const day = { weekday, nth: nth > 4 ? -1 : nth };
  return { frequency: "MONTHLY", interval: cadence.months, days: [day], monthDays: [], months: [] };
}

/** The same number for the same account always, from 0 and below `below`. */
function spreadOf(account: AccountId, below: number): number {
  return Number.parseInt(account.replaceAll("-", "").slice(-6), 16) % below;
}

/**
 * The occurrence that comes behind one that is over. Of several that downtime let pass the latest counts, so that nobody
 * has two to do.
 * @param after the last day that what is over had, which never comes again
 */
export function occurrenceAfter(
  series: Series,
  calendar: WorkCalendar,
  after: LocalDate,
  today: LocalDate,
): Occurrence | undefined {
  const passed = occurrencesOn(series, calendar, addDays(after, 1), today).at(-1);
  return passed ?? nextIn(series, calendar, instantOf(after > today ? after : today, LAST_MINUTE, series.zone));
}

/** The last day that one had, by its rule or by hand. */
export function lastDayOf({ originalOn, dueOn }: Pick<CheckIn, "originalOn" | "dueOn">): LocalDate {
  return originalOn > dueOn ? originalOn : dueOn;
}

/** Monday of the ISO week of a day. */
export function weekOf(day: LocalDate): LocalDate {
  return addDays(day, 1 - weekdayOf(day));
}

/** Sunday of the ISO week of a day. */
export function weekEnd(day: LocalDate): LocalDate {
  return addDays(weekOf(day), 6);
}

/** A review takes the place of the check-in of its week (C2). */
export function takesPlace(review: Pick<CheckIn, "state" | "dueOn">, checkIn: Pick<CheckIn, "dueOn">): boolean {
  if (review.state !== "open" && review.state !== "held") return false;
  return weekOf(review.dueOn) === weekOf(checkIn.dueOn);
}

/** A check-in that was held on a day settles the one that is open, unless that is for much later. */
export function countsFor({ dueOn }: Pick<CheckIn, "dueOn">, heldOn: LocalDate): boolean {
  return daysBetween(heldOn, dueOn) <= CHECK_IN.countsAheadDays;
}

export function daysOverdue({ state, dueOn }: Pick<CheckIn, "state" | "dueOn">, today: LocalDate): number {
  return state === "open" ? Math.max(0, daysBetween(dueOn, today)) : 0;
}
