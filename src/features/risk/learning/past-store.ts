import { goneOn } from "../gone.ts";
import type { LocalDate } from "../../../kernel/business-time.ts";
import { addDays, daysBetween } from "../../../kernel/business-time.ts";
import type { Statement, Tx } from "../../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { FEATURES_SQL } from "../features.ts";
import { SCORED } from "../model.ts";
import { featureValues, type Run } from "../night-store.ts";
import type { PastRow } from "./past.ts";

/** Accounts that one statement rebuilds. */
const ACCOUNTS_AT_ONCE = 50;
const ROWS_A_PAGE = 250;
const FORGOTTEN_AT_ONCE = 1000;
const ACCOUNTS_TO_LOOK_BACK = 500;
/** Who is back within so many days never left. */
const GAP_DAYS = 90;
const FEATURES_FROM_DAYS = 112;

/** The first day of which a source had said all, or undefined. */
export async function firstCovered(tx: Tx, knownBefore: Date): Promise<LocalDate | undefined> {
  const [row] = await tx.rows<{ day: LocalDate | null }>("select min(day) as day from coverage where known_at < $1", [
    knownBefore,
  ]);
  return row?.day ?? undefined;
}

/** The first day of usage of the next accounts. @returns no last one when there are no more */
export async function firstUsedAfter(
  tx: Tx,
  knownBefore: Date,
  after: AccountId,
): Promise<{ readonly last: AccountId | undefined; readonly day: LocalDate | undefined }> {
  const [row] = await tx.rows<{ last: AccountId | null; day: LocalDate | null }>(
    `with batch as (select id from account where id > $1::uuid order by id limit ${String(ACCOUNTS_TO_LOOK_BACK)})
     select (select id from batch order by id desc limit 1) as last, min(u.day) as day
       from batch left join lateral (
         select l.day from metric m cross join lateral (
           select u.day from usage u where u.account_id = batch.id and u.metric = m.name and u.known_at < $2
            order by u.day limit 1) l) u on true`,
    [after, knownBefore],
  );
  return { last: row?.last ?? undefined, day: row?.day ?? undefined };
}

/** The first day of which there is a whole window of usage and its three months before. @param since usage is known */
export function firstCut(since: LocalDate): LocalDate {
  return addDays(since, FEATURES_FROM_DAYS);
}

/**
 * When customers of some accounts came and left, by what is known today: notice, or else the end, of the last of the
 * contracts that follow each other. $1 what was known before · $2 the accounts
 */
const SPELLS = `
select account_id, min(starts_on) as began, case when bool_and(gone_on is not null) then max(gone_on) end as left_on
  from (select *, sum(case when starts_on > before + ${GAP_DAYS} then 1 else 0 end) over (partition by account_id order by starts_on, gone_on, id) as spell
          from (select *, max(coalesce(gone_on, 'infinity')) over (
                            partition by account_id order by starts_on, gone_on, id rows between unbounded preceding and 1 preceding) as before
                  from (select c.account_id, c.id, c.starts_on, ${goneOn("$1")} as gone_on
                          from contract c
                         where c.account_id = any($2::uuid[]) and c.known_at < $1) c) c) c
 group by account_id, spell`;

export interface PastCustomer {
  readonly account: AccountId;
  readonly leftOn: LocalDate | undefined;
}

/** Of the next accounts, those that were customers on a day and hadn't left. @returns no last one when there are no more */
export async function pastCustomersAfter(
  tx: Tx,
  knownBefore: Date,
  day: LocalDate,
  after: AccountId,
): Promise<{ readonly last: AccountId | undefined; readonly customers: readonly PastCustomer[] }> {
  const accounts = await tx.rows<{ id: AccountId }>(
    `select id from account where id > $1::uuid and merged_into is null order by id limit ${String(ACCOUNTS_AT_ONCE)}`,
    [after],
  );
  const ids = accounts.map(({ id }) => id);
  if (ids.length === 0) return { last: undefined, customers: [] };
  const rows = await tx.rows<{ account_id: AccountId; left_on: LocalDate | null }>(
    `select account_id, left_on from (${SPELLS}) s where began <= $3::date and (left_on is null or left_on >= $3::date) order by account_id`,
    [knownBefore, ids, day],
  );
  return {
    last: ids.at(-1),
    customers: rows.map((row) => ({ account: row.account_id, leftOn: row.left_on ?? undefined })),
  };
}

// What was kept on that night is what was known then; the facts may have been corrected since.
const KEEP_ROWS: Statement = {
  name: "risk.keep-rows",
  sql: `insert into risk_row (organisation_id, day, account_id, features, left_on, built_at)
        select $6, $3::date, f.account_id, coalesce(s.features, f.features), l.left_on, $7::timestamptz
          from (${FEATURES_SQL}) f
          join unnest($1::uuid[], $8::date[]) as l(account_id, left_on) on l.account_id = f.account_id
          left join lateral (select r.features from risk_snapshot r
                              where r.account_id = f.account_id and r.day = $3::date and r.version > 0
                              order by r.version limit 1) s on true
        on conflict (organisation_id, day, account_id) do update
          set features = excluded.features, left_on = excluded.left_on, built_at = excluded.built_at`,
};

/** Keeps what was known of customers at the start of a past day, and when they left by what is known today. */
export async function keepRows(
  tx: Tx,
  customers: readonly PastCustomer[],
  cut: Run,
  currency: string,
  builtAt: Date,
): Promise<void> {
  const values = featureValues(
    customers.map(({ account }) => account),
    cut,
    currency,
  );
  await tx.rows(KEEP_ROWS, [...values, tx.organisation, builtAt, customers.map(({ leftOn }) => leftOn ?? null)]);
}

/** Forgets rows that an earlier training built and this one didn't. @returns whether there may be more */
export async function forgetRows(tx: Tx, builtAt: Date): Promise<boolean> {
  const rows = await tx.rows(
    `delete from risk_row r using (select day, account_id from risk_row where built_at <> $1 limit ${String(FORGOTTEN_AT_ONCE)}) old
      where r.day = old.day and r.account_id = old.account_id returning 1`,
    [builtAt],
  );
  return rows.length === FORGOTTEN_AT_ONCE;
}

const PAGE: Statement = {
  name: "risk.rows-page",
  sql: `select r.account_id, r.day, r.left_on, a.segment, f.*
          from (select * from risk_row where (day, account_id) > ($1::date, $2::uuid) and built_at = $3
                 order by day, account_id limit ${String(ROWS_A_PAGE)}) r
          join account a on a.organisation_id = r.organisation_id and a.id = r.account_id
         cross join lateral jsonb_to_record(r.features) as f(${[...SCORED, "per_seat"].map((name) => `${name} float8`).join(", ")})
         order by r.day, r.account_id`,
};

/** The next rows that a training built, in the order of their days. */
export async function rowsAfter(
  tx: Tx,
  builtAt: Date,
  after: { readonly day: LocalDate; readonly account: AccountId },
): Promise<PastRow[]> {
  const rows = await tx.rows<
    {
      account_id: AccountId;
      day: LocalDate;
      left_on: LocalDate | null;
      segment: string | null;
      per_seat: number | null;
    } & Record<(typeof SCORED)[number], number | null>
  >(PAGE, [after.day, after.account, builtAt]);
  return rows.map((row) => ({
    account: row.account_id,
    day: row.day,
    leftInDays: row.left_on === null ? Infinity : daysBetween(row.day, row.left_on),
    segment: row.segment ?? "",
    perSeat: row.per_seat ?? NaN,
    values: SCORED.map((name) => row[name] ?? NaN),
  }));
}

/** The accounts that left in these days, both included, by what was known before an instant; each with the last day it left. */
export async function leaversBetween(
  tx: Tx,
  knownBefore: Date,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<{ readonly account: AccountId; readonly leftOn: LocalDate }[]> {
  const maybe = await tx.rows<{ account_id: AccountId }>(
    `select l.account_id from (
       select account_id from contract where least(notice_on, ended_on) between $2::date and $3::date and known_at < $1
       union
       select account_id from contract_event
        where type in ('notice', 'churn') and coalesce(notice_on, effective_on) between $2::date and $3::date and known_at < $1) l
       join account a on a.id = l.account_id and a.merged_into is null`,
    [knownBefore, from, to],
  );
  const rows = await tx.rows<{ account_id: AccountId; left_on: LocalDate }>(
    `select account_id, max(left_on) as left_on from (${SPELLS}) s where left_on between $3::date and $4::date group by account_id`,
    [knownBefore, maybe.map((row) => row.account_id), from, to],
  );
  return rows.map((row) => ({ account: row.account_id, leftOn: row.left_on }));
}

/** Whose accounts are compared with each other today. */
export async function belongingOf(
  tx: Tx,
  accounts: readonly AccountId[],
): Promise<
  ReadonlyMap<
    AccountId,
    { readonly name: string; readonly segment: string | undefined; readonly csm: PersonId | undefined }
  >
> {
  const rows = await tx.rows<{ id: AccountId; name: string; segment: string | null; csm: PersonId | null }>(
    `select a.id, a.name, a.segment, o.person_id as csm from account a
       left join slot o on o.organisation_id = a.organisation_id and o.account_id = a.id and o.slot = 'csm'
      where a.id = any($1::uuid[])`,
    [accounts],
  );
  return new Map(
    rows.map(({ id, name, segment, csm }) => [id, { name, segment: segment ?? undefined, csm: csm ?? undefined }]),
  );
}
