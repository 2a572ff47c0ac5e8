import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { holds, leads, mayRead } from "../../kernel/permissions.ts";
import type { Acting } from "../feature.ts";
import { drawPipeline, PICKED_DAYS, type Picked } from "./pipeline-cards.ts";
import { pickingsSince, runningOffers } from "./pipeline-store.ts";
import type { Offer } from "./store.ts";
import { storyOfOffer } from "./story.ts";

const DAY_MS = 86_400_000;

/** `/tandem pipeline`: one's own opportunities by stage, and a manager's team's, with who took what. */
export async function pipeline(acting: Acting): Promise<Reply> {
  const { tx, now, audience, person, view } = acting;
  const seen = (await runningOffers(tx)).filter(
    (offer) => mayRead(audience, "opportunity", offer.account.scope) && concerns(acting, offer),
  );
  const picked = person.roles.includes("manager") ? await pickedBy(acting) : [];
  if (seen.length === 0 && picked.length === 0) return done(view.say("deals.pipeline-none"));
  const isTeam = person.roles.includes("manager");
  return {
    kind: "private",
    card: drawPipeline({ stories: seen.map((offer) => storyOfOffer(offer, now)), isTeam, picked }, view),
  };
}

/** What one has, is offered, spotted, or leads. */
function concerns({ person }: Acting, { opportunity, account: { scope } }: Offer): boolean {
  const { id, covers, roles, region } = person;
  const mine = [id, ...covers];
  const { claimed, assignee, passed, pool, stage, before } = opportunity;
  if (leads({ person: id, covers, roles }, scope) || holds("csm", { person: id, covers }, scope)) return true;
  if (claimed) return mine.includes(claimed.by) || holds("am", { person: id, covers }, scope);
  const isOffered = assignee !== undefined && mine.includes(assignee);
  if (passed.includes(id) || (before?.by.id === id && !isOffered)) return false;
  if (holds("am", { person: id, covers }, scope)) return true;
  return stage === "routed" && (isOffered || (pool && roles.includes("am") && opportunity.region === region));
}

/** Who of the team took what, and passed what: those who report to them, and who reports to nobody. */
async function pickedBy({ tx, now, person, directory }: Acting): Promise<Picked[]> {
  const people = await directory.people(tx);
  const pickings = await pickingsSince(tx, new Date(now.getTime() - PICKED_DAYS * DAY_MS));
  return pickings.flatMap(({ person: id, ...picking }) => {
    const found = people.find((each) => each.id === id);
    const isTheirs = found?.manager === undefined || [person.id, ...person.covers].includes(found.manager);
    return found && isTheirs && id !== person.id ? [{ name: found.name, ...picking }] : [];
  });
}
