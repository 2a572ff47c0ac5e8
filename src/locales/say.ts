import i18next, { type i18n } from "i18next";
import { plain, type Span, type Text } from "../chat/card.ts";
import type { Locale } from "../kernel/directory.ts";
import { formatMoney, type Money } from "../kernel/money.ts";
import type { Audience } from "../kernel/permissions.ts";
import { TEXTS, type TextKey } from "./keys.ts";

export type Value = string | number | Money | Span | Text;
export type Values = Readonly<Record<string, Value>>;

/** A translated sentence as spans. Values may be spans, so a mention stands inside the sentence. */
export type Say = (key: TextKey, values?: Values) => Text;

/** What a pure card draws with. */
export interface View {
  readonly say: Say;
  readonly locale: Locale;
  readonly zone: string;
  readonly audience: Audience;
}

export type Says = (locale: Locale) => Say;

const OPEN = "\u0002";
const CLOSE = "\u0003";

/** Loads all languages once. English stands in for a key that a language lacks. */
export function createSays(): Says {
  const texts: i18n = i18next.createInstance();
  void texts.init({
    initAsync: false,
    fallbackLng: "en",
    resources: { en: { translation: TEXTS.en }, de: { translation: TEXTS.de }, zh: { translation: TEXTS.zh } },
    interpolation: { escapeValue: false },
  });
  const made = new Map<Locale, Say>();
  return (locale) => {
    const known = made.get(locale);
    if (known) return known;
    const t = texts.getFixedT(locale) as (key: string, options: Record<string, unknown>) => string;
    const say: Say = (key, values = {}) => {
      // A value never enters the template: its place is marked, so its letters can't be read as mark-up.
      const marks = Object.fromEntries(Object.keys(values).map((name) => [name, `${OPEN}${name}${CLOSE}`]));
      const count = values["count"];
      const options = typeof count === "number" ? { ...marks, count } : marks;
      return parse(t(key, options), values, locale);
    };
    made.set(locale, say);
    return say;
  };
}

/** Marks of the texts themselves: **bold** and `code`; values stand between \u0002 and \u0003. */
function parse(template: string, values: Values, locale: Locale): Text {
  return template.split("**").flatMap((part, at): Text => {
    const spans = part.split("`").flatMap((piece, quoted): Text => {
      const inner = fill(piece, values, locale);
      return quoted % 2 === 0 ? inner : [{ code: plain(inner) }];
    });
    if (at % 2 === 0) return spans;
    return spans.length ? [{ bold: spans }] : [];
  });
}

function fill(piece: string, values: Values, locale: Locale): Text {
  return piece.split(/(\u0002[^\u0003]*\u0003)/u).flatMap((part): Text => {
    if (!part.startsWith(OPEN)) return part === "" ? [] : [part];
    const value = values[part.slice(1, -1)];
    return value === undefined ? [] : spansOf(value, locale);
  });
}

function spansOf(value: Value, locale: Locale): Text {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value === "number") return [new Intl.NumberFormat(locale).format(value)];
  if (Array.isArray(value)) return value as Text;
  if ("amountMinor" in value) return [formatMoney(value, locale)];
  return [value as Span];
}
