import type { Card } from "../../src/chat/card.ts";
import type { Locale } from "../../src/kernel/directory.ts";
import { type Example } from "./fixed.ts";

const WORDS = {
  en: ["How easy was it to get this done?", "0: very hard", "10: very easy", "of"],
  de: ["Wie leicht ging das?", "0: sehr schwer", "10: sehr leicht", "von"],
  zh: ["这件事办起来容易吗？", "0：非常困难", "10：非常容易", "/"],
} as const satisfies Record<Locale, readonly string[]>;

/** A scale from 0 to 10, as whoever is asked sees it. */
export function scaleCard(locale: Locale): Card {
  const [question, low, high, of] = WORDS[locale];
  const buttons = Array.from({ length: 11 }, (_, step) => ({
    kind: "button" as const,
    label: [String(step)],
    spoken: [`${String(step)} ${of} 10`],
    press: { name: "effort.answer", subject: "01900000-0000-7000-b000-000000000001", choice: String(step) },
  }));
  return {
    title: [],
    body: [
      { kind: "text", text: [question] },
      { kind: "scale", buttons, low: [low], high: [high] },
    ],
  };
}

export const scaleExamples: readonly Example[] = [{ name: "scale", draw: ({ locale }) => scaleCard(locale) }];
