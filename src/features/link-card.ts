import type { Card, Text } from "../chat/card.ts";
import type { Say } from "../locales/say.ts";

export interface Link {
  readonly who: string;
  /** in the language of who is asked */
  readonly words: Text;
  readonly link: string;
  /** until when it may be answered */
  readonly by: Date;
}

/** What one of us copies for somebody who is asked by a link. */
export function linkCard({ who, words, link, by }: Link, say: Say): Card {
  return {
    title: say("nps.link-for", { who }),
    body: [
      { kind: "text", text: say("nps.link-copy") },
      { kind: "text", text: words },
      { kind: "text", text: [{ address: link }] },
      { kind: "context", text: say("nps.link-once", { by: { date: by, style: "day" } }) },
    ],
  };
}
