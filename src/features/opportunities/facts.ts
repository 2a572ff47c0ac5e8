import type { Tx } from "../../kernel/deps.ts";
import type { PersonRef } from "../../chat/card.ts";
import type { AccountId, OpportunityId } from "../../kernel/ids.ts";
import { isTimed } from "./clocks.ts";
import { isSame, quietSince } from "./detect.ts";
import { knownAmong } from "./detect-store.ts";
import { openNamed } from "./life-store.ts";
import { offerById } from "./store.ts";

export { type Decided, decidedOf, wonSince } from "./decided-store.ts";
export type { Gate } from "./gate.ts";
/** What the benefit gate says, leg by leg. */
export { legTexts } from "./gate-texts.ts";
/** The form in which the account's CSM spots something. */
export { openSpot } from "./spot-opening.ts";

/** What is offered of what a customer asked for, and whose it is. */
export interface Sale {
  readonly id: OpportunityId;
  readonly claimer: PersonRef | undefined;
  /** whom it is offered to; of a pool, who is first in line */
  readonly assignee: PersonRef | undefined;
  readonly pool: boolean;
  readonly claimBy: Date | undefined;
  /** by when its claimer promised to contact the customer */
  readonly contactBy: Date | undefined;
  /** its own clock sees to it that the customer hears from us; else whatever they ask for needs one */
  readonly isTimed: boolean;
}

/** The open opportunity of an account for a product. */
export async function saleOf(tx: Tx, account: AccountId, product: string): Promise<Sale | undefined> {
  const id = await openNamed(tx, account, product);
  return id && saleById(tx, id);
}

export async function saleById(tx: Tx, id: OpportunityId): Promise<Sale | undefined> {
  const opportunity = (await offerById(tx, id))?.opportunity;
  if (!opportunity) return undefined;
  const { people, pool, clocks, claimed } = opportunity;
  return {
    ...{ id, claimer: people.claimer, assignee: people.assignee, pool },
    ...{ claimBy: clocks.claimBy, contactBy: claimed?.contactBy, isTimed: isTimed(opportunity) },
  };
}

const MORE_SEATS = { rule: "seats", used: 0, seats: 0, days: 0 } as const;

/**
 * Which of these accounts aren't to be sold more seats now: an opportunity is open there, on hold or not, something was
 * sold and isn't handed over or is fresh, or more seats came to another end not long ago (as of the rules of the night).
 */
export async function notToGrow(tx: Tx, accounts: readonly AccountId[], now: Date): Promise<ReadonlySet<AccountId>> {
  const known = await knownAmong(tx, accounts, quietSince(now));
  return new Set(
    known.flatMap((each) => (each.isOpen || each.isWon || isSame(each, MORE_SEATS) ? [each.account] : [])),
  );
}
