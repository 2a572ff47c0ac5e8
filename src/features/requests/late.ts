import { afterQuietHours } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { OpportunityId, RequestId } from "../../kernel/ids.ts";
import type { Context } from "../feature.ts";
import { escalatedTo } from "../leading.ts";
import { saleById } from "../opportunities/facts.ts";
import { escalateAnewAt, escalateAt } from "./decide.ts";
import { giveOn } from "./giving.ts";
import { aboutSale, noteEscalated, noteReminded, requestById, saveSale } from "./store.ts";
import { loadStory } from "./story.ts";

/** The first response is due: who has it is reminded; where they have left, who has it from now on. */
export async function remind(context: Context, id: string): Promise<void> {
  const { tx, now, directory, posts, reminders } = context;
  const request = await requestById(tx, id as RequestId);
  if (request?.state !== "open" || request.owner === undefined) return;
  const had = await directory.person(tx, request.owner);
  const owner = hasLeft(had) ? await giveOn(context, request) : had;
  if (!owner) return;
  const dueAt = afterQuietHours(now, owner.calendar);
  posts.announce({ card: "requests.nudge", subject: id, address: `person:${owner.id}`, slot: "remind", dueAt });
  noteReminded(tx, request.id, now);
  const escalated = owner === had ? escalateAt(request.at, owner.calendar) : escalateAnewAt(now, owner.calendar);
  reminders.set("requests.escalate", id, escalated);
}

/** Nobody acts for them either. */
function hasLeft(person: Person | undefined): boolean {
  return !person?.active && person?.cover === undefined;
}

/** Their opportunity ends in another one: they go on as that, or by their own clock where nothing is due there any more. */
export async function goOnAs(
  { tx, now, posts, reminders }: Context,
  from: OpportunityId,
  into: OpportunityId,
): Promise<void> {
  const isTimed = (await saleById(tx, into))?.isTimed === true;
  for (const { id, sale, state, responseDueAt } of await aboutSale(tx, from)) {
    saveSale(tx, id, into, sale === undefined || !isTimed);
    posts.redraw(id);
    if (sale && !isTimed && state === "open")
      reminders.set("requests.remind", id, responseDueAt > now ? responseDueAt : now);
  }
}

/** Still none: whoever leads hears of it. */
export async function escalate(context: Context, id: string): Promise<void> {
  const { tx, now, directory, posts } = context;
  const story = await loadStory(context, id);
  if (story === "gone" || story.request.state !== "open") return;
  const { request, account } = story;
  if (request.owner !== undefined && hasLeft(await directory.person(tx, request.owner))) return remind(context, id);
  const manager = escalatedTo("requests", request.owner, account.scope, await directory.people(tx));
  if (!manager) return;
  const dueAt = afterQuietHours(now, manager.calendar);
  posts.announce({ card: "requests.nudge", subject: id, address: `person:${manager.id}`, slot: "escalate", dueAt });
  noteEscalated(tx, request.id, now);
}
