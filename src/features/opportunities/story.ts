import type { PersonRef, Text } from "../../chat/card.ts";
import type { Reply } from "../../chat/interaction.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import { type AccountFacts, accountsById } from "../accounts/facts.ts";
import type { Acting, Context } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import type { Story } from "./cards.ts";
import type { Opportunity } from "./decide.ts";
import { opportunityById } from "./store.ts";

export type Done = Extract<Reply, { kind: "done" }>;

export function done(sentence: Text): Done {
  return { kind: "done", sentence };
}

/** @throws NotFound */
export async function accountOf({ tx, now }: Context, id: AccountId): Promise<AccountFacts> {
  const today = localDateOf(now, (await settingsOf(tx)).zone);
  const account = (await accountsById(tx, [id], today)).get(id);
  if (!account) throw new NotFound("accounts.gone");
  return account;
}

export async function refOf({ tx, directory }: Context, id: PersonId | undefined): Promise<PersonRef | undefined> {
  const person = id && (await directory.person(tx, id));
  return person && { id: person.id, name: person.name };
}

export async function loadStory(context: Context, subject: string): Promise<Story | "gone"> {
  const opportunity = await opportunityById(context.tx, subject as OpportunityId);
  return opportunity ? storyOf(context, opportunity, await accountOf(context, opportunity.account)) : "gone";
}

export async function storyOf(context: Context, opportunity: Opportunity, account: AccountFacts): Promise<Story> {
  const spotter = await refOf(context, opportunity.spottedBy);
  return {
    opportunity,
    accountName: account.name,
    scope: account.scope,
    csm: account.csm ?? spotter ?? { id: opportunity.spottedBy, name: "" },
    assignee: await refOf(context, opportunity.assignee),
    claimer: await refOf(context, opportunity.claimed?.by),
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
