import type { Block, Card } from "../../../chat/card.ts";
import type { View } from "../../../locales/say.ts";
import type { UnmatchedPerson } from "./store.ts";

const MOST_SHOWN = 10;

/** Whom nobody is matched to in chat, each with a button for a code. */
export function unmatchedCard(people: readonly UnmatchedPerson[], { say }: View): Card {
  const shown = people.slice(0, MOST_SHOWN);
  const body: Block[] = shown.map(({ id, name, email }) => ({
    kind: "text",
    text: say("links.line", { name, email }),
    button: { kind: "button", label: say("links.make"), press: { name: "links.make", subject: id } },
  }));
  if (people.length === 0) body.push({ kind: "text", text: say("links.all-matched") });
  else body.unshift({ kind: "context", text: say("links.intro") });
  if (people.length > shown.length) {
    body.push({ kind: "context", text: say("links.more", { count: people.length - shown.length }) });
  }
  return { title: say("links.title", { count: people.length }), body };
}
