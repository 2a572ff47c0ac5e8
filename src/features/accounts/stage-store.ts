import { type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { isStage, type QuietFacts, renewalNear, type RunningContract, type Stage, type StageFacts } from "./stages.ts";

const ACCOUNTS_AT_ONCE = 200;

interface Row {
  id: AccountId;
  stage: string;
  stage_since: Date | null;
  held_until: LocalDate | null;
  running: readonly ContractRow[] | null;
  ended_on: LocalDate | null;
  renewed_on: LocalDate | null;
}

interface ContractRow {
  readonly startsOn: LocalDate;
  readonly renewsOn: LocalDate | null;
  readonly termDays: number | null;
}

/** The running contracts of the account a on the day $1 that weigh a tenth of its ARR or more (A9). */
const RUNNING = `
  select jsonb_agg(jsonb_build_object('startsOn', k.starts_on, 'renewsOn', k.renews_on,
                                      'termDays', coalesce(k.ends_on, k.renews_on) - k.starts_on) order by k.starts_on)
    from (select c.*, sum(c.arr_minor) over (partition by c.currency) as total from contract c
           where c.organisation_id = a.organisation_id and c.account_id = a.id
             and c.starts_on <= $1::date and (c.ended_on is null or c.ended_on > $1::date)) k
   where k.arr_minor >= 0.1 * k.total`;

const FACTS = `
  select a.id, a.lifecycle_stage as stage, a.stage_since, a.stage_held_until as held_until, (${RUNNING}) as running,
         (select max(c.ended_on) from contract c
           where c.organisation_id = a.organisation_id and c.account_id = a.id and c.ended_on <= $1::date) as ended_on,
         (select max(e.effective_on) from contract_event e
           where e.organisation_id = a.organisation_id and e.account_id = a.id and e.type = 'renewal'
             and e.effective_on <= $1::date) as renewed_on
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
  return (await tx.rows<Row>(AFTER, [today, after])).flatMap((row) => stagedIn(row) ?? []);
}

function stagedIn(row: Row): Staged | undefined {
  const { id, stage } = row;
  if (!isStage(stage)) return undefined;
  const running = runningIn(row);
  const since = row.stage_since ? localDateOf(row.stage_since, "UTC") : undefined;
  const facts: StageFacts = {
    stage,
    since: since ?? (stage === "onboarding" ? running[0]?.startsOn : undefined),
    heldUntil: row.held_until ?? undefined,
    wentLiveOn: undefined,
    firstGoalMetOn: undefined,
    breadth: undefined,
    running,
    endedOn: row.ended_on ?? undefined,
    renewedOn: row.renewed_on ?? undefined,
  };
  return { id, facts };
}

function runningIn({ running }: Pick<Row, "running">): RunningContract[] {
  return (running ?? []).map(({ startsOn, renewsOn, termDays }) => ({
    startsOn,
    renewsOn: renewsOn ?? undefined,
    termDays: termDays ?? undefined,
  }));
}

export interface NewStage {
  readonly stage: Stage;
  readonly since: Date;
  readonly reason: string;
  /** set by hand: holds up to and with this day */
  readonly heldUntil: LocalDate | undefined;
}

export function saveStage(tx: Tx, account: AccountId, { stage, since, reason, heldUntil }: NewStage): void {
  tx.run(
    `update account set lifecycle_stage = $2, stage_since = $3, stage_reason = $4, stage_held_until = $5 where id = $1`,
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
    `update account set lifecycle_stage = $2, stage_since = $3, stage_reason = $4, stage_held_until = null
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

/** @returns undefined for an account that isn't there */
export async function quietFacts(tx: Tx, account: AccountId, today: LocalDate): Promise<QuietFacts | undefined> {
  const [row] = await tx.rows<{ stage: string; pulled_in: Date | null; running: Row["running"]; asks: boolean }>(
    QUIET,
    [today, account],
  );
  if (!row) return undefined;
  const near = renewalNear({ running: runningIn(row) }, today);
  return { stage: row.stage, pulledInUntil: row.pulled_in ?? undefined, asksForMore: row.asks, renewalNear: near };
}
