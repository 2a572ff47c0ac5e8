import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";

export type Tier = "A" | "B" | "C";

/**
 * By contract value (G1): the largest accounts that together have 80 % of a currency's ARR are A, those up to 95 % B, the
 * rest C, and also who has no contract. A key account is A.
 */
const TIERS: Statement = {
  name: "accounts.tiers",
  sql: `
    with worth as (
      select c.account_id, c.currency, sum(c.arr_minor) as arr from contract c
       where c.starts_on <= $1::date and (c.ended_on is null or c.ended_on > $1::date)
       group by c.account_id, c.currency having sum(c.arr_minor) > 0),
    ranked as (
      select account_id, (sum(arr) over (partition by currency order by arr desc, account_id) - arr) / sum(arr) over (partition by currency) as before
        from worth)
    select a.id, case when a.key_account or min(r.before) < 0.80 then 'A' when min(r.before) < 0.95 then 'B' else 'C' end as tier
      from account a left join ranked r on r.account_id = a.id
     where a.id = any($2::uuid[]) group by a.organisation_id, a.id`,
};

/** The tiers of accounts as of a day. */
export async function tiersOf(
  tx: Tx,
  accounts: readonly AccountId[],
  today: LocalDate,
): Promise<ReadonlyMap<AccountId, Tier>> {
  const rows = await tx.rows<{ id: AccountId; tier: Tier }>(TIERS, [today, accounts]);
  return new Map(rows.map(({ id, tier }) => [id, tier]));
}
