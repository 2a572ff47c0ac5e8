import type { PersonRef } from "../../chat/card.ts";
import type { WorkCalendar } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { type Audience, holds, leads, type Scope } from "../../kernel/permissions.ts";
import { leadersOf } from "../leading.ts";
import { isOfPool, managerInstead } from "../pool.ts";
import type { Renewal } from "./decide.ts";

export interface Owners {
  /** prepares the value review */
  readonly value: Person | undefined;
  /** has the terms */
  readonly terms: Person | undefined;
}

/**
 * Whose a renewal is: never nobody's while somebody leads (A2). The review is the CSM's, else a manager's; the terms are the
 * account's AM's, else of one of the region's pool, else of the region's manager, else of any.
 * @param load how many open renewals each has
 * @param held who has the terms now: one of the pool keeps them
 */
export function decideOwners(
  scope: Scope,
  people: readonly Person[],
  load: ReadonlyMap<PersonId, number>,
  held: PersonId | undefined,
): Owners {
  const active = people.filter((person) => person.active);
  const leaders = leadersOf(scope, active);
  const [leader] = leaders;
  const csm = active.find(({ id }) => id === scope.csm);
  const am = active.find(({ id }) => id === scope.am);
  if (am) return { value: csm ?? leader, terms: am };
  const pool = active
    .filter((person) => isOfPool(person, scope))
    .toSorted((a, b) => (load.get(a.id) ?? 0) - (load.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1));
  const first = pool.find(({ id }) => id === held) ?? pool[0];
  return { value: csm ?? leader, terms: first ?? managerInstead(scope, leaders) ?? leader };
}

/** Who has a contract's renewal on every screen: who its clock says, else who will have it once that begins. */
export function ownersNow(
  renewal: { readonly people: { readonly value?: PersonRef; readonly terms?: PersonRef } } | undefined,
  scope: Scope,
  { people, load }: { readonly people: readonly Person[]; readonly load: ReadonlyMap<PersonId, number> },
): { readonly value: PersonRef | undefined; readonly terms: PersonRef | undefined } {
  if (renewal) return { value: renewal.people.value, terms: renewal.people.terms };
  const { value, terms } = decideOwners(scope, people, load, undefined);
  return { value: refTo(value), terms: refTo(terms) };
}

function refTo(person: Person | undefined): PersonRef | undefined {
  return person && { id: person.id, name: person.name };
}

/** Somebody's working time, or that of who covers for them today. */
export function timeOf(person: Person | undefined, people: readonly Person[]): WorkCalendar | undefined {
  return (people.find(({ id }) => id === person?.cover) ?? person)?.calendar;
}

/** Who has a renewal's parts. */
export function ownersIn({ valueOwner, termsOwner }: Pick<Renewal, "valueOwner" | "termsOwner">): PartOwners {
  return { value: valueOwner, terms: termsOwner };
}

/** Who has a renewal reads it as one of a pool reads an open item, within what their role may read at all. */
export function scopeFor(scope: Scope, owners: readonly (PersonId | undefined)[]): Scope {
  const known = owners.filter((each) => each !== undefined);
  return { ...scope, engaged: [...scope.engaged, ...known] };
}

export interface PartOwners {
  readonly value: PersonId | undefined;
  readonly terms: PersonId | undefined;
}

export type Presser = Pick<Person, "id" | "covers" | "roles">;
export type Part = "review" | "terms" | "notice";

/** The review: its owner, the CSM, who leads. The terms: their owner, the AM, who leads. Notice: whoever hears of it. */
export function mayAct(part: Part, scope: Scope, owners: PartOwners, { id, covers, roles }: Presser): boolean {
  const reader = { person: id, covers, roles };
  const isOf = (each: PersonId | undefined): boolean => each !== undefined && (each === id || covers.includes(each));
  if (leads(reader, scope)) return true;
  const review = isOf(owners.value) || holds("csm", reader, scope);
  const terms = isOf(owners.terms) || holds("am", reader, scope);
  if (part === "notice") return review || terms;
  return part === "review" ? review : terms;
}

/** The same for who reads a card: in a channel everyone sees the buttons. */
export function showsTo(part: Part, scope: Scope, owners: PartOwners, audience: Audience): boolean {
  if (audience.kind === "channel") return true;
  const { person, covers, roles } = audience.reader;
  return mayAct(part, scope, owners, { id: person, covers, roles });
}

/** True in private for somebody else than whose part it is; who covers for them has it too. */
export function isWithAnother(owner: PersonRef | undefined, audience: Audience): boolean {
  if (audience.kind === "channel" || !owner) return false;
  const { person, covers } = audience.reader;
  return person !== owner.id && !covers.includes(owner.id);
}
