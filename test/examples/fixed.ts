import type { PersonRef } from "../../src/chat/card.ts";
import type { Card } from "../../src/chat/card.ts";
import { fixedTime, type WorkCalendar } from "../../src/kernel/business-time.ts";
import type { Locale, Person } from "../../src/kernel/directory.ts";
import type { AccountId, PersonId } from "../../src/kernel/ids.ts";
import type { Audience, Role, Scope } from "../../src/kernel/permissions.ts";
import type { View } from "../../src/locales/say.ts";
import { createSays } from "../../src/locales/say.ts";

/** A card as it looks on a fixed day to a fixed company. */
export interface Example {
  readonly name: string;
  draw(view: View): Card;
}

export const NOW = new Date("2026-11-24T08:00:00Z");

export function personId(n: number): PersonId {
  return `01900000-0000-7000-8000-${String(n).padStart(12, "0")}` as PersonId;
}
export function accountId(n: number): AccountId {
  return `01900000-0000-7000-9000-${String(n).padStart(12, "0")}` as AccountId;
}

export const anna: PersonRef = { id: personId(1), name: "Anna Kurz" };
export const ben: PersonRef = { id: personId(2), name: "Ben Ito" };
export const chen: PersonRef = { id: personId(3), name: "Chen Wei" };
export const marta: PersonRef = { id: personId(4), name: "Marta Silva" };
export const jonas: PersonRef = { id: personId(5), name: "Jonas Weber" };
export const olga: PersonRef = { id: personId(6), name: "Olga Orlova" };

/** Chat users of the people above; Jonas is matched to none. */
export const HANDLES: ReadonlyMap<PersonId, string> = new Map([
  [anna.id, "U0ANNA"],
  [ben.id, "U0BEN"],
  [chen.id, "U0CHEN"],
  [marta.id, "U0MARTA"],
  [olga.id, "U0OLGA"],
]);

/** The same people's ids in Teams. */
export const TEAMS_HANDLES: ReadonlyMap<PersonId, string> = new Map(
  [...HANDLES.keys()].map((id, at) => [id, `5a1f0c3e-7b42-4c19-9d08-00000000000${String(at + 1)}`]),
);

export function scopeOf(account: AccountId, more: Partial<Scope> = {}): Scope {
  return {
    account,
    csm: anna.id,
    am: marta.id,
    managers: [olga.id],
    others: [],
    engaged: [],
    region: "dach",
    poolOpen: false,
    ...more,
  };
}

const says = createSays();

export const CHANNEL: Audience = {
  kind: "channel",
  clearance: "commercial",
  members: [["csm"], ["am"], ["manager"]],
  outsiders: false,
};

export function viewOf(locale: Locale, audience: Audience = CHANNEL): View {
  return { say: says(locale), locale, zone: "Europe/Berlin", audience };
}

/** The private surface of a person. */
export function privately(person: PersonRef, ...roles: Role[]): Audience {
  return { kind: "person", reader: { person: person.id, roles, region: "dach", covers: [] } };
}

export const CALENDAR: WorkCalendar = {
  zone: "Europe/Berlin",
  workdays: [1, 2, 3, 4, 5],
  opens: fixedTime("09:00"),
  closes: fixedTime("17:00"),
  quietFrom: fixedTime("18:00"),
  quietTo: fixedTime("08:00"),
  holidays: new Set(),
};

export function fullPerson(ref: PersonRef, locale: Locale, ...roles: Role[]): Person {
  return {
    ...ref,
    email: undefined,
    roles,
    region: "dach",
    manager: undefined,
    locale,
    calendar: CALENDAR,
    digestAt: fixedTime("08:00"),
    active: true,
    covers: [],
    cover: undefined,
  };
}
