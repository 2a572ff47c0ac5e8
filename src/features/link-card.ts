import type { Card, Text } from "../chat/card.ts";
import type { Say } from "../locales/say.ts";

/** What one of us copies for somebody who is asked by a link. @param words in the language of who is asked */
export function linkCard(
  { who, words, link, by }: { readonly who: string; readonly words: Text; readonly link: string; readonly by: Date },
  say: Say,
): Card {
  return {
    title: say("nps.link-for", { who }),
    body: [
      { kind: "text", text: say("nps.link-copy") },
      { kind: "text", text: words },
      { kind: "text", text: [{ code: link }] },
      { kind: "context", text: say("nps.link-once", { by: { date: by, style: "day" } }) },
    ],
  };
}
