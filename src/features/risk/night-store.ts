import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { exponentOf } from "../../kernel/money.ts";
import { BASE_SQL, FEATURES_SQL, MAIN_CURRENCY_SQL, PEERS_SQL, scaleSql } from "./features.ts";
import { FEATURES, REASONS, SCORED, type Features, type PeerGroup, type Reasons, type ScoredFeature } from "./model.ts";
import type { Measured } from "./score.ts";

/** One night's run over an organisation: what was known before an instant, and its local date. */
export interface Run {
  readonly asOf: Date;
  readonly day: LocalDate;
}

/** The next customers in the order of their ids: not churned or merged away, and with a running contract or none known. */
export async function customersAfter(
  tx: Tx,
  { asOf, day }: Run,
  after: AccountId | "",
  most: number,
): Promise<AccountId[]> {
  const rows = await tx.rows<{ id: AccountId }>(
    `select a.id from account a
      where a.merged_into is null and a.lifecycle_stage <> 'churned' and ($1 = '' or a.id > nullif($1, '')::uuid)
        and (exists (select from contract c where c.organisation_id = a.organisation_id and c.account_id = a.id and c.known_at < $2
                       and c.starts_on <= $3::date and (c.ended_on is null or c.ended_on > $3::date))
             or not exists (select from contract c where c.organisation_id = a.organisation_id and c.account_id = a.id and c.known_at < $2))
      order by a.id limit $4`,
    [after, asOf, day, most],
  );
  return rows.map(({ id }) => id);
}

export async function mainCurrency(tx: Tx, { asOf, day }: Run): Promise<string> {
  return (await tx.rows<{ currency: string }>(MAIN_CURRENCY_SQL, [asOf, day]))[0]?.currency ?? "EUR";
}

/** Churns known and account-quarters watched, for the base rate. */
export async function history(tx: Tx, { asOf, day }: Run): Promise<{ churns: number; quarters: number }> {
  const [row] = await tx.rows<{ churns: number; quarters: number }>(BASE_SQL, [asOf, day]);
  return row ?? { churns: 0, quarters: 0 };
}

function featureValues(accounts: readonly AccountId[], { asOf, day }: Run, currency: string): unknown[] {
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

/** Keeps the features of a batch as version 0, which the score turns into a finished snapshot. */
export async function keepFeatures(tx: Tx, accounts: readonly AccountId[], run: Run, currency: string): Promise<void> {
  await tx.rows(
    `insert into risk_snapshot (organisation_id, account_id, day, version, features, p, reasons, frozen, data_until, computed_at)
     select $6, f.account_id, $3::date, 0, f.features, 0, '{}', f.stale, f.data_until, $2::timestamptz from (${FEATURES_SQL}) f
     on conflict (organisation_id, account_id, day, version) do update set features = excluded.features,
       frozen = excluded.frozen, data_until = excluded.data_until, computed_at = excluded.computed_at`,
    [...featureValues(accounts, run, currency), tx.organisation],
  );
}

const MEASURED = SCORED.filter((feature) => feature !== "peer_pct");

export async function measuredScales(tx: Tx, { asOf, day }: Run): Promise<Partial<Record<ScoredFeature, Measured>>> {
  const [row = {}] = await tx.rows<Record<string, number | null>>(scaleSql(MEASURED), [day, asOf]);
  return Object.fromEntries(
    MEASURED.map((feature) => [
      feature,
      { n: row[`n_${feature}`] ?? 0, mean: row[`mean_${feature}`] ?? 0, sd: row[`sd_${feature}`] ?? 0 },
    ]),
  );
}

export interface Waiting extends Known {
  readonly account: AccountId;
  /** p about a week before */
  readonly pWeekAgo: number | undefined;
  /** the reasons of the last finished snapshot */
  readonly lastReasons: Reasons | undefined;
}

/** The next accounts whose features are kept but not scored yet. */
export async function waitingAfter(
  tx: Tx,
  { asOf, day }: Run,
  after: AccountId | "",
  most: number,
): Promise<Waiting[]> {
  const rows = await tx.rows<{
    account_id: AccountId;
    features: unknown;
    data_until: LocalDate | null;
    frozen: boolean;
    p_week_ago: number | null;
    last_reasons: unknown;
  }>(
    `select s.account_id, s.features, s.data_until, s.frozen, week.p as p_week_ago, last.reasons as last_reasons
       from risk_snapshot s
       left join lateral (select r.p from risk_snapshot r where r.organisation_id = s.organisation_id and r.account_id = s.account_id
                             and r.version > 0 and not r.frozen and r.day between s.day - 10 and s.day - 7
                           order by r.day desc, r.version desc limit 1) week on true
       left join lateral (select r.reasons from risk_snapshot r where r.organisation_id = s.organisation_id
                             and r.account_id = s.account_id and r.version > 0 and s.frozen
                           order by r.day desc, r.version desc limit 1) last on true
      where s.day = $1::date and s.version = 0 and s.computed_at = $2 and ($3 = '' or s.account_id > nullif($3, '')::uuid)
      order by s.account_id limit $4`,
    [day, asOf, after, most],
  );
  return rows.map((row) => ({
    account: row.account_id,
    features: FEATURES.parse(row.features),
    dataUntil: row.data_until ?? undefined,
    stale: row.frozen,
    pWeekAgo: row.p_week_ago ?? undefined,
    lastReasons: row.last_reasons ? REASONS.parse(row.last_reasons) : undefined,
  }));
}

export interface Peers {
  readonly pct: number;
  readonly group: PeerGroup;
  readonly peers: number;
  readonly median: NonNullable<Features["peer_median"]>;
}

export async function peersOf(
  tx: Tx,
  { asOf, day }: Run,
  accounts: readonly AccountId[],
): Promise<Map<AccountId, Peers>> {
  const rows = await tx.rows<{
    account_id: AccountId;
    group: PeerGroup;
    peers: number;
    pct: number;
    login_days_28: number | null;
    breadth_28: number | null;
    seat_util: number | null;
  }>(PEERS_SQL, [day, asOf, accounts]);
  return new Map(
    rows.map(({ account_id, group, peers, pct, ...median }) => [
      account_id,
      {
        pct,
        group,
        peers,
        median: {
          login_days_28: median.login_days_28 ?? undefined,
          breadth_28: median.breadth_28 ?? undefined,
          seat_util: median.seat_util ?? undefined,
        },
      },
    ]),
  );
}

export interface Finished {
  readonly account: AccountId;
  readonly features: Features;
  readonly p: number;
  readonly reasons: Reasons;
  readonly frozen: boolean;
}

/** Turns working rows into the next version of the day; what was finished before stays as it is. */
export async function finishSnapshots(tx: Tx, day: LocalDate, finished: readonly Finished[]): Promise<void> {
  await tx.rows(
    `update risk_snapshot s
        set version = 1 + (select max(o.version) from risk_snapshot o
                            where o.organisation_id = s.organisation_id and o.account_id = s.account_id and o.day = s.day),
            features = d.features, p = d.p, reasons = d.reasons, frozen = d.frozen
       from jsonb_to_recordset($2::jsonb) as d(account uuid, features jsonb, p float8, reasons jsonb, frozen boolean)
      where s.account_id = d.account and s.day = $1::date and s.version = 0`,
    [day, JSON.stringify(finished)],
  );
}

/** Removes working rows that no run will finish any more. */
export async function dropUnfinished(tx: Tx, day: LocalDate): Promise<void> {
  await tx.rows("delete from risk_snapshot where version = 0 and day <= $1::date and day > $1::date - 30", [day]);
}
