import { afterQuietHours } from "../../kernel/business-time.ts";
import { channelsFor, type Person } from "../../kernel/directory.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import type { Context } from "../feature.ts";
import { handoverDueAt, handoverManager, isAsked, receiverOf } from "./handover-decide.ts";
import { nudgeThem } from "./holding.ts";
import type { HandoverNudge, HandoverStory } from "./handover-model.ts";
import {
  handoverOf,
  insertHandover,
  pendingHandovers,
  saveReceiver,
  saveRung,
  type StoredHandover,
} from "./handover-store.ts";
import { fateOf, moveTo } from "./life-store.ts";
import { actingFor, happen } from "./living.ts";
import { withdrawnFor } from "./reasons.ts";
import { type Offer, offerById } from "./store.ts";
import { storyOfOffer } from "./story.ts";

export const HANDOVER = "opportunities.handover";

/** It is won: what was promised goes to who looks after the customer, by DM and in the CSMs' channel. */
export async function handOver(context: Context, id: OpportunityId): Promise<void> {
  const { tx, now, directory, posts } = context;
  const offer = await offerById(tx, id);
  if (!offer) return;
  const { opportunity, account } = offer;
  const people = await directory.people(tx);
  const untouched = { asked: undefined, answered: undefined };
  const receiver = receiverOf(untouched, opportunity.claimed?.by, account.scope, people);
  if (!(await insertHandover(tx, id, receiver?.id, now))) return;
  await put(context, id, people);
  for (const { id: channel, calendar } of channelsFor(await directory.channels(tx), "csm", account.scope)) {
    const dueAt = afterQuietHours(now, calendar);
    posts.announce({ card: HANDOVER, subject: id, slot: "", address: `channel:${channel}`, dueAt });
  }
}

/** Shows it to whom it waits for, and sets the clock of its ladder. */
async function put(context: Context, id: OpportunityId, people: readonly Person[]): Promise<void> {
  const { tx, now, posts, reminders } = context;
  const handover = await handoverOf(tx, id);
  const receiver = people.find((person) => person.id === handover?.receiver);
  if (!handover || !receiver) return reminders.drop(HANDOVER, id);
  if (!isAsked(handover)) {
    const dueAt = afterQuietHours(now, receiver.calendar);
    posts.announce({ card: HANDOVER, subject: id, slot: "", address: `person:${receiver.id}`, dueAt });
  }
  setLadder(context, handover, people);
}

/** Its next rung, in the working hours of whom it waits for, or of who covers for them. */
function setLadder({ reminders }: Context, handover: StoredHandover, people: readonly Person[]): void {
  const acting = actingFor(handover.receiver, people);
  const dueAt = acting && handoverDueAt(handover, acting.calendar);
  if (dueAt) reminders.set(HANDOVER, handover.opportunity, dueAt);
  else reminders.drop(HANDOVER, handover.opportunity);
}

/** It waits for somebody else now, from the beginning. */
export async function turnTo(context: Context, id: OpportunityId, receiver: PersonId | undefined): Promise<void> {
  const { tx, now, directory } = context;
  await saveReceiver(tx, id, receiver, now);
  await put(context, id, await directory.people(tx));
}

/** A customer that is another's by now, or was merged: what waits goes along. With one that left it ends. */
export async function handoversInStep(context: Context, account: AccountId): Promise<void> {
  const { tx, posts } = context;
  const pending = await pendingHandovers(tx, account);
  if (pending.length === 0) return;
  const { mergedInto, churned } = await fateOf(tx, account);
  for (const id of pending) {
    const sold = mergedInto && (await offerById(tx, id))?.opportunity;
    if (mergedInto && sold && (await moveTo(tx, sold, mergedInto))) posts.redraw(id);
    if (churned && !mergedInto) await endWithCustomer(context, id);
    else await inStep(context, id);
  }
}

/** Nobody takes over what was sold to a customer who left: whom it waits for and who sold it hear so. */
async function endWithCustomer(context: Context, id: OpportunityId): Promise<void> {
  const handover = await handoverOf(context.tx, id);
  const happened = await happen(context, id, { kind: "withdraw", by: undefined }, withdrawnFor("churned"));
  if (happened?.outcome.kind !== "moved") return;
  context.reminders.drop(HANDOVER, id);
  await nudgeThem(context, "withdrawn", id, [happened.before.opportunity.claimed?.by, handover?.receiver]);
}

/** @returns true when it waits for somebody else by now */
async function inStep(context: Context, id: OpportunityId): Promise<boolean> {
  const { tx, directory, posts } = context;
  const [offer, handover] = [await offerById(tx, id), await handoverOf(tx, id)];
  if (!offer || !handover) return false;
  const people = await directory.people(tx);
  const receiver = receiverOf(handover, offer.opportunity.claimed?.by, offer.account.scope, people);
  if (receiver?.id === handover.receiver) return false;
  await turnTo(context, id, receiver?.id);
  if (receiver && isAsked(handover)) tellOf(context, "asked", id, receiver);
  posts.redraw(id);
  return true;
}

/** Nobody accepted it, or nobody answered what was asked back: whom it waits for is reminded, then a manager hears. */
export async function climbHandover(context: Context, subject: string): Promise<void> {
  const { tx, now, directory } = context;
  const id = subject as OpportunityId;
  const found = await offerById(tx, id);
  if (found?.opportunity.stage !== "won") return;
  await handoversInStep(context, found.account.id);
  const [offer, handover] = [await offerById(tx, id), await handoverOf(tx, id)];
  if (!offer || !handover) return;
  const people = await directory.people(tx);
  const acting = actingFor(handover.receiver, people);
  const dueAt = acting && handoverDueAt(handover, acting.calendar);
  if (!acting || !dueAt) return;
  if (dueAt <= now) await rung(context, offer, handover, people);
  const after = await handoverOf(tx, id);
  if (after) setLadder(context, after, people);
}

async function rung(context: Context, offer: Offer, handover: StoredHandover, people: readonly Person[]) {
  const { tx, emit } = context;
  const { opportunity: id } = handover;
  await saveRung(tx, id, handover.rung + 1);
  if (handover.rung === 0) {
    const receiver = people.find((person) => person.id === handover.receiver);
    if (receiver) tellOf(context, isAsked(handover) ? "asked-remind" : "remind", id, receiver);
    return;
  }
  const manager = handoverManager(handover, offer.account.scope, people);
  if (!manager) return;
  tellOf(context, "escalated", id, manager);
  const details = { product: offer.opportunity.product, to: manager.name };
  const { id: account } = offer.account;
  await emit({ kind: "account-touched", account, what: "handover-escalated", by: undefined, via: "clock", details });
}

export function tellOf({ now, posts }: Context, kind: HandoverNudge, id: OpportunityId, to: Person): void {
  posts.announce({
    card: "opportunities.handover-nudge",
    subject: id,
    address: `person:${to.id}`,
    slot: `${now.toISOString()} ${kind}`,
    dueAt: afterQuietHours(now, to.calendar),
  });
}

export async function loadHandover({ tx }: Context, subject: string): Promise<HandoverStory | "gone"> {
  const id = subject as OpportunityId;
  const [offer, handover] = [await offerById(tx, id), await handoverOf(tx, id)];
  if (!offer || !handover) return "gone";
  return handoverStoryOf(offer, handover);
}

/** Who sold it stays in it until it is over, though it is open no more. */
export function handoverStoryOf(offer: Offer, handover: StoredHandover): HandoverStory {
  const { value: _, ...story } = storyOfOffer(offer);
  return { story: { ...story, scope: withSeller(offer) }, handover };
}

export function withSeller({ opportunity, account }: Offer): Offer["account"]["scope"] {
  const { claimed } = opportunity;
  const { scope } = account;
  return claimed ? { ...scope, engaged: [...scope.engaged, claimed.by] } : scope;
}
