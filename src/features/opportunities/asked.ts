import { afterQuietHours } from "../../kernel/business-time.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import type { EventOf } from "../../kernel/events.ts";
import { accountOf, type AccountRoster, holdAccount } from "../accounts/facts.ts";
import { spottedClocks } from "./clocks.ts";
import { type Opportunity, UNTOUCHED } from "./decide.ts";
import type { Evidence } from "./gate-stored.ts";
import { joinEvidence, openNamed, writeAudit } from "./life-store.ts";
import { happen, type Living, setClock } from "./living.ts";
import { route } from "./routing.ts";
import { insertOpportunity, offerById } from "./store.ts";

type Asked = EventOf<"customer-asked">;

/**
 * A customer wants to buy something: it goes to the Account Manager at once, whether they are at risk or not, and its
 * CSM gets a copy (D1). What was open for the same product is theirs from now on, and goes on where it was.
 */
export async function customerAsked(context: Living, asked: Asked): Promise<void> {
  const { tx, now, ids, posts } = context;
  await holdAccount(tx, asked.account);
  const account = await accountOf(context, asked.account);
  const { by, contact } = asked;
  const evidence: Evidence = {
    source: "customer",
    at: now.toISOString(),
    by: asked.by,
    text: asked.text,
    ...(contact && { contact }),
  };
  const open = await stillOpen(context, asked);
  const id = open ?? (await begin(context, account, asked, evidence));
  if (open) {
    await joinEvidence(tx, asked, evidence);
    posts.redraw(open);
  }
  const details = { via: asked.via, ...(contact && { contact }) };
  writeAudit(tx, { id: ids.next(), at: now, by, action: "opportunities.asked", subject: id, details });
  await copyToCsm(context, id, account);
  if ((await offerById(tx, id))?.opportunity.stage === "gated") await route(context, id, account);
}

/** What was open for the same product and is the customer's now; one that ended at the same moment leaves room for another. */
async function stillOpen(context: Living, { account, product }: Asked): Promise<OpportunityId | undefined> {
  const open = await openNamed(context.tx, account, product);
  const happened = open && (await happen(context, open, { kind: "ask" }));
  return happened && happened.outcome.kind !== "closed" ? open : undefined;
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
