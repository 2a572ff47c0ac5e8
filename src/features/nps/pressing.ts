import type { Card } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Opened } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import { maySee, holds, leads, type Scope } from "../../kernel/permissions.ts";
import { isId } from "../../kernel/ids.ts";
import { oneLine } from "../../kernel/text.ts";
import type { Acting } from "../feature.ts";
import { isFetchable, isOpen } from "./decide.ts";
import type { Asking } from "./asking.ts";
import { openDoor } from "./door-store.ts";
import { saveFetched } from "./link-store.ts";
import { favourForm } from "./loop-cards.ts";
import { end, tellSeller } from "./looping.ts";
import { holdLoop, type LoopId, saveReferral } from "./loop-store.ts";
import { loopStory, type LoopStory, storyOf, type SurveyStory } from "./story.ts";
import { holdSurvey, type SurveyId } from "./survey-store.ts";

/** The same of who is chosen in a list. */
export function linkOf(
  baseUrl: string | undefined,
  asking: Pick<Asking, "fetched">,
): (acting: Acting, choice: string | undefined) => Promise<Reply> {
  const link = linkFor(baseUrl, asking);
  return (acting, choice = "") => {
    if (!isId(choice)) throw new NotFound("nps.gone");
    return link(acting, choice);
  };
}

/** A new link to somebody's question, for who sends it; it is told once, and each is good for one answer. */
export function linkFor(
  baseUrl: string | undefined,
  { fetched }: Pick<Asking, "fetched">,
): (acting: Acting, id: string) => Promise<Reply> {
  return async (acting, id) => {
    const { tx, now, view, posts } = acting;
    const survey = await holdSurvey(tx, id as SurveyId);
    if (!survey) throw new NotFound("nps.gone");
    const story = seen(acting, await storyOf(acting, survey.id));
    const who = survey.contact?.name ?? "";
    if (!mayFollowUp(acting, story.scope)) return done(view.say("nps.only-theirs", { account: story.accountName }));
    const isFirst = isFetchable(survey, now);
    const isAgain = survey.state === "asked" && isOpen(survey, now);
    if (!survey.contact || !survey.closesAt || !(isFirst || isAgain)) {
      return done(view.say("nps.link-over", { who }));
    }
    if (baseUrl === undefined) return done(view.say("nps.no-base-url"));
    if (isFirst && !(await fetched(acting, survey))) return done(view.say("nps.link-over", { who }));
    saveFetched(tx, survey.id, now);
    posts.redraw(survey.id);
    const token = openDoor(tx, survey.id, "link", survey.closesAt, now);
    return { kind: "private", card: linkCard(story, `${baseUrl}/s/${token}`, acting) };
  };
}

/** What one may copy, in the language of who is asked. */
function linkCard({ survey, company }: SurveyStory, link: string, { view, says }: Acting): Card {
  const { say } = view;
  const theirs = survey.contact?.locale ?? view.locale;
  const who = survey.contact?.name ?? "";
  return {
    title: say("nps.link-for", { who }),
    body: [
      { kind: "text", text: say("nps.link-copy") },
      { kind: "text", text: says(theirs)("nps.link-words", { who, company }) },
      { kind: "text", text: [{ code: link }] },
      { kind: "context", text: say("nps.link-once", { by: { date: survey.closesAt ?? new Date(0), style: "day" } }) },
    ],
  };
}

/** @throws NotFound where it isn't there for this person */
function seen<S extends SurveyStory>({ audience, place }: Acting, story: S | undefined): S {
  if (!story || !maySee(audience, place.private, "nps", story.scope)) throw new NotFound("nps.gone");
  return story;
}

function mayFollowUp({ person }: Acting, scope: Scope): boolean {
  const reader = { person: person.id, covers: person.covers };
  return holds("csm", reader, scope) || leads({ ...reader, roles: person.roles }, scope);
}

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
  const { tx, person, view, via, emit } = acting;
  await holdLoop(tx, subject as LoopId);
  const story = await openFavourOf(acting, subject);
  if ("kind" in story) return story;
  const { survey, accountName: account } = story;
  const contact = survey.contact ? { contact: survey.contact.id } : {};
  const about = { account: survey.account, by: person.id, via, details: {}, ...contact } as const;
  await end(acting, story.loop, "yes", person.id);
  await emit({ kind: "account-touched", what: "reference-agreed", ...about });
  const referral = oneLine(values["referral"] ?? "");
  if (referral === "") return done(view.say("nps.favour-saved", { who: survey.contact?.name ?? "" }));
  saveReferral(tx, story.loop.id, referral);
  await emit({
    kind: "account-touched",
    what: "customer-referred",
    ...about,
    visibility: "commercial",
    summary: referral,
  });
  const seller = await tellSeller(acting, story);
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
