import type { Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";

/** How many check-ins and reviews were held with a customer from an instant up to another; those of who was merged into it too. */
export async function heldBetween(tx: Tx, account: AccountId, from: Date, until: Date): Promise<number> {
  const [row] = await tx.rows<{ held: number }>(
    `select count(*)::int as held from check_in c
      where c.account_id in (select id from account where id = $1 or merged_into = $1) and c.state = 'held' and c.settled_at >= $2 and c.settled_at < $3`,
    [account, from, until],
  );
  return row?.held ?? 0;
}
