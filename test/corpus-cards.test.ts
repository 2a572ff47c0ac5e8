import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { Block, Card, Span, Text } from "../src/chat/card.ts";
import { renderForm } from "../src/chat/slack/render-form.ts";
import { renderMessage, type RenderContext } from "../src/chat/slack/render.ts";
import type { Locale } from "../src/kernel/directory.ts";
import { TEXTS, type TextKey } from "../src/locales/keys.ts";
import { createSays } from "../src/locales/say.ts";
import { anna, HANDLES, jonas, NOW } from "./examples/fixed.ts";
import {
  asPeopleSee,
  createTally,
  type Read,
  readMessage,
  readView,
  RUNS,
  SOME_STRINGS,
  STRINGS,
} from "./helpers/corpus.ts";
import { cardsNaming, type Naming } from "./helpers/corpus/cards.ts";

const LOCALES = ["en", "de", "zh"] as const;
const OURS = new Set([...HANDLES.values()].map((user) => `@${user}`).concat("date"));
const says = createSays();
const tally = createTally("cards and sentences");

afterAll(() => console.log(tally.line()));

function contextOf(locale: Locale): RenderContext {
  return { handles: HANDLES, zone: "Europe/Berlin", say: says(locale) };
}

function readShown({ shown }: Naming, locale: Locale): Read {
  const context = contextOf(locale);
  return "form" in shown
    ? readView(renderForm(shown.form, { conversation: "C0CSM", direct: false, name: "csm" }, context))
    : readMessage(renderMessage(shown.card, context, shown.summary));
}

/** Fails, with the text that did it, unless only what we wrote ourselves acts and nothing is broken. */
function expectHarmless(read: Read, name: string, what: string): void {
  const wrong = [...read.faults, ...read.live.filter((live) => !OURS.has(live))];
  if (wrong.length > 0) throw new Error(`${what} with ${JSON.stringify(name.slice(0, 80))}: ${wrong.join("; ")}`);
}

const segmenter = new Intl.Segmenter("en");
const boundaries = new Map<string, ReadonlySet<number>>();

/** True when the letters before the "…" end with a whole number of the name's graphemes. */
function isCutWell(letters: string, name: string): boolean {
  const known = boundaries.get(name) ?? new Set([...segmenter.segment(name)].map(({ index }) => index));
  boundaries.set(name, known);
  const kept = letters.slice(0, -1);
  const begun = kept.slice(kept.indexOf(name.slice(0, 8)));
  return begun !== "" && name.startsWith(begun) && known.has(begun.length);
}

function seenIn(read: Read, name: string): boolean {
  return read.texts.some(({ place, letters }) => {
    const seen = asPeopleSee(letters.replaceAll("\u200a", ""));
    if (place === "initial" && seen !== "" && seen !== name) return isCutWell(`${seen}…`, name);
    return seen.includes(name) || (name.length > 60 && seen.endsWith("…") && isCutWell(seen, name));
  });
}

/** These say nothing of the name, by their nature: people whom chat knows are mentioned instead. */
const NAMELESS = /: (only-am|csm-refused)$/;

describe.each(LOCALES)("a hostile name on every card, in %s,", (locale) => {
  test("is read as people should see it, and opens no mention, link or command", () => {
    for (const name of locale === "en" ? STRINGS : SOME_STRINGS) {
      const seen = asPeopleSee(name);
      for (const each of cardsNaming(name, locale)) {
        const read = readShown(each, locale);
        expectHarmless(read, name, each.what);
        if (seen !== "" && !NAMELESS.test(each.what) && !seenIn(read, seen)) {
          throw new Error(`${each.what} doesn't show ${JSON.stringify(name.slice(0, 80))}`);
        }
        tally.count("names × cards", 2);
      }
    }
  });
});

/** Every sentence with values, by its key; the values all take the same text. */
function sentencesWith(locale: Locale, value: string): { key: string; text: Text }[] {
  const say = says(locale);
  return Object.entries<Readonly<Record<string, string>>>(TEXTS[locale]).flatMap(([slice, sentences]) =>
    Object.entries(sentences).flatMap(([key, template]) => {
      const names = [...template.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = ""]) => name);
      if (names.length === 0) return [];
      const plural = /_(one|other)$/.exec(key)?.[1];
      const values = Object.fromEntries(names.map((name) => [name, value as string | number]));
      if (plural) values["count"] = plural === "one" ? 1 : 2;
      const text = say(`${slice}.${key.replace(/_(one|other)$/, "")}` as TextKey, values);
      return [{ key: `${slice}.${key}`, text }];
    }),
  );
}

const own = { kind: "button", label: ["Own it"], press: { name: "risk.own", subject: "" } } as const;
const PLACES: Readonly<Record<string, (text: Text) => Card>> = {
  title: (title) => ({ title, body: [] }),
  line: (text) => ({ title: [], body: [{ kind: "text", text }] }),
  "line with a button": (text) => ({ title: [], body: [{ kind: "text", text, button: own }] }),
  "small print": (text) => ({ title: [], body: [{ kind: "context", text }] }),
  scale: (text) => {
    const step = { kind: "button", label: text, spoken: text, press: { name: "risk.own", subject: "" } } as const;
    return { title: [], body: [{ kind: "scale", buttons: [step], low: text, high: text }] };
  },
  list: (text) => ({ title: [], body: [{ kind: "list", ordered: false, items: [text, text] }] }),
  button: (label) => ({ title: [], body: [{ kind: "buttons", elements: [{ ...own, label }] }] }),
};

describe.each(LOCALES)("every sentence that takes a value, in %s,", (locale) => {
  test("stays harmless in every place of a card, whatever the value", { timeout: 120_000 }, () => {
    for (const value of SOME_STRINGS.filter((_, at) => locale === "en" || at % 9 === 0)) {
      for (const { key, text } of sentencesWith(locale, value)) {
        for (const [place, cardOf] of Object.entries(PLACES)) {
          expectHarmless(readMessage(renderMessage(cardOf(text), contextOf(locale))), value, `${key} as a ${place}`);
          tally.count("sentences × places");
        }
      }
    }
  });
});

const anyText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...STRINGS.filter((each) => each.length < 100)) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

describe("any text at all", () => {
  const places: Readonly<Record<string, (text: string) => Block>> = {
    "a line": (text) => ({ kind: "text", text: [text] }),
    "a line with a button": (text) => ({ kind: "text", text: [text], button: own }),
    "a bold line with a button": (text) => ({ kind: "text", text: [{ bold: [text] }], button: own }),
    "small print": (text) => ({ kind: "context", text: [text] }),
    "a list": (text) => ({ kind: "list", ordered: true, items: [[text]] }),
    code: (text) => ({ kind: "text", text: [{ code: text }], button: own }),
  };
  test.each(Object.keys(places))(
    "as %s is read back letter for letter, with the one mention that we wrote",
    (place) => {
      fc.assert(
        fc.property(anyText, (text) => {
          const body = [
            places[place]?.(text) ?? { kind: "divider" as const },
            { kind: "text", text: [{ mention: anna }] } as const,
          ];
          const read = readMessage(renderMessage({ title: ["t"], body }, contextOf("en")));
          expect(read.faults).toEqual([]);
          expect(read.live).toEqual(["@U0ANNA"]);
          if (text.length < 1400) {
            const letters = read.texts
              .slice(2)
              .map((each) => each.letters)
              .join("")
              .replace("Own it", "");
            expect(asPeopleSee(letters.replaceAll("\u200a", ""))).toBe(asPeopleSee(text.replaceAll("\u200a", "")));
          }
          tally.count("any text × places", 3);
        }),
        { numRuns: RUNS },
      );
    },
  );
});

const { text: anySpans } = fc.letrec<{ text: Span[]; span: Span }>((tie) => ({
  text: fc.array(tie("span"), { minLength: 1, maxLength: 5 }),
  span: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    anyText,
    anyText.map((name): Span => ({ mention: { ...anna, name } })),
    anyText.map((name): Span => ({ mention: { ...jonas, name } })),
    anyText.map((code): Span => ({ code })),
    anyText.map((label): Span => ({ link: "https://tandem.example/page?a=1&b=2", label })),
    fc.constantFrom<Span>(
      { date: NOW, style: "day" },
      { date: NOW, style: "day-time" },
      { date: NOW, style: "time" },
      { date: NOW, style: "weekday-time" },
    ),
    tie("text").map((bold): Span => ({ bold })),
    tie("text").map((faint): Span => ({ faint })),
  ),
}));

/** The letters of a text; `known` is what stands for a person whom chat knows: nothing beside a mention, else the name. */
function lettersOf(text: Text, known: "mentioned" | "named"): string {
  return text
    .map((span): string => {
      if (typeof span === "string") return span;
      if ("bold" in span) return lettersOf(span.bold, known);
      if ("faint" in span) return lettersOf(span.faint, known);
      if ("address" in span) return span.address;
      if ("code" in span) return span.code;
      if ("command" in span) return `/${span.command}`;
      if ("mention" in span) return span.mention.id === anna.id && known === "mentioned" ? "" : span.mention.name;
      return "date" in span ? DATES[span.style] : span.label;
    })
    .map((each) => each.toWellFormed())
    .join("");
}
const DATES = {
  day: "24 November 2026",
  weekday: "Tuesday, 24 November 2026",
  "day-time": "24 November 2026 at 09:00",
  "weekday-time": "Tue 24 Nov, 09:00",
  time: "09:00",
} as const;

/** The base letters alone: what is joined or composed may differ where two pieces meet. */
function bases(letters: string): string {
  return letters
    .toWellFormed()
    .normalize("NFD")
    .replaceAll(/[\p{Cc}\p{M}\p{DI}\s\u2800\ufff9-\ufffb]/gu, "");
}

const INTENDED = new Set(["@U0ANNA", "date", "link:https://tandem.example/page?a=1&b=2"]);

describe("any text with mentions, dates, links and weight in it", () => {
  test.each(Object.keys(PLACES))("as a %s has no other mentions and links, and all its letters", (place) => {
    fc.assert(
      fc.property(anySpans, (text) => {
        const read = readMessage(renderMessage(PLACES[place]?.(text) ?? { title: [], body: [] }, contextOf("en")));
        expect(read.faults).toEqual([]);
        expect(read.live.filter((live) => !INTENDED.has(live))).toEqual([]);
        const said = (["mentioned", "named"] as const).map((known) => bases(lettersOf(text, known)));
        const seen = read.texts.slice(1).map(({ letters }) => bases(letters));
        const isLong = said.some((letters) => letters.length > 70) || place === "button";
        if (!isLong && !said.some((letters) => letters === "" || seen.some((each) => each.includes(letters)))) {
          expect(seen).toEqual(said);
        }
        tally.count("any spans × places", 3);
      }),
      { numRuns: RUNS },
    );
  });
});
