import { writeAudit } from "../../db/audit.ts";
import { WORKSPACE_REMOVAL } from "../../db/installations.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import { RETENTION } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Ids } from "../../kernel/ids.ts";

/** Rows that one statement deletes: gone long before a statement's time is over. */
const AT_ONCE = 2000;
const ACCOUNTS_AT_ONCE = 20;
const DAYS_AT_ONCE = 20;
const DAY_MS = 86_400_000;

/** The first day of the month in which usage by day begins. */
export async function keptSince(tx: Tx, today: LocalDate): Promise<LocalDate> {
  const [row] = await tx.rows<{ day: LocalDate }>(
    "select (date_trunc('month', $1::date) - make_interval(months => $2))::date as day",
    [today, RETENTION.usageByDayMonths],
  );
  return row?.day ?? today;
}

/**
 * Makes usage by day before `day` one figure a month, for the next accounts after one: the mean of the days that were
 * known, and how many; a sum would say that an unknown day was one without use.
 * @returns the last account that has nothing left; undefined when there is no further one
 */
export async function foldUsage(tx: Tx, after: string, day: LocalDate): Promise<string | undefined> {
  const accounts = await tx.rows<{ id: string }>(
    "select id from account where organisation_id = $1 and id > $2 order by id limit $3",
    [tx.organisation, after, ACCOUNTS_AT_ONCE],
  );
  const [row] = await tx.rows<{ folded: number }>(
    `with old as (
       select u.account_id, u.metric, u.day from account a cross join metric m
        cross join lateral (
          select * from usage x where x.organisation_id = $1 and x.account_id = a.id and x.metric = m.name and x.day < $3
           order by x.day limit ${String(DAYS_AT_ONCE)}) u
        where a.organisation_id = $1 and a.id = any($2::uuid[]) and m.organisation_id = $1
     ), gone as (
       delete from usage u using old
        where u.organisation_id = $1 and u.account_id = old.account_id and u.metric = old.metric and u.day = old.day
       returning u.account_id, u.metric, u.day, u.value
     ), kept as (
       insert into usage_month as m (organisation_id, account_id, metric, month, mean, days)
       select $1, account_id, metric, date_trunc('month', day)::date, avg(value), count(*) from gone group by 2, 3, 4
       on conflict (organisation_id, account_id, metric, month) do update
          set mean = (m.mean * m.days + excluded.mean * excluded.days) / (m.days + excluded.days),
              days = m.days + excluded.days
     )
     select count(*)::int as folded from gone`,
    [tx.organisation, accounts.map(({ id }) => id), day],
  );
  if ((row?.folded ?? 0) > 0) return after;
  return accounts.at(-1)?.id;
}

/** Days for which a source had said all it has, of a time whose days are gone. @returns whether there may be more */
export function forgetCoverage(tx: Tx, day: LocalDate): Promise<boolean> {
  return forget(tx, "coverage", "day < $1::date", day);
}

/** @returns whether there may be more */
export function forgetAudit(tx: Tx, now: Date): Promise<boolean> {
  return forget(tx, "audit", `at < $1::timestamptz - interval '${String(RETENTION.auditMonths)} months'`, now);
}

/** Link codes that are over, used or not. @returns whether there may be more */
export function forgetLinkCodes(tx: Tx, now: Date): Promise<boolean> {
  return forget(tx, "link_code", "expires_at < $1", new Date(now.getTime() - RETENTION.closedTokenDays * DAY_MS));
}

/** Links to questions that are over, used or not; their table has no policy. @returns whether there may be more */
export async function forgetSurveyLinks(tx: Tx, now: Date): Promise<boolean> {
  const gone = await tx.rows(
    `delete from survey_door where ctid = any(array(
       select ctid from survey_door where organisation_id = $1 and expires_at < $2 limit ${String(AT_ONCE)})) returning 1`,
    [tx.organisation, new Date(now.getTime() - RETENTION.closedTokenDays * DAY_MS)],
  );
  return gone.length === AT_ONCE;
}

/** What customers wrote with an answer; the score stays. @returns whether there may be more */
export async function forgetComments(tx: Tx, now: Date): Promise<boolean> {
  const gone = await tx.rows(
    `update survey_answer set comment = null where ctid = any(array(
       select ctid from survey_answer
        where comment is not null and answered_at < $1::timestamptz - interval '${String(RETENTION.commentMonths)} months'
        limit ${String(AT_ONCE)})) returning 1`,
    [now],
  );
  return gone.length === AT_ONCE;
}

/** What customers said of a product, where it was passed on; that they said it stays. @returns whether there may be more */
export async function forgetFeedback(tx: Tx, now: Date): Promise<boolean> {
  const gone = await tx.rows(
    `update feedback set words = null where ctid = any(array(
       select ctid from feedback
        where words is not null and said_at < $1::timestamptz - interval '${String(RETENTION.commentMonths)} months'
        limit ${String(AT_ONCE)})) returning 1`,
    [now],
  );
  return gone.length === AT_ONCE;
}

/** What customers said of their goals; how far they said they are stays. @returns whether there may be more */
export async function forgetGoalWords(tx: Tx, now: Date): Promise<boolean> {
  const old = `$1::timestamptz - interval '${String(RETENTION.commentMonths)} months'`;
  const asked = await tx.rows(
    `update goal_question set words = null where ctid = any(array(
       select ctid from goal_question where words is not null and answered_at < ${old} limit ${String(AT_ONCE)})) returning 1`,
    [now],
  );
  const noted = await tx.rows(
    `update goal set confirmed_words = null where ctid = any(array(
       select ctid from goal where confirmed_words is not null and confirmed_on < ${old} limit ${String(AT_ONCE)})) returning 1`,
    [now],
  );
  return asked.length === AT_ONCE || noted.length === AT_ONCE;
}

/** What customers wanted to talk of with another, or why not, and why a CSM didn't ask. @returns whether there may be more */
export async function forgetPeers(tx: Tx, now: Date): Promise<boolean> {
  const months = String(RETENTION.commentMonths);
  const sides = await tx.rows(
    `update peer_side set words = null where ctid = any(array(
       select ctid from peer_side
        where words is not null and not open and answered_at < $1::timestamptz - interval '${months} months'
        limit ${String(AT_ONCE)})) returning 1`,
    [now],
  );
  const exchanges = await tx.rows(
    `update peer_exchange set reason = null where ctid = any(array(
       select ctid from peer_exchange
        where reason is not null and decided_at < $1::timestamptz - interval '${months} months'
        limit ${String(AT_ONCE)})) returning 1`,
    [now],
  );
  return sides.length === AT_ONCE || exchanges.length === AT_ONCE;
}

async function forget(tx: Tx, table: string, old: string, value: Date | string): Promise<boolean> {
  const gone = await tx.rows(
    `delete from ${table} where ctid = any(array(select ctid from ${table} where ${old} limit ${String(AT_ONCE)})) returning 1`,
    [value],
  );
  return gone.length === AT_ONCE;
}

/** What is held of a workspace alone, of which the time since the app was removed is over: users, members, messages. */
const OF_WORKSPACE = [
  `delete from channel_member m using channel c where c.organisation_id = m.organisation_id and c.id = m.channel_id
      and c.platform = $1 and c.workspace = $2`,
  `delete from channel_approval v using channel c where c.organisation_id = v.organisation_id and c.id = v.channel_id
      and c.platform = $1 and c.workspace = $2`,
  `update post p set ref = null, sent_to = null, state = 'suppressed', reason = 'app removed' from channel c
    where c.organisation_id = p.organisation_id and p.address = 'channel:' || c.id and c.platform = $1 and c.workspace = $2
      and p.ref is not null`,
  `update post p set ref = null, sent_to = null, state = 'suppressed', reason = 'app removed' from handle h
    where h.organisation_id = p.organisation_id and p.address = 'person:' || h.person_id and h.platform = $1
      and h.workspace = $2 and p.ref ->> 'platform' = $1 and p.ref ->> 'workspace' = $2`,
  `update post set ref = null, sent_to = null, state = 'suppressed', reason = 'app removed'
    where starts_with(address, 'contact:') and ref ->> 'platform' = $1 and ref ->> 'workspace' = $2`,
  // Who was met there of another company is known by their own workspace: they go with the last of ours.
  `delete from contact_handle k where k.platform = $1 and (k.workspace = $2 or not exists (
     select from workspace w where w.organisation_id = k.organisation_id and w.platform = $1 and w.external_id <> $2))`,
  `update channel set archived = true, name = conversation
    where platform = $1 and workspace = $2 and (not archived or name <> conversation)`,
  "delete from handle where platform = $1 and workspace = $2",
];

/** Forgets what belongs to workspaces that the app was removed from, when their data was kept long enough. */
export async function forgetWorkspaces(tx: Tx, ids: Ids, now: Date): Promise<void> {
  const over = await tx.rows<{ subject: string }>(
    "select subject from due where organisation_id = $1 and kind = $2 and due_at <= $3 for update",
    [tx.organisation, WORKSPACE_REMOVAL, now],
  );
  for (const { subject } of over) {
    const at = subject.indexOf(" ");
    const workspace = [subject.slice(0, at), subject.slice(at + 1)];
    const listened = await tx.rows<{ id: string }>(
      `update channel set listens_since = null
        where platform = $1 and workspace = $2 and listens_since is not null returning id`,
      workspace,
    );
    for (const channel of listened) {
      const details = { because: "app-removed" };
      writeAudit(tx, { id: ids.next(), at: now, by: undefined, action: "listening.off", subject: channel.id, details });
    }
    for (const statement of OF_WORKSPACE) await tx.rows(statement, workspace);
  }
}
