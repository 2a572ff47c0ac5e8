export { writeAudit } from "../../db/audit.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type Case, type CaseRow, CASES, ownerOf } from "./case-store.ts";
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
  model: number | null;
  low: number | null;
  high: number | null;
}

const STANDING =
  "account_id, state, causes, since, band, p, clear_days, clear_since, scored_day, frozen, model, low, high";

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
    calibrated: row.model === null ? undefined : { model: row.model, low: row.low ?? 0, high: row.high ?? 1 },
  };
}

const SAVE: Statement = {
  name: "risk.save-standings",
  sql: `insert into risk_state (organisation_id, ${STANDING})
        select $1, account_id, state, array(select jsonb_array_elements_text(causes)), since, band, p, clear_days, clear_since, scored_day, frozen, model, low, high
          from jsonb_to_recordset($2::jsonb) as r(account_id uuid, state text, causes jsonb, since timestamptz, band text, p float8,
                                                  clear_days int, clear_since date, scored_day date, frozen boolean,
                                                  model int, low float8, high float8)
        on conflict (organisation_id, account_id) do update set state = excluded.state, causes = excluded.causes, since = excluded.since,
          band = excluded.band, p = excluded.p, clear_days = excluded.clear_days, clear_since = excluded.clear_since,
          scored_day = excluded.scored_day, frozen = excluded.frozen,
          model = excluded.model, low = excluded.low, high = excluded.high`,
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
    model: each.calibrated?.model ?? null,
    low: each.calibrated?.low ?? null,
    high: each.calibrated?.high ?? null,
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
                                  and (r.model is null) = (s.model is null) and r.day between s.day - 31 and s.day - 28 order by r.day desc, r.version desc limit 1) before on true`;
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
