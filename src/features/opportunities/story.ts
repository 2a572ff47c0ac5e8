import type { AccountId, OpportunityId } from "../../kernel/ids.ts";
import { type AccountRoster } from "../accounts/facts.ts";
import type { Acting, Context } from "../feature.ts";
import type { Story } from "./story-model.ts";
import { type Offer, offerById, type StoredOpportunity } from "./store.ts";

export async function loadStory(context: Context, subject: string): Promise<Story | "gone"> {
  const offer = await offerById(context.tx, subject as OpportunityId);
  return offer ? storyOfOffer(offer) : "gone";
}

export function storyOfOffer({ opportunity, account, mergedInto }: Offer): Story {
  return { ...storyOf(opportunity, account), mergedInto };
}

export function storyOf(opportunity: StoredOpportunity, account: AccountRoster): Story {
  const { people, value, promised, askedBack, lostReason, supports } = opportunity;
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
