import type { Tx } from "../../kernel/deps.ts";
import { FORMER } from "../../kernel/former.ts";
import type { AccountId, ContactId, PersonId } from "../../kernel/ids.ts";

export interface Choice {
  readonly id: ContactId;
  readonly name: string;
}

/** Who is there at the customer, by name; as many as a menu holds. */
export async function contactsOf(tx: Tx, account: AccountId): Promise<Choice[]> {
  return tx.rows<Choice>(
    "select id, name from contact where account_id = $1 and left_on is null order by name, id limit 99",
    [account],
  );
}

/** What people of the customer are called, also those who have left: product gets none of their names. */
export async function namesAt(tx: Tx, account: AccountId): Promise<string[]> {
  const rows = await tx.rows<{ name: string }>(
    `select distinct c.name from contact c join account a on a.id = c.account_id
      where coalesce(a.merged_into, a.id) = $1 and c.name <> $2 order by c.name`,
    [account, FORMER.contact],
  );
  return rows.map(({ name }) => name);
}

/** What is sold under contracts, by name; the customer's own first. */
export async function productsOf(
  tx: Tx,
  account: AccountId,
  most: number,
): Promise<{ name: string; theirs: boolean }[]> {
  return tx.rows<{ name: string; theirs: boolean }>(
    `select product as name, bool_or(account_id = $1) as theirs from contract
      where btrim(coalesce(product, '')) <> '' group by product order by theirs desc, name limit $2`,
    [account, most],
  );
}

/** Colleagues in a product channel, and who holds the product slot of one of these. */
export async function productPeople(tx: Tx, accounts: readonly AccountId[]): Promise<Set<PersonId>> {
  const rows = await tx.rows<{ id: PersonId }>(
    `select h.person_id as id
       from channel c
       join channel_member m on m.organisation_id = c.organisation_id and m.channel_id = c.id
       join handle h on h.organisation_id = m.organisation_id and h.platform = c.platform and h.workspace = c.workspace
                    and h.user_id = m.user_id
       join person p on p.organisation_id = h.organisation_id and p.id = h.person_id
      where c.purpose = 'product' and not c.archived and p.active and 'colleague' = any(p.roles)
      union
     select s.person_id from slot s join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
      where s.slot = 'product' and s.account_id = any($1::uuid[]) and p.active`,
    [accounts],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Who holds the product slot of an account and is there. */
export async function productHolder(tx: Tx, account: AccountId): Promise<PersonId | undefined> {
  const [row] = await tx.rows<{ id: PersonId }>(
    `select s.person_id as id from slot s join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
      where s.slot = 'product' and s.account_id = $1 and p.active`,
    [account],
  );
  return row?.id;
}
