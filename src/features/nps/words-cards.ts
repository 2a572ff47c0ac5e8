import type { Block, Card, Field, Form } from "../../chat/card.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { ASKED, type AskedName } from "./campaign-decide.ts";
import type { Campaign } from "./campaign.ts";
import { whyText } from "./why-text.ts";

export const LOCALES = ["en", "de", "zh"] as const satisfies readonly Locale[];

export const WORD_FIELDS = {
  ask: "nps.field-ask",
  promoter: "nps.field-promoter",
  passive: "nps.field-passive",
  detractor: "nps.field-detractor",
} as const satisfies Record<AskedName, TextKey>;

/** In whose name customers are asked, and the languages in which they are. */
export interface Asking {
  readonly company: string;
  readonly says: (locale: Locale) => Say;
}

/** What customers read, word for word: in each language one's own words, or else the usual ones in it. */
export function wordsCard({ id, name, questions }: Campaign, { company, says }: Asking, { say }: View): Card {
  const parts = LOCALES.flatMap((locale): Block[] => {
    const language = say(`nps.language-${locale}`);
    const isOwn = ASKED.some((each) => questions[each]?.[locale] !== undefined);
    const items = ASKED.map((each) => {
      const usual =
        each === "ask" ? says(locale)("survey.ask", { company }) : whyText({ questions }, each, locale, says(locale));
      return say("nps.words-line", { field: say(WORD_FIELDS[each]), words: questions[each]?.[locale] ?? usual });
    });
    return [
      { kind: "text", text: say(isOwn ? "nps.words-own" : "nps.words-usual", { language }) },
      { kind: "list", ordered: false, items },
    ];
  });
  return {
    title: say("nps.words-title", { name }),
    body: [
      ...parts,
      {
        kind: "buttons",
        elements: LOCALES.map((locale) => ({
          kind: "button",
          label: say("nps.words-change", { language: say(`nps.language-${locale}`) }),
          opens: { name: `nps.words-${locale}`, subject: id },
        })),
      },
      { kind: "context", text: say("nps.words-note") },
    ],
  };
}

export function wordsForm({ id, questions }: Campaign, locale: Locale, { say }: Pick<View, "say">): Form {
  const language = say(`nps.language-${locale}`);
  return {
    name: `nps.words-${locale}`,
    subject: id,
    title: say("nps.words-form"),
    submit: say("nps.words-save"),
    intro: [{ kind: "text", text: say("nps.words-intro", { language }) }],
    fields: ASKED.map((each): Field => {
      const initial = questions[each]?.[locale];
      return {
        name: each,
        kind: "text",
        label: say(WORD_FIELDS[each]),
        multiline: false,
        optional: true,
        maxLength: NPS.questionAtMost,
        ...(initial === undefined ? {} : { initial }),
      };
    }),
  };
}
