import { type Money, parseAmount } from "./money.ts";

export type WrittenAmount =
  | { readonly kind: "amount"; readonly money: Money }
  /** "1.500" in English is one and a half, or fifteen hundred; `whole` is it without what stands between */
  | { readonly kind: "ambiguous"; readonly whole: string }
  | { readonly kind: "wrong" };

const LOCALES = ["en", "de", "zh"];
const GAP = "[ '’]";
const GAPPED = new RegExp(`^\\d{1,3}(?:(${GAP})\\d{3})(?:\\1\\d{3})*(?:[.,]\\d+)?$`);
/** "1.234.567,89" and "1,234.56": what comes last is the decimal's */
const BOTH = /^\d{1,3}([.,])\d{3}(?:\1\d{3})*(?!\1)[.,]\d+$/;
const GROUPS = /^\d{1,3}([.,])\d{3}(?:\1\d{3})+$/;
/** "9.000,-": nothing follows the point, so that what stands before is whole */
const DASHED = /[.,]-+$/;
const WHOLE = /^(?:\d+|\d{1,3}([ '’.,])\d{3}(?:\1\d{3})*)$/;
const ONE = /^(\d+)([.,])(\d+)$/;

/**
 * Reads an amount as people write it into minor units of `currency`: "9000", "9.000,50", "9,000.50", "9 000,50",
 * "9'000", "9.000,-", with the currency's sign, code or name or without, in full-width digits too. A single point or comma
 * before three digits is read as the reader's language has it; where that would be a decimal, it is ambiguous, unless
 * the currency has three.
 * @param locale a language of the reader's, e.g. "de"
 */
export function readAmount(typed: string, currency: string, locale: string): WrittenAmount {
  const text = bare(typed, currency);
  const sign = text.startsWith("-") ? "-" : "";
  const digits = text.slice(sign.length).trim();
  const whole = digits.replace(DASHED, "");
  const plain =
    whole === digits ? plainly(digits, locale, (plain) => parseAmount(plain, currency) !== undefined) : wholly(whole);
  if (plain === "ambiguous") return { kind: "ambiguous", whole: `${sign}${digits.replace(/[.,]/, "")}` };
  const money = plain === undefined ? undefined : parseAmount(`${sign}${plain}`, currency);
  return money ? { kind: "amount", money } : { kind: "wrong" };
}

/**
 * Reads a figure as people write it: "40", "-2,5", "1.234,5", "1,234.5", "20 %"; a single point or comma before three digits
 * is read as the reader's language has it.
 * @param locale a language of the reader's, e.g. "de"
 * @returns undefined for what is no number of at most 12 digits and 6 decimals
 */
export function readNumber(typed: string, locale: string): number | undefined {
  const text = typed.normalize("NFKC").replace(/[−–—]/g, "-").replace(/\s+/g, " ").trim().replace(/ ?%$/, "");
  const [, sign = "", digits = ""] = /^(-?) ?(.*)$/.exec(text) ?? [];
  const plain = plainly(digits, locale, () => true);
  return /^\d{1,12}(?:\.\d{1,6})?$/.test(plain ?? "") ? Number(`${sign}${plain ?? ""}`) : undefined;
}

/** Without the currency, in plain digits and signs. */
function bare(typed: string, currency: string): string {
  const text = typed.normalize("NFKC").replace(/[−–—]/g, "-").replace(/\s+/g, " ").trim();
  for (const called of callings(currency)) {
    const folded = text.toUpperCase();
    if (folded.endsWith(called)) return text.slice(0, -called.length).trim();
    if (folded.startsWith(`-${called}`)) return `-${text.slice(called.length + 1).trim()}`;
    if (folded.startsWith(called)) return text.slice(called.length).trim();
  }
  return text;
}

/** What people write besides, by ISO code. */
export const OF_THE_PEOPLE: Readonly<Record<string, readonly string[]>> = {
  EUR: ["euro", "euros", "欧元"],
  USD: ["dollar", "dollars", "US-Dollar", "美元"],
  GBP: ["pound", "pounds", "Pfund", "英镑"],
  CHF: ["Fr.", "Fr", "SFr.", "Franken", "francs", "瑞士法郎"],
  CNY: ["yuan", "RMB", "元", "人民币"],
  JPY: ["yen", "円", "日元"],
};

/** What a currency is called in our languages, the longest first. */
function callings(currency: string): string[] {
  const named = LOCALES.flatMap((locale) =>
    (["code", "symbol", "narrowSymbol"] as const).map((currencyDisplay) => {
      const format = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay });
      return format.formatToParts(0).find(({ type }) => type === "currency")?.value ?? currency;
    }),
  );
  const folded = [...named, ...(OF_THE_PEOPLE[currency] ?? [])].map((each) => each.normalize("NFKC").toUpperCase());
  return [...new Set(folded)].sort((one, other) => other.length - one.length);
}

function wholly(digits: string): string | undefined {
  return WHOLE.test(digits) ? digits.replaceAll(/\D/g, "") : undefined;
}

/** As a plain decimal, e.g. "9000.50". */
function plainly(digits: string, locale: string, mayBe: (plain: string) => boolean): string | undefined {
  if (GAPPED.test(digits)) return digits.replaceAll(new RegExp(GAP, "g"), "").replace(",", ".");
  if (BOTH.test(digits)) return lastIsDecimal(digits);
  if (GROUPS.test(digits)) return digits.replaceAll(/[.,]/g, "");
  const [, before = "", separator, after = ""] = ONE.exec(digits) ?? [];
  if (separator === undefined) return digits;
  if (!/^[1-9]\d{0,2}$/.test(before) || after.length !== 3) return `${before}.${after}`;
  if (separator === groupedBy(locale)) return `${before}${after}`;
  return mayBe(`${before}.${after}`) ? `${before}.${after}` : "ambiguous";
}

function lastIsDecimal(digits: string): string {
  const at = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  return `${digits.slice(0, at).replaceAll(/[.,]/g, "")}.${digits.slice(at + 1)}`;
}

function groupedBy(locale: string): string | undefined {
  const parts = new Intl.NumberFormat(locale).formatToParts(1_000_000);
  return parts.find(({ type }) => type === "group")?.value;
}
