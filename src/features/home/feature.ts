import type { Card, Text } from "../../chat/card.ts";
import type { Reply } from "../../chat/interaction.ts";
import type { Acting, AnyHomeSection, AnySection, Feature } from "../feature.ts";
import { homeCard, todayCard } from "./cards.ts";
import { createToday } from "./today.ts";

/** Somebody's own screen (H2), and what of their day. `sections` are what other slices say there. */
export function createHome(sections: readonly AnySection[]): Feature {
  const ordered = sections
    .filter((each): each is AnyHomeSection => each.surface === "home")
    .toSorted((a, b) => a.order - b.order);

  async function draw(acting: Acting, said?: Text): Promise<Card> {
    const { person, view } = acting;
    const drawings = await Promise.all(ordered.map((each) => each.prepare(acting)));
    const parts = drawings.map((each) => each?.(view) ?? []).filter((blocks) => blocks.length > 0);
    return homeCard(person, parts, view, said);
  }

  const today = createToday(sections);

  async function showToday(acting: Acting): Promise<Reply> {
    return { kind: "private", card: todayCard(acting.person, await today(acting), acting.view) };
  }

  const show = async (acting: Acting): Promise<Reply> => ({ kind: "private", card: await draw(acting) });

  return {
    name: "home",
    home: async (acting, said) => ({ kind: "replace", card: await draw(acting, said) }),
    commands: [
      { word: "home", order: 3, topic: "mine", help: "home.help", example: "home.example", changes: false, run: show },
      {
        word: "today",
        order: 17,
        topic: "mine",
        help: "today.help",
        example: "today.example",
        changes: false,
        run: showToday,
      },
    ],
  };
}
