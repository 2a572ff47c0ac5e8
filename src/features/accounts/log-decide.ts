import { instantOf, localDate, localTime } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { Visibility } from "../../kernel/events.ts";
import type { ContactId, PersonId } from "../../kernel/ids.ts";
import { holds, type Scope } from "../../kernel/permissions.ts";
import { brief, storable, withoutUnseen } from "../../kernel/text.ts";
import { namesPrice } from "../priced.ts";
import type { Stakeholder } from "./contact-decide.ts";

export const CONTACT_KINDS = ["call", "email", "meeting", "message", "on-site"] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];
/** What a menu sends for somebody who isn't listed. */
export const UNLISTED = "unlisted";

/** A contact with a customer as somebody logs it. */
export interface LoggedContact {
  readonly contact: ContactId | undefined;
  readonly what: ContactKind;
  readonly direction: "in" | "out";
  readonly proactive: boolean;
  readonly at: Date;
  readonly visibility: Visibility;
  readonly summary: string;
}

export interface LogProblem {
  readonly field: string;
  readonly problem: "choice" | "day" | "time" | "ahead" | "empty" | "long" | "price";
  readonly value: string;
}

export interface LogRoom {
  readonly contacts: readonly Pick<Stakeholder, "id">[];
  readonly visibilities: readonly Visibility[];
  readonly zone: string;
  readonly now: Date;
}

type Values = Readonly<Record<string, string>>;

export type CheckedLog =
  | { readonly kind: "ok"; readonly value: LoggedContact }
  | { readonly kind: "wrong"; readonly problems: readonly LogProblem[] };

export function checkLog(values: Values, { contacts, visibilities, zone, now }: LogRoom): CheckedLog {
  const problems: LogProblem[] = [];
  const listed = contacts.map(({ id }) => id);
  const contact = choiceOf([...listed, UNLISTED], "contact", values, problems);
  const what = choiceOf(CONTACT_KINDS, "kind", values, problems);
  const direction = choiceOf(["out", "in"] as const, "direction", values, problems);
  const proactive = choiceOf(["yes", "no"] as const, "proactive", values, problems);
  const visibility = choiceOf(visibilities, "visibility", values, problems);
  const at = momentOf(values, zone, now, problems);
  const summary = writtenOf("said", values, problems);
  checkPrice(summary, visibility, visibilities, problems);
  if (
    problems.length > 0 ||
    !contact ||
    !what ||
    !direction ||
    !proactive ||
    !visibility ||
    !at ||
    summary === undefined
  ) {
    return { kind: "wrong", problems };
  }
  return {
    kind: "ok",
    value: {
      contact: listed.find((id) => id === contact),
      what,
      direction,
      proactive: proactive === "yes",
      at,
      visibility,
      summary,
    },
  };
}

export type CheckedNote =
  | { readonly kind: "ok"; readonly value: { readonly visibility: Visibility; readonly summary: string } }
  | { readonly kind: "wrong"; readonly problems: readonly LogProblem[] };

export function checkNote(values: Values, visibilities: readonly Visibility[]): CheckedNote {
  const problems: LogProblem[] = [];
  const visibility = choiceOf(visibilities, "visibility", values, problems);
  const summary = writtenOf("text", values, problems);
  checkPrice(summary, visibility, visibilities, problems);
  if (problems.length > 0 || !visibility || summary === undefined) return { kind: "wrong", problems };
  return { kind: "ok", value: { visibility, summary } };
}

function momentOf(values: Values, zone: string, now: Date, problems: LogProblem[]): Date | undefined {
  const day = (values["on"] ?? "").trim();
  const time = (values["at"] ?? "").trim();
  const on = localDate(day);
  const at = localTime(time);
  if (!on) problems.push({ field: "on", problem: "day", value: day });
  if (!at) problems.push({ field: "at", problem: "time", value: time });
  if (!on || !at) return undefined;
  const moment = instantOf(on, at, zone);
  if (moment.getTime() <= now.getTime()) return moment;
  problems.push({ field: "on", problem: "ahead", value: `${day} ${time}` });
  return undefined;
}

function writtenOf(field: string, values: Values, problems: LogProblem[]): string | undefined {
  const text = withoutUnseen(storable(values[field] ?? "")).trim();
  if (text === "") problems.push({ field, problem: "empty", value: "" });
  else if (text.length > ACCOUNT.writtenAtMost) problems.push({ field, problem: "long", value: String(text.length) });
  else return text;
  return undefined;
}

/** The price that a text names, for who may keep it from those who may not read prices. */
export function priceToKeep(summary: string, visibilities: readonly Visibility[]): string | undefined {
  return visibilities.includes("commercial") ? namesPrice(summary) : undefined;
}

function checkPrice(
  summary: string | undefined,
  chosen: Visibility | undefined,
  visibilities: readonly Visibility[],
  problems: LogProblem[],
): void {
  if (chosen === undefined || chosen === "commercial") return;
  const price = priceToKeep(summary ?? "", visibilities);
  if (price !== undefined) problems.push({ field: "visibility", problem: "price", value: brief(price) });
}

function choiceOf<T extends string>(
  allowed: readonly T[],
  field: string,
  values: Values,
  problems: LogProblem[],
): T | undefined {
  const value = values[field] ?? "";
  const found = allowed.find((each) => each === value);
  if (!found) problems.push({ field, problem: "choice", value });
  return found;
}

/** For which side somebody speaks with a customer: customer success, sales, or another. */
export function sideOf(person: PersonId, covers: readonly PersonId[], scope: Scope): "csm" | "am" | "other" {
  if (person === scope.csm) return "csm";
  if (person === scope.am) return "am";
  if (holds("csm", { person, covers }, scope)) return "csm";
  return holds("am", { person, covers }, scope) ? "am" : "other";
}

export interface Pressure {
  /** outbound touches in the last 30 days, this one included, from the cap on */
  readonly touches: number | undefined;
  /** the latest touch of another role within 48 hours */
  readonly collision: { readonly by: PersonId; readonly at: Date } | undefined;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Touched {
  readonly at: Date;
  readonly by: PersonId | undefined;
}

/**
 * What one more touch of a person comes to (A14).
 * @param others outbound touches of the same person, this one not among them
 * @param sides for which side each colleague speaks
 */
export function pressureOf(
  touch: { readonly at: Date; readonly by: PersonId },
  others: readonly Touched[],
  sides: (person: PersonId) => "csm" | "am" | "other",
  now: Date,
): Pressure {
  const mine = sides(touch.by);
  const near = others
    .filter(({ at }) => Math.abs(at.getTime() - touch.at.getTime()) <= ACCOUNT.collisionHours * HOUR_MS)
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const other = near.find(({ by }) => by !== undefined && by !== touch.by && sides(by) !== mine);
  const sinceMs = now.getTime() - ACCOUNT.contactCapDays * DAY_MS;
  const touches = [touch, ...others].filter(({ at }) => at.getTime() > sinceMs).length;
  return {
    touches: touches >= ACCOUNT.contactCap ? touches : undefined,
    collision: other?.by === undefined ? undefined : { by: other.by, at: other.at },
  };
}
