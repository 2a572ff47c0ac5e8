import type { Locale } from "../kernel/directory.ts";
import { FOUND_PRODUCT } from "../kernel/products.ts";
import { TEXTS } from "./keys.ts";

/** What stands before and after the name of what is limited. */
interface Around {
  readonly before: string;
  readonly after: string;
}

const LOCALES = Object.keys(TEXTS) as Locale[];
const SEATS = new Set<string>([FOUND_PRODUCT.seats, ...LOCALES.map((locale) => TEXTS[locale].gate["product-seats"])]);
const SMALL_SEATS = [...SEATS].map(small);
/** As it is stored. In a language's own words it may as well be the beginning and the end of somebody's sentence. */
const STORED_LIMIT: Around = { before: FOUND_PRODUCT.limit, after: "" };
const SMALL_LIMITS = [STORED_LIMIT, ...LOCALES.map(limitIn)].map(({ before, after }) => ({
  before: small(before),
  after: small(after),
}));

function small(text: string): string {
  return text.toLowerCase();
}

function limitIn(locale: Locale): Around {
  const [before = "", after = ""] = TEXTS[locale].gate["product-limit"].split("{{metric}}");
  return { before, after };
}

function within(name: string, limits: readonly Around[]): string | undefined {
  const around = limits.find(({ before, after }) => name.startsWith(before) && name.endsWith(after));
  return around && name.slice(around.before.length, name.length - around.after.length);
}

/** A product in the reader's language where Tandem named it; what somebody typed otherwise stays as it is. */
export function productIn(name: string, locale: Locale): string {
  if (SEATS.has(name)) return TEXTS[locale].gate["product-seats"];
  const metric = within(name, [STORED_LIMIT]);
  if (metric === undefined) return name;
  const { before, after } = limitIn(locale);
  return `${before}${metric}${after}`;
}

/** What one product is kept under, whatever language it was named in: what Tandem itself calls it, in small letters. */
export function productKey(name: string): string {
  const key = small(name);
  if (SMALL_SEATS.includes(key)) return small(FOUND_PRODUCT.seats);
  const metric = within(key, SMALL_LIMITS);
  return metric === undefined ? key : `${small(FOUND_PRODUCT.limit)}${metric}`;
}

/** All that one product may be called in any of the languages, in small letters, what it is called here first. */
export function productKeys(name: string): string[] {
  const key = small(name);
  if (SMALL_SEATS.includes(key)) return [...new Set([key, ...SMALL_SEATS])];
  const metric = within(key, SMALL_LIMITS);
  if (metric === undefined) return [key];
  return [...new Set([key, ...SMALL_LIMITS.map(({ before, after }) => `${before}${metric}${after}`)])];
}
