import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId, CheckInId, CheckSeriesId, PersonId } from "../../../kernel/ids.ts";
import { readSeries, writeSeries } from "../../../kernel/recurrence-text.ts";
import type { Tier } from "../../accounts/facts.ts";
import type { Answers, CheckIn, Kind, Phase, Running, Sentiment } from "./decide.ts";

interface SeriesRow {
  id: CheckSeriesId;
  account_id: AccountId;
  kind: Kind;
  tier: Tier;
  phase: Phase;
  rule: string;
}

/** The running series of accounts, held until the transaction ends. */
export async function holdRunning(tx: Tx, accounts: readonly AccountId[]): Promise<Running[]> {
  const rows = await tx.rows<SeriesRow>(
    `select id, account_id, kind, tier, phase, rule from check_series
      where account_id = any($1::uuid[]) and ended_at is null order by account_id, kind for update`,
    [accounts],
  );
  return rows.map(runningOf);
}

export async function seriesById(
  tx: Tx,
  id: CheckSeriesId,
): Promise<(Running & { readonly ended: boolean }) | undefined> {
  const rows = await tx.rows<SeriesRow & { ended: boolean }>(
    "select id, account_id, kind, tier, phase, rule, ended_at is not null as ended from check_series where id = $1",
    [id],
  );
  return rows.map((row) => ({ ...runningOf(row), ended: row.ended }))[0];
}

function runningOf({ id, account_id, kind, tier, phase, rule }: SeriesRow): Running {
  const read = readSeries(rule);
  if (read.kind === "wrong") throw new Error(`a series that can't be read: ${read.field}`);
  return { id, account: account_id, kind, tier, phase, series: read.series };
}

export function insertSeries(tx: Tx, { id, account, kind, tier, phase, series }: Running, now: Date): void {
  tx.run(
    `insert into check_series (organisation_id, id, account_id, kind, tier, phase, rule, begun_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tx.organisation, id, account, kind, tier, phase, writeSeries(series), now],
  );
}

export function saveTier(tx: Tx, id: CheckSeriesId, tier: Tier, phase: Phase): void {
  tx.run("update check_series set tier = $2, phase = $3 where id = $1", [id, tier, phase]);
}

export function endSeries(tx: Tx, id: CheckSeriesId, by: string, at: Date): void {
  tx.run("update check_series set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null", [id, at, by]);
}

interface Row {
  id: CheckInId;
  series_id: CheckSeriesId;
  account_id: AccountId;
  kind: Kind;
  original_on: LocalDate;
  due_on: LocalDate;
  scheduled_at: Date | null;
  state: CheckIn["state"];
  told_at: Date | null;
  snoozed_until: LocalDate | null;
  no_shows: number;
  settled_at: Date | null;
  settled_by: PersonId | null;
  reason: string | null;
  needs: string | null;
  goals: string | null;
  blockers: string | null;
  sentiment: Sentiment | null;
  next_step: string | null;
}

const SELECT = "select c.* from check_in c";

function checkInOf(row: Row): CheckIn {
  return {
    id: row.id,
    series: row.series_id,
    account: row.account_id,
    kind: row.kind,
    originalOn: row.original_on,
    dueOn: row.due_on,
    scheduledAt: row.scheduled_at ?? undefined,
    state: row.state,
    toldAt: row.told_at ?? undefined,
    snoozedUntil: row.snoozed_until ?? undefined,
    noShows: row.no_shows,
    settledAt: row.settled_at ?? undefined,
    settledBy: row.settled_by ?? undefined,
    reason: row.reason ?? undefined,
    answers: {
      needs: row.needs ?? undefined,
      goals: row.goals ?? undefined,
      blockers: row.blockers ?? undefined,
      sentiment: row.sentiment ?? undefined,
      nextStep: row.next_step ?? undefined,
    },
  };
}

export async function checkInById(tx: Tx, id: CheckInId): Promise<CheckIn | undefined> {
  return (await tx.rows<Row>(`${SELECT} where c.id = $1`, [id])).map(checkInOf)[0];
}

export async function checkInsById(tx: Tx, ids: readonly CheckInId[]): Promise<ReadonlyMap<CheckInId, CheckIn>> {
  const rows = await tx.rows<Row>(`${SELECT} where c.id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, checkInOf(row)]));
}

/** The check-in, held until the transaction ends. */
export async function holdCheckIn(tx: Tx, id: CheckInId): Promise<CheckIn | undefined> {
  return (await tx.rows<Row>(`${SELECT} where c.id = $1 for update`, [id])).map(checkInOf)[0];
}

/** What is open at accounts, held until the transaction ends. */
export async function holdOpen(tx: Tx, accounts: readonly AccountId[]): Promise<CheckIn[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where c.account_id = any($1::uuid[]) and c.state = 'open' order by c.account_id, c.kind for update`,
    [accounts],
  );
  return rows.map(checkInOf);
}

export async function openAt(tx: Tx, account: AccountId): Promise<CheckIn[]> {
  const rows = await tx.rows<Row>(`${SELECT} where c.account_id = $1 and c.state = 'open' order by c.due_on, c.kind`, [
    account,
  ]);
  return rows.map(checkInOf);
}

/** What is open on a day, of the accounts that these people have in the slot of its kind, the longest due first. */
export async function openOf(tx: Tx, people: readonly PersonId[], until: LocalDate): Promise<CheckIn[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} join slot s on s.organisation_id = c.organisation_id and s.account_id = c.account_id
        and s.slot = case c.kind when 'review' then 'am' else 'csm' end
      where c.state = 'open' and c.due_on <= $2::date and s.person_id = any($1::uuid[])
      order by c.due_on, c.scheduled_at nulls last, c.id`,
    [people, until],
  );
  return rows.map(checkInOf);
}

/** What those have to do whose manager somebody is, the most overdue first. */
export async function openOfTeam(tx: Tx, manager: PersonId, until: LocalDate): Promise<CheckIn[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} join slot s on s.organisation_id = c.organisation_id and s.account_id = c.account_id
        and s.slot = case c.kind when 'review' then 'am' else 'csm' end
       join person p on p.organisation_id = s.organisation_id and p.id = s.person_id
      where c.state = 'open' and c.due_on <= $2::date and p.manager_id = $1 and p.id <> $1
      order by c.due_on, c.scheduled_at nulls last, c.id`,
    [manager, until],
  );
  return rows.map(checkInOf);
}

/** The last one of a kind that was held at an account. */
export async function lastHeld(tx: Tx, account: AccountId): Promise<CheckIn | undefined> {
  const rows = await tx.rows<Row>(
    `${SELECT} where c.account_id = $1 and c.state = 'held' and coalesce(c.needs, c.goals, c.blockers, c.sentiment, c.next_step) is not null
      order by c.settled_at desc, c.id desc limit 1`,
    [account],
  );
  return rows.map(checkInOf)[0];
}

/** Whether a check-in of an account was held within a day of an instant. */
export async function heldNear(tx: Tx, account: AccountId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    `select 1 from check_in where account_id = $1 and kind = 'check-in' and state = 'held'
        and settled_at between $2::timestamptz - interval '1 day' and $2::timestamptz + interval '1 day' limit 1`,
    [account, at],
  );
  return rows.length > 0;
}

/** Reviews of an account that are due or were held in a week, from its Monday on. */
export async function reviewsOf(tx: Tx, account: AccountId, from: LocalDate, to: LocalDate): Promise<CheckIn[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where c.account_id = $1 and c.kind = 'review' and c.state in ('open', 'held') and c.due_on between $2 and $3`,
    [account, from, to],
  );
  return rows.map(checkInOf);
}

/** The last day that a series' occurrences had. */
export async function lastDay(tx: Tx, series: CheckSeriesId): Promise<LocalDate | undefined> {
  const [row] = await tx.rows<{ day: LocalDate | null }>(
    "select max(greatest(original_on, due_on)) as day from check_in where series_id = $1",
    [series],
  );
  return row?.day ?? undefined;
}

export function insertCheckIn(
  tx: Tx,
  made: Pick<CheckIn, "id" | "series" | "account" | "kind" | "originalOn" | "dueOn">,
): void {
  tx.run(
    `insert into check_in (organisation_id, id, series_id, account_id, kind, original_on, due_on, state)
     values ($1, $2, $3, $4, $5, $6, $7, 'open')`,
    [tx.organisation, made.id, made.series, made.account, made.kind, made.originalOn, made.dueOn],
  );
}

/** What is open goes on with another series, perhaps on another day. */
export function saveCarried(
  tx: Tx,
  id: CheckInId,
  series: CheckSeriesId,
  originalOn: LocalDate,
  dueOn: LocalDate,
): void {
  tx.run("update check_in set series_id = $2, original_on = $3, due_on = $4 where id = $1 and state = 'open'", [
    id,
    series,
    originalOn,
    dueOn,
  ]);
}

export function saveTold(tx: Tx, id: CheckInId, at: Date): void {
  tx.run("update check_in set told_at = $2 where id = $1", [id, at]);
}

export function saveSnoozed(tx: Tx, id: CheckInId, until: LocalDate): void {
  tx.run("update check_in set snoozed_until = $2 where id = $1 and state = 'open'", [id, until]);
}

/** @param noShow they didn't come to the time before */
export function saveScheduled(tx: Tx, id: CheckInId, on: LocalDate, at: Date, noShow: boolean): void {
  tx.run(
    `update check_in set due_on = $2, scheduled_at = $3, snoozed_until = null, no_shows = no_shows + $4
      where id = $1 and state = 'open'`,
    [id, on, at, noShow ? 1 : 0],
  );
}

export interface Settled {
  readonly state: Exclude<CheckIn["state"], "open">;
  readonly at: Date;
  readonly by: PersonId | undefined;
  readonly reason?: string | undefined;
  readonly answers?: Answers | undefined;
}

export function saveSettled(tx: Tx, id: CheckInId, { state, at, by, reason, answers = {} }: Settled): void {
  tx.run(
    `update check_in set state = $2, settled_at = $3, settled_by = $4, reason = $5, needs = $6, goals = $7, blockers = $8,
            sentiment = $9, next_step = $10
      where id = $1 and state = 'open'`,
    [
      id,
      state,
      at,
      by ?? null,
      reason ?? null,
      answers.needs ?? null,
      answers.goals ?? null,
      answers.blockers ?? null,
      answers.sentiment ?? null,
      answers.nextStep ?? null,
    ],
  );
}

/** The running series of an account. */
export async function runningAt(tx: Tx, account: AccountId): Promise<Running[]> {
  const rows = await tx.rows<SeriesRow>(
    "select id, account_id, kind, tier, phase, rule from check_series where account_id = $1 and ended_at is null order by kind",
    [account],
  );
  return rows.map(runningOf);
}
