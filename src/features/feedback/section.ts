import type { Block } from "../../chat/card.ts";
import { type Scope, Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { AccountFacts } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { aboutText } from "./cards.ts";
import { type Item, itemsOf } from "./store.ts";

const MOST = 3;

interface Asked {
  readonly scope: Scope;
  readonly items: readonly Item[];
  readonly hasMore: boolean;
}

/** What an account asked product for, open before over. */
export async function askedOf({ tx }: Acting, { id, scope }: AccountFacts): Promise<Asked | undefined> {
  const items = await itemsOf(tx, id, MOST + 1);
  return items.length > 0 ? { scope, items: items.slice(0, MOST), hasMore: items.length > MOST } : undefined;
}

export function drawAsked({ scope, items, hasMore }: Asked, { say, audience }: View): Block[] {
  const open = new Visible("feedback", scope, items).open(audience);
  if (!open) return [];
  const said = open.map((item) =>
    say(`feedback.section-${item.state}`, {
      about: aboutText(item, say),
      on: { date: item.decided?.at ?? item.planned?.at ?? item.openedAt, style: "day" },
    }),
  );
  const list = said.flatMap((text, at) => (at === 0 ? text : [" · ", ...text]));
  return [
    {
      kind: "text",
      text: say(hasMore ? "feedback.section-more" : "feedback.section", { list }),
      button: {
        kind: "button",
        label: say("feedback.give"),
        opens: { name: "feedback.give", subject: scope.account },
      },
    },
  ];
}
