import type { Statement, Tx } from "../../../kernel/deps.ts";
import type { AccountId } from "../../../kernel/ids.ts";

const ACCOUNTS_AT_ONCE = 200;
const AFTER: Statement = {
  name: "checkins.accounts-after",
  sql: `select id from account where id > $1::uuid order by id limit ${String(ACCOUNTS_AT_ONCE)}`,
};

/** The next accounts in the order of their ids. */
export async function accountsAfter(tx: Tx, after: AccountId): Promise<AccountId[]> {
  return (await tx.rows<{ id: AccountId }>(AFTER, [after])).map(({ id }) => id);
}

/** What decides about the series of an account besides its tier. */
export interface Spoken {
  readonly id: AccountId;
  readonly stage: string;
  readonly merged: boolean;
  /** since when it is in its stage */
  readonly since: Date | undefined;
  /** the last proactive contact with it */
  readonly contactAt: Date | undefined;
}

const SPOKEN: Statement = {
  name: "checkins.spoken-with",
  sql: `
    select a.id, a.lifecycle_stage as stage, a.merged_into is not null as merged, a.stage_since as since
      from account a where a.id = any($1::uuid[])`,
};

const CONTACTS: Statement = {
  name: "checkins.last-contacts",
  sql: `
    select coalesce(a.merged_into, a.id) as id, max(last.at) as at
      from account a,
           lateral (select max(t.at) as at from timeline t
                     where t.organisation_id = a.organisation_id and t.account_id = a.id and t.at <= $2
                       and ($3 = 'any' and t.direction is not null or t.proactive and t.direction = 'out')) last
     where (a.id = any($1::uuid[]) or a.merged_into = any($1::uuid[])) and last.at is not null
     group by 1`,
};

/**
 * When these customers were last spoken with, those who were merged into them too.
 * @param which ours: we began it (proactive); any: either way
 */
export async function lastContacts(
  tx: Tx,
  accounts: readonly AccountId[],
  now: Date,
  which: "ours" | "any",
): Promise<ReadonlyMap<AccountId, Date>> {
  const rows = await tx.rows<{ id: AccountId; at: Date }>(CONTACTS, [accounts, now, which]);
  return new Map(rows.map(({ id, at }) => [id, at]));
}

export async function spokenWith(tx: Tx, accounts: readonly AccountId[], now: Date): Promise<Spoken[]> {
  type Row = { id: AccountId; stage: string; merged: boolean; since: Date | null };
  const rows = await tx.rows<Row>(SPOKEN, [accounts]);
  const contacts = await lastContacts(tx, accounts, now, "ours");
  return rows.map(({ since, ...row }) => ({ ...row, since: since ?? undefined, contactAt: contacts.get(row.id) }));
}
