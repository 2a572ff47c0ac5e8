import i18next, { type i18n } from "i18next";
import { plain, type Span, type Text } from "../chat/card.ts";
import type { Locale } from "../kernel/directory.ts";
import { FORMER } from "../kernel/former.ts";
import { createMoneyFormat, type Money } from "../kernel/money.ts";
import type { Audience } from "../kernel/permissions.ts";
import { beginsWith, capitalised, isWords } from "./beginning.ts";
import { createDateWords, type DateWords } from "./dates.ts";
import { TEXTS, type TextKey } from "./keys.ts";
import { productIn } from "./products.ts";

export type Value = string | number | Money | Span | Text;
export type Values = Readonly<Record<string, Value>>;

/** A translated sentence as spans. Values may be spans, so a mention stands inside the sentence. */
export interface Say {
  (key: TextKey, values?: Values): Text;
  /** an instant in words of the same language */
  readonly date: DateWords;
}

/** What a pure card draws with. */
export interface View {
  readonly say: Say;
  readonly locale: Locale;
  readonly zone: string;
  readonly audience: Audience;
}

export type Says = (locale: Locale) => Say;

interface Formats {
  readonly number: Intl.NumberFormat;
  readonly money: (money: Money) => string;
  /** somebody who was erased, in this language; every other name as it is */
  readonly former: (name: string) => string;
  /** a product that we have named, in this language; all else as it is */
  readonly product: (name: string) => string;
}

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
    const translate = texts.getFixedT(locale);
    const templateOf = createTemplates(locale, translate);
    const former = new Map<string, string>([
      [FORMER.person, translate("privacy.former-colleague")],
      [FORMER.contact, translate("privacy.former-contact")],
    ]);
    const format: Formats = {
      number: new Intl.NumberFormat(locale),
      money: createMoneyFormat(locale),
      former: (name) => former.get(name) ?? name,
      product: (name) => productIn(name, locale),
    };
    function sentence(key: TextKey, values: Values = {}): Text {
      const { begins, parts } = templateOf(key, values);
      const said = parts.flatMap((part): Text => {
        const spans = part.pieces.flatMap((piece): Text => {
          const inner = piece.parts.flatMap((each) =>
            typeof each === "string" ? [each] : filled(each, values, format),
          );
          if (!piece.code) return inner;
          return piece.command ? [{ command: plain(inner).slice(1) }] : [{ code: plain(inner) }];
        });
        if (!part.bold) return spans;
        return spans.length > 0 ? [{ bold: spans }] : [];
      });
      return begins !== undefined && isWords(begins, values[begins]) ? capitalised(said) : said;
    }
    const say: Say = Object.assign(sentence, { date: createDateWords(locale) });
    made.set(locale, say);
    return say;
  };
}

type Translate = (key: string, options: Readonly<Record<string, unknown>>) => string;

/** A sentence that was read once: letters and places of values, some of them bold or code. */
interface Template {
  /** the value that it begins with, where it is a sentence */
  readonly begins: string | undefined;
  readonly parts: readonly { readonly bold: boolean; readonly pieces: readonly Piece[] }[];
}
interface Piece {
  readonly code: boolean;
  /** code that the sentence itself begins with a slash */
  readonly command: boolean;
  readonly parts: readonly (string | Place)[];
}
interface Place {
  readonly value: string;
}

/** A value never enters a template: its place is marked, so its letters can't be read as mark-up. */
function createTemplates(locale: Locale, t: Translate): (key: TextKey, values: Values) => Template {
  const known = new Map<string, Template>();
  const plurals = new Intl.PluralRules(locale);
  return (key, values) => {
    const names = Object.keys(values);
    const { count } = values;
    const form = typeof count === "number" ? plurals.select(count) : "";
    const id = `${key} ${form} ${names.join(" ")}`;
    const found = known.get(id);
    if (found) return found;
    const marks = Object.fromEntries(names.map((name) => [name, `${OPEN}${name}${CLOSE}`]));
    const read = templateFrom(t(key, { count, replace: marks }), locale);
    known.set(id, read);
    return read;
  };
}

/** Marks of the texts themselves: **bold** and `code`; values stand between \u0002 and \u0003. */
function templateFrom(written: string, locale: Locale): Template {
  const parts = written.split("**").map((part, at) => ({
    bold: at % 2 === 1,
    pieces: part
      .split("`")
      .map((piece, quoted) => ({ code: quoted % 2 === 1, command: piece.startsWith("/"), parts: partsOf(piece) })),
  }));
  return { begins: beginsWith(written, locale), parts };
}

function partsOf(piece: string): (string | Place)[] {
  return piece
    .split(/(\u0002[^\u0003]*\u0003)/u)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith(OPEN) ? { value: part.slice(1, -1) } : part));
}

/** The one value that is a product's name; whatever else people wrote is never read as one. */
const PRODUCT = "product";

function filled({ value: name }: Place, values: Values, format: Formats): Text {
  const value = values[name];
  if (name === PRODUCT && typeof value === "string") return spansOf(format.product(value), format);
  return value === undefined ? [] : spansOf(value, format);
}

function spansOf(value: Value, format: Formats): Text {
  if (typeof value === "string") return value === "" ? [] : [format.former(value)];
  if (typeof value === "number") return [format.number.format(value)];
  if (Array.isArray(value)) return (value as Text).map((span) => named(span, format));
  if ("amountMinor" in value) return [format.money(value)];
  return [named(value as Span, format)];
}

/** Somebody who was erased is called so in the reader's language. */
function named(span: Span, { former }: Formats): Span {
  if (typeof span === "string") return former(span);
  return "mention" in span ? { mention: { ...span.mention, name: former(span.mention.name) } } : span;
}
