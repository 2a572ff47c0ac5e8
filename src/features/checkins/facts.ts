import type { Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";

/** How many check-ins and reviews were held with a customer from an instant up to another; those of who was merged into it too. */
export async function heldBetween(tx: Tx, account: AccountId, from: Date, until: Date): Promise<number> {
  const [row] = await tx.rows<{ held: number }>(
    `select count(*)::int as held from check_in c
       join account a on a.organisation_id = c.organisation_id and a.id = c.account_id
      where coalesce(a.merged_into, a.id) = $1 and c.state = 'held' and c.settled_at >= $2 and c.settled_at < $3`,
    [account, from, until],
  );
  return row?.held ?? 0;
}
