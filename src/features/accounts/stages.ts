import { addDays, daysBetween, type LocalDate } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";

export const STAGES = ["onboarding", "adoption", "value", "renewal", "churned"] as const;
export type Stage = (typeof STAGES)[number];

export function isStage(text: string): text is Stage {
  return STAGES.some((stage) => stage === text);
}

export type StageReason =
  "went-live" | "stalled" | "goal-met" | "breadth" | "renewal-near" | "renewed" | "ended" | "new-contract";

/** What decides the stage of an account (A5). What nobody knows is left out. */
export interface StageFacts {
  readonly stage: Stage;
  /** the day since which it is in its stage; of an onboarding nobody dated, its first contract's start */
  readonly since: LocalDate | undefined;
  /** it was set by hand, which holds up to and with this day; undefined where a rule set it */
  readonly heldUntil: LocalDate | undefined;
  readonly wentLiveOn: LocalDate | undefined;
  readonly firstGoalMetOn: LocalDate | undefined;
  /** share of the key features in use over 28 days */
  readonly breadth: number | undefined;
  /** contracts that run on the day */
  readonly running: readonly RunningContract[];
  /** the day on which the last end of a contract took effect */
  readonly endedOn: LocalDate | undefined;
  /** a contract was renewed on this day, the last one */
  readonly renewedOn: LocalDate | undefined;
}

export interface RunningContract {
  readonly startsOn: LocalDate;
  readonly renewsOn: LocalDate | undefined;
  /** of the whole term; unknown where it has no end */
  readonly termDays: number | undefined;
}

export type StageDecision =
  { readonly kind: "stays" } | { readonly kind: "moves"; readonly to: Stage; readonly reason: StageReason };

const STAYS: StageDecision = { kind: "stays" };

/**
 * The stage of an account of which nobody has said one: as far as the rules bring one that was new when its first
 * contract began. Undefined as long as there has been no contract.
 */
export function assumedStage(facts: StageFacts, today: LocalDate): Stage | undefined {
  if (facts.running.length === 0 && !isPast(facts.endedOn, today)) return undefined;
  let stage: Stage = "onboarding";
  for (let step = 0; step < STAGES.length; step++) {
    const decision = decideStage({ ...facts, stage, heldUntil: undefined }, today);
    if (decision.kind === "stays") return stage;
    stage = decision.to;
  }
  return stage;
}

/** One step of the way on a day; the next night may bring the next. */
export function decideStage(facts: StageFacts, today: LocalDate): StageDecision {
  if (facts.heldUntil !== undefined && today <= facts.heldUntil) return STAYS;
  if (facts.stage !== "churned" && facts.running.length === 0 && isPast(facts.endedOn, today)) {
    return { kind: "moves", to: "churned", reason: "ended" };
  }
  switch (facts.stage) {
    case "onboarding":
      return fromOnboarding(facts, today);
    case "adoption":
      return fromAdoption(facts, today);
    case "value":
      return renewalNear(facts, today) ? { kind: "moves", to: "renewal", reason: "renewal-near" } : STAYS;
    case "renewal":
      return fromRenewal(facts, today);
    case "churned":
      return fromChurned(facts);
  }
}

function fromOnboarding({ wentLiveOn, since }: StageFacts, today: LocalDate): StageDecision {
  const isOfThis = wentLiveOn !== undefined && (since === undefined || wentLiveOn >= since);
  if (isOfThis && isPast(wentLiveOn, today)) return { kind: "moves", to: "adoption", reason: "went-live" };
  if (since !== undefined && daysBetween(since, today) >= ACCOUNT.onboardingDays) {
    return { kind: "moves", to: "adoption", reason: "stalled" };
  }
  return STAYS;
}

function fromAdoption({ firstGoalMetOn, breadth }: StageFacts, today: LocalDate): StageDecision {
  if (isPast(firstGoalMetOn, today)) return { kind: "moves", to: "value", reason: "goal-met" };
  if (breadth !== undefined && breadth >= ACCOUNT.breadthAtLeast) {
    return { kind: "moves", to: "value", reason: "breadth" };
  }
  return STAYS;
}

/** It is renewed when somebody says so, or when the next renewal is out of the window again. */
function fromRenewal(facts: StageFacts, today: LocalDate): StageDecision {
  const said = facts.renewedOn !== undefined && facts.since !== undefined && facts.renewedOn >= facts.since;
  const isAhead = facts.running.some(({ renewsOn }) => renewsOn !== undefined && renewsOn >= today);
  if ((said || isAhead) && !renewalNear(facts, today)) return { kind: "moves", to: "value", reason: "renewed" };
  return STAYS;
}

/** A new contract is one that began when the last one's end took effect, or after somebody said it was over. */
function fromChurned({ running, since, endedOn, heldUntil }: StageFacts): StageDecision {
  const over = heldUntil === undefined ? endedOn : since;
  const isNew = over !== undefined && running.some(({ startsOn }) => startsOn >= over);
  return isNew ? { kind: "moves", to: "onboarding", reason: "new-contract" } : STAYS;
}

/** A running contract with a term of six months and more renews within 120 days. */
export function renewalNear({ running }: Pick<StageFacts, "running">, today: LocalDate): boolean {
  const until = addDays(today, ACCOUNT.renewalWindowDays);
  return running.some(
    ({ renewsOn, termDays }) =>
      renewsOn !== undefined &&
      renewsOn >= today &&
      renewsOn <= until &&
      (termDays === undefined || termDays >= ACCOUNT.renewalTermDays),
  );
}

function isPast(day: LocalDate | undefined, today: LocalDate): boolean {
  return day !== undefined && day <= today;
}

/** What decides whether the Account Manager is spoken to about an account (A5). */
export interface QuietFacts {
  readonly stage: string;
  readonly pulledInUntil: Date | undefined;
  /** the customer itself asked for something commercial, and it is open */
  readonly asksForMore: boolean;
  readonly renewalNear: boolean;
}

/** In these stages the Account Manager hears nothing unless something ends the quiet. */
export function hasQuiet(stage: string): boolean {
  return stage === "onboarding" || stage === "adoption";
}

export function decideQuiet({ stage, pulledInUntil, asksForMore, renewalNear: near }: QuietFacts, now: Date): boolean {
  if (!hasQuiet(stage)) return false;
  return !asksForMore && !near && (pulledInUntil === undefined || pulledInUntil <= now);
}
