import { isZone, localTime, type LocalTime } from "../../kernel/business-time.ts";
import type { ChannelPurpose, Locale, Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import type { Clearance } from "../../kernel/permissions.ts";

export const LOCALES = ["en", "de", "zh"] as const satisfies readonly Locale[];
export const PURPOSES = ["csm", "am", "product"] as const satisfies readonly ChannelPurpose[];
export const CLEARANCES = ["commercial", "operations", "none"] as const satisfies readonly Clearance[];

export interface ChannelPlace {
  readonly platform: string;
  readonly workspace: string;
  readonly conversation: string;
  readonly name: string;
}

/** Whom a channel is for: everyone, a manager's team, or a region. */
export type ForWhom =
  | { readonly kind: "everyone" }
  | { readonly kind: "team"; readonly manager: PersonId; readonly name: string }
  | { readonly kind: "region"; readonly region: string };

/** Everyone, then each manager's team, then each region. */
export function forWhomChoices(people: readonly Person[]): ForWhom[] {
  const managers = people.filter((person) => person.roles.includes("manager"));
  const regions = [...new Set(people.flatMap((person) => person.region ?? []))].sort();
  return [
    { kind: "everyone" },
    ...managers.map(({ id, name }) => ({ kind: "team", manager: id, name }) as const),
    ...regions.map((region) => ({ kind: "region", region }) as const),
  ];
}

/** The choice's value in the form. */
export function forWhomValue(forWhom: ForWhom): string {
  switch (forWhom.kind) {
    case "everyone":
      return "everyone";
    case "team":
      return `team:${forWhom.manager}`;
    case "region":
      return `region:${forWhom.region}`;
  }
}

export interface ChannelSetUp {
  readonly purpose: ChannelPurpose;
  readonly forWhom: ForWhom;
  readonly clearance: Clearance;
  readonly locale: Locale;
  readonly digestAt: LocalTime;
}

/** A field's value that isn't allowed; the text key of the sentence is by what the field takes. */
export interface Wrong {
  readonly field: string;
  readonly value: string;
  readonly takes: "choice" | "zone" | "time";
}

export type Checked<T> =
  { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly wrong: readonly Wrong[] };

type Values = Readonly<Record<string, string>>;

export function checkPreferences(values: Values): Checked<{ locale: Locale; zone: string; digestAt: LocalTime }> {
  const wrong: Wrong[] = [];
  const locale = oneOf(LOCALES, "locale", values, wrong);
  const zone = (values["zone"] ?? "").trim();
  if (!isZone(zone)) wrong.push({ field: "zone", value: zone, takes: "zone" });
  const digestAt = timeOf("digestAt", values, wrong);
  return locale && digestAt && wrong.length === 0
    ? { kind: "ok", value: { locale, zone, digestAt } }
    : { kind: "wrong", wrong };
}

export function checkChannel(values: Values, choices: readonly ForWhom[]): Checked<ChannelSetUp> {
  const wrong: Wrong[] = [];
  const purpose = oneOf(PURPOSES, "purpose", values, wrong);
  const value = oneOf(choices.map(forWhomValue), "forWhom", values, wrong);
  const forWhom = choices.find((choice) => forWhomValue(choice) === value);
  const clearance = oneOf(CLEARANCES, "clearance", values, wrong);
  const locale = oneOf(LOCALES, "locale", values, wrong);
  const digestAt = timeOf("digestAt", values, wrong);
  return purpose && forWhom && clearance && locale && digestAt
    ? { kind: "ok", value: { purpose, forWhom, clearance, locale, digestAt } }
    : { kind: "wrong", wrong };
}

function oneOf<T extends string>(allowed: readonly T[], field: string, values: Values, wrong: Wrong[]): T | undefined {
  const value = values[field] ?? "";
  const found = allowed.find((each) => each === value);
  if (!found) wrong.push({ field, value, takes: "choice" });
  return found;
}

function timeOf(field: string, values: Values, wrong: Wrong[]): LocalTime | undefined {
  const value = (values[field] ?? "").trim();
  const time = localTime(value);
  if (!time) wrong.push({ field, value, takes: "time" });
  return time;
}
