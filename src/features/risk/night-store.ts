import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { exponentOf } from "../../kernel/money.ts";
import { BASE_SQL, FEATURES_SQL, MAIN_CURRENCY_SQL } from "./features.ts";
import { COMPARED, FEATURES, REASONS, SCORED, type Features, type PeerGroup, type Reasons } from "./model.ts";
import { type Peers, type PeerSet, peerSetsSql, scaleSql, SEGMENTS_SQL } from "./peers.ts";
import type { Measures } from "./score.ts";

/** One night's run over an organisation: what was known before an instant, and its local date. */
export interface Run {
  readonly asOf: Date;
  readonly day: LocalDate;
}

const CUSTOMERS_AT_ONCE = 100;

/** Before every account. */
export const FIRST = "00000000-0000-0000-0000-000000000000" as AccountId;

// One look at an account's contracts, in the order of the ids: nothing is read of those behind the last.
const CUSTOMERS: Statement = {
  name: "risk.customers",
  sql: `select a.id from account a
         where a.id > $1::uuid and a.merged_into is null and a.lifecycle_stage <> 'churned'
           and (select coalesce(bool_or(c.starts_on <= $3::date and (c.ended_on is null or c.ended_on > $3::date)), true)
                  from contract c where c.organisation_id = a.organisation_id and c.account_id = a.id and c.known_at < $2)
         order by a.id limit ${CUSTOMERS_AT_ONCE}`,
};

/** The next customers in the order of their ids: not churned or merged away, and with a running contract or none known. */
export async function customersAfter(tx: Tx, { asOf, day }: Run, after: AccountId): Promise<AccountId[]> {
  return (await tx.rows<{ id: AccountId }>(CUSTOMERS, [after, asOf, day])).map(({ id }) => id);
}

export async function mainCurrency(tx: Tx, { asOf, day }: Run): Promise<string> {
  return (await tx.rows<{ currency: string }>(MAIN_CURRENCY_SQL, [asOf, day]))[0]?.currency ?? "EUR";
}

/** Churns known and account-quarters watched, for the base rate. */
export async function history(tx: Tx, { asOf, day }: Run): Promise<{ churns: number; quarters: number }> {
  const [row] = await tx.rows<{ churns: number; quarters: number }>(BASE_SQL, [asOf, day]);
  return row ?? { churns: 0, quarters: 0 };
}

/** What FEATURES_SQL takes. */
export function featureValues(accounts: readonly AccountId[], { asOf, day }: Run, currency: string): unknown[] {
  return [accounts, asOf, day, currency, 10 ** exponentOf(currency)];
}

export interface Known {
  readonly features: Features;
  readonly dataUntil: LocalDate | undefined;
  /** the data is older than its lag + 3 days (B13) */
  readonly stale: boolean;
}

/** The features of accounts as of an instant, without keeping them. Peers come from a finished run only. */
export async function featuresAsOf(
  tx: Tx,
  accounts: readonly AccountId[],
  run: Run,
  currency: string,
): Promise<Map<AccountId, Known>> {
  const rows = await tx.rows<{
    account_id: AccountId;
    features: unknown;
    data_until: LocalDate | null;
    stale: boolean;
  }>(FEATURES_SQL, featureValues(accounts, run, currency));
  return new Map(
    rows.map((row) => [
      row.account_id,
      { features: FEATURES.parse(row.features), dataUntil: row.data_until ?? undefined, stale: row.stale },
    ]),
  );
}

const KEEP: Statement = {
  name: "risk.keep-features",
  sql: `insert into risk_snapshot (organisation_id, account_id, day, version, features, p, reasons, frozen, data_until, computed_at)
        select $6, f.account_id, $3::date, 0, f.features, 0, '{}', f.stale, f.data_until, $2::timestamptz from (${FEATURES_SQL}) f
        on conflict (organisation_id, account_id, day, version) do update set features = excluded.features,
          frozen = excluded.frozen, data_until = excluded.data_until, computed_at = excluded.computed_at`,
};

/** Keeps the features of a batch as version 0, which the score turns into a finished snapshot. */
export async function keepFeatures(tx: Tx, accounts: readonly AccountId[], run: Run, currency: string): Promise<void> {
  await tx.rows(KEEP, [...featureValues(accounts, run, currency), tx.organisation]);
}

const MEASURED = SCORED.filter((feature) => feature !== "peer_pct");
const SCALE = scaleSql(MEASURED);

/** What the features of the next accounts measure. @returns no last one when there are no more */
export async function measuresAfter(
  tx: Tx,
  { asOf, day }: Run,
  after: AccountId,
  most: number,
): Promise<{ last: AccountId | undefined; measures: Measures }> {
  const [row] = await tx.rows<Record<string, number | null> & { last: AccountId | null }>(SCALE, [
    day,
    asOf,
    after,
    most,
  ]);
  const measures = Object.fromEntries(
    MEASURED.map((feature) => [
      feature,
      { n: row?.[`n_${feature}`] ?? 0, mean: row?.[`mean_${feature}`] ?? 0, sd: row?.[`sd_${feature}`] ?? 0 },
    ]),
  );
  return { last: row?.last ?? undefined, measures };
}

/** The segments whose accounts are compared with each other. */
export async function segmentsOf(tx: Tx, { asOf, day }: Run): Promise<string[]> {
  return (await tx.rows<{ segment: string }>(SEGMENTS_SQL, [day, asOf])).map(({ segment }) => segment);
}

export interface Waiting extends Known {
  readonly account: AccountId;
  readonly csm: PersonId | undefined;
  /** p about a week before, by the same model */
  readonly pWeekAgo: number | undefined;
  /** the reasons of the last finished snapshot */
  readonly lastReasons: Reasons | undefined;
}

/** Accounts of one segment, or of none of these. */
export type Among = { readonly segment: string } | { readonly noneOf: readonly string[] };

const WAITING: Statement = {
  name: "risk.waiting",
  sql: `select a.id as account_id, o.person_id as csm, s.features, s.data_until, s.frozen, week.p as p_week_ago, last.reasons as last_reasons
          from (select organisation_id, id from account
                 where id > $3::uuid and case when $5::text is null then coalesce(segment <> all($6::text[]), true) else segment = $5 end
                 order by id limit $4) a
          left join risk_snapshot s on s.organisation_id = a.organisation_id and s.account_id = a.id
                                   and s.day = $1::date and s.version = 0 and s.computed_at = $2
          left join slot o on o.organisation_id = s.organisation_id and o.account_id = s.account_id and o.slot = 'csm'
          left join lateral (select r.p from risk_snapshot r where r.organisation_id = s.organisation_id and r.account_id = s.account_id
                                and r.version > 0 and not r.frozen and r.model is not distinct from $7::int and r.day between s.day - 10 and s.day - 7
                              order by r.day desc, r.version desc limit 1) week on true
          left join lateral (select r.reasons from risk_snapshot r where r.organisation_id = s.organisation_id
                                and r.account_id = s.account_id and r.version > 0 and s.frozen
                              order by r.day desc, r.version desc limit 1) last on true
         order by a.id`,
};

/**
 * Of the next accounts, those whose features are kept but not scored yet.
 * @returns the last account looked at; none when there are no more
 */
export async function waitingAfter(
  tx: Tx,
  { asOf, day }: Run,
  { among, model }: { readonly among: Among; readonly model: number | undefined },
  after: AccountId,
  most: number,
): Promise<{ last: AccountId | undefined; waiting: Waiting[] }> {
  const [segment, others] = "segment" in among ? [among.segment, []] : [null, among.noneOf];
  const rows = await tx.rows<{
    account_id: AccountId;
    csm: PersonId | null;
    features: unknown;
    data_until: LocalDate | null;
    frozen: boolean | null;
    p_week_ago: number | null;
    last_reasons: unknown;
  }>(WAITING, [day, asOf, after, most, segment, others, model ?? null]);
  const waiting = rows
    .filter((row) => row.features !== null)
    .map((row) => ({
      account: row.account_id,
      csm: row.csm ?? undefined,
      features: FEATURES.parse(row.features),
      dataUntil: row.data_until ?? undefined,
      stale: row.frozen ?? false,
      pWeekAgo: row.p_week_ago ?? undefined,
      lastReasons: row.last_reasons ? REASONS.parse(row.last_reasons) : undefined,
    }));
  return { last: rows.at(-1)?.account_id, waiting };
}

const SETS_OF_SEGMENT = peerSetsSql("segment");
const SET_OF_EVERYBODY = peerSetsSql("organisation");

/** Whom the accounts of a segment, or of none of those, are compared with. */
export async function peerSetsOf(tx: Tx, { asOf, day }: Run, among: Among): Promise<PeerSet[]> {
  const [sql, values] =
    "segment" in among ? [SETS_OF_SEGMENT, [day, asOf, among.segment]] : [SET_OF_EVERYBODY, [day, asOf]];
  const rows = await tx.rows<
    { group: PeerGroup; csm: PersonId | null; rising: number[] } & Record<(typeof COMPARED)[number], number | null>
  >(sql, values);
  return rows.map(({ group, csm, rising, ...median }) => ({
    group,
    csm: csm ?? undefined,
    rising,
    median: Object.fromEntries(COMPARED.flatMap((name) => (median[name] === null ? [] : [[name, median[name]]]))),
  }));
}

export interface Finished {
  readonly account: AccountId;
  /** joins what is kept of its features */
  readonly peers: Peers | undefined;
  readonly p: number;
  readonly reasons: Reasons;
  readonly frozen: boolean;
  /** of the model that p comes from */
  readonly model: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

const FINISH: Statement = {
  name: "risk.finish",
  sql: `update risk_snapshot s
           set version = 1 + (select max(o.version) from risk_snapshot o
                               where o.organisation_id = s.organisation_id and o.account_id = s.account_id and o.day = s.day),
               features = s.features || coalesce(d.peers, '{}'), p = d.p, reasons = d.reasons, frozen = d.frozen,
               model = d.model, low = d.low, high = d.high
          from jsonb_to_recordset($2::jsonb) as d(account uuid, peers jsonb, p float8, reasons jsonb, frozen boolean,
                                                  model int, low float8, high float8)
         where s.account_id = d.account and s.day = $1::date and s.version = 0`,
};

/** Turns working rows into the next version of the day; what was finished before stays as it is. */
export async function finishSnapshots(tx: Tx, day: LocalDate, finished: readonly Finished[]): Promise<void> {
  await tx.rows(FINISH, [day, JSON.stringify(finished)]);
}

/** Removes working rows that no run will finish any more. */
export async function dropUnfinished(tx: Tx, day: LocalDate): Promise<void> {
  await tx.rows("delete from risk_snapshot where version = 0 and day <= $1::date and day > $1::date - 30", [day]);
}
