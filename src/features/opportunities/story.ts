import type { Text } from "../../chat/card.ts";
import type { Reply } from "../../chat/interaction.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, OpportunityId } from "../../kernel/ids.ts";
import { type AccountRoster, rosterOf } from "../accounts/facts.ts";
import type { Acting, Context } from "../feature.ts";
import type { Story } from "./cards.ts";
import { offerById, type StoredOpportunity } from "./store.ts";

export type Done = Extract<Reply, { kind: "done" }>;

export function done(sentence: Text): Done {
  return { kind: "done", sentence };
}

/** @throws NotFound */
export async function accountOf({ tx }: Context, id: AccountId): Promise<AccountRoster> {
  const account = await rosterOf(tx, id);
  if (!account) throw new NotFound("accounts.gone");
  return account;
}

export async function loadStory(context: Context, subject: string): Promise<Story | "gone"> {
  const offer = await offerById(context.tx, subject as OpportunityId);
  return offer ? storyOf(offer.opportunity, offer.account) : "gone";
}

export function storyOf(opportunity: StoredOpportunity, account: AccountRoster): Story {
  const { spotter, assignee, claimer } = opportunity.people;
  return {
    opportunity,
    accountName: account.name,
    scope: account.scope,
    csm: account.csm ?? spotter,
    assignee,
    claimer,
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
