import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import type { Outcome } from "../case-store.ts";
import { importedContacts } from "../cases/contacts.ts";
import { type Accountability, accountFor, type Leaver, type Told } from "./accountability.ts";
import { HORIZON_DAYS } from "./horizon.ts";
import { leaversBetween } from "./past-store.ts";

/** Of a case that was given back or opened again, the row itself doesn't tell any more who had it or closed it. */
const ACTED_ON = `select subject from audit
                   where action in ('risk.own', 'risk.case-closed') and person_id is not null and at >= $1::date and at < $3`;

/** That somebody said the customer left isn't that they acted on its alert. */
const LEFT = "select subject from audit where action = 'risk.case-left'";

/** Of the cases opened, and the customers who left, since a day and before today. @param knownBefore what was known by then */
export async function accountabilityOf(
  tx: Tx,
  since: LocalDate,
  today: LocalDate,
  knownBefore: Date,
): Promise<Accountability> {
  const left = await leaversBetween(tx, knownBefore, { from: since, to: today });
  const leftOn = new Map(left.map((each) => [each.account, each.leftOn]));
  const rows = await tx.rows<{
    account_id: AccountId;
    opened_on: LocalDate;
    outcome: Outcome | null;
    acted_on: boolean;
    came_on: LocalDate | null;
  }>(
    `select c.account_id, c.opened_at::date as opened_on, c.outcome,
            c.owned_at is not null or c.contact_at is not null or i.first_at is not null or (c.closed_by is not null and c.id::text not in (${LEFT}))
              or c.id::text in (${ACTED_ON}) as acted_on,
            least(k.came_on, v.came_on, case when c.outcome in ('lost', 'left') then c.closed_at::date end) as came_on
       from risk_case c
       join account a on a.organisation_id = c.organisation_id and a.id = c.account_id and a.merged_into is null
       left join lateral (select min(notice_on) as came_on from contract
                           where account_id = c.account_id and notice_on between c.opened_at::date and $2::date and known_at < $3) k on true
       left join lateral (select min(n.came_on) as came_on
                            from (select coalesce(notice_on, decided_on, effective_on) as came_on from contract_event
                                   where account_id = c.account_id and type in ('notice', 'churn', 'contraction') and known_at < $3) n
                           where n.came_on between c.opened_at::date and $2::date) v on true
      cross join lateral (${importedContacts("$3")}) i
      where c.opened_at >= $1::date and c.opened_at < $2::date + 1 and c.causes <> '{notice}' and c.alerted_p is not null
      order by c.opened_at, c.id`,
    [since, today, knownBefore],
  );
  const told = rows.map((row): Told => {
    const gone = leftOn.get(row.account_id);
    const came = [row.came_on, gone !== undefined && gone >= row.opened_on ? gone : null].flatMap((on) => on ?? []);
    return {
      account: row.account_id,
      openedOn: row.opened_on,
      outcome: row.outcome ?? undefined,
      actedOn: row.acted_on,
      cameOn: came.sort()[0],
    };
  });
  return accountFor(told, await scoredLeavers(tx, left), { since, today });
}

/** Whoever was never scored couldn't have been told of. */
async function scoredLeavers(
  tx: Tx,
  left: readonly { readonly account: AccountId; readonly leftOn: LocalDate }[],
): Promise<Leaver[]> {
  const rows = await tx.rows<{ left_on: LocalDate; told: boolean }>(
    `select l.left_on,
            exists (select 1 from risk_case c
                     where c.account_id = l.account_id and c.causes <> '{notice}' and c.alerted_p is not null and c.opened_at::date <= l.left_on
                       and (c.closed_at is null or c.closed_at::date >= l.left_on - $3::int)) as told
       from unnest($1::uuid[], $2::date[]) as l(account_id, left_on)
      where exists (select 1 from risk_snapshot s where s.account_id = l.account_id and s.day < l.left_on)`,
    [left.map(({ account }) => account), left.map(({ leftOn }) => leftOn), HORIZON_DAYS],
  );
  return rows.map((row) => ({ leftOn: row.left_on, told: row.told }));
}
