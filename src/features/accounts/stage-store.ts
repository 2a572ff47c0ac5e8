import { type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { settingsOf } from "../settings/facts.ts";
import {
  assumedStage,
  isStage,
  type QuietFacts,
  renewalNear,
  type RunningContract,
  type Stage,
  type StageFacts,
} from "./stages.ts";

export { writeAudit } from "../../db/audit.ts";

const ACCOUNTS_AT_ONCE = 200;

interface Row {
  id: AccountId;
  stage: string;
  stage_since: Date | null;
  held_until: LocalDate | null;
  running: readonly ContractRow[] | null;
  ended_on: LocalDate | null;
  renewed_on: LocalDate | null;
  customer_since: LocalDate | null;
  first_goal_met_on: LocalDate | null;
  went_live_on: LocalDate | null;
}

interface ContractRow {
  readonly startsOn: LocalDate;
  readonly renewsOn: LocalDate | null;
  readonly termDays: number | null;
}

/** The running contracts of the account a on the day $1 that weigh a tenth of its ARR or more (A9), the largest always. */
const RUNNING = `
  select jsonb_agg(jsonb_build_object('startsOn', k.starts_on, 'renewsOn', k.renews_on,
                                      'termDays', coalesce(k.ends_on, k.renews_on) - k.starts_on) order by k.starts_on)
    from (select c.*, sum(c.arr_minor) over of_currency as total, max(c.arr_minor) over of_currency as most from contract c
           where c.organisation_id = a.organisation_id and c.account_id = a.id
             and c.starts_on <= $1::date and (c.ended_on is null or c.ended_on > $1::date)
          window of_currency as (partition by c.currency)) k
   where k.arr_minor >= 0.1 * k.total or k.arr_minor = k.most`;

/** The start of the first contract since the account a was last without one. */
const CUSTOMER_SINCE = `
  select min(c.starts_on) from contract c
   where c.organisation_id = a.organisation_id and c.account_id = a.id
     and c.starts_on > coalesce((
       select max(e.ended_on) from contract e
        where e.organisation_id = a.organisation_id and e.account_id = a.id and e.ended_on <= $1::date
          and not exists (select from contract d
                           where d.organisation_id = a.organisation_id and d.account_id = a.id
                             and d.starts_on <= e.ended_on + 1 and (d.ended_on is null or d.ended_on > e.ended_on))),
       '-infinity'::date)`;

const FACTS = `
  select a.id, a.lifecycle_stage as stage, a.stage_since, a.stage_held_until as held_until, (${RUNNING}) as running,
         a.went_live_on, (select max(c.ended_on) from contract c
           where c.organisation_id = a.organisation_id and c.account_id = a.id and c.ended_on <= $1::date) as ended_on,
         (select max(e.effective_on) from contract_event e
           where e.organisation_id = a.organisation_id and e.account_id = a.id and e.type = 'renewal'
             and e.effective_on <= $1::date) as renewed_on,
         (${CUSTOMER_SINCE}) as customer_since,
         (select min(g.met_on) from goal g
           where g.organisation_id = a.organisation_id and g.account_id = a.id and g.kind = 'goal') as first_goal_met_on
    from account a`;

const AFTER: Statement = {
  name: "accounts.stages",
  sql: `${FACTS} where a.id > $2::uuid and a.merged_into is null order by a.id limit ${ACCOUNTS_AT_ONCE}`,
};

/** What is known of an account's stage, but for how its product is used. */
export interface Staged {
  readonly id: AccountId;
  readonly facts: StageFacts;
}

/** The next accounts in the order of their ids. */
export async function stagedAfter(tx: Tx, after: AccountId, today: LocalDate): Promise<Staged[]> {
  const rows = await tx.rows<Row>(AFTER, [today, after]);
  const { zone } = await settingsOf(tx);
  return rows.flatMap((row) => stagedIn(row, zone) ?? []);
}

/** @param zone the organisation's, in which the day is on which its stage began */
function stagedIn(row: Row, zone: string): Staged | undefined {
  const { id, stage } = row;
  if (!isStage(stage)) return undefined;
  const running = runningIn(row);
  const since = row.stage_since ? localDateOf(row.stage_since, zone) : undefined;
  const facts: StageFacts = {
    stage,
    since: since ?? (stage === "onboarding" ? (row.customer_since ?? undefined) : undefined),
    heldUntil: row.held_until ?? undefined,
    wentLiveOn: row.went_live_on ?? undefined,
    firstGoalMetOn: row.first_goal_met_on ?? undefined,
    breadth: undefined,
    running,
    endedOn: row.ended_on ?? undefined,
    renewedOn: row.renewed_on ?? undefined,
  };
  return { id, facts };
}

const ASSUMED: Statement = {
  name: "accounts.assumed-stages",
  sql: `${FACTS} where a.id = any($2::uuid[]) and a.stage_assumed`,
};

/** Gives those of the accounts of which nobody has said a stage the one that their contracts tell, and tells nobody. */
export async function placeAssumed(tx: Tx, accounts: readonly AccountId[], today: LocalDate): Promise<void> {
  for (let from = 0; from < accounts.length; from += ACCOUNTS_AT_ONCE) {
    const rows = await tx.rows<Row>(ASSUMED, [today, accounts.slice(from, from + ACCOUNTS_AT_ONCE)]);
    const { zone } = await settingsOf(tx);
    const placed = rows.flatMap((row) => {
      const facts = stagedIn({ ...row, stage: "onboarding", stage_since: null }, zone)?.facts;
      const stage = facts && assumedStage(facts, today);
      return stage && stage !== row.stage ? [{ id: row.id, stage }] : [];
    });
    if (placed.length === 0) continue;
    await tx.rows(
      `update account a set lifecycle_stage = v.stage, stage_since = null, stage_reason = null
         from unnest($2::uuid[], $3::text[]) as v(id, stage) where a.organisation_id = $1 and a.id = v.id and a.stage_assumed`,
      [tx.organisation, placed.map(({ id }) => id), placed.map(({ stage }) => stage)],
    );
  }
}

/** From their first night on, the rules move them. What has ended may still turn out to be half of what there is to know. */
export function endAssumption(tx: Tx, accounts: readonly AccountId[], today: LocalDate): void {
  tx.run(
    `update account a set stage_assumed = false
      where a.id = any($1::uuid[]) and a.stage_assumed and a.lifecycle_stage <> 'churned'
        and exists (select from contract c
                     where c.organisation_id = a.organisation_id and c.account_id = a.id and c.starts_on <= $2::date)`,
    [accounts, today],
  );
}

function runningIn({ running }: Pick<Row, "running">): RunningContract[] {
  return (running ?? []).map(({ startsOn, renewsOn, termDays }) => ({
    startsOn,
    renewsOn: renewsOn ?? undefined,
    termDays: termDays ?? undefined,
  }));
}

/** The day on which a customer came to use the product. */
export function saveWentLive(tx: Tx, account: AccountId, on: LocalDate): void {
  tx.run("update account set went_live_on = $2 where id = $1", [account, on]);
}

export interface NewStage {
  readonly stage: Stage;
  readonly since: Date;
  readonly reason: string;
  /** set by hand: holds up to and with this day */
  readonly heldUntil: LocalDate | undefined;
}

/** Since when the account is in its stage, where that is known. */
export async function stageSince(tx: Tx, account: AccountId): Promise<Date | undefined> {
  const [row] = await tx.rows<{ since: Date | null }>("select stage_since as since from account where id = $1", [
    account,
  ]);
  return row?.since ?? undefined;
}

export function saveStage(tx: Tx, account: AccountId, { stage, since, reason, heldUntil }: NewStage): void {
  tx.run(
    `update account set lifecycle_stage = $2, stage_since = $3, stage_reason = $4, stage_held_until = $5, stage_assumed = false
      where id = $1`,
    [account, stage, since, reason, heldUntil ?? null],
  );
}

/** As `saveStage`, by a rule. @returns false when somebody has set it by hand meanwhile */
export async function moveStage(
  tx: Tx,
  account: AccountId,
  from: Stage,
  { stage, since, reason }: Omit<NewStage, "heldUntil">,
  today: LocalDate,
): Promise<boolean> {
  const rows = await tx.rows(
    `update account set lifecycle_stage = $2, stage_since = $3, stage_reason = $4, stage_held_until = null,
            stage_assumed = false
      where id = $1 and lifecycle_stage = $5 and (stage_held_until is null or stage_held_until < $6::date) returning id`,
    [account, stage, since, reason, from, today],
  );
  return rows.length === 1;
}

export function savePullIn(tx: Tx, account: AccountId, until: Date): void {
  tx.run("update account set am_pulled_in_until = $2 where id = $1", [account, until]);
}

const QUIET = `
  select a.lifecycle_stage as stage, a.am_pulled_in_until as pulled_in, (${RUNNING}) as running,
         exists (select 1 from request r where r.organisation_id = a.organisation_id and r.account_id = a.id
                    and r.kind = 'commercial' and r.state <> 'closed') as asks
    from account a where a.id = $2`;

/** As of an instant, by the days of the organisation. @returns undefined for an account that isn't there */
export async function quietFacts(tx: Tx, account: AccountId, now: Date): Promise<QuietFacts | undefined> {
  const today = localDateOf(now, (await settingsOf(tx)).zone);
  const [row] = await tx.rows<{ stage: string; pulled_in: Date | null; running: Row["running"]; asks: boolean }>(
    QUIET,
    [today, account],
  );
  if (!row) return undefined;
  const near = renewalNear({ running: runningIn(row) }, today);
  return { stage: row.stage, pulledInUntil: row.pulled_in ?? undefined, asksForMore: row.asks, renewalNear: near };
}
