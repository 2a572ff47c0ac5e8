import type { Press, Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { openDoor } from "../door-store.ts";
import type { Acting } from "../feature.ts";
import { cappedFor, count, goneFor } from "./asking.ts";
import { linkCardOf } from "./link-cards.ts";
import { look, whom } from "./pressing.ts";
import { openQuestion } from "./question-store.ts";
import { organisationName } from "../nps/facts.ts";

/**
 * A new link to the question about a goal, for who sends it: told once, and good for one answer. They count as asked once
 * somebody has it; a further link to the same question is no further contact.
 * @param baseUrl where the page stands
 */
export function linkFor(
  baseUrl: string | undefined,
): (acting: Acting, press: Press & { readonly subject: string }) => Promise<Reply> {
  return async (acting, { subject, choice }) => {
    const looked = await look(acting, subject, true);
    if (looked.kind !== "may") return looked;
    const { story } = looked;
    const { tx, now, view, says } = acting;
    if (story.goal.kind !== "goal") return done(view.say("plans.not-a-goal"));
    if (baseUrl === undefined) return done(view.say("nps.no-base-url"));
    const contact = (await whom(acting, story.account)).find(({ id }) => id === choice);
    if (!contact) return done(view.say("plans.link-nobody", { account: story.account.name }));
    const gone = await goneFor(acting, contact);
    if (gone) return gone;
    const open = await openQuestion(tx, story.goal.id, contact.id, now);
    const capped = open ? undefined : await cappedFor(acting, contact);
    if (capped) return capped;
    const asked = open ? { ...open, near: undefined } : await count(acting, story, contact, now);
    const token = openDoor(tx, { what: "goal", id: asked.id }, "link", asked.closesAt, now);
    const sayTheirs = says(contact.locale ?? view.locale);
    const words = { goal: story.goal.name, company: await organisationName(tx) };
    return {
      kind: "private",
      card: linkCardOf(
        {
          ...{ who: contact.name, words: sayTheirs("plans.link-words", words), link: `${baseUrl}/s/${token}` },
          ...{ by: asked.closesAt, near: asked.near },
        },
        view.say,
      ),
    };
  };
}
