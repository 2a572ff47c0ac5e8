import { afterQuietHours } from "../../kernel/business-time.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import type { EventOf } from "../../kernel/events.ts";
import { accountOf, type AccountRoster, holdAccount } from "../accounts/facts.ts";
import { isTimed, spottedClocks } from "./clocks.ts";
import { type Opportunity, UNTOUCHED } from "./decide.ts";
import type { Evidence } from "./gate-stored.ts";
import { joinEvidence, openNamed, writeAudit } from "./life-store.ts";
import { nudgeThem } from "./holding.ts";
import { happen, type Living, setClock } from "./living.ts";
import { route } from "./routing.ts";
import { insertOpportunity, offerById } from "./store.ts";

type Asked = EventOf<"customer-asked">;

/**
 * A customer wants to buy something: it goes to the Account Manager at once, whether they are at risk or not, and its
 * CSM gets a copy (D1). What was open for the same product is theirs from now on, and goes on where it was.
 */
export async function customerAsked(context: Living, asked: Asked): Promise<void> {
  const { tx, now, ids } = context;
  await holdAccount(tx, asked.account);
  const account = await accountOf(context, asked.account);
  const { by, contact } = asked;
  const evidence: Evidence = {
    source: "customer",
    at: now.toISOString(),
    by,
    text: asked.text,
    ...(contact && { contact }),
  };
  const named = await openNamed(tx, asked.account, asked.product);
  const open = named && (await askOf(context, named, [evidence]));
  const id = open?.id ?? (await begin(context, account, asked, evidence));
  const details = { via: asked.via, ...(contact && { contact }) };
  writeAudit(tx, { id: ids.next(), at: now, by, action: "opportunities.asked", subject: id, details });
  await copyToCsm(context, id, account);
  if ((await offerById(tx, id))?.opportunity.stage === "gated") await route(context, id, account);
}

/**
 * What is open is asked for by the customer, in these words; who promised to contact them hears of it. One with nothing
 * due any more is the request's to answer. @returns undefined when it ended at the same moment, and leaves room for another
 */
export async function askOf(
  context: Living,
  id: OpportunityId,
  evidence: readonly Evidence[],
): Promise<Opportunity | undefined> {
  const happened = await happen(context, id, { kind: "ask" });
  if (!happened || happened.outcome.kind === "closed") return undefined;
  const { opportunity } = happened.after;
  await joinEvidence(context.tx, opportunity, ...evidence);
  context.posts.redraw(id);
  const { claimed } = opportunity;
  const isTheirs = evidence.some((each) => each.source !== "usage" && each.by === claimed?.by);
  if (claimed && !isTheirs && isTimed(opportunity)) await nudgeThem(context, "asked", id, [claimed.by]);
  return opportunity;
}

/** A message of its own, each time they ask: what stood before said something else. */
async function copyToCsm({ tx, now, directory, posts }: Living, id: OpportunityId, { scope }: AccountRoster) {
  const csm = (await directory.people(tx)).find((each) => each.id === scope.csm);
  if (!csm?.active) return;
  const dueAt = afterQuietHours(now, csm.calendar);
  const slot = `asked ${now.toISOString()}`;
  posts.announce({ card: "opportunities.spotter", subject: id, address: `person:${csm.id}`, slot, dueAt });
}

async function begin(
  context: Living,
  { id: account, region }: AccountRoster,
  { product, text, by, via }: Asked,
  evidence: Evidence,
): Promise<OpportunityId> {
  const { tx, now, ids, emit } = context;
  const made = { id: ids.next<"opportunity">(), account, product, benefit: text, spottedBy: by, region, asked: true };
  const life: Opportunity = { ...UNTOUCHED, ...made, stage: "gated", clocks: spottedClocks(now) };
  await insertOpportunity(tx, { life, origin: "customer", evidence }, now);
  setClock(context, life);
  await emit({ kind: "account-touched", account, what: "opportunity-asked", by, via, details: { product } });
  return life.id;
}
