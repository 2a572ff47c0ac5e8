import { addDays, daysBetween, localDate, type LocalDate } from "../../kernel/business-time.ts";
import { ONBOARDING, OPPORTUNITY } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, OnboardingId, OpportunityId } from "../../kernel/ids.ts";
import { nearest } from "../../kernel/near.ts";
import { holds, leads, type Scope } from "../../kernel/permissions.ts";
import { oneLine } from "../../kernel/text.ts";
import { productKey } from "../../locales/products.ts";

export const MILESTONES = ["kick-off", "go-live", "first-value"] as const;
export type MilestoneKind = (typeof MILESTONES)[number];

export interface Milestone {
  readonly kind: MilestoneKind;
  readonly dueOn: LocalDate;
  readonly doneOn: LocalDate | undefined;
}

/** A step beside the milestones, as the product's template named it. */
export interface Step {
  readonly id: string;
  readonly name: string;
  readonly dueOn: LocalDate;
  readonly doneOn: LocalDate | undefined;
}

/** Why an onboarding stands still: a milestone is late, or nothing is integrated. */
export type StallCause = MilestoneKind | "integration";

export interface Stall {
  readonly cause: StallCause;
  readonly toldAt: Date;
  readonly escalatedAt: Date | undefined;
}

/** The plan by which a customer gets to use what it bought (C4). Its owner is the account's CSM, whoever that is. */
export interface Plan {
  readonly id: OnboardingId;
  readonly account: AccountId;
  readonly opportunity: OpportunityId | undefined;
  readonly product: string;
  readonly startsOn: LocalDate;
  readonly closedAt: Date | undefined;
  /** until when the customer was promised it, as who sold it said */
  readonly promisedOn?: LocalDate | undefined;
  /** in the order of MILESTONES */
  readonly milestones: readonly Milestone[];
  readonly stalls: readonly Stall[];
  /** by their days; none where its product has no template */
  readonly steps?: readonly Step[];
}

/** The days of a plan, by the account's segment. */
export function milestonesFrom(startsOn: LocalDate, segment: string | undefined): Milestone[] {
  const wanted = segment?.trim().toLowerCase();
  const { milestones, otherwise } = ONBOARDING;
  const [, days] = Object.entries(milestones).find(([name]) => name === wanted) ?? ["", milestones[otherwise]];
  return MILESTONES.map((kind) => ({ kind, dueOn: addDays(startsOn, days[kind]), doneOn: undefined }));
}

/** The day from which a milestone that isn't reached is a stall. */
function stallsOn({ dueOn }: Pick<Milestone, "dueOn">): LocalDate {
  return addDays(dueOn, ONBOARDING.stalledAfterDays);
}

/**
 * Why it stands still on a day, if it does.
 * @param integrated undefined: nobody imports whether an integration is used, so that is no stall
 */
export function stallsOf(plan: Plan, integrated: boolean | undefined, today: LocalDate): StallCause[] {
  if (plan.closedAt) return [];
  const late = plan.milestones.filter(({ doneOn, dueOn }) => !doneOn && stallsOn({ dueOn }) <= today);
  const isUnintegrated = integrated === false && addDays(plan.startsOn, ONBOARDING.integratedByDay) <= today;
  return [...late.map(({ kind }) => kind), ...(isUnintegrated ? (["integration"] as const) : [])];
}

export interface Standstill {
  readonly cause: StallCause;
  /** the first day on which it was one */
  readonly since: LocalDate;
}

/** The cause by which it has stood still the longest. */
export function standsSince(
  { milestones, startsOn }: Pick<Plan, "milestones" | "startsOn">,
  causes: readonly StallCause[],
): Standstill | undefined {
  const all = causes.map((cause): Standstill => {
    const late = milestones.find(({ kind }) => kind === cause);
    return { cause, since: late ? stallsOn(late) : addDays(startsOn, ONBOARDING.integratedByDay) };
  });
  return all.toSorted((one, other) => (one.since < other.since ? -1 : one.since > other.since ? 1 : 0))[0];
}

/** The next day after today on which it may come to stand still by a cause that nobody was told of. */
export function nextLook(plan: Plan, today: LocalDate): LocalDate | undefined {
  if (plan.closedAt) return undefined;
  const isTold = (cause: StallCause): boolean => plan.stalls.some((stall) => stall.cause === cause);
  const open = plan.milestones.filter(({ doneOn, kind }) => !doneOn && !isTold(kind)).map(stallsOn);
  const integrated = isTold("integration") ? [] : [addDays(plan.startsOn, ONBOARDING.integratedByDay)];
  return [...open, ...integrated].filter((day) => day > today).toSorted()[0];
}

/** The first milestone that isn't reached. */
export function nextMilestone({ milestones }: Pick<Plan, "milestones">): Milestone | undefined {
  return milestones.find(({ doneOn }) => !doneOn);
}

/** The last milestone, where it is planned for after what the customer was promised. */
export function beyondPromise({
  milestones,
  promisedOn,
  closedAt,
}: Pick<Plan, "milestones" | "promisedOn" | "closedAt">): Milestone | undefined {
  const last = milestones.at(-1);
  if (closedAt || !last || last.doneOn || promisedOn === undefined) return undefined;
  return last.dueOn > promisedOn ? last : undefined;
}

export function daysLate({ dueOn, doneOn }: Milestone, today: LocalDate): number {
  return doneOn ? 0 : Math.max(0, daysBetween(dueOn, today));
}

/** Who ticks, moves and starts: the account's CSM, who covers for them, or who leads. */
export function mayRunPlan({ id: person, covers, roles, active }: Person, scope: Scope): boolean {
  return active && (holds("csm", { person, covers }, scope) || leads({ person, covers, roles }, scope));
}

export type DayProblem = "day" | "future" | "early" | "past" | "far";

export type DayChecked =
  | { readonly kind: "ok"; readonly on: LocalDate }
  | { readonly kind: "wrong"; readonly problem: DayProblem; readonly value: string };

/** The day on which a milestone was reached: today or before, and since the plan began. */
export function checkReached(
  typed: string | undefined,
  { startsOn }: Pick<Plan, "startsOn">,
  today: LocalDate,
): DayChecked {
  const { value, on } = dayIn(typed);
  if (!on) return { kind: "wrong", problem: "day", value };
  if (on > today) return { kind: "wrong", problem: "future", value };
  return on < startsOn ? { kind: "wrong", problem: "early", value } : { kind: "ok", on };
}

/** The day for which a milestone is planned: from today on, within a year. */
export function checkPlanned(typed: string | undefined, today: LocalDate): DayChecked {
  const { value, on } = dayIn(typed);
  if (!on) return { kind: "wrong", problem: "day", value };
  if (on < today) return { kind: "wrong", problem: "past", value };
  return on > latestPlanned(today) ? { kind: "wrong", problem: "far", value } : { kind: "ok", on };
}

export function latestPlanned(today: LocalDate): LocalDate {
  return addDays(today, ONBOARDING.movedAheadAtMostDays);
}

function dayIn(typed: string | undefined): { value: string; on: LocalDate | undefined } {
  const value = oneLine(typed ?? "").slice(0, 40);
  return { value, on: localDate(value) };
}

export type ProductChecked =
  /** @param near known ones that were perhaps meant; none where it is known itself */
  | { readonly kind: "ok"; readonly product: string; readonly field: ProductField; readonly near: readonly string[] }
  | {
      readonly kind: "wrong";
      readonly field: ProductField;
      readonly problem: "product" | "both";
      readonly value: string;
    };
export type ProductField = "product" | "other";

/** What they begin with: one of the known products, as it is written there, or another that is typed. */
export function checkProduct(values: Readonly<Record<string, string>>, known: readonly string[]): ProductChecked {
  const other = oneLine(values["other"] ?? "");
  const chosen = oneLine(values["product"] ?? "");
  if (other !== "" && chosen !== "") return { kind: "wrong", field: "other", problem: "both", value: other };
  const [field, typed] = other === "" ? (["product", chosen] as const) : (["other", other] as const);
  if (typed === "" || [...typed].length > OPPORTUNITY.productAtMost)
    return { kind: "wrong", field, problem: "product", value: typed };
  const key = productKey(typed);
  const product = known.find((each) => productKey(each) === key);
  if (product !== undefined) return { kind: "ok", product, field, near: [] };
  return { kind: "ok", product: typed, field, near: nearest(typed, known, ONBOARDING.nearProductsAtMost) };
}
