import { afterQuietHours } from "../../kernel/business-time.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import type { Context } from "../feature.ts";
import { escalatedTo } from "../leading.ts";
import { saleById } from "../opportunities/facts.ts";
import { escalateAt } from "./decide.ts";
import { aboutSale, noteEscalated, noteReminded, saveSale } from "./store.ts";
import { loadStory } from "./story.ts";

/** The first response is due: who has it is reminded. */
export async function remind(context: Context, id: string): Promise<void> {
  const { tx, now, directory, posts, reminders } = context;
  const story = await loadStory(context, id);
  if (story === "gone" || story.request.state !== "open" || story.request.owner === undefined) return;
  const { request } = story;
  const owner = await directory.person(tx, story.request.owner);
  if (!owner) return;
  const dueAt = afterQuietHours(now, owner.calendar);
  posts.announce({ card: "requests.nudge", subject: id, address: `person:${owner.id}`, slot: "remind", dueAt });
  noteReminded(tx, request.id, now);
  reminders.set("requests.escalate", id, escalateAt(request.at, owner.calendar));
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
  const manager = escalatedTo("requests", request.owner, account.scope, await directory.people(tx));
  if (!manager) return;
  const dueAt = afterQuietHours(now, manager.calendar);
  posts.announce({ card: "requests.nudge", subject: id, address: `person:${manager.id}`, slot: "escalate", dueAt });
  noteEscalated(tx, request.id, now);
}
