import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { FEEDBACK } from "../../kernel/defaults.ts";
import { NotFound } from "../../kernel/errors.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { Acting } from "../feature.ts";
import { drawItem, listCard } from "./cards.ts";
import { scopeFor } from "./decide.ts";
import { itemsListed } from "./store.ts";
import { type ItemStory, storiesOf, storyOf } from "./story.ts";

/** `/tandem feedback`: what more customers want comes first; what one may read of none of them isn't there. */
export async function showList(acting: Acting): Promise<Reply> {
  const stories = await storiesOf(acting, await itemsListed(acting.tx, FEEDBACK.shippedListed));
  const mine = stories.filter((story) => mayList(acting, story));
  const open = mine
    .filter(({ item }) => item.state !== "shipped")
    .toSorted((one, other) => other.behind.length - one.behind.length);
  const shipped = mine.filter(({ item }) => item.state === "shipped");
  if (mine.length === 0) return done(acting.view.say("feedback.list-empty"));
  return { kind: "private", card: listCard(open, shipped, acting.view) };
}

export async function show(acting: Acting, id: string): Promise<Reply> {
  const story = await storyOf(acting, id);
  if (!story || !mayList(acting, story)) throw new NotFound("feedback.gone");
  return { kind: "private", card: drawItem(story, acting.view).card };
}

/** Who may read one of the customers, and executives, who read totals. */
function mayList({ audience, person }: Acting, { behind, product }: ItemStory): boolean {
  if (person.roles.includes("exec")) return true;
  return behind.some(({ account }) => mayRead(audience, "feedback", scopeFor(audience, account.scope, product)));
}
