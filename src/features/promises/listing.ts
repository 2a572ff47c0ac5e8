import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { Acting } from "../feature.ts";
import { drawPromise, listCard } from "./cards.ts";
import { openLedBy, openOf, openWith, type Promised } from "./store.ts";
import { scopeOf } from "./decide.ts";
import { storiesOf, type Story, storyOf } from "./story.ts";

/** `/tandem promise`: what one keeps, then what one's customers wait for from others. */
export async function showList(acting: Acting): Promise<Reply> {
  const { tx, person, audience, view } = acting;
  const us = [person.id, ...person.covers];
  const mine = await openOf(tx, us);
  const with_ = await openWith(tx, us, ["csm", "am"]);
  const led = person.roles.includes("manager") ? await openLedBy(tx, person.id) : [];
  const isMine = ({ id }: Promised): boolean => mine.some((each) => each.id === id);
  const others = [...new Map([...with_, ...led].map((each) => [each.id, each])).values()]
    .filter((each) => !isMine(each))
    .toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0));
  const readable = (stories: readonly Story[]): Story[] =>
    stories.filter((story) => mayRead(audience, "promises", scopeOf(story, audience)));
  const own = readable(await storiesOf(acting, mine));
  const theirs = readable(await storiesOf(acting, others));
  if (own.length + theirs.length === 0) return done(view.say("promises.list-empty"));
  return { kind: "private", card: listCard(own, theirs, view) };
}

export async function show(acting: Acting, id: string): Promise<Reply> {
  const story = await storyOf(acting, id);
  if (!story || !mayRead(acting.audience, "promises", scopeOf(story, acting.audience)))
    throw new NotFound("promises.gone");
  return { kind: "private", card: drawPromise(story, acting.view).card };
}
