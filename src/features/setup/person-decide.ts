import { type Person, personsCalled } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { type Role, ROLES } from "../../kernel/permissions.ts";

const NAME_AT_MOST = 200;
const EMAIL_AT_MOST = 254;
const REGION_AT_MOST = 50;

/** Somebody who is to be added. */
export interface NewPerson {
  readonly name: string;
  /** in lower case */
  readonly email: string;
  readonly roles: readonly Role[];
  readonly region: string | undefined;
  readonly manager: PersonId | undefined;
}

/** What was typed of them, letter for letter. */
export interface TypedPerson {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly region: string;
  /** a name or an e-mail address; "": nobody */
  readonly manager: string;
}

export type WrongPerson =
  | { readonly field: "name"; readonly problem: "empty" | "long"; readonly value: string }
  | { readonly field: "email"; readonly problem: "no-email" | "known"; readonly value: string }
  | { readonly field: "email"; readonly problem: "erased"; readonly value: string; readonly at: Date }
  | { readonly field: "role"; readonly problem: "role"; readonly value: string }
  | { readonly field: "region"; readonly problem: "long"; readonly value: string }
  | { readonly field: "manager"; readonly problem: "unknown" | "several"; readonly value: string };

/** @returns who is to be added, or all that is wrong */
export function decidePerson(typed: TypedPerson, people: readonly Person[]): NewPerson | readonly WrongPerson[] {
  const wrong: WrongPerson[] = [];
  const [name, email] = [typed.name.trim(), typed.email.trim().toLowerCase()];
  const [region, manager] = [typed.region.trim(), typed.manager.trim()];
  if (name === "") wrong.push({ field: "name", problem: "empty", value: name });
  if ([...name].length > NAME_AT_MOST) wrong.push({ field: "name", problem: "long", value: name });
  if (!/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(email) || email.length > EMAIL_AT_MOST) {
    wrong.push({ field: "email", problem: "no-email", value: typed.email.trim() });
  } else if (people.some((person) => person.email?.toLowerCase() === email)) {
    wrong.push({ field: "email", problem: "known", value: email });
  }
  const roles = ROLES.filter((role) => typed.roles.includes(role));
  const stray = typed.roles.find((role) => !ROLES.some((each) => each === role));
  if (roles.length === 0 || stray !== undefined) wrong.push({ field: "role", problem: "role", value: stray ?? "" });
  if ([...region].length > REGION_AT_MOST) wrong.push({ field: "region", problem: "long", value: region });
  const [boss, other] = manager === "" ? [] : personsCalled(people, manager);
  if (manager !== "" && !boss) wrong.push({ field: "manager", problem: "unknown", value: manager });
  if (other) wrong.push({ field: "manager", problem: "several", value: manager });
  return wrong.length > 0 ? wrong : { name, email, roles, region: region || undefined, manager: boss?.id };
}
