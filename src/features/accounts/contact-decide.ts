import { type LocalDate, localDate, localDateOf } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { AccountId, ContactId } from "../../kernel/ids.ts";
import { oneLine } from "../../kernel/text.ts";

export const CONTACT_ROLES = ["champion", "buyer", "sponsor", "user", "blocker"] as const;
export const STRENGTHS = ["strong", "fair", "weak"] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];
export type Strength = (typeof STRENGTHS)[number];
/** Where something is known from. A CRM wins over a CSV, and that over what is said in chat. */
export type Source = "crm" | "csv" | "chat";

/** Somebody at the customer (A8). */
export interface Stakeholder {
  readonly id: ContactId;
  readonly account: AccountId;
  readonly name: string;
  readonly email: string | undefined;
  readonly role: ContactRole | undefined;
  readonly strength: Strength | undefined;
  /** they left the customer on this day */
  readonly leftOn: LocalDate | undefined;
  readonly source: Source;
  /** something of it was changed in chat since the source last said it, which may take it back */
  readonly chatChanged: boolean;
  readonly addedAt: Date;
  /** when either side last wrote, called or met */
  readonly lastAt: Date | undefined;
}

/** What the people of a customer come to: signals of risk, and whether we know too few of them. */
export interface ContactSignals {
  readonly silent: readonly { readonly contact: Stakeholder; readonly days: number }[];
  /** left, with nobody in the same role since */
  readonly gone: readonly Stakeholder[];
  /** fewer than two were touched in 90 days */
  readonly few: { readonly touched: number } | undefined;
}

const DAY_MS = 86_400_000;
const SILENT_DAYS: Readonly<Partial<Record<ContactRole, number>>> = {
  sponsor: ACCOUNT.sponsorSilentDays,
  champion: ACCOUNT.championSilentDays,
};

export function hasLeft({ leftOn }: Stakeholder, today: LocalDate): boolean {
  return leftOn !== undefined && leftOn <= today;
}

/** Whole days since the last contact, or since we know them, when there was none. */
function silentDays({ lastAt, addedAt }: Stakeholder, now: Date): number {
  return Math.floor((now.getTime() - (lastAt ?? addedAt).getTime()) / DAY_MS);
}

/** @param contacts of one account @param zone whose days count, of who left and who is there */
export function contactSignals(contacts: readonly Stakeholder[], now: Date, zone: string): ContactSignals {
  const today = localDateOf(now, zone);
  const here = contacts.filter((contact) => !hasLeft(contact, today));
  const silent = here.flatMap((contact) => {
    const limit = contact.role && SILENT_DAYS[contact.role];
    const days = silentDays(contact, now);
    return limit !== undefined && days >= limit ? [{ contact, days }] : [];
  });
  const gone = contacts.filter(
    (contact) =>
      hasLeft(contact, today) &&
      (contact.role === "sponsor" || contact.role === "champion") &&
      !here.some(({ role }) => role === contact.role),
  );
  const since = now.getTime() - ACCOUNT.contactsTouchedDays * DAY_MS;
  const touched = here.filter(({ lastAt }) => lastAt !== undefined && lastAt.getTime() >= since).length;
  return { silent, gone, few: touched < ACCOUNT.contactsTouchedAtLeast ? { touched } : undefined };
}

export interface NewContact {
  readonly name: string;
  readonly email: string | undefined;
  readonly role: ContactRole | undefined;
  readonly strength: Strength | undefined;
}

export type ContactProblem = {
  readonly field: string;
  readonly problem: "name-needed" | "email" | "choice" | "day" | "day-ahead" | "known" | "erased";
  readonly value: string;
  /** when whoever had the address was erased */
  readonly at?: Date;
};

type Values = Readonly<Record<string, string>>;
type Checked<T> =
  { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly problems: readonly ContactProblem[] };

const NAME_AT_MOST = 200;
const EMAIL_AT_MOST = 254;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** What a menu sends for "nobody has said". */
export const UNSAID = "unsaid";

export function checkNewContact(values: Values): Checked<NewContact> {
  const problems: ContactProblem[] = [];
  const name = oneLine(values["name"] ?? "").slice(0, NAME_AT_MOST);
  if (name === "") problems.push({ field: "name", problem: "name-needed", value: "" });
  const email = oneLine(values["email"] ?? "").toLowerCase();
  if (email !== "" && (!EMAIL.test(email) || email.length > EMAIL_AT_MOST)) {
    problems.push({ field: "email", problem: "email", value: email });
  }
  const role = choiceOf(CONTACT_ROLES, "role", values, problems);
  const strength = choiceOf(STRENGTHS, "strength", values, problems);
  if (problems.length > 0) return { kind: "wrong", problems };
  return { kind: "ok", value: { name, email: email || undefined, role, strength } };
}

export function checkContact(
  values: Values,
  today: LocalDate,
): Checked<Pick<Stakeholder, "role" | "strength" | "leftOn">> {
  const problems: ContactProblem[] = [];
  const role = choiceOf(CONTACT_ROLES, "role", values, problems);
  const strength = choiceOf(STRENGTHS, "strength", values, problems);
  const typed = (values["leftOn"] ?? "").trim();
  const leftOn = typed === "" ? undefined : localDate(typed);
  if (typed !== "" && !leftOn) problems.push({ field: "leftOn", problem: "day", value: typed });
  if (leftOn && leftOn > today) problems.push({ field: "leftOn", problem: "day-ahead", value: typed });
  return problems.length > 0 ? { kind: "wrong", problems } : { kind: "ok", value: { role, strength, leftOn } };
}

function choiceOf<T extends string>(
  allowed: readonly T[],
  field: string,
  values: Values,
  problems: ContactProblem[],
): T | undefined {
  const value = values[field] ?? "";
  const found = allowed.find((each) => each === value);
  if (!found && value !== "" && value !== UNSAID) problems.push({ field, problem: "choice", value });
  return found;
}
