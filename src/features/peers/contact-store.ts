import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId } from "../../kernel/ids.ts";

/** Who is there at a customer, by name; as many as a menu holds. */
export async function peopleAt(
  tx: Tx,
  account: AccountId,
): Promise<{ readonly id: ContactId; readonly name: string }[]> {
  return tx.rows<{ id: ContactId; name: string }>(
    "select id, name from contact where account_id = $1 and left_on is null order by name, id limit 99",
    [account],
  );
}
