import { addWorkingDays, type WorkCalendar } from "../../kernel/business-time.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import { holds, type Scope } from "../../kernel/permissions.ts";

export type Stage = "gated" | "routed" | "claimed";

/** The only reason for a hold so far: the account is at risk (B0, D2). */
export interface Parked {
  readonly because: "at-risk";
  readonly since: Date;
}

export interface Opportunity {
  readonly id: OpportunityId;
  readonly account: AccountId;
  readonly product: string;
  readonly benefit: string;
  readonly stage: Stage;
  readonly parked: Parked | undefined;
  readonly spottedBy: PersonId;
  /** whom it was offered to; with `pool`, the one first in line */
  readonly assignee: PersonId | undefined;
  readonly pool: boolean;
  readonly region: string | undefined;
  readonly claimed: { readonly by: PersonId; readonly at: Date; readonly contactBy: Date } | undefined;
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
  const { productAtMost, benefitAtLeast, benefitAtMost } = OPPORTUNITY;
  if (product === "") problems.push({ field: "product", problem: "empty" });
  if ([...product].length > productAtMost) problems.push({ field: "product", problem: "long", most: productAtMost });
  const letters = [...benefit].length;
  if (letters < benefitAtLeast) problems.push({ field: "benefit", problem: "short", letters });
  if (letters > benefitAtMost) problems.push({ field: "benefit", problem: "long", most: benefitAtMost });
  if (word !== "yes") problems.push({ field: "word", problem: "needed" });
  return problems;
}

/** Each leg of the gate as it was known when the CSM confirmed. */
export function gateOf(): Readonly<Record<"usage" | "outcome" | "benefit" | "word", "passed" | "not-measured">> {
  return { usage: "not-measured", outcome: "not-measured", benefit: "passed", word: "passed" };
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

/**
 * Whom an opportunity goes to (A2, D4): the account's AM; else the AMs of its region, the one with the fewest open
 * claims and then the longest idle first; else the region's manager; else any manager. The account's CSM never.
 */
export function decideRoute(
  scope: Scope,
  am: Person | undefined,
  pool: readonly PoolMember[],
  managers: readonly Person[],
): Route {
  if (am?.active) return { kind: "am", am };
  const inLine = pool
    .filter(
      ({ person }) => person.active && person.id !== scope.csm && (!scope.region || person.region === scope.region),
    )
    .toSorted(
      (a, b) =>
        a.openClaims - b.openClaims ||
        (a.lastClaimAt?.getTime() ?? 0) - (b.lastClaimAt?.getTime() ?? 0) ||
        (a.person.id < b.person.id ? -1 : 1),
    );
  const [first] = inLine;
  if (first) return { kind: "pool", first: first.person, all: inLine.map(({ person }) => person) };
  const manager = managers.find((each) => each.region === scope.region) ?? managers[0];
  return manager ? { kind: "manager", manager } : { kind: "nobody" };
}

export type ClaimOutcome =
  | { readonly kind: "claimed"; readonly contactBy: Date; readonly bothSlots: boolean }
  | { readonly kind: "already-yours"; readonly contactBy: Date }
  | { readonly kind: "taken"; readonly by: PersonId; readonly at: Date }
  | { readonly kind: "parked"; readonly parked: Parked }
  | { readonly kind: "csm-refused" }
  | { readonly kind: "for-another"; readonly am: PersonId }
  | { readonly kind: "only-am" }
  | { readonly kind: "not-offered" };

/**
 * A press on Claim (D5, D9). First what is already decided, then whether this person may act.
 * Who holds both slots of the account may claim; the caller logs it.
 */
export function decideClaim(opportunity: Opportunity, scope: Scope, presser: Person, now: Date): ClaimOutcome {
  const { claimed, parked } = opportunity;
  if (claimed) {
    return claimed.by === presser.id
      ? { kind: "already-yours", contactBy: claimed.contactBy }
      : { kind: "taken", by: claimed.by, at: claimed.at };
  }
  const reader = { person: presser.id, covers: presser.covers };
  const isCsm = holds("csm", reader, scope);
  const isAm = holds("am", reader, scope);
  if (isCsm && !isAm) return { kind: "csm-refused" };
  const refusal = refuse(opportunity, scope, presser, isAm);
  if (refusal) return refusal;
  if (parked) return { kind: "parked", parked };
  if (opportunity.stage !== "routed") return { kind: "not-offered" };
  return { kind: "claimed", contactBy: contactBy(now, presser.calendar), bothSlots: isCsm };
}

function refuse(opportunity: Opportunity, scope: Scope, presser: Person, isAm: boolean): ClaimOutcome | undefined {
  if (isAm || leads(scope, presser) || opportunity.assignee === presser.id) return undefined;
  if (!presser.roles.includes("am")) return { kind: "only-am" };
  if (!opportunity.pool) {
    return opportunity.assignee && opportunity.assignee !== presser.id
      ? { kind: "for-another", am: opportunity.assignee }
      : undefined;
  }
  return !opportunity.region || presser.region === opportunity.region ? undefined : { kind: "only-am" };
}

function leads(scope: Scope, presser: Person): boolean {
  return presser.roles.includes("manager") && scope.managers.includes(presser.id);
}

function contactBy(now: Date, calendar: WorkCalendar): Date {
  return addWorkingDays(now, OPPORTUNITY.contactWithinWorkingDays, calendar);
}
