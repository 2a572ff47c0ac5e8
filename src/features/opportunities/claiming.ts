import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { OpportunityId } from "../../kernel/ids.ts";
import { maySee } from "../../kernel/permissions.ts";
import type { Acting } from "../feature.ts";
import { claimSentence } from "./cards.ts";
import { type ClaimOutcome, decideClaim, type Opportunity } from "./decide.ts";
import { type Offer, offerById, saveClaim } from "./store.ts";
import { storyOf, touch } from "./story.ts";

/** A press on Claim: may they see it, is it decided already, may they act; then one conditional update. */
export async function claim(acting: Acting, id: OpportunityId): Promise<Reply> {
  const { tx, audience, place, view } = acting;
  const before = await offerById(tx, id);
  if (!before || !maySee(audience, place.private, "opportunity", before.account.scope)) {
    throw new NotFound("opportunities.gone");
  }
  const { outcome, after } = await decideAndSave(acting, before);
  return done(claimSentence(outcome, storyOf(after.opportunity, after.account), view));
}

interface Decided {
  readonly outcome: ClaimOutcome;
  readonly after: Offer;
}

async function decideAndSave(acting: Acting, before: Offer): Promise<Decided> {
  const { tx, now, person, posts } = acting;
  const { id, product } = before.opportunity;
  const { account } = before;
  const outcome = decideClaim(held(before), account.scope, person, now);
  if (outcome.kind !== "claimed") return { outcome, after: before };
  if (!(await saveClaim(tx, id, person.id, now, outcome.contactBy))) {
    const after = (await offerById(tx, id)) ?? before;
    const again = decideClaim(held(after), account.scope, person, now);
    return { outcome: again.kind === "claimed" ? { kind: "not-offered" } : again, after };
  }
  const details = { product, ...(outcome.bothSlots ? { warning: "holds both slots" } : {}) };
  await touch(acting, account.id, "opportunity-claimed", details);
  posts.redraw(id);
  return { outcome, after: before };
}

/** An account at risk holds its offers, whether the hold has reached them yet or not (D2). */
function held({ opportunity, atRiskSince: since }: Offer): Opportunity {
  return opportunity.parked || !since ? opportunity : { ...opportunity, parked: { because: "at-risk", since } };
}
