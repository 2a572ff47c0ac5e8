import type { LocalDate } from "../../kernel/business-time.ts";
import { RENEWAL } from "../../kernel/defaults.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";

const ACCOUNTS_AT_ONCE = 200;
const AFTER: Statement = {
  name: "renewals.accounts-after",
  sql: `select a.id from account a
         where a.id > $1::uuid
           and (exists (select 1 from contract k where k.organisation_id = a.organisation_id and k.account_id = a.id)
                or exists (select 1 from renewal r
                            where r.organisation_id = a.organisation_id and r.account_id = a.id and r.state = 'open'))
         order by a.id limit ${String(ACCOUNTS_AT_ONCE)}`,
};

/** The next accounts that have or had contracts, in the order of their ids. */
export async function accountsAfter(tx: Tx, after: AccountId): Promise<AccountId[]> {
  return (await tx.rows<{ id: AccountId }>(AFTER, [after])).map(({ id }) => id);
}

const NEAR: Statement = {
  name: "renewals.accounts-near",
  sql: `select distinct k.account_id as id from contract k
          join account a on a.organisation_id = k.organisation_id and a.id = k.account_id
                        and a.merged_into is null and a.lifecycle_stage <> 'churned'
         where k.starts_on <= $1::date and k.ended_on is null
           and (k.renews_on is null or k.renews_on between $1::date and $2::date
                or k.renews_on >= $1::date
                   and k.renews_on - coalesce(k.notice_days, 0) between $1::date and $1::date + ${RENEWAL.noticeListedDays})
           and (exists (select 1 from renewal r
                         where r.organisation_id = k.organisation_id and r.contract_id = k.id and r.state = 'open'
                           and (r.terms_owner_id = any($3::uuid[]) or r.value_owner_id = any($3::uuid[])))
                or not exists (select 1 from renewal r
                                where r.organisation_id = a.organisation_id and r.contract_id = k.id and r.state = 'open')
                   and not exists (select 1 from slot s
                                     join person p on p.organisation_id = s.organisation_id and p.id = s.person_id and p.active
                                    where s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot = 'am')
                or exists (select 1 from slot s
                             join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
                            where s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot in ('csm', 'am')
                              and (p.id = any($3::uuid[]) or p.manager_id = any($3::uuid[])))
                or not exists (select 1 from slot s
                                 join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
                                 join person l on l.organisation_id = p.organisation_id and l.id = p.manager_id and l.active
                                where s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot in ('csm', 'am')))`,
};

/** Accounts that may be these people's or their team's, with a contract that renews in these days or nobody knows when. */
export async function accountsNear(
  tx: Tx,
  from: LocalDate,
  until: LocalDate,
  people: readonly PersonId[],
): Promise<AccountId[]> {
  return (await tx.rows<{ id: AccountId }>(NEAR, [from, until, people])).map(({ id }) => id);
}
