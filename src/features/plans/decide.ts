import { addDays, daysBetween, type LocalDate } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { Money } from "../../kernel/money.ts";
import { holds, leads, type Scope } from "../../kernel/permissions.ts";

/** goal: theirs; expectation: what they were led to expect when it was sold */
export type GoalKind = "goal" | "expectation";
/** left: they are no customer any more */
export type GoalEnd = "met" | "given-up" | "left";
export const VERDICTS = ["missed", "met", "exceeded"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** How far a goal is: what we know of it and what the customer says are never one figure. */
export interface Progress {
  /** shares of 1; what a person or an import said counts before what is reckoned from use */
  readonly measured: number | undefined;
  readonly reckoned: number | undefined;
  readonly confirmed: number | undefined;
  /** the day on which we first knew of it */
  readonly since: LocalDate;
  readonly targetOn: LocalDate | undefined;
  readonly isOpen: boolean;
}

export type Standing = "on-track" | "behind" | "overdue" | "over" | "unknown";

/** What we know of it ourselves: somebody who looked knows more than a metric. */
export function measuredOf({ measured, reckoned }: Pick<Progress, "measured" | "reckoned">): number | undefined {
  return measured ?? reckoned;
}

/**
 * How much of the way from where it began to where it is to be a value is: (value − baseline) ÷ (target − baseline), from 0
 * to 1, whichever way it goes.
 * @returns undefined where the two are the same, or one isn't known
 */
export function shareOf(value: number, baseline: number | undefined, target: number | undefined): number | undefined {
  if (baseline === undefined || target === undefined || baseline === target) return undefined;
  return Math.min(1, Math.max(0, (value - baseline) / (target - baseline)));
}

/** Of a goal with a day: the lower of what we and what they say, against the share of its time that is over. */
export function standingOf(goal: Progress, today: LocalDate): Standing {
  if (!goal.isOpen) return "over";
  const { targetOn, since } = goal;
  if (targetOn !== undefined && targetOn < today) return "overdue";
  const known = [measuredOf(goal), goal.confirmed].filter((each) => each !== undefined);
  if (known.length === 0 || targetOn === undefined) return "unknown";
  const whole = daysBetween(since, targetOn);
  const expected = whole <= 0 ? 1 : Math.min(1, Math.max(0, daysBetween(since, today) / whole));
  return Math.min(...known) < expected - PLAN.behindBy - 1e-9 ? "behind" : "on-track";
}

export function isBehind(standing: Standing): boolean {
  return standing === "behind" || standing === "overdue";
}

/**
 * What comes next with a goal. ask: nobody of them said how far it is lately; reached: they say all of it; late: it is behind
 * or its day is over; apart: what they say and what we know differ by much; unmeasured: there is nothing of ours to compare
 * with; on: as agreed
 */
export type NextStep = "ask" | "reached" | "late" | "apart" | "unmeasured" | "on";

/** @param saidOn when they last said how far it is */
export function nextStepOf(goal: Progress, saidOn: LocalDate | undefined, today: LocalDate): NextStep {
  const { confirmed } = goal;
  if (confirmed === undefined || saidOn === undefined || saidOn < addDays(today, -PLAN.saidCountsDays)) return "ask";
  const measured = measuredOf(goal);
  if (confirmed >= 1 && (measured === undefined || 1 - measured < PLAN.apartFrom - 1e-9)) return "reached";
  if (measured !== undefined && Math.abs(measured - confirmed) >= PLAN.apartFrom - 1e-9) return "apart";
  if (isBehind(standingOf(goal, today))) return "late";
  return measured === undefined ? "unmeasured" : "on";
}

/** The mean of a customer's answers of a quarter, from 0 to 10. */
export interface Result {
  readonly mean: number;
  readonly count: number;
  /** of its newest answer */
  readonly on: LocalDate;
}

/** @param results newest first */
export function isSatisfied([newest]: readonly Result[], today: LocalDate): boolean {
  if (!newest || newest.on < addDays(today, -PLAN.answersCountDays)) return false;
  return newest.mean >= PLAN.satisfiedFrom;
}

/**
 * What their people are to answer next: half a point more than the newest result; where it fell, what it was before. In
 * tenths, at most 10.
 * @param results newest first @returns undefined without two results
 */
export function proposedTarget([newest, before]: readonly Result[]): number | undefined {
  if (!newest || !before) return undefined;
  const wanted = newest.mean < before.mean ? before.mean : newest.mean + PLAN.targetStep;
  return Math.min(10, Math.round(10 * wanted) / 10);
}

export type Roi =
  | { readonly kind: "known"; readonly worth: Money; readonly ratio: number }
  /** nothing is confirmed, there is no contract, or the two are of several currencies */
  | { readonly kind: "unknown"; readonly because: "no-worth" | "no-arr" | "currencies" };

/** What they confirmed that it is worth in a year ÷ their ARR. @param worth, arr totals per currency */
export function roiOf(worth: readonly Money[], arr: readonly Money[]): Roi {
  const [value] = worth;
  const [paid] = arr.filter(({ amountMinor }) => amountMinor > 0);
  if (!value) return { kind: "unknown", because: "no-worth" };
  if (!paid) return { kind: "unknown", because: "no-arr" };
  if (worth.length > 1 || arr.length > 1 || value.currency !== paid.currency)
    return { kind: "unknown", because: "currencies" };
  return { kind: "known", worth: value, ratio: Math.round((10 * value.amountMinor) / paid.amountMinor) / 10 };
}

/** Why a plan needs whoever looks after the customer. */
export type Need = "overdue" | "satisfied-behind" | "no-plan";

export interface Needing {
  readonly standings: readonly Standing[];
  readonly isSatisfied: boolean;
  /** in tier A or B */
  readonly isLarge: boolean;
  readonly hasLeft: boolean;
}

/** The most urgent first. */
export function needsOf({ standings, isSatisfied: satisfied, isLarge, hasLeft }: Needing): Need[] {
  if (hasLeft) return [];
  const isOver = standings.includes("overdue");
  return [
    ...(isOver ? (["overdue"] as const) : []),
    ...(satisfied && standings.some(isBehind) ? (["satisfied-behind"] as const) : []),
    ...(isLarge && standings.every((each) => each === "over") ? (["no-plan"] as const) : []),
  ];
}

/** Who writes a plan: the account's CSM, who covers for them, or who leads. Its Account Manager reads it. */
export function mayRun({ id: person, covers, roles, active }: Person, scope: Scope): boolean {
  return active && (holds("csm", { person, covers }, scope) || leads({ person, covers, roles }, scope));
}
