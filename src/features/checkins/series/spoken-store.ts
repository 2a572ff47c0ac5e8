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
    select a.id, a.lifecycle_stage as stage, a.merged_into is not null as merged, a.stage_since as since,
           (select max(t.at) from timeline t
             where t.organisation_id = a.organisation_id and t.account_id = a.id and t.proactive and t.direction = 'out'
               and t.at <= $2) as contact_at
      from account a where a.id = any($1::uuid[])`,
};

export async function spokenWith(tx: Tx, accounts: readonly AccountId[], now: Date): Promise<Spoken[]> {
  type Row = { id: AccountId; stage: string; merged: boolean; since: Date | null; contact_at: Date | null };
  const rows = await tx.rows<Row>(SPOKEN, [accounts, now]);
  return rows.map(({ since, contact_at, ...row }) => ({
    ...row,
    since: since ?? undefined,
    contactAt: contact_at ?? undefined,
  }));
}
