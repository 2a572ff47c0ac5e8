import { daysBetween, type LocalDate } from "../../kernel/business-time.ts";
import { RISK } from "../../kernel/defaults.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { exponentOf, type Money } from "../../kernel/money.ts";
import type { Band, Cause, StandingState } from "./model.ts";
import { bandOf, baseRate, enterAt } from "./score.ts";

/** Where an account stands on a day (B0). */
export interface Standing {
  readonly state: StandingState;
  readonly causes: readonly Cause[];
  /** since when it is in this state */
  readonly since: Date;
  readonly band: Band;
  readonly p: number;
  /** days running with p < 0.8 × enter while at risk */
  readonly clearDays: number;
  /** the day it stopped being at risk, until it has recovered */
  readonly clearSince: LocalDate | undefined;
  readonly scoredDay: LocalDate;
  /** the score stands still because its data is too old */
  readonly frozen: boolean;
  /** the fitted model that p comes from; undefined: an expert's estimate, which is never shown */
  readonly calibrated?: Calibrated | undefined;
}

export interface Calibrated {
  /** version of the model */
  readonly model: number;
  /** the 80 % range of p */
  readonly low: number;
  readonly high: number;
}

export interface Today {
  readonly day: LocalDate;
  readonly now: Date;
  readonly p: number;
  readonly noticeRunning: boolean;
  /** a ticket of theirs is escalated and open */
  readonly escalated?: boolean;
  /** its CSM has declared it at risk */
  readonly declared?: boolean;
  readonly enter: number;
  readonly pWeekAgo: number | undefined;
  /** the data is older than its lag + 3 days */
  readonly stale: boolean;
  readonly calibrated?: Calibrated | undefined;
}

export type Change =
  /** the first score sets the state silently (B13) */
  | { readonly kind: "first" }
  | { readonly kind: "frozen" }
  | { readonly kind: "same" }
  | { readonly kind: "entered"; readonly alert: "at-risk" }
  /** at risk already; further causes join its card */
  | { readonly kind: "joined"; readonly causes: readonly Cause[] }
  | { readonly kind: "rising"; readonly alert: "watch" }
  | { readonly kind: "left" }
  /** no longer rising, and not at risk since */
  | { readonly kind: "calmed" }
  | { readonly kind: "recovered" };

export interface Decision {
  readonly next: Standing;
  readonly change: Change;
}

const ROUNDING = 1e-9;

/** B0 and B13: where an account stands after today's score, and what that changes. */
export function decideStanding(previous: Standing | undefined, today: Today): Decision {
  // Old usage freezes the score; what is known from elsewhere still counts, such as a notice.
  if (previous && today.stale && !knownOf(today).some((cause) => !previous.causes.includes(cause))) {
    return { next: { ...previous, scoredDay: today.day, frozen: true }, change: { kind: "frozen" } };
  }
  const p = previous && today.stale ? previous.p : today.p;
  const clearDays = clearDaysOf(previous, p, today);
  const causes = causesOf(previous, p, clearDays, today);
  const stays = previous?.state === "at-risk" && clearDays < RISK.clearDays;
  const base = {
    causes,
    p,
    band: bandOf(p, today.enter, today.noticeRunning),
    scoredDay: today.day,
    frozen: today.stale,
    calibrated: previous && today.stale ? previous.calibrated : today.calibrated,
  };
  if (causes.length > 0 || stays) return atRisk(previous, { ...base, clearDays }, today);

  const clearSince = previous?.state === "at-risk" ? today.day : previous?.clearSince;
  const recovered = clearSince !== undefined && daysBetween(clearSince, today.day) >= RISK.recoveredDays;
  const resting = clearSince === undefined || recovered ? "ok" : "recovering";
  const state = rises(p, today) ? "watch" : resting;
  const next: Standing = {
    ...base,
    state,
    since: previous?.state === state ? previous.since : today.now,
    clearDays: 0,
    clearSince: recovered ? undefined : clearSince,
  };
  return { next, change: changeOf(previous, next, recovered) };
}

function atRisk(
  previous: Standing | undefined,
  rest: Omit<Standing, "state" | "since" | "clearSince">,
  today: Today,
): Decision {
  const was = previous?.state === "at-risk";
  const next: Standing = { ...rest, state: "at-risk", since: was ? previous.since : today.now, clearSince: undefined };
  if (!previous) return { next, change: { kind: "first" } };
  const isSilent = (cause: Cause): boolean => cause === "score" && isSwitched(previous, next);
  if (!was) {
    return { next, change: rest.causes.every(isSilent) ? { kind: "first" } : { kind: "entered", alert: "at-risk" } };
  }
  const joining = rest.causes.filter((cause) => !previous.causes.includes(cause) && !isSilent(cause));
  return { next, change: joining.length > 0 ? { kind: "joined", causes: joining } : { kind: "same" } };
}

/** The first score of another model sets the state as silently as the first of all (B13): the account didn't change. */
function isSwitched(previous: Standing, next: Standing): boolean {
  return previous.calibrated?.model !== next.calibrated?.model;
}

function changeOf(previous: Standing | undefined, next: Standing, recovered: boolean): Change {
  if (!previous) return { kind: "first" };
  if (recovered) return { kind: "recovered" };
  if (previous.state === "at-risk") return { kind: "left" };
  if (next.state === "watch" && previous.state !== "watch") {
    return isSwitched(previous, next) ? { kind: "first" } : { kind: "rising", alert: "watch" };
  }
  return next.state === "ok" && previous.state === "watch" ? { kind: "calmed" } : { kind: "same" };
}

function clearDaysOf(previous: Standing | undefined, p: number, today: Today): number {
  if (p >= RISK.clearShare * today.enter) return 0;
  const before = previous?.state === "at-risk" ? previous.clearDays : 0;
  const newDay = previous === undefined || today.day > previous.scoredDay;
  return newDay ? before + 1 : before;
}

function causesOf(previous: Standing | undefined, p: number, clearDays: number, today: Today): Cause[] {
  const scoreHolds = previous?.state === "at-risk" && previous.causes.includes("score") && clearDays < RISK.clearDays;
  const causes: Cause[] = [];
  if (p >= today.enter || scoreHolds) causes.push("score");
  return [...causes, ...knownOf(today)];
}

/** Causes that don't come from the score. */
function knownOf({ noticeRunning, escalated = false, declared = false }: Today): Cause[] {
  const causes: Cause[] = [];
  if (noticeRunning) causes.push("notice");
  if (escalated) causes.push("escalation");
  if (declared) causes.push("declared");
  return causes;
}

/** Of an account that no night has scored: nothing is known of it but how many leave in general. */
export function unscored(
  known: { readonly churns: number; readonly quarters: number },
  day: LocalDate,
  now: Date,
): Standing {
  const p = baseRate(known.churns, known.quarters);
  return {
    state: "ok",
    causes: [],
    since: now,
    band: bandOf(p, enterAt(known.churns, p), false),
    p,
    clearDays: 0,
    clearSince: undefined,
    scoredDay: day,
    frozen: false,
  };
}

/** B14: its CSM declares an account at risk, between two nights; the score stays as it is. */
export function declareStanding(previous: Standing, now: Date): Decision {
  if (previous.causes.includes("declared")) return { next: previous, change: { kind: "same" } };
  const causes = [...previous.causes, "declared"] as const;
  if (previous.state === "at-risk")
    return { next: { ...previous, causes }, change: { kind: "joined", causes: ["declared"] } };
  const next: Standing = { ...previous, causes, state: "at-risk", since: now, clearDays: 0, clearSince: undefined };
  return { next, change: { kind: "entered", alert: "at-risk" } };
}

function rises(p: number, { pWeekAgo, enter }: Today): boolean {
  return pWeekAgo !== undefined && p - pWeekAgo >= RISK.watchRise - ROUNDING && p >= enter / 2;
}

/**
 * p × ARR, only to rank: amounts in whole units with currencies taken at par, because no rates are stored; notice
 * that was given counts as certain.
 */
export function weightOf({ p, causes }: Pick<Standing, "p" | "causes">, arr: readonly Money[]): number {
  const certain = causes.includes("notice") ? 1 : p;
  return certain * arr.reduce((sum, { amountMinor, currency }) => sum + amountMinor / 10 ** exponentOf(currency), 0);
}

/** A case that could be announced today. */
export interface Candidate {
  readonly id: string;
  readonly csm: PersonId | undefined;
  readonly address: string;
  /** p × ARR, for the order */
  readonly weight: number;
  /** running notice and an escalation of severity 1 pass the caps, and count for none */
  readonly passes: boolean;
}

/**
 * Which cases are announced: the weightiest within the caps of a CSM and of a channel (B5).
 * @param before what was told on the same day, and counts
 */
export function withinCaps<C extends Candidate>(
  candidates: readonly C[],
  before: readonly Pick<Candidate, "csm" | "address">[] = [],
): C[] {
  const told = new Map<string, number>();
  const count = ({ csm, address }: Pick<Candidate, "csm" | "address">): void => {
    for (const key of [`csm ${csm ?? ""}`, address]) told.set(key, (told.get(key) ?? 0) + 1);
  };
  before.forEach(count);
  const room = (key: string, most: number): boolean => (told.get(key) ?? 0) < most;
  return candidates
    .toSorted((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
    .filter((each) => {
      const { csm, address, passes } = each;
      if (passes) return true;
      const isChannel = address.startsWith("channel:");
      if (csm && !room(`csm ${csm}`, RISK.alertsPerCsmADay)) return false;
      if (isChannel && !room(address, RISK.alertsPerChannelADay)) return false;
      count(each);
      return true;
    });
}

export type OwnOutcome =
  | { readonly kind: "owned" }
  | { readonly kind: "already-yours"; readonly at: Date }
  | { readonly kind: "taken"; readonly by: PersonId; readonly at: Date }
  | { readonly kind: "for-csm"; readonly csm: PersonId }
  | { readonly kind: "orphan" };

export interface Presser {
  readonly id: PersonId;
  readonly covers: readonly PersonId[];
  readonly isManager: boolean;
}
export interface Ownable {
  readonly csm: PersonId | undefined;
  readonly managers: readonly PersonId[];
  readonly owner: { readonly id: PersonId; readonly at: Date } | undefined;
}

/** Who may own a case: its CSM, whoever covers for them, and their manager; without a CSM, any manager (B6). */
export function decideOwn({ csm, managers, owner }: Ownable, presser: Presser): OwnOutcome {
  if (owner) {
    return owner.id === presser.id
      ? { kind: "already-yours", at: owner.at }
      : { kind: "taken", by: owner.id, at: owner.at };
  }
  if (csm === undefined) return presser.isManager ? { kind: "owned" } : { kind: "orphan" };
  const may = csm === presser.id || presser.covers.includes(csm) || managers.includes(presser.id);
  return may ? { kind: "owned" } : { kind: "for-csm", csm };
}
