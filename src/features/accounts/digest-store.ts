import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { ledBy } from "./facts.ts";

const NEAR: Statement = {
  name: "accounts.deadlines-near",
  sql: `select distinct k.account_id as id
          from slot s
          join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
                        and a.merged_into is null and a.lifecycle_stage <> 'churned'
          join contract k on k.organisation_id = a.organisation_id and k.account_id = a.id
         where s.slot = $1 and s.person_id = $2 and k.starts_on <= $3::date and k.ended_on is null
           and k.renews_on >= $3::date
           and (k.renews_on <= $4::date
                or k.renews_on - coalesce(k.notice_days, 0) between $3::date and $5::date)`,
};

/** Customers in somebody's slot with a running contract that renews, or whose notice deadline is, up to these days. */
export async function deadlinesNear(
  tx: Tx,
  held: { readonly slot: "csm" | "am"; readonly by: PersonId },
  day: LocalDate,
  { renewal, notice }: { readonly renewal: LocalDate; readonly notice: LocalDate },
): Promise<AccountId[]> {
  const rows = await tx.rows<{ id: AccountId }>(NEAR, [held.slot, held.by, day, renewal, notice]);
  return rows.map(({ id }) => id);
}

const MOST_ORPHANS = 200;
const ORPHANS: Statement = {
  name: "accounts.orphans",
  sql: `select a.id from account a
         where a.merged_into is null and a.lifecycle_stage <> 'churned'
           and not exists (select 1 from slot s where s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot = 'csm')
           and ${ledBy("$1::uuid")}
         order by a.key_account desc, a.name, a.id limit ${MOST_ORPHANS}`,
};

/** Customers of a manager's team without a CSM, key accounts first. */
export async function orphans(tx: Tx, manager: PersonId): Promise<AccountId[]> {
  return (await tx.rows<{ id: AccountId }>(ORPHANS, [manager])).map(({ id }) => id);
}
