import type { PersonRef } from "../../chat/card.ts";
import type { Reply } from "../../chat/interaction.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { OpportunityId, PersonId } from "../../kernel/ids.ts";
import { maySee } from "../../kernel/permissions.ts";
import type { AccountFacts } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { riskOf } from "../risk/facts.ts";
import { claimSentence } from "./cards.ts";
import { type ClaimOutcome, decideClaim, type Opportunity } from "./decide.ts";
import { opportunityById, saveClaim } from "./store.ts";
import { accountOf, done, storyOf, touch } from "./story.ts";

/** A press on Claim: may they see it, is it decided already, may they act; then one conditional update. */
export async function claim(acting: Acting, id: OpportunityId): Promise<Reply> {
  const { tx, audience, place, view } = acting;
  const before = await opportunityById(tx, id);
  const account = before && (await accountOf(acting, before.account));
  if (!before || !account || !maySee(audience, place.private, "opportunity", account.scope)) {
    throw new NotFound("opportunities.gone");
  }
  const outcome = await decideAndSave(acting, before, account);
  const story = await storyOf(acting, (await opportunityById(tx, id)) ?? before, account);
  const people = await acting.directory.people(tx);
  const nameOf = (other: PersonId): PersonRef => ({
    id: other,
    name: people.find((each) => each.id === other)?.name ?? "?",
  });
  return done(claimSentence(outcome, story, nameOf, view));
}

async function decideAndSave(acting: Acting, before: Opportunity, account: AccountFacts): Promise<ClaimOutcome> {
  const { tx, now, person, posts } = acting;
  const outcome = decideClaim(await held(acting, before), account.scope, person, now);
  if (outcome.kind !== "claimed") return outcome;
  if ((await saveClaim(tx, before.id, person.id, now, outcome.contactBy)) === "first") {
    const details = { product: before.product, ...(outcome.bothSlots ? { warning: "holds both slots" } : {}) };
    await touch(acting, account.id, "opportunity-claimed", details);
    await posts.redraw(before.id);
    return outcome;
  }
  const after = await opportunityById(tx, before.id);
  const again: ClaimOutcome = after ? decideClaim(after, account.scope, person, now) : { kind: "not-offered" };
  return again.kind === "claimed" ? { kind: "not-offered" } : again;
}

/** An account at risk holds its offers, whether the hold has reached them yet or not (D2). */
async function held({ tx }: Acting, opportunity: Opportunity): Promise<Opportunity> {
  const risk = opportunity.parked ? undefined : await riskOf(tx, opportunity.account);
  return risk?.atRisk ? { ...opportunity, parked: { because: "at-risk", since: risk.since } } : opportunity;
}
