import type { Block, Card } from "../../../chat/card.ts";
import type { View } from "../../../locales/say.ts";
import { sentences } from "../texts.ts";
import { basisText, becameText, line, newsText, nextButton, seeEach, smallPrint } from "./lines.ts";
import { lineBlock } from "./personal-cards.ts";
import type { PersonalStory, TeamStory } from "./story.ts";

/** The private list behind "See all": as much of a morning as the reader may see, each with its action. */
export function drawAll(story: TeamStory | PersonalStory, view: View): Card {
  const { say } = view;
  const { edition } = story;
  const seen = seeEach(story.entries, view);
  const risks = seen.map((each): Block => {
    return {
      kind: "text",
      text: sentences(
        line(each, { told: "risk.all-item", plain: "risk.all-item-plain" }, {}, view),
        newsText(each, view),
        becameText(each.entry, edition.day, view),
      ),
      button: nextButton(each.entry, view),
    };
  });
  const parts = "parts" in story ? story.parts : [];
  const lines = parts.flatMap(({ heading, items, draw }): Block[] => {
    const fresh = new Set(items.flatMap(({ id, was }) => (was === "new" ? [id] : [])));
    const drawn = draw(view).map((each) => lineBlock(each, fresh.has(each.id), view));
    return drawn.length > 0 ? [{ kind: "text", text: say(heading) }, ...drawn] : [];
  });
  if (risks.length + lines.length === 0) return { title: [], body: [{ kind: "text", text: say("risk.all-none") }] };
  const more = "count" in edition ? edition.count - risks.length : 0;
  const small = sentences(basisText(seen, view), more > 0 ? say("risk.more", { count: more }) : []);
  return {
    title: say(lines.length > 0 ? "digests.all-title" : "risk.all-title"),
    body: [...risks, ...lines, ...smallPrint(small)],
  };
}
