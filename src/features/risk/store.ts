export { writeAudit } from "../../db/audit.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId, RiskCaseId } from "../../kernel/ids.ts";
import type { Standing } from "./decide.ts";
import { FEATURES, REASONS, type Band, type Cause, type Features, type Reasons, type StandingState } from "./model.ts";

interface StandingRow {
  account_id: AccountId;
  state: StandingState;
  causes: Cause[];
  since: Date;
  band: Band;
  p: number;
  clear_days: number;
  clear_since: LocalDate | null;
  scored_day: LocalDate;
  frozen: boolean;
}

const STANDING = "account_id, state, causes, since, band, p, clear_days, clear_since, scored_day, frozen";

const STANDINGS: Statement = {
  name: "risk.standings",
  sql: `select ${STANDING} from risk_state where account_id = any($1::uuid[])`,
};

export async function standingsOf(tx: Tx, accounts: readonly AccountId[]): Promise<Map<AccountId, Standing>> {
  const rows = await tx.rows<StandingRow>(STANDINGS, [accounts]);
  return new Map(rows.map((row) => [row.account_id, standingIn(row)]));
}

const STANDING_OF: Statement = {
  name: "risk.standing",
  sql: `select ${STANDING} from risk_state where account_id = $1`,
};

export async function standingOf(tx: Tx, account: AccountId): Promise<Standing | undefined> {
  const [row] = await tx.rows<StandingRow>(STANDING_OF, [account]);
  return row && standingIn(row);
}

const TO_LOOK_AT: Statement = {
  name: "risk.to-look-at",
  sql: `select ${STANDING} from risk_state where account_id = any($1::uuid[]) and state in ('at-risk', 'watch') order by account_id`,
};

/** The standings among these accounts that need a look: at risk, or rising. */
export async function standingsToLookAt(tx: Tx, accounts: readonly AccountId[]): Promise<Map<AccountId, Standing>> {
  const rows = await tx.rows<StandingRow>(TO_LOOK_AT, [accounts]);
  return new Map(rows.map((row) => [row.account_id, standingIn(row)]));
}

function standingIn(row: StandingRow): Standing {
  return {
    state: row.state,
    causes: row.causes,
    since: row.since,
    band: row.band,
    p: row.p,
    clearDays: row.clear_days,
    clearSince: row.clear_since ?? undefined,
    scoredDay: row.scored_day,
    frozen: row.frozen,
  };
}

const SAVE: Statement = {
  name: "risk.save-standings",
  sql: `insert into risk_state (organisation_id, ${STANDING})
        select $1, account_id, state, array(select jsonb_array_elements_text(causes)), since, band, p, clear_days, clear_since, scored_day, frozen
          from jsonb_to_recordset($2::jsonb) as r(account_id uuid, state text, causes jsonb, since timestamptz, band text, p float8,
                                                  clear_days int, clear_since date, scored_day date, frozen boolean)
        on conflict (organisation_id, account_id) do update set state = excluded.state, causes = excluded.causes, since = excluded.since,
          band = excluded.band, p = excluded.p, clear_days = excluded.clear_days, clear_since = excluded.clear_since,
          scored_day = excluded.scored_day, frozen = excluded.frozen`,
};

export async function saveStandings(tx: Tx, standings: ReadonlyMap<AccountId, Standing>): Promise<void> {
  const rows = [...standings].map(([account_id, each]) => ({
    account_id,
    state: each.state,
    causes: each.causes,
    since: each.since,
    band: each.band,
    p: each.p,
    clear_days: each.clearDays,
    clear_since: each.clearSince ?? null,
    scored_day: each.scoredDay,
    frozen: each.frozen,
  }));
  await tx.rows(SAVE, [tx.organisation, JSON.stringify(rows)]);
}

/** What was found out about an account at its latest score. */
export interface Snapshot {
  readonly day: LocalDate;
  readonly p: number;
  readonly features: Features;
  readonly reasons: Reasons;
  readonly frozen: boolean;
  readonly dataUntil: LocalDate | undefined;
  /** p four weeks before, where there was a score */
  readonly pMonthAgo: number | undefined;
}

interface SnapshotRow {
  account_id: AccountId;
  day: LocalDate;
  p: number;
  features: unknown;
  reasons: unknown;
  frozen: boolean;
  data_until: LocalDate | null;
  p_month_ago: number | null;
}

function newestSnapshot(account: string): string {
  return `select s.account_id, s.day, s.p, s.features, s.reasons, s.frozen, s.data_until, before.p as p_month_ago
            from (select * from risk_snapshot r where r.account_id = ${account} and r.version > 0
                   order by r.day desc, r.version desc limit 1) s
            left join lateral (select r.p from risk_snapshot r where r.account_id = ${account} and r.version > 0 and not r.frozen
                                  and r.day between s.day - 31 and s.day - 28 order by r.day desc, r.version desc limit 1) before on true`;
}

const SNAPSHOTS: Statement = {
  name: "risk.snapshots",
  sql: `select s.* from unnest($1::uuid[]) as wanted(id) cross join lateral (${newestSnapshot("wanted.id")}) s`,
};

/** The newest finished snapshot of each account. Version 0 is one that the night is still working on. */
export async function snapshotsOf(tx: Tx, accounts: readonly AccountId[]): Promise<Map<AccountId, Snapshot>> {
  const rows = await tx.rows<SnapshotRow>(SNAPSHOTS, [accounts]);
  return new Map(rows.map((row) => [row.account_id, snapshotIn(row)]));
}

function snapshotIn(row: SnapshotRow): Snapshot {
  return {
    day: row.day,
    p: row.p,
    features: FEATURES.parse(row.features),
    reasons: REASONS.parse(row.reasons),
    frozen: row.frozen,
    dataUntil: row.data_until ?? undefined,
    pMonthAgo: row.p_month_ago ?? undefined,
  };
}

export async function latestFeatures(tx: Tx, account: AccountId): Promise<Features | undefined> {
  return (await snapshotsOf(tx, [account])).get(account)?.features;
}

export interface Case {
  readonly id: RiskCaseId;
  readonly account: AccountId;
  readonly state: "open" | "closed";
  readonly causes: readonly Cause[];
  readonly openedAt: Date;
  readonly owner: { readonly id: PersonId; readonly name: string; readonly at: Date } | undefined;
  readonly closedAt: Date | undefined;
}

interface CaseRow {
  id: RiskCaseId;
  account_id: AccountId;
  state: "open" | "closed";
  causes: Cause[];
  opened_at: Date;
  owner_id: PersonId | null;
  owner_name: string | null;
  owned_at: Date | null;
  closed_at: Date | null;
}

const CASES = `select c.id, c.account_id, c.state, c.causes, c.opened_at, c.owner_id, p.name as owner_name, c.owned_at, c.closed_at
  from risk_case c left join person p on p.organisation_id = c.organisation_id and p.id = c.owner_id`;

function caseOf(row: CaseRow): Case {
  return {
    id: row.id,
    account: row.account_id,
    state: row.state,
    causes: row.causes,
    openedAt: row.opened_at,
    owner: ownerOf(row),
    closedAt: row.closed_at ?? undefined,
  };
}

function ownerOf(row: Pick<CaseRow, "owner_id" | "owner_name" | "owned_at">): Case["owner"] {
  return row.owner_id && row.owned_at ? { id: row.owner_id, name: row.owner_name ?? "", at: row.owned_at } : undefined;
}

export async function caseById(tx: Tx, id: RiskCaseId): Promise<Case | undefined> {
  return (await tx.rows<CaseRow>(`${CASES} where c.id = $1`, [id])).map(caseOf)[0];
}

/** All that is known of one account's risk. */
export interface Found {
  readonly standing: Standing;
  readonly snapshot: Snapshot | undefined;
  readonly open: { readonly at: Date; readonly owner: Case["owner"] } | undefined;
}

interface FoundRow extends StandingRow, Pick<CaseRow, "owner_id" | "owner_name" | "owned_at"> {
  snapshot: SnapshotRow | null;
  opened_at: Date | null;
}

const FIND: Statement = {
  name: "risk.of-account",
  sql: `select r.*, to_jsonb(s) as snapshot, c.opened_at, c.owner_id, c.owner_name, c.owned_at
          from (select ${STANDING} from risk_state where account_id = $1) r
          left join lateral (${newestSnapshot("$1")}) s on true
          left join lateral (${CASES} where c.account_id = $1 and c.state = 'open') c on true`,
};

/** @returns undefined for an account that has never been scored */
export async function riskOfAccount(tx: Tx, account: AccountId): Promise<Found | undefined> {
  const [row] = await tx.rows<FoundRow>(FIND, [account]);
  if (!row) return undefined;
  const { snapshot, opened_at: at } = row;
  return {
    standing: standingIn(row),
    snapshot: snapshot ? snapshotIn(snapshot) : undefined,
    open: at ? { at, owner: ownerOf(row) } : undefined,
  };
}

/** The newest case of each account, open or closed. */
export async function newestCases(tx: Tx, accounts: readonly AccountId[]): Promise<Map<AccountId, Case>> {
  const rows = await tx.rows<CaseRow>(`${CASES} where c.account_id = any($1::uuid[]) order by c.opened_at, c.id`, [
    accounts,
  ]);
  return new Map(rows.map((row) => [row.account_id, caseOf(row)]));
}

/** @returns false when the account has an open case already */
export async function openCase(
  tx: Tx,
  id: RiskCaseId,
  account: AccountId,
  causes: readonly Cause[],
  at: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into risk_case (organisation_id, id, account_id, state, causes, opened_at) values ($1, $2, $3, 'open', $4, $5)
     on conflict (organisation_id, account_id) where state = 'open' do nothing returning id`,
    [tx.organisation, id, account, causes, at],
  );
  return rows.length === 1;
}

/** Adds causes to the open case. @returns its id, or undefined when there is none */
export async function joinCauses(
  tx: Tx,
  account: AccountId,
  causes: readonly Cause[],
): Promise<RiskCaseId | undefined> {
  const [row] = await tx.rows<{ id: RiskCaseId }>(
    `update risk_case set causes = array(select distinct unnest(causes || $2::text[]) order by 1)
      where account_id = $1 and state = 'open' returning id`,
    [account, causes],
  );
  return row?.id;
}

/** @returns false when somebody owns it already, or it is closed */
export async function ownCase(tx: Tx, id: RiskCaseId, owner: PersonId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    "update risk_case set owner_id = $2, owned_at = $3 where id = $1 and state = 'open' and owner_id is null returning id",
    [id, owner, at],
  );
  return rows.length === 1;
}

/** Closes the open cases of accounts. @returns their ids */
export async function closeCases(tx: Tx, accounts: readonly AccountId[], at: Date): Promise<RiskCaseId[]> {
  const rows = await tx.rows<{ id: RiskCaseId }>(
    "update risk_case set state = 'closed', closed_at = $2 where account_id = any($1::uuid[]) and state = 'open' returning id",
    [accounts, at],
  );
  return rows.map(({ id }) => id);
}

/** Accounts with an open case that aren't customers any more. */
export async function casesWithoutCustomer(tx: Tx): Promise<AccountId[]> {
  const rows = await tx.rows<{ account_id: AccountId }>(
    `select c.account_id from risk_case c join account a on a.organisation_id = c.organisation_id and a.id = c.account_id
      where c.state = 'open' and (a.lifecycle_stage = 'churned' or a.merged_into is not null)`,
  );
  return rows.map((row) => row.account_id);
}

/** Cases opened by one run of the night. */
export async function casesOpenedAt(tx: Tx, at: Date): Promise<Case[]> {
  return (await tx.rows<CaseRow>(`${CASES} where c.state = 'open' and c.opened_at = $1`, [at])).map(caseOf);
}

export interface Standstill {
  /** customers scored on that day, and those whose data was too old for it */
  readonly scored: number;
  readonly frozen: number;
  readonly dataUntil: LocalDate | undefined;
}

/** How many scores stand still because no newer data came. */
export async function standstillOf(tx: Tx, day: LocalDate): Promise<Standstill> {
  const [row] = await tx.rows<{ scored: number; frozen: number; until: LocalDate | null }>(
    `select count(distinct t.account_id)::int as scored, count(distinct t.account_id) filter (where t.frozen)::int as frozen,
            max(s.data_until) filter (where t.frozen) as until
       from risk_state t
       join risk_snapshot s on s.organisation_id = t.organisation_id and s.account_id = t.account_id
                           and s.day = t.scored_day and s.version > 0
      where t.scored_day = $1::date`,
    [day],
  );
  return { scored: row?.scored ?? 0, frozen: row?.frozen ?? 0, dataUntil: row?.until ?? undefined };
}
