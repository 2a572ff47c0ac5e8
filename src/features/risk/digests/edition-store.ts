import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Statement, Tx } from "../../../kernel/deps.ts";
import type { AccountId, EditionId, PersonId } from "../../../kernel/ids.ts";
import { type Edition, EDITION } from "./edition.ts";
import { FEATURES, type Features } from "../model.ts";

export interface StoredEdition {
  readonly id: EditionId;
  readonly createdAt: Date;
  readonly edition: Edition;
}

interface Row {
  id: EditionId;
  created_at: Date;
  figures: unknown;
}

const EDITIONS = "select id, created_at, figures from edition";

function editionOf(row: Row): StoredEdition {
  return { id: row.id, createdAt: row.created_at, edition: EDITION.parse(row.figures) };
}

function kindOf(kind: Edition["kind"]): string {
  return `risk.${kind}`;
}

const KEEP: Statement = {
  name: "editions.keep",
  sql: `insert into edition (organisation_id, id, kind, owner, day, figures, created_at) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (organisation_id, kind, owner, day) do nothing`,
};

/** Keeps a morning's figures; a second try for the same morning changes nothing. */
export async function keepEdition(tx: Tx, id: EditionId, owner: string, edition: Edition, at: Date): Promise<void> {
  const { kind, day } = edition;
  await tx.rows(KEEP, [tx.organisation, id, kindOf(kind), owner, day, JSON.stringify(edition), at]);
}

const NEWEST: Statement = {
  name: "editions.newest",
  sql: `${EDITIONS} where kind = $1 and owner = $2 and ($3::date is null or day < $3::date) order by day desc limit 1`,
};

/** The newest edition of an owner, or the newest before a day. */
export async function newestEdition(
  tx: Tx,
  kind: Edition["kind"],
  owner: string,
  before?: LocalDate,
): Promise<StoredEdition | undefined> {
  return (await tx.rows<Row>(NEWEST, [kindOf(kind), owner, before ?? null])).map(editionOf)[0];
}

/** The edition of one morning. */
export async function editionOfDay(
  tx: Tx,
  kind: Edition["kind"],
  owner: string,
  day: string,
): Promise<StoredEdition | undefined> {
  const rows = await tx.rows<Row>(`${EDITIONS} where kind = $1 and owner = $2 and day::text = $3`, [
    kindOf(kind),
    owner,
    day,
  ]);
  return rows.map(editionOf)[0];
}

export async function editionById(tx: Tx, id: EditionId): Promise<StoredEdition | undefined> {
  return (await tx.rows<Row>(`${EDITIONS} where id = $1`, [id])).map(editionOf)[0];
}

/** Customers that belong to the same people. */
export interface Holding {
  readonly accounts: readonly AccountId[];
  readonly region: string | undefined;
  readonly csm: PersonId | undefined;
  readonly manager: PersonId | undefined;
}

/** Whose every customer is. */
export async function holdings(tx: Tx): Promise<Holding[]> {
  const rows = await tx.rows<{
    accounts: string;
    region: string | null;
    csm: PersonId | null;
    manager: PersonId | null;
  }>(
    `select string_agg(a.id::text, ' ' order by a.id) as accounts, a.region, p.id as csm, p.manager_id as manager
       from account a
       left join slot s on s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot = 'csm'
       left join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
      where a.merged_into is null and a.lifecycle_stage <> 'churned'
      group by p.id, p.name, p.manager_id, a.region order by p.name, p.id, a.region`,
  );
  return rows.map(({ accounts, region, csm, manager }) => ({
    accounts: accounts.split(" ") as AccountId[],
    region: region ?? undefined,
    csm: csm ?? undefined,
    manager: manager ?? undefined,
  }));
}

const CUSTOMERS_OF: Statement = {
  name: "risk.customers-of",
  sql: `select a.id from slot s join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
         where s.slot = 'csm' and s.person_id = $1 and a.merged_into is null and a.lifecycle_stage <> 'churned' order by a.id`,
};

/** The customers that a person is the CSM of. */
export async function customersOf(tx: Tx, csm: PersonId): Promise<AccountId[]> {
  return (await tx.rows<{ id: AccountId }>(CUSTOMERS_OF, [csm])).map(({ id }) => id);
}

const RENEWALS_NEAR: Statement = {
  name: "risk.renewals-near",
  sql: `select distinct account_id from contract
         where account_id = any($1::uuid[]) and starts_on <= $2::date and (ended_on is null or ended_on > $2::date)
           and renews_on >= $2::date
           and (renews_on <= $3::date or renews_on - coalesce(notice_days, 0) between $2::date and $4::date)`,
};

/** Accounts with a running contract that renews, or whose notice deadline is, up to these days. */
export async function renewalsNear(
  tx: Tx,
  accounts: readonly AccountId[],
  day: LocalDate,
  { renewal, notice }: { readonly renewal: LocalDate; readonly notice: LocalDate },
): Promise<AccountId[]> {
  const rows = await tx.rows<{ account_id: AccountId }>(RENEWALS_NEAR, [accounts, day, renewal, notice]);
  return rows.map((row) => row.account_id);
}

const GROWING: Statement = {
  name: "risk.growing",
  sql: `select wanted.id as account_id, s.features
          from unnest($1::uuid[]) as wanted(id)
          cross join lateral (select r.features from risk_snapshot r where r.account_id = wanted.id and r.version > 0
                               order by r.day desc, r.version desc limit 1) s
         where (s.features -> 'change_3m')::float8 >= $2 and (s.features -> 'slope_12w')::float8 > 0`,
};

/** The newest features of those accounts whose use rises. @param change the least change_3m */
export async function growingOf(
  tx: Tx,
  accounts: readonly AccountId[],
  change: number,
): Promise<Map<AccountId, Features>> {
  const rows = await tx.rows<{ account_id: AccountId; features: unknown }>(GROWING, [accounts, change]);
  return new Map(rows.map((row) => [row.account_id, FEATURES.parse(row.features)]));
}

/** Everybody who is the CSM of an account. */
export async function holders(tx: Tx): Promise<PersonId[]> {
  return (
    await tx.rows<{ person_id: PersonId }>("select distinct person_id from slot where slot = 'csm' order by person_id")
  ).map((row) => row.person_id);
}

export interface Freshness {
  readonly scored: number;
  readonly frozen: boolean;
  readonly dataUntil: LocalDate | undefined;
}

const FRESHNESS: Statement = {
  name: "risk.freshness",
  sql: `select count(*)::int as scored, bool_and(t.frozen) as frozen, max(s.data_until) as until
          from risk_state t
          left join risk_snapshot s on s.organisation_id = t.organisation_id and s.account_id = t.account_id
                                   and s.day = t.scored_day and s.version > 0
         where t.account_id = any($1::uuid[])`,
};

/** How many of the accounts have been scored, until when their data reaches, and whether all scores stand still. */
export async function freshnessOf(tx: Tx, accounts: readonly AccountId[]): Promise<Freshness> {
  const [row] = await tx.rows<{ scored: number; frozen: boolean | null; until: LocalDate | null }>(FRESHNESS, [
    accounts,
  ]);
  return { scored: row?.scored ?? 0, frozen: row?.frozen ?? false, dataUntil: row?.until ?? undefined };
}

/** The next renewal among accounts without running notice. */
export async function nextRenewal(
  tx: Tx,
  accounts: readonly AccountId[],
  day: LocalDate,
): Promise<{ account: AccountId; on: LocalDate } | undefined> {
  const [row] = await tx.rows<{ account_id: AccountId; renews_on: LocalDate }>(
    `select account_id, renews_on from contract
      where account_id = any($1::uuid[]) and renews_on >= $2::date and starts_on <= $2::date and ended_on is null and notice_on is null
      order by renews_on, account_id limit 1`,
    [accounts, day],
  );
  return row && { account: row.account_id, on: row.renews_on };
}
