import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Statement, Tx } from "../../../kernel/deps.ts";
import type { AccountId, EditionId, PersonId } from "../../../kernel/ids.ts";
import { ledBy } from "../../accounts/facts.ts";
import { FEATURES, type Features } from "../model.ts";
import type { Past } from "./compose.ts";
import { type Edition, EDITION, MONEY, type RiskEdition } from "./edition.ts";

export interface StoredEdition<K extends Edition["kind"] = Edition["kind"]> {
  readonly id: EditionId;
  /** the channel or person whose it is */
  readonly owner: string;
  readonly createdAt: Date;
  readonly edition: Extract<Edition, { readonly kind: K }>;
}

interface Row {
  id: EditionId;
  owner: string;
  created_at: Date;
  figures: unknown;
}

const EDITIONS = "select id, owner, created_at, figures from edition";

function editionOf(row: Row): StoredEdition {
  return { id: row.id, owner: row.owner, createdAt: row.created_at, edition: EDITION.parse(row.figures) };
}

/** One that is stored under its kind. */
function editionIn<K extends Edition["kind"]>(row: Row, kind: K): StoredEdition<K> {
  const { edition, ...rest } = editionOf(row);
  if (edition.kind !== kind) throw new Error(`an edition of ${edition.kind} is kept as ${kind}`);
  return { ...rest, edition: edition as StoredEdition<K>["edition"] };
}

function kindOf(kind: Edition["kind"]): string {
  return `risk.${kind}`;
}

/** whose digests say what is to be done */
const MORNINGS = ["mine", "am", "manager"] as const satisfies readonly Edition["kind"][];

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
export async function newestEdition<K extends Edition["kind"]>(
  tx: Tx,
  kind: K,
  owner: string,
  before?: LocalDate,
): Promise<StoredEdition<K> | undefined> {
  return (await tx.rows<Row>(NEWEST, [kindOf(kind), owner, before ?? null])).map((row) => editionIn(row, kind))[0];
}

/** The edition of one morning. */
export async function editionOfDay<K extends Edition["kind"]>(
  tx: Tx,
  kind: K,
  owner: string,
  day: string,
): Promise<StoredEdition<K> | undefined> {
  const rows = await tx.rows<Row>(`${EDITIONS} where kind = $1 and owner = $2 and day::text = $3`, [
    kindOf(kind),
    owner,
    day,
  ]);
  return rows.map((row) => editionIn(row, kind))[0];
}

/** Whether a morning of somebody's that was made since an instant has a line with an id. */
export async function inMorningSince(tx: Tx, person: PersonId, line: string, since: Date): Promise<boolean> {
  const rows = await tx.rows(
    `select 1 from edition
      where kind = any($1::text[]) and owner = $2 and created_at >= $3
        and jsonb_path_exists(figures, '$.sections.*[*] ? (@.id == $line)', jsonb_build_object('line', $4::text)) limit 1`,
    [MORNINGS.map(kindOf), person, since, line],
  );
  return rows.length > 0;
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

const GROWING: Statement = {
  name: "risk.growing",
  sql: `select wanted.id as account_id, s.features
          from unnest($1::uuid[]) as wanted(id)
          cross join lateral (select r.features from risk_snapshot r where r.account_id = wanted.id and r.version > 0
                               order by r.day desc, r.version desc limit 1) s
         where (s.features -> 'change_3m')::float8 >= $2 and (s.features -> 'slope_12w')::float8 > 0
           and (s.features -> 'seat_util')::float8 >= $3`,
};

/** The newest features of those accounts whose use rises. @param least of change_3m and seat_util */
export async function growingOf(
  tx: Tx,
  accounts: readonly AccountId[],
  least: { readonly change: number; readonly seats: number },
): Promise<Map<AccountId, Features>> {
  const values = [accounts, least.change, least.seats];
  const rows = await tx.rows<{ account_id: AccountId; features: unknown }>(GROWING, values);
  return new Map(rows.map((row) => [row.account_id, FEATURES.parse(row.features)]));
}

/** Everybody who is the CSM, or the AM, of an account. */
export async function holders(tx: Tx, slot: "csm" | "am"): Promise<PersonId[]> {
  const sql = "select distinct person_id from slot where slot = $1 order by person_id";
  return (await tx.rows<{ person_id: PersonId }>(sql, [slot])).map((row) => row.person_id);
}

const HISTORY: Statement = {
  name: "editions.at-risk-since",
  sql: `select day, figures -> 'atRisk' as at_risk, figures -> 'stake' -> 'amounts' as stake from edition
         where kind = $1 and owner = $2 and day >= $3::date and day < $4::date and figures ? 'atRisk' order by day`,
};

/** What was at risk on an owner's mornings from a day up to the one before another, the oldest first. */
export async function atRiskSince(
  tx: Tx,
  kind: RiskEdition["kind"],
  owner: string,
  from: LocalDate,
  before: LocalDate,
): Promise<Past[]> {
  const values = [kindOf(kind), owner, from, before];
  const rows = await tx.rows<{ day: LocalDate; at_risk: unknown; stake: unknown }>(HISTORY, values);
  return rows.map(({ day, at_risk, stake }) => ({
    day,
    atRisk: MONEY.parse(at_risk),
    stake: MONEY.optional().parse(stake ?? undefined),
  }));
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

const UNOWNED: Statement = {
  name: "risk.unowned",
  sql: `select c.account_id, coalesce(c.waiting_since, c.opened_at) as since
          from risk_case c join account a on a.organisation_id = c.organisation_id and a.id = c.account_id
         where c.state = 'open' and c.owner_id is null and c.snoozed_until is null and ${ledBy("$1::uuid")} order by 2, 1`,
};

/** Accounts of a manager's team whose open case nobody owns, and since when it waits for one. */
export async function unownedCases(tx: Tx, manager: PersonId): Promise<Map<AccountId, Date>> {
  const rows = await tx.rows<{ account_id: AccountId; since: Date }>(UNOWNED, [manager]);
  return new Map(rows.map((row) => [row.account_id, row.since]));
}
