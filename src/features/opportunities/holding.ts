import { afterQuietHours } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import { accountOf, holdAccount, isAmQuiet } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { leadersReading } from "../leading.ts";
import { riskOf } from "../risk/facts.ts";
import { askAgain, askManager, putToCsm } from "./asking.ts";
import type { ParkReason } from "./decide.ts";
import { heldByDetractors } from "./detractor-store.ts";
import { wordHolds } from "./gate.ts";
import { gateLetGo } from "./judging.ts";
import { openOf } from "./life-store.ts";
import { happen } from "./living.ts";
import type { NudgeKind } from "./nudges.ts";
import { route } from "./routing.ts";
import { type Offer, offerById, waitingOpportunities } from "./store.ts";

/** Why an account's opportunities are held now, if they are (D2). */
export async function reasonToHold({ tx }: Context, account: AccountId): Promise<ParkReason | undefined> {
  if ((await riskOf(tx, account))?.atRisk) return "at-risk";
  return (await heldByDetractors(tx, account)) ? "detractor" : undefined;
}

/** Holds whatever we offer at an account; a deal that runs is put to its CSM and AM, and what they asked for says that they are at risk. */
export async function hold(context: Context, account: AccountId, because: ParkReason): Promise<void> {
  const { tx } = context;
  await holdAccount(tx, account);
  for (const id of await openOf(tx, account)) {
    const happened = await happen(context, id, { kind: "park", because });
    if (happened?.after.opportunity.asked) context.posts.redraw(id);
    if (happened?.outcome.kind === "moved" && happened.after.opportunity.hold?.decideBy) {
      await putToThem(context, happened.after);
    }
  }
}

/** Lets go what was held, unless another reason holds it still; what nobody was offered yet is offered. */
export async function letGo(context: Context, account: AccountId): Promise<void> {
  const { tx } = context;
  const because = await reasonToHold(context, account);
  if (because) return hold(context, account, because);
  await holdAccount(tx, account);
  for (const id of await openOf(tx, account)) {
    const gate = await gateLetGo(context, await offerById(tx, id));
    const happened = await happen(context, id, { kind: "resume", because: "recovered", gate });
    if (happened?.after.opportunity.asked) context.posts.redraw(id);
  }
  await putFound(context, account);
  await offerWaiting(context, account);
}

/** What waited for a word while it was held is put to who gives it now. */
async function putFound(context: Context, account: AccountId): Promise<void> {
  for (const id of await openOf(context.tx, account)) {
    const offer = await offerById(context.tx, id);
    if (offer?.opportunity.stage === "spotted") await putToWhoDecides(context, offer);
  }
}

async function putToWhoDecides(context: Context, { opportunity, account }: Offer): Promise<void> {
  const { confirmed } = opportunity;
  if (!confirmed) await putToCsm(context, opportunity.id, account);
  else if (wordHolds(confirmed, context.now)) await askManager(context, opportunity, account);
  else await askAgain(context, opportunity, account);
}

/** Offers what was held back, unless the Account Manager is to hear nothing of the account yet. */
export async function offerWaiting(context: Context, account: AccountId): Promise<void> {
  const { tx, now, posts } = context;
  const waiting = await waitingOpportunities(tx, account);
  if (waiting.length === 0 || (await isAmQuiet(tx, account, now))) return;
  const facts = await accountOf(context, account);
  for (const id of waiting) await route(context, id, facts);
  posts.redraw(...waiting);
}

/** The decision on a deal that runs: to who looks after the customer, who runs it, and who leads, who alone lets it go on. */
async function putToThem(context: Context, { opportunity, account }: Offer): Promise<void> {
  const since = opportunity.parked?.since;
  const people = await context.directory.people(context.tx);
  const them = new Set([
    account.scope.csm,
    opportunity.claimed?.by,
    leadersReading("opportunity", account.scope, people)[0]?.id,
  ]);
  for (const person of people.filter(({ id }) => them.has(id))) {
    askToDecide(context, opportunity.id, person, (since ?? context.now).toISOString());
  }
}

/** @param slot since when it is held, and when it is asked about anew */
export function askToDecide({ now, posts }: Context, id: OpportunityId, person: Person, slot: string): void {
  posts.announce({
    card: "opportunities.hold",
    subject: id,
    address: `person:${person.id}`,
    slot,
    dueAt: afterQuietHours(now, person.calendar),
  });
}

export function nudge({ now, posts }: Context, kind: NudgeKind, id: OpportunityId, to: Person): void {
  posts.announce({
    card: "opportunities.nudge",
    subject: id,
    address: `person:${to.id}`,
    slot: `${now.toISOString()} ${kind}`,
    dueAt: afterQuietHours(now, to.calendar),
  });
}

/** Tells those of them who are there, each once. */
export async function nudgeThem(
  context: Context,
  kind: NudgeKind,
  id: OpportunityId,
  whom: readonly (PersonId | undefined)[],
): Promise<void> {
  const people = await context.directory.people(context.tx);
  for (const person of people.filter((each) => each.active && whom.includes(each.id))) nudge(context, kind, id, person);
}

/** A manager went over its hold: what nobody was offered yet is offered now, or put to who decides first. */
export async function resumed(context: Context, offer: Offer): Promise<void> {
  const { opportunity, account } = offer;
  if (opportunity.stage === "spotted") return putToWhoDecides(context, offer);
  if (opportunity.stage !== "gated" || (await isAmQuiet(context.tx, account.id, context.now))) return;
  await route(context, opportunity.id, account);
}
