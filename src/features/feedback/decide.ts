import {
  addWorkingDays,
  afterQuietHours,
  addDays,
  instantOf,
  localDateOf,
  weekdayOf,
  workingDayFrom,
  type WorkCalendar,
} from "../../kernel/business-time.ts";
import { FEEDBACK } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { type Audience, holds, leads, type Scope } from "../../kernel/permissions.ts";
import { storable, withoutUnseen } from "../../kernel/text.ts";
import { leadersReading } from "../leading.ts";
import { namesPrice } from "../priced.ts";
import { type Theme, THEMES } from "../themes.ts";

/** open and planned: more customers may join; shipped and declined: it is over, and the next one begins a new item */
export type ItemState = "open" | "planned" | "shipped" | "declined";
export type Deciding = "plan" | "ship" | "decline";

/** What a menu sends for no product in particular. */
export const NO_PRODUCT = "-";

type Values = Readonly<Record<string, string>>;

export interface Problem {
  readonly field: string;
  readonly problem: "choice" | "empty" | "short" | "long" | "price" | "kept" | "name" | "mail";
  readonly value: string;
}
type Checked<T> =
  { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly problems: readonly Problem[] };

export interface Passed {
  readonly theme: Theme;
  /** as it is called; empty: none in particular */
  readonly product: string;
  readonly words: string;
  readonly contact: string | undefined;
}

export interface Offered {
  readonly products: readonly string[];
  /** ids that may be chosen */
  readonly contacts: readonly string[];
  /** people of the customer, whose names product doesn't get */
  readonly names: readonly string[];
  /** whose words they are, where it is known: no part of that name goes */
  readonly speaker: string | undefined;
}

/** What somebody passes on: product reads the words, but neither who said them nor a price. */
export function checkPassed(values: Values, { products, contacts, names, speaker }: Offered): Checked<Passed> {
  const problems: Problem[] = [];
  const theme = THEMES.find((each) => each === values["theme"]);
  if (!theme) problems.push({ field: "theme", problem: "choice", value: values["theme"] ?? "" });
  const chosen = values["product"] ?? NO_PRODUCT;
  const product = chosen === NO_PRODUCT ? "" : products.find((each) => each === chosen);
  if (product === undefined) problems.push({ field: "product", problem: "choice", value: chosen });
  const whose = values["contact"] ?? "";
  const contact = contacts.find((each) => each === whose);
  if (whose !== "" && contact === undefined) problems.push({ field: "contact", problem: "choice", value: whose });
  const words = written(values["words"] ?? "");
  const wrong = problemOf(words, names, speaker);
  if (wrong) problems.push({ field: "words", ...wrong });
  if (!theme || product === undefined || problems.length > 0) return { kind: "wrong", problems };
  return { kind: "ok", value: { theme, product, words, contact } };
}

/** Typed text as it is kept: its lines stay, what nobody sees goes. */
export function written(typed: string): string {
  return withoutUnseen(storable(typed.normalize("NFC")))
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, " ")
    .trim();
}

const MAIL = /[^\s@<>()"“”]+@[^\s@<>()"“”]+\.[^\s@<>()"“”]+/u;

function problemOf(
  words: string,
  names: readonly string[],
  speaker: string | undefined,
): Omit<Problem, "field"> | undefined {
  if (words === "") return { problem: "empty", value: "" };
  if (words.length > FEEDBACK.wordsAtMost) return { problem: "long", value: String(words.length) };
  const price = namesPrice(words);
  if (price !== undefined) return { problem: "price", value: price };
  const [mail] = MAIL.exec(words) ?? [];
  if (mail !== undefined) return { problem: "mail", value: mail };
  const named = [...names, speaker ?? ""].find((name) => isWhole(name, words)) ?? partOf(speaker, words);
  return named === undefined ? undefined : { problem: "name", value: named };
}

/** A name of one word may be a word of the language, but its bearer's own words are looked at for each part of it. */
function isWhole(name: string, words: string): boolean {
  const parts = name.trim().split(/\s+/u);
  return (parts.length > 1 || HAN.test(name)) && words.toLowerCase().includes(name.trim().toLowerCase());
}

const HAN = /\p{Script=Han}/u;
const LEAST_LETTERS = 3;

/** As it is written, and where it says whose something is. */
function partOf(name: string | undefined, words: string): string | undefined {
  const said = new Set(letters(words).map((word) => word.replace(/s$/u, "")));
  return letters(name ?? "").find((part) => part.length >= LEAST_LETTERS && said.has(part.replace(/s$/u, "")));
}

function letters(text: string): string[] {
  return text.split(/[^\p{L}\p{M}]+/u);
}

/** What a colleague wrote of a decision: what shipped, or why it won't be. */
export function checkNote(field: string, values: Values, least: number): Checked<string> {
  const note = written(values[field] ?? "");
  const wrong = (problem: Problem["problem"]): Checked<string> => ({
    kind: "wrong",
    problems: [{ field, problem, value: note === "" ? "" : String(note.length) }],
  });
  if (note === "") return wrong("empty");
  if (note.length < least) return wrong("short");
  return note.length > FEEDBACK.noteAtMost ? wrong("long") : { kind: "ok", value: note };
}

export function checkPlace(values: Values): Checked<string | undefined> {
  const place = written(values["place"] ?? "").replace(/\s+/gu, " ");
  if (place.length > FEEDBACK.placeAtMost)
    return { kind: "wrong", problems: [{ field: "place", problem: "long", value: String(place.length) }] };
  return { kind: "ok", value: place === "" ? undefined : place };
}

export type Presser = Pick<Person, "id" | "covers" | "roles">;

/** Those of product: who holds that slot of a customer behind it, and colleagues in a product channel. */
export type ProductPeople = ReadonlySet<PersonId>;

/** Who says what becomes of an item: product, and whoever leads a customer behind it. Who looks after one passes on. */
export function mayDecide(
  presser: Presser,
  scopes: readonly Scope[],
  product: ProductPeople,
  inChannel: boolean,
): boolean {
  const { id: person, covers, roles } = presser;
  if (roles.includes("colleague") && (inChannel || isAny(product, presser))) return true;
  return scopes.some((scope) => leads({ person, covers, roles }, scope));
}

function isAny(people: ProductPeople, { id, covers }: Pick<Presser, "id" | "covers">): boolean {
  return people.has(id) || covers.some((each) => people.has(each));
}

/** Somebody of product reads what customers say as one who holds a slot of each. */
export function scopeFor(audience: Audience, scope: Scope, product: ProductPeople): Scope {
  if (audience.kind !== "person") return scope;
  const { person, covers } = audience.reader;
  return isAny(product, { id: person, covers }) ? { ...scope, others: [...scope.others, person] } : scope;
}

export type DecideOutcome =
  | { readonly kind: "may" }
  | { readonly kind: "over"; readonly state: "shipped" | "declined" }
  | { readonly kind: "planned-already" }
  | { readonly kind: "for-product" };

/** First what is decided already, then who may. */
export function decidePress(state: ItemState, action: Deciding, may: boolean): DecideOutcome {
  if (state === "shipped" || state === "declined") return { kind: "over", state };
  if (action === "plan" && state === "planned") return { kind: "planned-already" };
  return may ? { kind: "may" } : { kind: "for-product" };
}

/** told: by a logged contact; not-needed: who looks after them says so; left: they are no customer any more */
export type TellEnd = "told" | "not-needed" | "left";
export type Telling = "told" | "snooze" | "not-needed";

export interface Tellable {
  readonly closedAs: TellEnd | undefined;
  readonly snoozes: number;
}

export type TellOutcome =
  | { readonly kind: "may" }
  | { readonly kind: "closed"; readonly as: TellEnd }
  | { readonly kind: "for-them" }
  | { readonly kind: "snoozed-enough" };

export function decideTell({ closedAs, snoozes }: Tellable, action: Telling, may: boolean): TellOutcome {
  if (closedAs) return { kind: "closed", as: closedAs };
  if (!may) return { kind: "for-them" };
  if (action === "snooze" && snoozes >= FEEDBACK.snoozesAtMost) return { kind: "snoozed-enough" };
  return { kind: "may" };
}

/** The CSM, the AM, who covers for them, and whoever leads. */
export function mayTell({ id: person, covers, roles }: Presser, scope: Scope): boolean {
  const reader = { person, covers, roles };
  return holds("csm", reader, scope) || holds("am", reader, scope) || leads(reader, scope);
}

/** Who tells a customer: its CSM, else whoever leads there. */
export function tellerOf(scope: Scope, people: readonly Person[]): Person | undefined {
  return people.find(({ id, active }) => active && id === scope.csm) ?? leadersReading("feedback", scope, people)[0];
}

/** By when they are told. */
export function tellBy(now: Date, calendar: WorkCalendar): Date {
  return addWorkingDays(now, FEEDBACK.tellWithinDays, calendar);
}

/** When who tells is reminded, and after that when a manager hears of it; never in quiet hours. */
export function rungDueAt(rung: number, dueAt: Date, calendar: WorkCalendar): Date | undefined {
  if (rung > 1) return undefined;
  const at = rung === 0 ? dueAt : addWorkingDays(dueAt, FEEDBACK.escalateAfterDays, calendar);
  return afterQuietHours(at, calendar);
}

export const SNOOZES = ["next-day", "next-week"] as const;
export type SnoozeChoice = (typeof SNOOZES)[number];

/** The opening of the next working day, or of next week's first. */
export function snoozedUntil(choice: SnoozeChoice, calendar: WorkCalendar, now: Date): Date {
  const today = localDateOf(now, calendar.zone);
  const from = choice === "next-day" ? today : addDays(today, 7 - weekdayOf(today));
  return instantOf(workingDayFrom(from, 1, calendar), calendar.opens, calendar.zone);
}

/** What an erasure leaves of words that were somebody's. */
const ERASED = "…";

/** @returns undefined where they were erased with who said them, or kept long enough */
export function wordsLeft(words: string | null): string | undefined {
  return words === null || words === ERASED ? undefined : words;
}
