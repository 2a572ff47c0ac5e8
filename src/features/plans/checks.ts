import { addDays, localDate, type LocalDate } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import type { ContactId, PersonId } from "../../kernel/ids.ts";
import { isCurrency, type Money } from "../../kernel/money.ts";
import { oneLine, storable, withoutUnseen } from "../../kernel/text.ts";
import { readAmount, readNumber } from "../../kernel/written-amount.ts";
import { internalWord } from "../internal-words.ts";
import { namesPrice } from "../priced.ts";
import { shareOf } from "./decide.ts";

type Values = Readonly<Record<string, string>>;

export interface Problem {
  readonly field: string;
  readonly problem:
    | "empty"
    | "short"
    | "long"
    | "price"
    | "ours"
    | "choice"
    | "number"
    | "same"
    | "pair"
    | "day"
    | "past"
    | "far"
    | "future"
    | "share"
    | "amount"
    | "currency"
    | "score";
  readonly value: string;
  readonly most?: number;
}
export type Checked<T> =
  { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly problems: readonly Problem[] };

/** Collects what is wrong with each field, so that all of it is said at once. */
class Reading {
  readonly problems: Problem[] = [];
  readonly #values: Values;
  readonly locale: string;
  constructor(values: Values, locale = "en") {
    this.#values = values;
    this.locale = locale;
  }
  typed(field: string): string {
    return oneLine(this.#values[field] ?? "");
  }
  wrong(field: string, problem: Problem["problem"], value: string, most?: number): undefined {
    this.problems.push({ field, problem, value, ...(most !== undefined && { most }) });
    return undefined;
  }
  /** @param least letters; 0: it may be left out */
  words(field: string, least: number, most: number): string | undefined {
    const text = this.typed(field);
    if (text === "") return least === 0 ? undefined : this.wrong(field, "empty", "");
    if (text.length < least) return this.wrong(field, "short", String(text.length));
    if (text.length > most) return this.wrong(field, "long", String(text.length), most);
    const price = namesPrice(text);
    return price === undefined ? text : this.wrong(field, "price", price);
  }
  number(field: string): number | undefined {
    const text = this.typed(field);
    return text === "" ? undefined : (readNumber(text, this.locale) ?? this.wrong(field, "number", text));
  }
  choice<T extends string>(field: string, allowed: readonly T[], needed = false): T | undefined {
    const value = this.#values[field] ?? "";
    const found = allowed.find((each) => each === value);
    if (found === undefined && (value !== "" || needed)) this.wrong(field, "choice", value);
    return found;
  }
  done<T>(value: T): Checked<T> {
    return this.problems.length > 0 ? { kind: "wrong", problems: this.problems } : { kind: "ok", value };
  }
}

/** A percentage from 0 to 100, as "60" or "60 %": 1 is all of it. Below 1 it may be a share, so it is asked again. */
export function shareIn(text: string, locale: string): number | undefined {
  const percent = readNumber(text, locale);
  if (percent === undefined || percent < 0 || percent > 100 || (percent > 0 && percent < 1)) return undefined;
  return Math.round(100 * percent) / 10_000;
}

export interface GoalInput {
  readonly name: string;
  readonly metric: string | undefined;
  readonly baseline: number | undefined;
  readonly target: number | undefined;
  readonly targetOn: LocalDate;
  readonly owner: PersonId;
  readonly contact: ContactId | undefined;
  readonly ours: string | undefined;
  readonly aligned: boolean | undefined;
}

export interface GoalRoom {
  readonly owners: readonly PersonId[];
  readonly contacts: readonly ContactId[];
  /** where who writes is */
  readonly today: LocalDate;
  /** the day that it has: it may stay, though it is past */
  readonly before?: LocalDate | undefined;
  /** the reader's language, in which they write numbers */
  readonly locale: string;
}

export const ALIGNED = ["yes", "no"] as const;

/** What a customer wants to reach; it names no price, for colleagues read it. */
export function checkGoal(values: Values, room: GoalRoom): Checked<GoalInput> {
  const { owners, contacts, today, before } = room;
  const reading = new Reading(values, room.locale);
  const name = reading.words("name", 1, PLAN.nameAtMost);
  const metric = reading.words("metric", 0, PLAN.metricAtMost);
  const baseline = reading.number("baseline");
  const target = reading.number("target");
  const isHalf = (reading.typed("baseline") === "") !== (reading.typed("target") === "");
  if (isHalf) reading.wrong(reading.typed("baseline") === "" ? "baseline" : "target", "pair", "");
  if (baseline !== undefined && baseline === target) reading.wrong("target", "same", reading.typed("target"));
  const targetOn = dayAhead(reading, "on", today, before);
  const owner = reading.choice("owner", owners, true);
  const contact = reading.choice("contact", contacts);
  const ours = reading.words("ours", 0, PLAN.nameAtMost);
  const aligned = reading.choice("aligned", ALIGNED);
  return reading.done({
    name: name ?? "",
    metric,
    baseline,
    target,
    targetOn: targetOn ?? today,
    owner: owner ?? ("" as PersonId),
    contact,
    ours,
    aligned: aligned === undefined || ours === undefined ? undefined : aligned === "yes",
  });
}

function dayAhead(
  reading: Reading,
  field: string,
  today: LocalDate,
  before: LocalDate | undefined,
): LocalDate | undefined {
  const text = reading.typed(field);
  const day = localDate(text);
  if (!day) return reading.wrong(field, "day", text);
  if (day < today && day !== before) return reading.wrong(field, "past", text);
  return day > addDays(today, PLAN.aheadAtMostDays) ? reading.wrong(field, "far", text) : day;
}

/** What somebody at the customer said of a goal. */
export interface Confirmation {
  readonly share: number;
  readonly words: string | undefined;
  readonly contact: ContactId | undefined;
  readonly on: LocalDate;
  /** in a year; undefined: they said nothing of it */
  readonly worth: Money | undefined;
}

export interface ConfirmRoom {
  readonly contacts: readonly ContactId[];
  readonly today: LocalDate;
  /** who may not read amounts says none */
  readonly mayWorth: boolean;
  /** the reader's language, in which they write numbers */
  readonly locale: string;
}

export function checkConfirmation(values: Values, room: ConfirmRoom): Checked<Confirmation> {
  const { contacts, today, mayWorth } = room;
  const reading = new Reading(values, room.locale);
  const typed = reading.typed("share");
  const share = typed === "" ? reading.wrong("share", "empty", "") : shareIn(typed, room.locale);
  if (typed !== "" && share === undefined) reading.wrong("share", "share", typed);
  const contact = reading.choice("contact", contacts);
  const on = dayBehind(reading, "on", today);
  const words = reading.words("words", 0, PLAN.wordsAtMost);
  const worth = mayWorth ? worthIn(reading) : undefined;
  return reading.done({ share: share ?? 0, words, contact, on: on ?? today, worth });
}

/** It leads from one value to another, so that a value is a share of it. */
export function hasWay({ baseline, target }: Pick<GoalInput, "baseline" | "target">): boolean {
  return shareOf(0, baseline, target) !== undefined;
}

/** Where one of us sees it: a value on its way, else a percentage. @returns a share of 1 */
export function checkMeasured(
  values: Values,
  { baseline, target }: Pick<GoalInput, "baseline" | "target">,
  locale: string,
): Checked<number> {
  const reading = new Reading(values, locale);
  const typed = reading.typed("figure");
  if (typed === "") reading.wrong("figure", "empty", "");
  if (hasWay({ baseline, target })) {
    const value = reading.number("figure");
    return reading.done(value === undefined ? 0 : (shareOf(value, baseline, target) ?? 0));
  }
  const share = shareIn(typed, locale);
  if (typed !== "" && share === undefined) reading.wrong("figure", "share", typed);
  return reading.done(share ?? 0);
}

function dayBehind(reading: Reading, field: string, today: LocalDate): LocalDate | undefined {
  const text = reading.typed(field);
  const day = localDate(text);
  if (!day) return reading.wrong(field, "day", text);
  return day > today ? reading.wrong(field, "future", text) : day;
}

function worthIn(reading: Reading): Money | undefined {
  const text = reading.typed("worth");
  if (text === "") return undefined;
  const currency = reading.typed("currency").toUpperCase();
  if (!isCurrency(currency)) return reading.wrong("currency", "currency", reading.typed("currency"));
  const read = readAmount(text, currency, reading.locale);
  return read.kind === "amount" && read.money.amountMinor > 0 ? read.money : reading.wrong("worth", "amount", text);
}

export const CLOSINGS = ["met", "given-up"] as const;
export interface Closing {
  readonly as: (typeof CLOSINGS)[number];
  readonly on: LocalDate;
  readonly reason: string | undefined;
}

/** A goal that is given up says why; one that is met says since when. */
export function checkClosing(values: Values, today: LocalDate): Checked<Closing> {
  const reading = new Reading(values);
  const as = reading.choice("as", CLOSINGS, true);
  const on = dayBehind(reading, "on", today);
  const reason = reading.words("reason", as === "given-up" ? PLAN.reasonAtLeast : 0, PLAN.reasonAtMost);
  return reading.done({ as: as ?? "met", on: on ?? today, reason });
}

/** How satisfied their people are to be: 0 to 10, in tenths. */
export function checkTarget(values: Values, locale: string): Checked<number> {
  const reading = new Reading(values);
  const typed = reading.typed("target");
  const target = readNumber(typed, locale);
  const isOne = target !== undefined && target >= 0 && target <= 10;
  if (!isOne) reading.wrong("target", typed === "" ? "empty" : "score", typed);
  return reading.done(isOne ? Math.round(10 * target) / 10 : 0);
}

/** ask: whoever sends it is told of words of ours first; meant: they stay */
export const OWN_WORDS = ["ask", "meant"] as const;

/** What goes to the customer: no price stands in it, no word of ours that isn't meant for them, and somebody gets it. */
export function checkSummary(
  values: Values,
  contacts: readonly ContactId[],
): Checked<{ readonly body: string; readonly contact: ContactId }> {
  const reading = new Reading(values);
  const body = withoutUnseen(storable(values["body"] ?? "")).trim();
  if (body === "") reading.wrong("body", "empty", "");
  if (body.length > PLAN.summaryAtMost) reading.wrong("body", "long", String(body.length), PLAN.summaryAtMost);
  const isMeant = reading.choice("words", OWN_WORDS) === "meant";
  const ours = isMeant ? undefined : internalWord(body.slice(0, PLAN.summaryAtMost));
  if (ours !== undefined) reading.wrong("body", "ours", ours);
  const price = namesPrice(body.slice(0, PLAN.summaryAtMost));
  if (price !== undefined) reading.wrong("body", "price", price);
  const contact = reading.choice("contact", contacts, true);
  return reading.done({ body, contact: contact ?? ("" as ContactId) });
}
