import type { Locale } from "../../kernel/directory.ts";
import type { Role } from "../../kernel/permissions.ts";
import type { CompanyPerson, Region } from "./account.ts";

export const COMPANY_NAME = "Quillstone Software";
const DOMAIN = "quillstone.example";
const BERLIN = "Europe/Berlin";
const NEW_YORK = "America/New_York";
const SHANGHAI = "Asia/Shanghai";

function at(handle: string): string {
  return `${handle}@${DOMAIN}`;
}

function person(
  handle: string,
  name: string,
  roles: readonly Role[],
  [timezone, locale, region]: readonly [string, Locale, Region],
  manager: string | undefined,
  inChat = true,
): CompanyPerson {
  const managerEmail = manager === undefined ? undefined : at(manager);
  return { email: at(handle), name, roles, timezone, locale, region, managerEmail, inChat };
}

/** Everyone at the made-up company; managers stand before those who report to them. */
export const PEOPLE: readonly CompanyPerson[] = [
  person("henrik", "Henrik Lindqvist", ["exec"], [BERLIN, "en", "DACH"], undefined),
  person("olga", "Olga Petrova", ["manager", "admin"], [BERLIN, "en", "DACH"], "henrik"),
  person("michael", "Michael Tan", ["manager"], [NEW_YORK, "en", "US"], "henrik"),
  person("yusuf", "Yusuf Demir", ["admin"], [BERLIN, "de", "DACH"], "henrik"),
  person("anna", "Anna Kurz", ["csm"], [BERLIN, "en", "DACH"], "olga"),
  person("ben", "Ben Hartley", ["csm"], [BERLIN, "en", "UK"], "olga"),
  person("sofia", "Sofia Brandt", ["csm"], [BERLIN, "de", "DACH"], "olga"),
  person("chen", "Chen Jing", ["csm"], [SHANGHAI, "zh", "APAC"], "michael"),
  person("diego", "Diego Alvarez", ["csm"], [NEW_YORK, "en", "US"], "michael"),
  person("emily", "Emily Novak", ["csm"], [NEW_YORK, "en", "US"], "michael", false),
  person("marta", "Marta Kowalska", ["am"], [BERLIN, "en", "DACH"], "olga"),
  person("jonas", "Jonas Weidner", ["am"], [BERLIN, "de", "DACH"], "olga"),
  person("priya", "Priya Raman", ["am"], [BERLIN, "en", "UK"], "olga"),
  person("james", "James Whitfield", ["am"], [NEW_YORK, "en", "US"], "michael"),
  person("lin", "Lin Hao", ["am"], [SHANGHAI, "zh", "APAC"], "michael"),
  person("nina", "Nina Farkas", ["colleague"], [BERLIN, "de", "DACH"], "olga"),
  person("wang", "Wang Lei", ["colleague"], [SHANGHAI, "zh", "APAC"], "michael"),
];

/** The e-mail of one of the people, by the part before the @. */
export function emailOf(handle: string): string {
  return at(handle);
}
