import type { Person } from "../kernel/directory.ts";
import type { Scope } from "../kernel/permissions.ts";

/** One of the Account Managers who stand in where an account has none, or its own has left (A2): of its region, never its CSM. */
export function isOfPool(
  { id, roles, region }: Pick<Person, "id" | "roles" | "region">,
  scope: Pick<Scope, "csm" | "region">,
): boolean {
  return id !== scope.csm && roles.includes("am") && (scope.region === undefined || region === scope.region);
}

/**
 * The manager who stands in where that pool is empty (A2): the region's, else the nearest; never its CSM (D9).
 * @param leaders nearest first
 */
export function managerInstead(
  { csm, region }: Pick<Scope, "csm" | "region">,
  leaders: readonly Person[],
): Person | undefined {
  const able = leaders.filter(({ active, id }) => active && id !== csm);
  return able.find((each) => region !== undefined && each.region === region) ?? able[0];
}
