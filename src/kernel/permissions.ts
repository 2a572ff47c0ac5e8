import type { AccountId, PersonId } from "./ids.ts";

export type Role = "csm" | "am" | "manager" | "exec" | "colleague" | "admin";
export const ROLES = ["csm", "am", "manager", "exec", "colleague", "admin"] as const satisfies readonly Role[];

/** What a channel is cleared for by an admin. */
export type Clearance = "commercial" | "operations" | "none";

/**
 * How far a role reads a field. own: assigned or covering; pool: while an item is open in one's region; team: of one's
 * reports; slot: who holds another role slot of the account; assigned: the same, and who is in a channel that gets it.
 */
type Reach = "all" | "own" | "own-or-pool" | "team" | "slot" | "assigned" | "none";

/** P private only · K channels cleared commercial · O channels cleared operations, and commercial ones. */
type Surface = "P" | "K" | "O";

interface Rule {
  readonly read: Readonly<Record<Role, Reach>>;
  readonly widest: Surface;
}

function rule(
  csm: Reach,
  am: Reach,
  manager: Reach,
  exec: Reach,
  colleague: Reach,
  admin: Reach,
  widest: Surface,
): Rule {
  return { read: { csm, am, manager, exec, colleague, admin }, widest };
}

/** The one permission table. A role's cell is an upper bound; channel posts also pass the clearance. */
export const TABLE = {
  profile: rule("all", "all", "all", "all", "all", "all", "O"),
  contacts: rule("own", "own-or-pool", "team", "none", "none", "none", "P"),
  "contact-names": rule("own", "own-or-pool", "team", "none", "slot", "none", "P"),
  "contract-dates": rule("own", "own-or-pool", "team", "all", "all", "none", "O"),
  arr: rule("own", "own-or-pool", "team", "all", "none", "none", "K"),
  price: rule("none", "own-or-pool", "team", "none", "none", "none", "K"),
  usage: rule("own", "own-or-pool", "team", "none", "slot", "none", "O"),
  "risk-band": rule("own", "own-or-pool", "team", "all", "all", "none", "O"),
  risk: rule("own", "own-or-pool", "team", "all", "none", "none", "O"),
  "money-at-risk": rule("own", "own", "team", "all", "none", "none", "K"),
  "risk-notes": rule("own", "own", "team", "none", "none", "none", "P"),
  why: rule("own", "own", "team", "none", "none", "none", "P"),
  opportunity: rule("own", "own-or-pool", "team", "none", "none", "none", "O"),
  /** timeline and documents, by their visibility */
  internal: rule("own", "own", "team", "none", "slot", "none", "P"),
  commercial: rule("none", "own", "team", "none", "none", "none", "P"),
  customer: rule("own", "own", "team", "none", "slot", "none", "O"),
  /** what is our own of a plan for success, its milestones too */
  "success-plan": rule("own", "own", "team", "all", "slot", "none", "O"),
  requests: rule("own", "own", "team", "none", "slot", "none", "O"),
  promises: rule("own", "own", "team", "none", "assigned", "none", "O"),
  /** what customers say of a product, without who said it; executives read totals */
  feedback: rule("own", "own", "team", "none", "assigned", "none", "O"),
  /** what one person at the customer answered; by name */
  nps: rule("own", "own", "team", "none", "none", "none", "P"),
} as const satisfies Record<string, Rule>;

export type FieldName = keyof typeof TABLE;

/** Whose account a value belongs to. */
export interface Scope {
  readonly account: AccountId;
  readonly csm: PersonId | undefined;
  readonly am: PersonId | undefined;
  /** managers of the two; every manager too where they have none, or none who is still there */
  readonly managers: readonly PersonId[];
  /** who holds another slot: sponsor, support, training, product, marketing, sales */
  readonly others: readonly PersonId[];
  /** who has an open opportunity of this account, or was offered it by name and nobody has it yet */
  readonly engaged: readonly PersonId[];
  readonly region: string | undefined;
  /** an item of this account is open in its region's pool */
  readonly poolOpen: boolean;
}

export interface Reader {
  readonly person: PersonId;
  readonly roles: readonly Role[];
  readonly region: string | undefined;
  /** people whom the reader covers today */
  readonly covers: readonly PersonId[];
}

export type Audience =
  | { readonly kind: "person"; readonly reader: Reader }
  | {
      readonly kind: "channel";
      readonly clearance: Clearance;
      /** the roles of every member; a member we don't know has none */
      readonly members: readonly (readonly Role[])[];
      /** the roles of colleagues whom an administrator lets see what their role alone doesn't; a price never */
      readonly approved?: readonly (readonly Role[])[];
      /** guests, external members, unknown bots, other tenants */
      readonly outsiders: boolean;
    };

/** Somebody who is not ours: sees nothing that has a rule. */
export const NOBODY: Audience = { kind: "channel", clearance: "none", members: [], outsiders: true };

export function mayRead(audience: Audience, field: FieldName, scope: Scope): boolean {
  const { read, widest } = TABLE[field];
  if (audience.kind === "channel") {
    if (audience.outsiders || !clears(audience.clearance, widest)) return false;
    const { members, approved = [] } = audience;
    const counting = NEVER_LIFTED.has(field) ? [...members, ...approved] : members;
    const isClosed = (roles: readonly Role[]): boolean => NEVER_LIFTED.has(field) && roles.includes("csm");
    return counting.every((roles) => !isClosed(roles) && roles.some((role) => readsInChannel(read[role])));
  }
  if (COMMERCIAL_ONLY.has(field) && isCsmAlone(audience.reader.person, scope)) return false;
  return audience.reader.roles.some((role) => reaches(read[role], role, audience.reader, scope));
}

/** What no other role opens to the account's CSM, who isn't its AM as well (D9). */
const COMMERCIAL_ONLY: ReadonlySet<FieldName> = new Set(["price", "commercial"]);

function isCsmAlone(person: PersonId, { csm, am }: Scope): boolean {
  return csm === person && am !== person;
}

/** What no approval opens: an offer's price is for Account Managers, and the customer's trust in the CSM rests on it (D9). */
const NEVER_LIFTED: ReadonlySet<FieldName> = new Set(["price"]);

/** Own, pool and team count as reading; a slot is of single accounts, and a channel is of many. */
function readsInChannel(reach: Reach): boolean {
  return reach !== "none" && reach !== "slot";
}

function clears(clearance: Clearance, widest: Surface): boolean {
  if (widest === "P") return false;
  return clearance === "commercial" || (clearance === "operations" && widest === "O");
}

function reaches(reach: Reach, role: Role, reader: Reader, scope: Scope): boolean {
  switch (reach) {
    case "all":
      return true;
    case "none":
      return false;
    case "own":
      return holds(role, reader, scope);
    case "own-or-pool":
      return (
        holds(role, reader, scope) ||
        isAmong(scope.engaged, reader) ||
        (scope.poolOpen && reader.region === scope.region)
      );
    case "slot":
    case "assigned":
      return isAmong(scope.others, reader);
    case "team":
      return isAmong(scope.managers, reader) || isAmong(scope.engaged, reader);
  }
}

/**
 * May a presser see what they press? Who reads a card in a channel counts by role, as the card itself did; else their
 * own rights hold.
 */
export function maySee(audience: Audience, inPrivate: boolean, field: FieldName, scope: Scope): boolean {
  if (mayRead(audience, field, scope)) return true;
  if (inPrivate || audience.kind !== "person") return false;
  return audience.reader.roles.some((role) => readsInChannel(TABLE[field].read[role]));
}

/** True when the reader, or someone they cover, holds the slot of the account that the role stands for. */
export function holds(role: Role, reader: Pick<Reader, "person" | "covers">, scope: Scope): boolean {
  const slot = role === "csm" ? scope.csm : role === "am" ? scope.am : undefined;
  return slot !== undefined && isAmong([slot], reader);
}

/** The account's CSM, or who covers for them, but not its AM: the customer never sees them sell (D9). */
export function sellsNothing(reader: Pick<Reader, "person" | "covers">, scope: Scope): boolean {
  return holds("csm", reader, scope) && scope.am !== reader.person;
}

/** True when the reader is a manager who leads the account's CSM or AM, or covers for one who does. */
export function leads(
  { person, covers, roles }: Omit<Reader, "region">,
  { managers }: Pick<Scope, "managers">,
): boolean {
  return roles.includes("manager") && isAmong(managers, { person, covers });
}

/** The reader, or someone they cover. */
function isAmong(people: readonly PersonId[], { person, covers }: Pick<Reader, "person" | "covers">): boolean {
  return people.some((each) => each === person || covers.includes(each));
}

/** A value that only an audience which may read it can take out. */
export class Visible<T> {
  readonly #value: T;
  readonly field: FieldName;
  readonly scope: Scope;
  constructor(field: FieldName, scope: Scope, value: T) {
    this.field = field;
    this.scope = scope;
    this.#value = value;
  }
  /** @returns undefined when the audience may not read it */
  open(audience: Audience): T | undefined {
    return mayRead(audience, this.field, this.scope) ? this.#value : undefined;
  }
}
