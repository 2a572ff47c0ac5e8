import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import { maySee, holds, leads, type Scope } from "../../kernel/permissions.ts";
import { isId } from "../../kernel/ids.ts";
import { openDoor } from "../door-store.ts";
import type { Acting } from "../feature.ts";
import { linkCard } from "../link-card.ts";
import { isFetchable, isOpen } from "./decide.ts";
import type { Asking } from "./asking.ts";
import { saveFetched } from "./link-store.ts";
import { storyOf, type SurveyStory } from "./story.ts";
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
    const token = openDoor(tx, { what: "survey", id: survey.id }, "link", survey.closesAt, now);
    const theirs = acting.says(survey.contact.locale ?? view.locale)("nps.link-words", { who, company: story.company });
    const link = `${baseUrl}/s/${token}`;
    return { kind: "private", card: linkCard({ who, words: theirs, link, by: survey.closesAt }, view.say) };
  };
}

/** @throws NotFound where it isn't there for this person */
export function seen<S extends SurveyStory>({ audience, place }: Acting, story: S | undefined): S {
  if (!story || !maySee(audience, place.private, "nps", story.scope)) throw new NotFound("nps.gone");
  return story;
}

export function mayFollowUp({ person }: Acting, scope: Scope): boolean {
  const reader = { person: person.id, covers: person.covers };
  return holds("csm", reader, scope) || leads({ ...reader, roles: person.roles }, scope);
}
