import {
  addDays,
  addWorkingHours,
  instantOf,
  isWorkingDay,
  localDate,
  type LocalDate,
  localDateOf,
  workingDayFrom,
  type WorkCalendar,
} from "../../kernel/business-time.ts";
import { PROMISE } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { type Audience, holds, leads, type Scope } from "../../kernel/permissions.ts";
import { oneLine } from "../../kernel/text.ts";
import { assignedScope } from "../assigned.ts";
import { leadersReading } from "../leading.ts";
import { namesPrice } from "../priced.ts";

/** left: they are no customer any more, so nobody waits for it */
export type PromiseEnd = "kept" | "withdrawn" | "left";
export type Deciding = "keep" | "move" | "withdraw" | "hand" | "told";

type Values = Readonly<Record<string, string>>;

export interface Problem {
  readonly field: string;
  readonly problem: "choice" | "day" | "past" | "far" | "same" | "empty" | "short" | "long" | "price";
  readonly value: string;
}
type Checked<T> =
  { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly problems: readonly Problem[] };

export interface Made {
  readonly words: string;
  readonly dueOn: LocalDate;
  readonly owner: PersonId;
  /** to whom of theirs */
  readonly contact: string | undefined;
}

export interface Room {
  /** who may keep it */
  readonly owners: readonly PersonId[];
  /** ids of their people who may be chosen */
  readonly contacts: readonly string[];
  /** where who writes is */
  readonly today: LocalDate;
}

/** What somebody promised: everybody who works with the customer reads it, so it names no price. */
export function checkMade(values: Values, { owners, contacts, today }: Room): Checked<Made> {
  const words = checkWords("words", values, 1, PROMISE.wordsAtMost);
  const due = checkDue(values, today);
  const chosen = values["owner"] ?? "";
  const owner = owners.find((id) => id === chosen);
  const whom = values["contact"] ?? "";
  const contact = contacts.find((id) => id === whom);
  const problems: Problem[] = [
    ...problemsOf(words),
    ...problemsOf(due),
    ...(owner === undefined ? [{ field: "owner", problem: "choice", value: chosen } as const] : []),
    ...(whom !== "" && contact === undefined ? [{ field: "contact", problem: "choice", value: whom } as const] : []),
  ];
  if (words.kind === "wrong" || due.kind === "wrong" || owner === undefined || problems.length > 0)
    return { kind: "wrong", problems };
  return { kind: "ok", value: { words: words.value, dueOn: due.value, owner, contact } };
}

function problemsOf(checked: Checked<unknown>): readonly Problem[] {
  return checked.kind === "wrong" ? checked.problems : [];
}

function checkDue(values: Values, today: LocalDate): Checked<LocalDate> {
  const typed = (values["due"] ?? "").trim();
  const due = localDate(typed);
  const wrong = (problem: Problem["problem"]): Checked<LocalDate> => ({
    kind: "wrong",
    problems: [{ field: "due", problem, value: typed }],
  });
  if (!due) return wrong("day");
  if (due < today) return wrong("past");
  return due > addDays(today, PROMISE.aheadAtMostDays) ? wrong("far") : { kind: "ok", value: due };
}

/** Words of ours about a promise, on one line. @param least letters of a reason that tells something */
export function checkWords(field: string, values: Values, least: number, most: number): Checked<string> {
  const words = oneLine(values[field] ?? "");
  const wrong = (problem: Problem["problem"], value: string): Checked<string> => ({
    kind: "wrong",
    problems: [{ field, problem, value }],
  });
  if (words === "") return wrong("empty", "");
  if (words.length < least) return wrong("short", String(words.length));
  if (words.length > most) return wrong("long", String(words.length));
  const price = namesPrice(words);
  return price === undefined ? { kind: "ok", value: words } : wrong("price", price);
}

export function checkReason(values: Values): Checked<string> {
  return checkWords("reason", values, PROMISE.reasonAtLeast, PROMISE.reasonAtMost);
}

/** Another day for it, and why. */
export function checkMove(
  values: Values,
  before: LocalDate,
  today: LocalDate,
): Checked<{ readonly dueOn: LocalDate; readonly reason: string }> {
  const due = checkDue(values, today);
  const reason = checkReason(values);
  const isSame = due.kind === "ok" && due.value === before;
  const problems: Problem[] = [
    ...problemsOf(due),
    ...(isSame ? [{ field: "due", problem: "same", value: before } as const] : []),
    ...problemsOf(reason),
  ];
  if (due.kind === "wrong" || reason.kind === "wrong" || problems.length > 0) return { kind: "wrong", problems };
  return { kind: "ok", value: { dueOn: due.value, reason: reason.value } };
}

/** Whose promise it is. */
export interface Kept {
  readonly scope: Scope;
  readonly promise: { readonly owner: { readonly id: PersonId } };
  readonly keeper: { readonly id: PersonId } | undefined;
}

/** Whose promise it is reads it, whoever's the customer is. */
export function scopeOf({ scope, promise, keeper }: Kept, audience: Audience): Scope {
  return assignedScope(audience, assignedScope(audience, scope, keeper?.id), promise.owner.id);
}

export type Presser = Pick<Person, "id" | "covers" | "roles">;

/** Whose promise it is, the customer's CSM and AM, who covers for one of them, and whoever leads. */
export function mayAct(owner: PersonId, scope: Scope, { id: person, covers, roles }: Presser): boolean {
  const reader = { person, covers, roles };
  const isOwners = owner === person || covers.includes(owner);
  return isOwners || holds("csm", reader, scope) || holds("am", reader, scope) || leads(reader, scope);
}

export type Outcome =
  | { readonly kind: "may" }
  | { readonly kind: "closed"; readonly as: PromiseEnd }
  | { readonly kind: "knows" }
  | { readonly kind: "for-them" };

/** First what is decided already, then who may. @param untold: it was moved, and the customer doesn't know */
export function decidePress(
  { closedAs, untold }: { readonly closedAs: PromiseEnd | undefined; readonly untold: boolean },
  action: Deciding,
  may: boolean,
): Outcome {
  if (closedAs) return { kind: "closed", as: closedAs };
  if (action === "told" && !untold) return { kind: "knows" };
  return may ? { kind: "may" } : { kind: "for-them" };
}

/** Who keeps it: its owner, and once they have left whoever leads at the customer, else its CSM or AM. */
export function keeperOf(owner: PersonId, scope: Scope, people: readonly Person[]): Person | undefined {
  const active = (id: PersonId | undefined): Person | undefined => people.find((each) => each.active && each.id === id);
  return active(owner) ?? leadersReading("promises", scope, people)[0] ?? active(scope.csm) ?? active(scope.am);
}

/** 0 promised, 1 reminded, 2 broken, and its owner knows, 3 with a manager */
export type Rung = 0 | 1 | 2 | 3;
export interface Step {
  readonly rung: Rung;
  readonly at: Date;
}

/** In the morning so many days before it is due, or the working day before that. */
export function remindAt(dueOn: LocalDate, calendar: WorkCalendar): Date {
  const day = addDays(dueOn, -PROMISE.remindDaysBefore);
  return instantOf(
    isWorkingDay(day, calendar) ? day : workingDayFrom(day, -1, calendar),
    calendar.opens,
    calendar.zone,
  );
}

/** In the morning of the first working day on which it is broken. */
export function brokenAt(dueOn: LocalDate, calendar: WorkCalendar): Date {
  return instantOf(workingDayFrom(addDays(dueOn, PROMISE.brokenDaysAfter), 0, calendar), calendar.opens, calendar.zone);
}

/** Where a promise stands whose day was just set: what is near needs no reminder, who set the day knows it. */
export function rungFor(dueOn: LocalDate, calendar: WorkCalendar, now: Date): Rung {
  if (now >= brokenAt(dueOn, calendar)) return 2;
  return now >= remindAt(dueOn, calendar) ? 1 : 0;
}

/** What comes next, and when. A manager is told so long after it was broken, or after `now` where that was missed. */
export function nextStep(rung: Rung, dueOn: LocalDate, calendar: WorkCalendar, now: Date): Step | undefined {
  const broken = brokenAt(dueOn, calendar);
  switch (rung) {
    case 0:
      return now < broken ? { rung: 1, at: remindAt(dueOn, calendar) } : { rung: 2, at: broken };
    case 1:
      return { rung: 2, at: broken };
    case 2: {
      const at = addWorkingHours(broken, PROMISE.escalateAfterHours, calendar);
      return { rung: 3, at: at > now ? at : addWorkingHours(now, PROMISE.escalateAfterHours, calendar) };
    }
    case 3:
      return undefined;
  }
}

export function isBroken(dueOn: LocalDate, calendar: WorkCalendar, now: Date): boolean {
  return localDateOf(now, calendar.zone) > dueOn;
}
