export { erasedAt } from "../../db/erased.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId } from "../../kernel/ids.ts";
import type { ContactRole, NewContact, Source, Stakeholder, Strength } from "./contact-decide.ts";

interface Row {
  id: ContactId;
  account_id: AccountId;
  name: string;
  email: string | null;
  role: ContactRole | null;
  strength: Strength | null;
  left_on: LocalDate | null;
  source: Source;
  chat_changed: boolean;
  added_at: Date;
  last_at: Date | null;
}

/** Contacts with when we last heard of each other, as of the instant $1. */
const CONTACTS = `
  select c.id, c.account_id, c.name, c.email, c.role, c.strength, c.left_on, c.source, c.added_at,
         c.source <> 'chat' and cardinality(c.chat_fields) > 0 as chat_changed,
         (select max(t.at) from timeline t
           where t.organisation_id = c.organisation_id and t.contact_id = c.id and t.direction is not null and t.at <= $1) as last_at
    from contact c`;

/** The people of customers, those who left too, by name. */
export async function stakeholdersOf(tx: Tx, accounts: readonly AccountId[], now: Date): Promise<Stakeholder[]> {
  const rows = await tx.rows<Row>(`${CONTACTS} where c.account_id = any($2::uuid[]) order by c.name, c.id`, [
    now,
    accounts,
  ]);
  return rows.map(stakeholderIn);
}

export async function contactById(tx: Tx, id: ContactId, now: Date): Promise<Stakeholder | undefined> {
  return (await tx.rows<Row>(`${CONTACTS} where c.id = $2`, [now, id])).map(stakeholderIn)[0];
}

function stakeholderIn(row: Row): Stakeholder {
  return {
    id: row.id,
    account: row.account_id,
    name: row.name,
    email: row.email ?? undefined,
    role: row.role ?? undefined,
    strength: row.strength ?? undefined,
    leftOn: row.left_on ?? undefined,
    source: row.source,
    chatChanged: row.chat_changed,
    addedAt: row.added_at,
    lastAt: row.last_at ?? undefined,
  };
}

/** @returns false when the account has somebody with this address already */
export async function insertContact(
  tx: Tx,
  id: ContactId,
  account: AccountId,
  { name, email, role, strength }: NewContact,
  now: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into contact (organisation_id, id, account_id, name, email, role, strength, source, added_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'chat', $8, $8)
     on conflict (organisation_id, account_id, email) do nothing returning id`,
    [tx.organisation, id, account, name, email ?? null, role ?? null, strength ?? null, now],
  );
  return rows.length === 1;
}

/** What is said in chat of somebody; where they came from stays, and what chat says otherwise is marked. */
export function saveContact(
  tx: Tx,
  id: ContactId,
  { role, strength, leftOn }: Pick<Stakeholder, "role" | "strength" | "leftOn">,
  now: Date,
): void {
  tx.run(
    `update contact t
        set role = v.role, strength = v.strength, left_on = v.left_on, changed_at = $5,
            chat_fields = array(
              select f from unnest(t.chat_fields) f
              union select 'role' where t.role is distinct from v.role
              union select 'strength' where t.strength is distinct from v.strength
              union select 'left_on' where t.left_on is distinct from v.left_on)
       from (select $2::text as role, $3::text as strength, $4::date as left_on) v where t.id = $1`,
    [id, role ?? null, strength ?? null, leftOn ?? null, now],
  );
}
