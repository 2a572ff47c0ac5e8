import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId } from "../../kernel/ids.ts";

/**
 * Since when detractors hold an account's opportunities, else null: one who decides there, or several (D2). An expression
 * for a statement that names the account's columns so.
 */
export function detractorSince(organisation: string, account: string): string {
  return `(select case when bool_or(c.role in ('champion', 'buyer', 'sponsor'))
                       then min(d.since) filter (where c.role in ('champion', 'buyer', 'sponsor'))
                       when count(*) >= ${String(OPPORTUNITY.detractorsAtLeast)} then max(d.since) end
             from open_detractor d join contact c on c.organisation_id = d.organisation_id and c.id = d.contact_id
            where d.organisation_id = ${organisation} and d.account_id = ${account})`;
}

/** A contact of the account would not recommend us; one that stands open does so since the first time. */
export async function openDetractor(tx: Tx, account: AccountId, contact: ContactId, since: Date): Promise<void> {
  await tx.rows(
    `insert into open_detractor (organisation_id, account_id, contact_id, since) values ($1, $2, $3, $4)
     on conflict (organisation_id, account_id, contact_id) do nothing`,
    [tx.organisation, account, contact, since],
  );
}

export async function settleDetractor(tx: Tx, account: AccountId, contact: ContactId): Promise<void> {
  await tx.rows("delete from open_detractor where account_id = $1 and contact_id = $2", [account, contact]);
}

/** Since when an account's detractors hold its opportunities. */
export async function heldByDetractors(tx: Tx, account: AccountId): Promise<Date | undefined> {
  const [row] = await tx.rows<{ since: Date | null }>(`select ${detractorSince("$1::uuid", "$2::uuid")} as since`, [
    tx.organisation,
    account,
  ]);
  return row?.since ?? undefined;
}

export interface OpenDetractor {
  readonly account: AccountId;
  readonly contact: ContactId;
  readonly who: string;
  readonly since: Date;
}

/** Who of accounts would not recommend us, the latest first. */
export function detractorsAt(tx: Tx, accounts: readonly AccountId[]): Promise<OpenDetractor[]> {
  return tx.rows<OpenDetractor>(
    `select d.account_id as account, d.contact_id as contact, c.name as who, d.since
       from open_detractor d join contact c on c.organisation_id = d.organisation_id and c.id = d.contact_id
      where d.account_id = any($1::uuid[]) order by d.since desc, d.contact_id limit 100`,
    [accounts],
  );
}
