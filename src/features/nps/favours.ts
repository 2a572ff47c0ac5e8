import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Opened } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import { oneLine } from "../../kernel/text.ts";
import type { Acting } from "../feature.ts";
import { favourForm } from "./loop-cards.ts";
import { end } from "./looping.ts";
import { holdLoop, type LoopId } from "./loop-store.ts";
import { mayFollowUp, seen } from "./pressing.ts";
import { refer } from "./referring.ts";
import { loopStory, type LoopStory } from "./story.ts";

async function openFavourOf(acting: Acting, id: string): Promise<LoopStory | Extract<Reply, { kind: "done" }>> {
  const story = seen(acting, await loopStory(acting, id as LoopId));
  if (!mayFollowUp(acting, story.scope))
    return done(acting.view.say("nps.only-theirs", { account: story.accountName }));
  if (story.loop.kind !== "reference") throw new NotFound("nps.gone");
  return story.loop.closedAt ? done(acting.view.say("nps.favour-over")) : story;
}

export async function openFavour(acting: Acting, id: string): Promise<Opened> {
  const story = await openFavourOf(acting, id);
  return "kind" in story ? story : favourForm(story, acting.view);
}

/** They stand in for us as a reference; whom they name to us is the Account Manager's (E5). */
export async function saveFavour(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { person, view, via, emit } = acting;
  await holdLoop(acting.tx, subject as LoopId);
  const story = await openFavourOf(acting, subject);
  if ("kind" in story) return story;
  const { survey, accountName: account } = story;
  const contact = survey.contact ? { contact: survey.contact.id } : {};
  const about = { account: survey.account, by: person.id, via, details: {}, ...contact } as const;
  await end(acting, story.loop, "yes", person.id);
  await emit({ kind: "account-touched", what: "reference-agreed", ...about });
  const referral = story.loop.referral ? "" : oneLine(values["referral"] ?? "");
  if (referral === "") return done(view.say("nps.favour-saved", { who: survey.contact?.name ?? "" }));
  const seller = await refer(acting, story, { who: referral, company: undefined, words: undefined });
  const said = { who: survey.contact?.name ?? "", account };
  return done(
    seller
      ? view.say("nps.favour-saved-referral", { ...said, seller: { mention: seller } })
      : view.say("nps.favour-saved", said),
  );
}

export async function noFavour(acting: Acting, id: string): Promise<Reply> {
  await holdLoop(acting.tx, id as LoopId);
  const story = await openFavourOf(acting, id);
  if ("kind" in story) return story;
  await end(acting, story.loop, "no", acting.person.id);
  return done(acting.view.say("nps.favour-no"));
}
