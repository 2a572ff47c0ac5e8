import type { LocalDate } from "../../kernel/business-time.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { PersonId } from "../../kernel/ids.ts";

const DAY_MS = 24 * 3_600_000;
/** A share that is exactly the least one is enough, whatever is lost in dividing. */
const ROUNDING = 1e-9;

/** How use moves: over three months, and a week over the last twelve, each as a share of 1. */
export type UsageLeg =
  | {
      readonly state: "passed" | "failed";
      readonly days: number;
      readonly change: number;
      readonly slope: number;
    }
  | { readonly state: "too-little"; readonly days: number; readonly because: TooLittle };

/** Known for too short a time, with too many days missing, or nothing has come in for a while (B13). */
export type TooLittle = "days" | "gaps" | "stands-still";

/** How much better a goal or an outcome is than before, or that one was met meanwhile. */
export type OutcomeLeg =
  | { readonly state: "passed" | "failed"; readonly name: string; readonly change: number }
  | { readonly state: "met"; readonly name: string; readonly on: LocalDate }
  | { readonly state: "unknown" };

export interface BenefitLeg {
  readonly state: "passed" | "failed";
  readonly letters: number;
}

/** The benefit gate as it stood when the CSM confirmed (D3). */
export interface Gate {
  readonly usage: UsageLeg;
  readonly outcome: OutcomeLeg;
  readonly benefit: BenefitLeg;
  /** a manager was asked, and said not now */
  readonly refused?: boolean | undefined;
}

/** What the gate is judged by. */
export interface GateFacts {
  /** calendar days that are known of its use, from the first to the last */
  readonly days: number;
  /** ln of use over 28 days against the 84 before; undefined: not known */
  readonly change: number | undefined;
  /** of ln weekly use over twelve weeks, a week */
  readonly slope: number | undefined;
  readonly standsStill: boolean;
  readonly outcomes: readonly Outcome[];
  readonly met: { readonly name: string; readonly on: LocalDate } | undefined;
}

/** A goal or an outcome: its mean over 28 days, and over the 84 before. */
export interface Outcome {
  readonly name: string;
  readonly sign: 1 | -1;
  readonly now: number;
  readonly before: number;
}

export function judgeGate(facts: GateFacts, benefit: string): Gate {
  return { usage: usageLeg(facts), outcome: outcomeLeg(facts), benefit: benefitLeg(benefit) };
}

function usageLeg({ days, change, slope, standsStill }: GateFacts): UsageLeg {
  if (standsStill) return { state: "too-little", days, because: "stands-still" };
  if (days < OPPORTUNITY.gateDaysAtLeast) return { state: "too-little", days, because: "days" };
  if (change === undefined || slope === undefined) return { state: "too-little", days, because: "gaps" };
  const state = change > 0 && slope > 0 ? "passed" : "failed";
  return { state, days, change: Math.expm1(change), slope: Math.expm1(slope) };
}

/** The one that is best; a goal that was met in these 84 days wasn't before, and counts unless all that is measured is worse. */
function outcomeLeg({ outcomes, met }: GateFacts): OutcomeLeg {
  const [best] = outcomes
    .flatMap(({ name, sign, now, before }) => (before > 0 ? [{ name, change: sign * (now / before - 1) }] : []))
    .toSorted((one, other) => other.change - one.change || (one.name < other.name ? -1 : 1));
  if (met && (!best || best.change >= 0)) return { state: "met", ...met };
  if (!best) return { state: "unknown" };
  return { state: best.change >= OPPORTUNITY.outcomeBetterBy - ROUNDING ? "passed" : "failed", ...best };
}

function benefitLeg(benefit: string): BenefitLeg {
  const letters = [...benefit.trim()].length;
  return { state: letters >= OPPORTUNITY.benefitAtLeast ? "passed" : "failed", letters };
}

export type Leg = "usage" | "outcome" | "benefit" | "manager";

/** The legs at which it fails, in the order of the rule; where too little is known, the manager's word stands for both others. */
export function failedLegs({ usage, outcome, benefit, refused }: Gate): Leg[] {
  const legs: Leg[] = [];
  if (usage.state === "failed") legs.push("usage");
  if (outcome.state === "failed" && usage.state !== "too-little") legs.push("outcome");
  if (benefit.state === "failed") legs.push("benefit");
  if (refused) legs.push("manager");
  return legs;
}

/** Legs of which too little is known to judge them. */
export function unknownLegs({ usage, outcome }: Gate): Leg[] {
  const legs: Leg[] = [];
  if (usage.state === "too-little") legs.push("usage");
  if (outcome.state === "unknown") legs.push("outcome");
  return legs;
}

export type Verdict = "passed" | "failed" | "needs-manager";

/** It fails closed: what nobody measured is never passed, but put to a manager (D3). */
export function verdictOf(gate: Gate): Verdict {
  if (failedLegs(gate).length > 0) return "failed";
  return unknownLegs(gate).length > 0 ? "needs-manager" : "passed";
}

interface Said {
  readonly by: PersonId;
  readonly at: Date;
}

/** What the gate looks at of an opportunity. */
export interface Gated {
  /** the customer asked for it: neither churn nor the gate holds it (D1) */
  readonly asked: boolean;
  readonly gate: Gate | undefined;
  readonly confirmed: Said | undefined;
  readonly managerOk: Said | undefined;
}

export function lapsesAt({ at }: Said): Date {
  return new Date(at.getTime() + OPPORTUNITY.confirmedForDays * DAY_MS);
}

/** The CSM's word holds for thirty days; at the very instant of their end it doesn't any more. */
export function wordHolds(confirmed: Said | undefined, now: Date): boolean {
  return confirmed !== undefined && now < lapsesAt(confirmed);
}

/** The CSM gave their word and nobody is offered it yet, for a manager or the account isn't ready: it may lapse meanwhile. */
export function waitsOnItsWord<
  O extends { readonly stage: string; readonly asked: boolean; readonly confirmed: Said | undefined },
>(o: O): o is O & { readonly confirmed: Said } {
  return (o.stage === "spotted" || o.stage === "gated") && !o.asked && o.confirmed !== undefined;
}

export type Shut = "gate" | "word" | "manager";

/** Why what we would offer may not be offered now; undefined: it may. Every way to an offer, or to a new one after a hold, asks this. */
export function shutBy({ asked, gate, confirmed, managerOk }: Gated, now: Date): Shut | undefined {
  if (asked) return undefined;
  if (!wordHolds(confirmed, now)) return "word";
  if (!gate || verdictOf(gate) === "failed") return "gate";
  if (verdictOf(gate) === "passed") return undefined;
  const isOk = managerOk !== undefined && confirmed !== undefined && managerOk.at >= confirmed.at;
  return isOk ? undefined : "manager";
}
