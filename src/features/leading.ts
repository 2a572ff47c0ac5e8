import type { Person } from "../kernel/directory.ts";
import type { PersonId } from "../kernel/ids.ts";
import { type FieldName, mayRead, type Scope } from "../kernel/permissions.ts";

type Led = Pick<Scope, "managers" | "region"> & Partial<Pick<Scope, "csm" | "am">>;

/** Who leads an account, nearest first: its CSM's own manager, its AM's, the region's, any. */
export function leadersOf(scope: Led, people: readonly Person[]): Person[] {
  const managers = people.filter(isManager);
  const own = ownManagers(scope, people, managers);
  const nearness = ({ id, region }: Person): number => {
    const at = own.indexOf(id);
    if (at >= 0) return at - own.length;
    return region !== undefined && region === scope.region ? 0 : 1;
  };
  return managers.toSorted((one, other) => nearness(one) - nearness(other) || (one.id < other.id ? -1 : 1));
}

/**
 * Of those who lead an account who may read something of it, nearest first: the one rule for whose manager it goes to
 * where nobody is late. Another manager would be told of what they may neither see nor decide.
 * @param field what it is about
 */
export function leadersReading(field: FieldName, scope: Scope, people: readonly Person[]): Person[] {
  return leadersOf(scope, people).filter((each) => readsIt(each, field, scope));
}

/** An account that has nobody with a manager is every manager's, so then none is nearer by it. */
function ownManagers(scope: Led, people: readonly Person[], managers: readonly Person[]): readonly PersonId[] {
  const known = [scope.csm, scope.am].flatMap((id) => (id && people.find((each) => each.id === id)?.manager) ?? []);
  if (known.length > 0) return known;
  return managers.every(({ id }) => scope.managers.includes(id)) ? [] : scope.managers;
}

/** Who is above somebody, nearest first: their own manager, that one's, and so on. */
export function lineAbove(id: PersonId | undefined, people: readonly Person[]): Person[] {
  const line: Person[] = [];
  let person = people.find((each) => each.id === id);
  while (person?.manager !== undefined) {
    const above = person.manager;
    person =
      line.some((each) => each.id === above) || above === id ? undefined : people.find((each) => each.id === above);
    if (person) line.push(person);
  }
  return line;
}

/**
 * Whom something is escalated to, the one rule for it: of those who may read it, who is above the late one, nearest first,
 * then who leads the account; the other way round where the late one's line has nothing to do with the account. None of
 * `but`. Above them may also stand an executive, of what executives read.
 * @param field what it is about
 */
export function escalatedTo(
  field: FieldName,
  late: PersonId | undefined,
  scope: Scope,
  people: readonly Person[],
  but: readonly PersonId[] = [],
): Person | undefined {
  const line = lineAbove(late, people);
  const above = line.filter((each) => each.active && each.roles.some((role) => role === "manager" || role === "exec"));
  const leaders = leadersOf(scope, people);
  const order = isOfAccount(scope, late, line) ? [...above, ...leaders] : [...leaders, ...above];
  return order.find((each) => each.id !== late && !but.includes(each.id) && readsIt(each, field, scope));
}

function isOfAccount({ csm, am, managers }: Scope, late: PersonId | undefined, line: readonly Person[]): boolean {
  return [late, ...line.map(({ id }) => id)].some(
    (id) => id !== undefined && (id === csm || id === am || managers.includes(id)),
  );
}

/** By their own right: what is for somebody whom they cover comes to them as the cover. */
function readsIt({ id, roles, region }: Person, field: FieldName, scope: Scope): boolean {
  return mayRead({ kind: "person", reader: { person: id, roles, region, covers: [] } }, field, scope);
}

function isManager({ active, roles }: Person): boolean {
  return active && roles.includes("manager");
}
