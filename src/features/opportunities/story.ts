import type { AccountId, OpportunityId } from "../../kernel/ids.ts";
import { type AccountRoster } from "../accounts/facts.ts";
import type { Acting, Context } from "../feature.ts";
import { wordHolds } from "./gate.ts";
import type { Story } from "./story-model.ts";
import { type Offer, offerById, type StoredOpportunity } from "./store.ts";

export async function loadStory(context: Context, subject: string): Promise<Story | "gone"> {
  const offer = await offerById(context.tx, subject as OpportunityId);
  return offer ? storyOfOffer(offer, context.now) : "gone";
}

/** @param now left out where nobody reads whether a word still holds */
export function storyOfOffer({ opportunity, account, atRiskSince, mergedInto }: Offer, now?: Date): Story {
  return { ...storyOf(opportunity, account, now), atRiskSince, mergedInto };
}

/** @param now as of `storyOfOffer` */
export function storyOf(opportunity: StoredOpportunity, account: AccountRoster, now?: Date): Story {
  const { stage, asked, confirmed, parked } = opportunity;
  const waits = !asked && !parked && (stage === "gated" || (stage === "spotted" && confirmed !== undefined));
  const { people, value, promised, askedBack, lostReason, supports, evidence, asker, before } = opportunity;
  const { spotter, assignee, claimer, decider } = people;
  return {
    opportunity,
    accountName: account.name,
    scope: account.scope,
    csm: account.csm ?? spotter,
    assignee,
    claimer,
    decider,
    value,
    promised,
    askedBack,
    lostReason,
    supports,
    evidence,
    asker,
    before,
    wordLapsed: now !== undefined && waits && !wordHolds(confirmed, now),
  };
}

/** What happened goes to the account's timeline, with who did it and from where. */
export async function touch(
  { emit, person, via }: Acting,
  account: AccountId,
  what: string,
  details: Record<string, string>,
): Promise<void> {
  await emit({ kind: "account-touched", account, what, by: person.id, via, details });
}
