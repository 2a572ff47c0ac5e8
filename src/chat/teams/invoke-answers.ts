import type { TurnAnswer } from "./adapter.ts";
import type { AdaptiveCard } from "./elements.ts";
import { CARD_TYPE } from "./render.ts";

/** What an invoke is answered with (Microsoft: universal actions for Adaptive Cards; invoking dialogs from a card). */
const BAR_TYPE = "application/vnd.microsoft.activity.message";

/** Nothing to see: a message is answered by messages. */
export const HEARD: TurnAnswer = { status: 200 };

/** A sentence in a bar beneath the card, for who pressed alone. */
export function bar(sentence: string): TurnAnswer {
  return { status: 200, body: { statusCode: 200, type: BAR_TYPE, value: sentence } };
}

/** Another card in the card's place, for who pressed alone. */
export function inItsPlace(content: AdaptiveCard): TurnAnswer {
  return { status: 200, body: { statusCode: 200, type: CARD_TYPE, value: content } };
}

export function dialog(title: string, content: AdaptiveCard): TurnAnswer {
  const card = { contentType: CARD_TYPE, content };
  return {
    status: 200,
    body: { task: { type: "continue", value: { title, height: "medium", width: "medium", card } } },
  };
}

/** A sentence in the dialog, which then has only a way out. */
export function dialogEnds(sentence: string): TurnAnswer {
  return { status: 200, body: { task: { type: "message", value: sentence } } };
}
