import type { LocalDate } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { AccountId, ContactId, PersonId } from "../../kernel/ids.ts";
import { ledBy } from "../accounts/facts.ts";

const FIRST_BATCH = 200;

/** Who is there at the customer, by name; as many as a menu holds. */
export function peopleAt(
  tx: Tx,
  account: AccountId,
): Promise<
  { readonly id: ContactId; readonly name: string; readonly locale: Locale | null; readonly zone: string | null }[]
> {
  return tx.rows(
    "select id, name, locale, zone from contact where account_id = $1 and left_on is null order by name, id limit 99",
    [account],
  );
}

export async function contactEmail(tx: Tx, id: ContactId): Promise<string | undefined> {
  const [row] = await tx.rows<{ email: string | null }>("select email from contact where id = $1", [id]);
  return row?.email ?? undefined;
}

/** The metric that somebody means by its name or by what it is called; else what they wrote. */
export async function metricMeant(tx: Tx, typed: string): Promise<{ readonly name: string; readonly known: boolean }> {
  const [row] = await tx.rows<{ name: string }>(
    "select name from metric where lower(name) = lower($1) or lower(label) = lower($1) order by lower(name) <> lower($1), name limit 1",
    [typed],
  );
  return row ? { name: row.name, known: true } : { name: typed, known: false };
}

export async function targetOf(tx: Tx, account: AccountId): Promise<number | undefined> {
  const [row] = await tx.rows<{ target: number }>("select target from satisfaction_target where account_id = $1", [
    account,
  ]);
  return row?.target;
}

export function saveTarget(tx: Tx, account: AccountId, target: number, by: PersonId, at: Date): void {
  tx.run(
    `insert into satisfaction_target as t (organisation_id, account_id, target, set_by, set_at) values ($1, $2, $3, $4, $5)
     on conflict (organisation_id, account_id) do update set target = excluded.target, set_by = excluded.set_by, set_at = excluded.set_at`,
    [tx.organisation, account, target, by, at],
  );
}

/** The customers of some CSMs, and those whom somebody leads; none that has left. */
export async function customersOf(
  tx: Tx,
  csms: readonly PersonId[],
  leader: PersonId | undefined,
): Promise<AccountId[]> {
  const rows = await tx.rows<{ id: AccountId }>(
    `select a.id from account a
      where a.merged_into is null and a.lifecycle_stage <> 'churned'
        and (exists (select from slot s where s.organisation_id = a.organisation_id and s.account_id = a.id
                        and s.slot = 'csm' and s.person_id = any($1::uuid[]))
             or $2::uuid is not null and ${ledBy("$2::uuid")})
      order by a.name, a.id`,
    [csms, leader ?? null],
  );
  return rows.map(({ id }) => id);
}

/** The next customers in the order of their ids. */
export async function accountsAfter(tx: Tx, after: AccountId): Promise<AccountId[]> {
  const rows = await tx.rows<{ id: AccountId }>(
    "select id from account where id > $1 and merged_into is null order by id limit $2",
    [after, FIRST_BATCH],
  );
  return rows.map(({ id }) => id);
}

/**
 * How far these customers' open goals are by use, up to and with the day before one: the mean of the days known of 28, or
 * the last value of a metric that counts 28 days itself; its share of the way from baseline to target, from 0 to 1. Of a
 * dense metric enough days must be known: what can't be said leaves standing what was said before, with its day.
 */
export async function reckon(
  tx: Tx,
  accounts: readonly AccountId[],
  today: LocalDate,
  asOf: Date,
): Promise<AccountId[]> {
  const rows = await tx.rows<{ account_id: AccountId }>(
    `update goal g set reckoned_value = v.value, reckoned = v.share, reckoned_on = v.last
       from (select o.id, w.last, x.value, least(1, greatest(0, (x.value - o.baseline) / (o.target - o.baseline))) as share
               from goal o
               join account f on f.organisation_id = o.organisation_id and f.id = o.account_id
               join metric m on m.organisation_id = o.organisation_id and m.name = o.metric
              cross join lateral (
                select avg(u.value) as mean, (array_agg(u.value order by u.day desc))[1] as newest, count(*) as days, max(u.day) as last
                  from usage u
                 where u.organisation_id = o.organisation_id and u.account_id = coalesce(f.merged_into, f.id) and u.metric = o.metric
                   and u.day >= $2::date - ${String(PLAN.windowDays)} and u.day < $2::date and u.known_at <= $3) w
              cross join lateral (select case when m.kind = 'active_users_28' then w.newest else w.mean end as value) x
              where coalesce(f.merged_into, f.id) = any($1::uuid[]) and o.closed_at is null and o.met_on is null
                and o.baseline is not null and o.target is not null and o.baseline <> o.target and w.days > 0
                and (m.density = 'sparse' or m.kind = 'active_users_28' or w.days >= ${String(PLAN.knownDays)})) v
      where g.id = v.id and (g.reckoned_value, g.reckoned, g.reckoned_on) is distinct from (v.value, v.share, v.last)
     returning g.account_id`,
    [accounts, today, asOf],
  );
  return rows.map(({ account_id: account }) => account);
}
