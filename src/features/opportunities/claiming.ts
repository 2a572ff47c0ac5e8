import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import type { Acting } from "../feature.ts";
import { claimSentence } from "./sentences.ts";
import { type ClaimOutcome, decideClaim, type Opportunity } from "./decide.ts";
import { claimedBy } from "./life-offer.ts";
import { writeAudit } from "./life-store.ts";
import { setClock } from "./living.ts";
import { type Offer, offerById, saveClaim } from "./store.ts";
import { isSeenBy, seen } from "./pressing.ts";
import { storyOfOffer, touch } from "./story.ts";

/** What those who claim the same in one transaction read once: once somebody has it, nobody else gets it there. */
const takenIn = new WeakMap<Tx, Offer>();

/** A press on Claim: may they see it, is it decided already, may they act; then one conditional update. */
export async function claim(acting: Acting, id: OpportunityId): Promise<Reply> {
  const { tx, posts, view } = acting;
  const taken = takenIn.get(tx);
  const before = taken?.opportunity.id === id && isSeenBy(acting, taken) ? taken : await seen(acting, id);
  const { outcome, after } = await decideAndSave(acting, before);
  if (outcome.kind === "taken") takenIn.set(tx, after);
  if (outcome.kind === "parked" || outcome.kind === "not-offered") posts.redraw(id);
  return done(claimSentence(outcome, storyOfOffer(after), view));
}

interface Decided {
  readonly outcome: ClaimOutcome;
  readonly after: Offer;
}

async function decideAndSave(acting: Acting, before: Offer): Promise<Decided> {
  const { tx, now, ids, person, posts } = acting;
  const { opportunity, account } = before;
  const outcome = decideClaim(held(before), account.scope, person, now);
  if (outcome.kind !== "claimed") return { outcome, after: before };
  const after = claimedBy(opportunity, person, outcome.contactBy, now);
  if (!(await saveClaim(tx, after))) {
    const found = (await offerById(tx, opportunity.id)) ?? before;
    const again = decideClaim(held(found), account.scope, person, now);
    return { outcome: again.kind === "claimed" ? { kind: "not-offered" } : again, after: found };
  }
  setClock(acting, after);
  const warning = outcome.bothSlots ? { warning: "holds both slots" } : {};
  await touch(acting, account.id, "opportunity-claimed", { product: opportunity.product, ...warning });
  const action = outcome.bothSlots ? "opportunities.claim-both" : "opportunities.claim";
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: opportunity.id, details: warning });
  posts.redraw(opportunity.id);
  return { outcome, after: before };
}

/** An account at risk holds its offers, whether the hold has reached them yet or not (D2). */
function held({ opportunity, held: parked }: Offer): Opportunity {
  return opportunity.parked || !parked ? opportunity : { ...opportunity, parked };
}
