import type { Block, Button } from "../chat/card.ts";
import type { Drawing } from "../features/feature.ts";
import type { PostId } from "../kernel/ids.ts";
import type { View } from "../locales/say.ts";

/** Whoever gets a message directly may ask why (B10): the last of its buttons, or one by itself. */
export function withWhy(drawing: Drawing, post: PostId, { say }: View): Drawing {
  const ask: Button = { kind: "button", label: say("why.ask"), press: { name: "settings.why", subject: post } };
  const { body } = drawing.card;
  const last = body.at(-1);
  const ended: readonly Block[] =
    last?.kind === "buttons"
      ? [...body.slice(0, -1), { ...last, elements: [...last.elements, ask] }]
      : [...body, { kind: "buttons", elements: [ask] }];
  return { ...drawing, card: { ...drawing.card, body: ended } };
}
