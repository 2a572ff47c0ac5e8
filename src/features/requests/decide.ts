import { addWorkingHours, type WorkCalendar } from "../../kernel/business-time.ts";
import { REQUEST } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, OpportunityId, PersonId, RequestId } from "../../kernel/ids.ts";
import { holds, leads, type Scope } from "../../kernel/permissions.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import { leadersOf } from "../leading.ts";
import { isOfPool, managerInstead } from "../pool.ts";

export { assignedScope as scopeFor } from "../assigned.ts";

export const KINDS = ["commercial", "technical", "complaint"] as const;
export type Kind = (typeof KINDS)[number];

/** What a customer asked for or complained of. */
export interface Request {
  readonly id: RequestId;
  readonly account: AccountId;
  readonly kind: Kind;
  readonly text: string;
  /** what they want to buy is offered as this opportunity: its claim and the contact promised by it are the answer */
  readonly sale?: OpportunityId | undefined;
  readonly discountPercent: number | undefined;
  readonly terms: string | undefined;
  readonly approved: { readonly by: PersonId; readonly at: Date } | undefined;
  readonly loggedBy: PersonId;
  readonly at: Date;
  /** undefined where there was nobody to give it to */
  readonly owner: PersonId | undefined;
  readonly responseDueAt: Date;
  readonly state: "open" | "responded" | "closed";
  readonly responded: { readonly at: Date; readonly answer: string } | undefined;
  readonly closedAt: Date | undefined;
}

export interface PoolMember {
  readonly person: Person;
  readonly openRequests: number;
}

export type Owner =
  | { readonly kind: "am"; readonly person: Person }
  /** the one first in line in the region */
  | { readonly kind: "pool"; readonly person: Person }
  | { readonly kind: "manager"; readonly person: Person }
  | { readonly kind: "slot"; readonly person: Person }
  | { readonly kind: "nobody" };

/**
 * Whom a request goes to (D12, A2): a technical one to who is responsible, any other to the AM, who may be one of the
 * region's; else to a manager, of what isn't technical the region's first.
 * @param responsible who is addressed with technical matters
 */
export function decideOwner(
  kind: Kind,
  scope: Scope,
  people: readonly Person[],
  { responsible, pool }: { readonly responsible: PersonId | undefined; readonly pool: readonly PoolMember[] },
): Owner {
  const active = people.filter((person) => person.active);
  const leaders = leadersOf(scope, active);
  if (kind === "technical") {
    const person = active.find(({ id }) => id === responsible);
    return person ? { kind: "slot", person } : led(leaders[0]);
  }
  const am = active.find(({ id }) => id === scope.am);
  if (am) return { kind: "am", person: am };
  const [first] = pool
    .filter(({ person }) => person.active && isOfPool(person, scope))
    .toSorted((a, b) => a.openRequests - b.openRequests || (a.person.id < b.person.id ? -1 : 1));
  return first ? { kind: "pool", person: first.person } : led(managerInstead(scope, leaders) ?? leaders[0]);
}

function led(person: Person | undefined): Owner {
  return person ? { kind: "manager", person } : { kind: "nobody" };
}

export function responseDueAt(at: Date, calendar: WorkCalendar): Date {
  return addWorkingHours(at, REQUEST.respondWithinHours, calendar);
}

export function escalateAt(at: Date, calendar: WorkCalendar): Date {
  return addWorkingHours(at, REQUEST.escalateAfterHours, calendar);
}

/** The same for who was given it late: they have as long as who had it from the beginning has after their reminder. */
export function escalateAnewAt(now: Date, calendar: WorkCalendar): Date {
  return addWorkingHours(now, REQUEST.escalateAfterHours - REQUEST.respondWithinHours, calendar);
}

export type Presser = Pick<Person, "id" | "covers" | "roles" | "region">;

/** Whose account a request is of. */
export type Whose = Pick<AccountRoster, "scope" | "amLeft">;

/**
 * Who answers, hands on and closes. The CSM doesn't where the customer asks for something commercial (D9). Where there is
 * no AM, or no longer, the pool stands in (A2).
 */
export function mayAct({ kind, owner }: Pick<Request, "kind" | "owner">, whose: Whose, presser: Presser): boolean {
  const { scope } = whose;
  const reader = { person: presser.id, covers: presser.covers };
  const isOf = (each: PersonId): boolean => each === presser.id || presser.covers.includes(each);
  if (owner !== undefined && isOf(owner)) return true;
  if (leads({ ...reader, roles: presser.roles }, scope)) return true;
  if (holds("am", reader, scope)) return true;
  if (kind !== "technical" && isPools(whose) && isOfPool(presser, scope)) return true;
  return kind !== "commercial" && holds("csm", reader, scope);
}

/** There is no AM whose it would be. */
export function isPools({ scope, amLeft = false }: Whose): boolean {
  return scope.am === undefined || amLeft;
}

/** A discount above the limit that no manager has approved. */
export function needsApproval({
  discountPercent,
  approved,
  state,
}: Pick<Request, "discountPercent" | "approved" | "state">): boolean {
  return state !== "closed" && !approved && (discountPercent ?? 0) > REQUEST.discountPercentAtMost;
}

/** Managers of the account approve. */
export function mayApprove(scope: Scope, { id, covers, roles }: Presser): boolean {
  return leads({ person: id, covers, roles }, scope);
}

/** Whom it may be handed to: an AM or a manager; what isn't commercial also to who holds a slot of the account. */
export function decideHands(
  { kind, owner }: Pick<Request, "kind" | "owner">,
  scope: Scope,
  people: readonly Person[],
): Person[] {
  const holders = [scope.csm, scope.am, ...scope.others];
  return people.filter(({ id, active, roles }) => {
    if (!active || id === owner) return false;
    if (kind === "commercial" && id === scope.csm && id !== scope.am) return false;
    if (roles.includes("am") || roles.includes("manager")) return true;
    return kind !== "commercial" && holders.includes(id);
  });
}

export type Percent = { readonly kind: "percent"; readonly value: number | undefined } | { readonly kind: "wrong" };

/** "15", "12.5", "12,5 %": more than 0, at most 100, at most two decimals; nothing is nothing. */
export function percentIn(typed: string): Percent {
  const text = typed.trim();
  if (text === "") return { kind: "percent", value: undefined };
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*[%％]?$/.exec(text);
  const value = match ? Number(`${match[1] ?? ""}.${match[2] ?? "0"}`) : NaN;
  return value > 0 && value <= 100 ? { kind: "percent", value } : { kind: "wrong" };
}
