import {
  instantOf,
  type LocalDate,
  localDateOf,
  workingDayFrom,
  type WorkCalendar,
} from "../../kernel/business-time.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import { exponentOf, isCurrency, type Money } from "../../kernel/money.ts";
import { readAmount } from "../../kernel/written-amount.ts";
import { brief, storable, withoutUnseen } from "../../kernel/text.ts";
import { namesPrice } from "../priced.ts";
import { promisedDay } from "./promised.ts";
import { LOSSES, PASSES, RELEASES } from "./reasons.ts";

/** Working days that an offer may be put off for. */
export const SNOOZE_DAYS = [1, 3, 5, OPPORTUNITY.snoozeAtMostWorkingDays] as const;

export interface WrittenProblem {
  readonly field: string;
  readonly problem:
    "choice" | "short" | "long" | "amount" | "amount-either" | "amount-whole" | "currency" | "price" | "day";
  readonly value: string;
  /** of an amount that could be read in two ways: the larger, as it would be written */
  readonly whole?: string;
}

export type Checked<T> =
  { readonly kind: "ok"; readonly value: T } | { readonly kind: "wrong"; readonly problems: readonly WrittenProblem[] };

type Values = Readonly<Record<string, string>>;

function wrong(field: string, problem: WrittenProblem["problem"], value: string): WrittenProblem {
  return { field, problem, value: brief(value) };
}

function checked<T>(problems: readonly WrittenProblem[], value: T): Checked<T> {
  return problems.length > 0 ? { kind: "wrong", problems } : { kind: "ok", value };
}

/** A reason of a list, and what somebody adds to it. */
export interface Why {
  readonly reason: string;
  readonly note: string | undefined;
}

export function checkPass(values: Values): Checked<Why> {
  return checkWhy(values, PASSES);
}

export function checkRelease(values: Values): Checked<Why> {
  return checkWhy(values, RELEASES);
}

function checkWhy(values: Values, reasons: readonly string[]): Checked<Why> {
  const reason = reasons.find((each) => each === values["reason"]);
  const note = textIn("note", values);
  const problems = reason ? [] : [wrong("reason", "choice", values["reason"] ?? "")];
  const isLong = note.length > OPPORTUNITY.writtenAtMost;
  if (isLong) problems.push(wrong("note", "long", String(note.length)));
  return checked(problems, { reason: reason ?? "", note: note === "" ? undefined : note });
}

/** A number of working days, and the instant at which that day opens. */
export interface SnoozeChoice {
  readonly days: (typeof SNOOZE_DAYS)[number];
  readonly until: Date;
}

/** Until when an offer may be put off, the nearest first. */
export function snoozeChoices(calendar: WorkCalendar, now: Date): readonly [SnoozeChoice, ...SnoozeChoice[]] {
  const { zone, opens } = calendar;
  const choice = (days: SnoozeChoice["days"]): SnoozeChoice => ({
    days,
    until: instantOf(workingDayFrom(localDateOf(now, zone), days, calendar), opens, zone),
  });
  const [nearest, ...further] = SNOOZE_DAYS;
  return [choice(nearest), ...further.map(choice)];
}

/** Until the opening of that working day. */
export function checkSnooze(values: Values, calendar: WorkCalendar, now: Date): Checked<Date> {
  const chosen = snoozeChoices(calendar, now).find(({ days }) => String(days) === values["days"]);
  return chosen ? checked([], chosen.until) : checked([wrong("days", "choice", values["days"] ?? "")], now);
}

export interface Won {
  readonly promised: string;
  readonly promisedOn: LocalDate | undefined;
  readonly value: Money;
}

/**
 * What was promised, and what it brings a year.
 * @param locale the reader's: an amount is read as their language writes it
 */
export function checkWon(values: Values, locale: string): Checked<Won> {
  const problems: WrittenProblem[] = [];
  const promised = writtenIn("promised", values, problems);
  const price = namesPrice(promised);
  if (price !== undefined) problems.push(wrong("promised", "price", price));
  const on = promisedDay(values["promised-on"]);
  if (on === "wrong") problems.push(wrong("promised-on", "day", (values["promised-on"] ?? "").trim()));
  const currency = (values["currency"] ?? "").trim().toUpperCase();
  if (!isCurrency(currency)) problems.push(wrong("currency", "currency", currency));
  const typed = (values["value"] ?? "").trim();
  const read = isCurrency(currency) ? readAmount(typed, currency, locale) : undefined;
  const amount = read?.kind === "amount" && read.money.amountMinor > 0 ? read.money : undefined;
  if (read?.kind === "ambiguous") {
    const problem = exponentOf(currency) > 0 ? "amount-either" : "amount-whole";
    problems.push({ ...wrong("value", problem, typed), whole: read.whole });
  } else if (read && !amount) problems.push(wrong("value", "amount", typed));
  const promisedOn = on === "wrong" ? undefined : on;
  return checked(problems, { promised, promisedOn, value: amount ?? { amountMinor: 0, currency } });
}

export function checkLost(values: Values): Checked<string> {
  const reason = LOSSES.find((each) => each === values["reason"]);
  return checked(reason ? [] : [wrong("reason", "choice", values["reason"] ?? "")], reason ?? "");
}

export function checkReason(values: Values): Checked<string> {
  const problems: WrittenProblem[] = [];
  const reason = writtenIn("reason", values, problems);
  return checked(problems, reason);
}

function textIn(field: string, values: Values): string {
  return withoutUnseen(storable(values[field] ?? "")).trim();
}

function writtenIn(field: string, values: Values, problems: WrittenProblem[]): string {
  const text = textIn(field, values);
  if (text.length < OPPORTUNITY.writtenAtLeast) problems.push(wrong(field, "short", text));
  if (text.length > OPPORTUNITY.writtenAtMost) problems.push(wrong(field, "long", String(text.length)));
  return text;
}
