import { localDateOf } from "../../kernel/business-time.ts";
import type { Scope } from "../../kernel/permissions.ts";
import { rosterOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import type { Night } from "./match-store.ts";
import { goalWith, type Item, itemById, type Proposal, proposalById, type ProposalId } from "./store.ts";

/** All that is said about a piece for one customer. */
export interface Story {
  readonly proposal: Proposal;
  readonly item: Item;
  readonly accountName: string;
  readonly scope: Scope;
  /** what they want to reach with it, where that is why */
  readonly goal: string | undefined;
}

export async function storyIn({ tx }: Context, proposal: Proposal): Promise<Story | undefined> {
  const account = await rosterOf(tx, proposal.account);
  const item = await itemById(tx, proposal.item);
  if (!account || !item) return undefined;
  const goal = proposal.because === "goal" ? await goalWith(tx, proposal.account, proposal.feature) : undefined;
  return { proposal, item, accountName: account.name, scope: account.scope, goal };
}

export async function storyOf(context: Context, id: string): Promise<Story | undefined> {
  const proposal = await proposalById(context.tx, id as ProposalId);
  return proposal && storyIn(context, proposal);
}

/** What is known now, and the day that it is where the organisation is. */
export async function nightNow({ tx, now }: Context): Promise<Night> {
  return { asOf: now, day: localDateOf(now, (await settingsOf(tx)).zone) };
}
