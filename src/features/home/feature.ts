import type { Reply } from "../../chat/interaction.ts";
import type { Acting, AnyHomeSection, AnySection, Feature } from "../feature.ts";
import { homeCard } from "./cards.ts";

/** Somebody's own screen (H2). `sections` are what other slices say there. */
export function createHome(sections: readonly AnySection[]): Feature {
  const ordered = sections
    .filter((each): each is AnyHomeSection => each.surface === "home")
    .toSorted((a, b) => a.order - b.order);

  async function show(acting: Acting): Promise<Reply> {
    const { person, view } = acting;
    const drawings = await Promise.all(ordered.map((each) => each.prepare(acting)));
    const parts = drawings.map((draw) => draw?.(view) ?? []).filter((blocks) => blocks.length > 0);
    return { kind: "private", card: homeCard(person, parts, view) };
  }

  return {
    name: "home",
    commands: [
      { word: "home", order: 3, topic: "mine", help: "home.help", example: "home.example", changes: false, run: show },
    ],
  };
}
