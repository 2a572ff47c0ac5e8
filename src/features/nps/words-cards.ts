import type { Block, Card, Field, Form } from "../../chat/card.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import { ASKED, type AskedName } from "./campaign-decide.ts";
import type { Campaign } from "./campaign.ts";

export const LOCALES = ["en", "de", "zh"] as const satisfies readonly Locale[];

export const WORD_FIELDS = {
  ask: "nps.field-ask",
  promoter: "nps.field-promoter",
  passive: "nps.field-passive",
  detractor: "nps.field-detractor",
} as const satisfies Record<AskedName, TextKey>;

/** What is asked in which words; a respondent reads those of their own language, or else the usual ones in it. */
export function wordsCard({ id, name, questions }: Campaign, { say }: View): Card {
  const parts = LOCALES.flatMap((locale): Block[] => {
    const language = say(`nps.language-${locale}`);
    const own = ASKED.flatMap((each) => {
      const words = questions[each]?.[locale];
      return words === undefined ? [] : [say("nps.words-line", { field: say(WORD_FIELDS[each]), words })];
    });
    return [
      { kind: "text", text: say(own.length > 0 ? "nps.words-own" : "nps.words-usual", { language }) },
      ...(own.length > 0 ? [{ kind: "list", ordered: false, items: own } as const] : []),
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
