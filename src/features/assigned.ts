import type { PersonId } from "../kernel/ids.ts";
import type { Audience, Scope } from "../kernel/permissions.ts";

/** Who has a task of an account reads it as one of the account's own, within what their role may read at all. */
export function assignedScope(audience: Audience, scope: Scope, owner: PersonId | undefined): Scope {
  if (audience.kind !== "person" || owner === undefined) return scope;
  const { person, covers } = audience.reader;
  if (person !== owner && !covers.includes(owner)) return scope;
  return {
    ...scope,
    csm: owner,
    am: owner,
    managers: [...scope.managers, owner],
    others: [...scope.others, owner],
  };
}
