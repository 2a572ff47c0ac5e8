import { z } from "zod";
import { isZone, localDate, type LocalDate } from "../../../../kernel/business-time.ts";
import type { Locale } from "../../../../kernel/directory.ts";
import { isCurrency } from "../../../../kernel/money.ts";
import { nearOf } from "../../../../kernel/near.ts";
import { ROLES, type Role } from "../../../../kernel/permissions.ts";
import { isAllSeen, oneLine } from "../../../../kernel/text.ts";
import { problem, type Problem } from "../complaint.ts";

const LOCALES: readonly string[] = ["en", "de", "zh"] satisfies Locale[];
const YES_NO = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);
const EMAIL = z.email();
const MOST_TEXT = 200;
const MOST_EMAIL = 254;
const MOST_REGION = 100;

type Read<T> = (text: string) => T | Problem;

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "key" in value;
}

/** Nothing stands there, or nothing that anybody sees. */
function isMissing(value: unknown): value is null {
  return value === null || (isProblem(value) && value.key === "imports.missing");
}

/** A cell that must have a value, read by `read`. A problem comes back as the issue's params. */
export function cell<T>(read: Read<T>) {
  return z.string().transform((text, context): T => {
    const trimmed = text.trim();
    return taken(trimmed === "" ? problem("missing") : read(trimmed), context);
  });
}

/** A column that may be left out (undefined), and whose cells may be blank (null). */
export function maybe<T>(read: Read<T>) {
  return z
    .string()
    .transform((text, context): T | null => {
      const trimmed = text.trim();
      const value = trimmed === "" ? null : read(trimmed);
      return isMissing(value) ? null : taken(value, context);
    })
    .optional();
}

function taken<T>(value: T | Problem, context: z.RefinementCtx): T {
  if (!isProblem(value)) return value;
  context.addIssue({ code: "custom", params: { problem: value } });
  return z.NEVER;
}

export function name(text: string): string | Problem {
  return named(text, MOST_TEXT);
}

/** Words on one line. */
export function words(most: number): Read<string> {
  return (text) => named(text, most);
}

/** A sales region: short enough to be a choice in a menu on every platform. */
export function region(text: string): string | Problem {
  return named(text, MOST_REGION);
}

/** Letter for letter: case, leading zeros and inner spaces count. */
export function externalId(text: string): string | Problem {
  return isAllSeen(text) ? withinLength(text, MOST_TEXT) : problem("hidden-characters");
}

export function email(text: string): string | Problem {
  const lower = text.toLowerCase();
  return lower.length <= MOST_EMAIL && EMAIL.safeParse(lower).success ? lower : problem("not-an-email");
}

export function domain(text: string): string | Problem {
  const lower = text.toLowerCase();
  return lower.length <= MOST_EMAIL && /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(lower)
    ? lower
    : problem("not-a-domain");
}

/** Asks once for each zone: an answer takes 0.2 ms and memory outside of the heap, which nothing limits. */
export function zone(): Read<string> {
  const good = new Set<string>();
  return (text) => {
    if (!good.has(text) && !isZone(text)) return problem("not-a-zone");
    good.add(text);
    return text;
  };
}

export function locale(text: string): Locale | Problem {
  const language = text.toLowerCase().split(/[-_]/)[0] ?? "";
  return LOCALES.includes(language) ? (language as Locale) : notOneOf(text, LOCALES);
}

export function currency(text: string): string | Problem {
  return isCurrency(text) ? text : problem("not-a-currency");
}

export function day(text: string): LocalDate | Problem {
  return localDate(text) ?? problem("not-a-day");
}

export function yesNo(text: string): boolean | Problem {
  return YES_NO.get(text.toLowerCase()) ?? problem("not-yes-no");
}

/** One or several, parted by semicolons; in the order of the table of roles. */
export function roles(text: string): readonly Role[] | Problem {
  const given = text
    .split(";")
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== "");
  const known: readonly string[] = ROLES;
  if (given.length === 0 || given.some((each) => !known.includes(each))) {
    return notOneOf(given.length === 1 ? text : "", known);
  }
  return ROLES.filter((role) => given.includes(role));
}

export function oneOf<T extends string>(allowed: readonly T[]): Read<T> {
  return (text) => allowed.find((each) => each === text.toLowerCase()) ?? notOneOf(text, allowed);
}

function notOneOf(text: string, known: readonly string[]): Problem {
  const [near, allowed] = [nearOf(text, known), known.join(", ")];
  return near === undefined ? problem("not-one-of", { allowed }) : problem("not-one-of-near", { near, allowed });
}

/** A year, a half, a quarter or a month of it. */
export function period(text: string): string | Problem {
  const upper = text.toUpperCase();
  return /^(19|20|21)\d\d(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$/.test(upper) ? upper : problem("not-a-period");
}

/** A whole number from 0 to `most`. */
export function wholeUpTo(most: number): Read<number> {
  return (text) =>
    /^\d{1,10}$/.test(text) && Number(text) <= most ? Number(text) : problem("not-whole", { most: String(most) });
}

/** A decimal that isn't negative, letter for letter: up to 15 digits before the point and `decimals` behind it. */
export function decimal(decimals: number): Read<string> {
  const pattern = new RegExp(String.raw`^\d{1,15}(\.\d{1,${String(decimals)}})?$`);
  return (text) => {
    if (pattern.test(text)) return text;
    if (/^-[\d.,]+$/.test(text)) return problem("negative");
    return problem(/^[\d.]*,[\d.,]*$/.test(text) ? "decimal-comma" : "not-a-number", { decimals: String(decimals) });
  };
}

/** A number, below zero too. */
export function figure(text: string): number | Problem {
  if (/^-?\d{1,15}(\.\d{1,6})?$/.test(text)) return Number(text);
  return problem(/^-?[\d.]*,[\d.,]*$/.test(text) ? "decimal-comma" : "not-a-number", { decimals: "6" });
}

const MOST_OF_ALL = 10;

/** How much of something is reached, 1 being all of it: "0.85" or "85 %"; yes is all and no is nothing. */
export function share(text: string): number | Problem {
  const said = text.toLowerCase();
  if (said === "yes" || said === "true") return 1;
  if (said === "no" || said === "false") return 0;
  const parts = /^(\d{1,4}(?:\.\d{1,6})?)(\s*%)?$/.exec(text);
  if (!parts) return problem("not-a-share");
  const part = parts[2] === undefined ? Number(parts[1]) : Number((Number(parts[1]) / 100).toFixed(8));
  return part <= (parts[2] === undefined ? 1 : MOST_OF_ALL) ? part : problem("not-a-share");
}

function named(text: string, most: number): string | Problem {
  const seen = oneLine(text);
  return seen === "" ? problem("missing") : withinLength(seen, most);
}

function withinLength(text: string, most: number): string | Problem {
  return text.length <= most ? text : problem("too-long", { most: String(most) });
}
