import type { Person } from "../kernel/directory.ts";
import type { PersonId } from "../kernel/ids.ts";
import type { Scope } from "../kernel/permissions.ts";

/** Who leads, nearest first: the account's own managers, the region's, any. */
export function leadersOf(scope: Pick<Scope, "managers" | "region">, people: readonly Person[]): Person[] {
  const managers = people.filter(({ active, roles }) => active && roles.includes("manager"));
  const nearness = ({ id, region }: Person): number => {
    if (scope.managers.includes(id)) return 0;
    return region !== undefined && region === scope.region ? 1 : 2;
  };
  return managers.toSorted((one, other) => nearness(one) - nearness(other) || (one.id < other.id ? -1 : 1));
}

/** Whom something is escalated to: the account's leaders first, then the late one's own manager, where that is one; none of `but`. */
export function escalatedTo(
  late: PersonId | undefined,
  scope: Pick<Scope, "managers" | "region">,
  people: readonly Person[],
  but: readonly PersonId[],
): Person | undefined {
  const above = people.find(({ id }) => id === late)?.manager;
  const leaders = leadersOf(scope, people);
  const own = leaders.filter(({ id }) => scope.managers.includes(id));
  const manager = leaders.filter(({ id }) => id === above);
  return [...own, ...manager, ...leaders].find(({ id }) => id !== late && !but.includes(id));
}
