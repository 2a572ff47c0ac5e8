import { localDateOf } from "../../kernel/business-time.ts";
import type { Scope } from "../../kernel/permissions.ts";
import type { Tx } from "../../kernel/deps.ts";
import { type AccountRoster, rosterOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { settingsOf } from "../settings/facts.ts";
import type { Night } from "./match-store.ts";
import { goalWith, type Item, itemsById, type Proposal, proposalById, type ProposalId, proposalsAt } from "./store.ts";

/** All that is said about a piece for one customer. */
export interface Story {
  readonly proposal: Proposal;
  readonly item: Item;
  readonly accountName: string;
  readonly scope: Scope;
  /** what they want to reach with it, where that is why */
  readonly goal: string | undefined;
}

/** What was put to the CSM of a customer, newest first. */
export async function storiesAt({ tx }: Context, account: AccountRoster): Promise<Story[]> {
  const proposals = await proposalsAt(tx, account.id);
  const items = await itemsById(
    tx,
    proposals.map(({ item }) => item),
  );
  const stories = await Promise.all(
    proposals.map(async (proposal) => {
      const item = items.get(proposal.item);
      return item && storyWith(tx, proposal, item, account);
    }),
  );
  return stories.flatMap((story) => story ?? []);
}

export async function storyOf({ tx }: Context, id: string): Promise<Story | undefined> {
  const proposal = await proposalById(tx, id as ProposalId);
  if (!proposal) return undefined;
  const account = await rosterOf(tx, proposal.account);
  const item = (await itemsById(tx, [proposal.item])).get(proposal.item);
  return account && item && storyWith(tx, proposal, item, account);
}

async function storyWith(
  tx: Tx,
  proposal: Proposal,
  item: Item,
  { name, scope }: Pick<AccountRoster, "name" | "scope">,
): Promise<Story> {
  const goal = proposal.because === "goal" ? await goalWith(tx, proposal.account, proposal.feature) : undefined;
  return { proposal, item, accountName: name, scope, goal };
}

/** What is known now, and the day that it is where the organisation is. */
export async function nightNow({ tx, now }: Context): Promise<Night> {
  return { asOf: now, day: localDateOf(now, (await settingsOf(tx)).zone) };
}
