import { addWorkingDays, type WorkCalendar } from "../../kernel/business-time.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import { holds, leads as leadsAccount, type Scope, sellsNothing } from "../../kernel/permissions.ts";
import { isOfPool, managerInstead } from "../pool.ts";
import type { Gated, Shut } from "./gate.ts";

export type Stage = "spotted" | "gated" | "routed" | "claimed" | "contacted" | "proposed" | "won" | Closed;
/** Nothing leaves these. */
export type Closed = "gate-failed" | "done" | "lost" | "withdrawn" | "expired";

/** Why it is on hold: its account is at risk, or somebody there who decides would not recommend us (B0, D2). */
export type ParkReason = "at-risk" | "detractor";

export interface Parked {
  readonly because: ParkReason;
  readonly since: Date;
}

/** The clocks of an opportunity. What is due is moved by the working time that was left when they stopped. */
export interface Clocks {
  /** offered: 1 reminded, 2 escalated, 3 reassigned; claimed: 1 reminded of the promise */
  readonly rung: number;
  /** when the next rung is due */
  readonly dueAt: Date | undefined;
  /** of an offer: by when it is to be claimed */
  readonly claimBy: Date | undefined;
  readonly expiresAt: Date | undefined;
  /** since when they stand still */
  readonly stoppedAt: Date | undefined;
}

/** What is decided of one that runs, or waits, while there is a reason to hold it. */
export interface Hold {
  /** of a running deal: by when CSM and AM decide */
  readonly decideBy: Date | undefined;
  readonly decided: { readonly what: "continue" | "pause"; readonly by: PersonId; readonly at: Date } | undefined;
}

export interface Opportunity extends Gated {
  readonly id: OpportunityId;
  readonly account: AccountId;
  readonly product: string;
  readonly benefit: string;
  readonly stage: Stage;
  readonly parked: Parked | undefined;
  /** who spotted it, or to whom a rule that did so put it */
  readonly spottedBy: PersonId;
  /** whom it was offered to; with `pool`, the one first in line */
  readonly assignee: PersonId | undefined;
  readonly pool: boolean;
  readonly region: string | undefined;
  readonly claimed: { readonly by: PersonId; readonly at: Date; readonly contactBy: Date } | undefined;
  readonly snoozedUntil: Date | undefined;
  readonly snoozes: number;
  /** who was first in line before, or had it and gave it back */
  readonly tried: readonly PersonId[];
  readonly passed: readonly PersonId[];
  readonly clocks: Clocks;
  readonly hold: Hold | undefined;
  readonly contactedAt: Date | undefined;
  readonly proposedAt: Date | undefined;
  readonly wonAt: Date | undefined;
  readonly accepted: { readonly by: PersonId; readonly at: Date } | undefined;
  readonly closedAt: Date | undefined;
}

/** What nothing has happened to yet. */
export const UNTOUCHED = {
  parked: undefined,
  assignee: undefined,
  pool: false,
  claimed: undefined,
  asked: false,
  gate: undefined,
  confirmed: undefined,
  managerOk: undefined,
  snoozedUntil: undefined,
  snoozes: 0,
  tried: [],
  passed: [],
  clocks: { rung: 0, dueAt: undefined, claimBy: undefined, expiresAt: undefined, stoppedAt: undefined },
  hold: undefined,
  contactedAt: undefined,
  proposedAt: undefined,
  wonAt: undefined,
  accepted: undefined,
  closedAt: undefined,
} as const satisfies Partial<Opportunity>;

const CLOSED = ["gate-failed", "done", "lost", "withdrawn", "expired"] as const satisfies readonly Closed[];

export function isClosed(stage: Stage): stage is Closed {
  return CLOSED.some((each) => each === stage);
}

export interface Proposal {
  readonly product: string;
  readonly benefit: string;
  readonly word: string;
}

export type FieldProblem =
  | { readonly field: "product"; readonly problem: "empty" }
  | { readonly field: "benefit"; readonly problem: "short"; readonly letters: number }
  | { readonly field: "product" | "benefit"; readonly problem: "long"; readonly most: number }
  | { readonly field: "word"; readonly problem: "needed" };

/** The part of the benefit gate (D3) that is asked of the CSM: a written benefit and their word. */
export function decideProposal({ product, benefit, word }: Proposal): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { productAtMost } = OPPORTUNITY;
  if (product === "") problems.push({ field: "product", problem: "empty" });
  if ([...product].length > productAtMost) problems.push({ field: "product", problem: "long", most: productAtMost });
  problems.push(...decideBenefit(benefit));
  if (word !== "yes") problems.push({ field: "word", problem: "needed" });
  return problems;
}

/** What a CSM wrote of the problem that it solves. */
export function decideBenefit(benefit: string): readonly FieldProblem[] {
  const { benefitAtLeast, benefitAtMost } = OPPORTUNITY;
  const letters = [...benefit].length;
  if (letters < benefitAtLeast) return [{ field: "benefit", problem: "short", letters }];
  return letters > benefitAtMost ? [{ field: "benefit", problem: "long", most: benefitAtMost }] : [];
}

export interface PoolMember {
  readonly person: Person;
  readonly openClaims: number;
  readonly lastClaimAt: Date | undefined;
}

export type Route =
  | { readonly kind: "am"; readonly am: Person }
  | { readonly kind: "pool"; readonly first: Person; readonly all: readonly Person[] }
  | { readonly kind: "manager"; readonly manager: Person }
  | { readonly kind: "nobody" };

/** Whom it went to, or why it may not be offered to anybody. */
export type Routed = Route | { readonly kind: "shut"; readonly by: Shut };

/** Who doesn't take it (any more), and who had their turn: those come last. */
export type Tried = Pick<Opportunity, "passed" | "tried">;

/**
 * Whom an opportunity goes to (A2, D4): the account's AM; else the AMs of its region, the one with the fewest open
 * claims and then the longest idle first; else the region's manager; else any manager. What its AM passed goes to their own
 * manager, else the region's, else any. The account's CSM never.
 * @param managers nearest first
 */
export function decideRoute(
  scope: Scope,
  am: Person | undefined,
  pool: readonly PoolMember[],
  managers: readonly Person[],
  { passed, tried }: Tried = UNTOUCHED,
): Route {
  const refuses = ({ id }: Person): boolean => passed.includes(id) || tried.includes(id);
  if (am?.active && !refuses(am)) return { kind: "am", am };
  const inLine = am?.active ? [] : lineOf(scope, pool, { passed, tried });
  const [first] = inLine;
  if (first) return { kind: "pool", first, all: inLine };
  const leading = managers.filter(({ id }) => !passed.includes(id));
  const manager = managerInstead(am?.active ? { csm: scope.csm, region: undefined } : scope, leading);
  return manager ? { kind: "manager", manager } : { kind: "nobody" };
}

function lineOf(scope: Scope, pool: readonly PoolMember[], { passed, tried }: Tried): Person[] {
  return pool
    .filter(({ person }) => person.active && !passed.includes(person.id) && isOfPool(person, scope))
    .toSorted(
      (a, b) =>
        Number(tried.includes(a.person.id)) - Number(tried.includes(b.person.id)) ||
        a.openClaims - b.openClaims ||
        (a.lastClaimAt?.getTime() ?? 0) - (b.lastClaimAt?.getTime() ?? 0) ||
        (a.person.id < b.person.id ? -1 : 1),
    )
    .map(({ person }) => person);
}

export type ClaimOutcome =
  | { readonly kind: "claimed"; readonly contactBy: Date; readonly bothSlots: boolean }
  | { readonly kind: "already-yours"; readonly contactBy: Date }
  | { readonly kind: "taken"; readonly by: PersonId; readonly at: Date }
  | { readonly kind: "parked"; readonly parked: Parked }
  | { readonly kind: "csm-refused" }
  | { readonly kind: "for-another"; readonly am: PersonId }
  | { readonly kind: "only-am" }
  | { readonly kind: "not-active" }
  | { readonly kind: "not-offered" };

/**
 * A press on Claim (D5, D9). First what is already decided, then whether this person may act.
 * Who holds both slots of the account may claim; the caller logs it.
 */
export function decideClaim(opportunity: Opportunity, scope: Scope, presser: Person, now: Date): ClaimOutcome {
  const { claimed, parked } = opportunity;
  if (isClosed(opportunity.stage)) return { kind: "not-offered" };
  if (claimed) {
    return claimed.by === presser.id
      ? { kind: "already-yours", contactBy: claimed.contactBy }
      : { kind: "taken", by: claimed.by, at: claimed.at };
  }
  const refusal = refusePress(opportunity, scope, presser);
  if (refusal) return refusal;
  if (parked) return { kind: "parked", parked };
  if (opportunity.stage !== "routed") return { kind: "not-offered" };
  return { kind: "claimed", contactBy: contactBy(now, presser.calendar), bothSlots: scope.csm === presser.id };
}

/** Which of the account's two slots somebody holds, or covers. */
export function slotsOf(scope: Scope, { id: person, covers }: Person): { isCsm: boolean; isAm: boolean } {
  const reader = { person, covers };
  return { isCsm: holds("csm", reader, scope), isAm: holds("am", reader, scope) };
}

export type PressRefusal = Extract<ClaimOutcome, { kind: "csm-refused" | "for-another" | "only-am" | "not-active" }>;

/** Why somebody may not act on an offer that nobody has claimed; undefined when they may. */
export function refusePress(opportunity: Opportunity, scope: Scope, presser: Person): PressRefusal | undefined {
  if (!presser.active) return { kind: "not-active" };
  if (sellsNothing({ person: presser.id, covers: presser.covers }, scope)) return { kind: "csm-refused" };
  const { isAm } = slotsOf(scope, presser);
  const isAddressed = [presser.id, ...presser.covers].some((each) => each === opportunity.assignee);
  if (isAm || isAddressed || leads(scope, presser)) return undefined;
  if (!presser.roles.includes("am")) return { kind: "only-am" };
  if (!opportunity.pool) {
    return opportunity.assignee ? { kind: "for-another", am: opportunity.assignee } : undefined;
  }
  return !opportunity.region || presser.region === opportunity.region ? undefined : { kind: "only-am" };
}

/** A manager of the account, or who covers for one. */
export function leads(scope: Scope, { id: person, covers, roles }: Person): boolean {
  return leadsAccount({ person, covers, roles }, scope);
}

function contactBy(now: Date, calendar: WorkCalendar): Date {
  return addWorkingDays(now, OPPORTUNITY.contactWithinWorkingDays, calendar);
}
