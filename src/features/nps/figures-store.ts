import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import type { AskingCampaign, Open, Quiet } from "./silence.ts";

/** Whose answers are counted. */
export type Whose =
  | { readonly kind: "all" }
  | { readonly kind: "account"; readonly account: AccountId }
  /** the customers of some CSMs or AMs */
  | { readonly kind: "portfolio"; readonly people: readonly PersonId[] };

/** One person's newest answer within a time. */
export interface Answer {
  readonly account: AccountId;
  readonly score: number;
  /** at the customer: buyer, champion, …; undefined: nobody said */
  readonly role: string | undefined;
  readonly keyAccount: boolean;
}

/** The customer that whoever was asked is with today, as `a`, where theirs was merged into another. */
const ofToday = (row: string): string =>
  `join account first on first.id = ${row}.account_id join account a on a.id = coalesce(first.merged_into, first.id)`;
const WHERE = `($1 = 'all' or ($1 = 'account' and a.id = any($2::uuid[]))
               or ($1 = 'portfolio' and exists (select from slot s where s.account_id = a.id and s.slot in ('csm', 'am') and s.person_id = any($2::uuid[]))))`;

function parametersOf(whose: Whose): [string, readonly string[]] {
  if (whose.kind === "all") return ["all", []];
  return whose.kind === "account" ? ["account", [whose.account]] : ["portfolio", whose.people];
}

/** Each person counts once, by their newest answer of a time; whose name is gone counts by the answer. */
export async function answersIn(tx: Tx, whose: Whose, from: Date, to: Date): Promise<Answer[]> {
  const rows = await tx.rows<{ account_id: AccountId; score: number; role: string | null; key_account: boolean }>(
    `select distinct on (coalesce(q.contact_id, q.id)) a.id as account_id, q.score, coalesce(v.role, c.role) as role,
            coalesce(v.key_account, a.key_account) as key_account
       from survey_answer q
       ${ofToday("q")}
       left join contact c on c.id = q.contact_id
       left join survey v on q.external_id = 'survey ' || v.id::text
      where q.kind = 'nps' and q.score is not null and q.answered_at >= $3 and q.answered_at < $4 and ${WHERE}
      order by coalesce(q.contact_id, q.id), q.answered_at desc, q.id`,
    [...parametersOf(whose), from, to],
  );
  return rows.map(({ account_id, score, role, key_account }) => ({
    account: account_id,
    score,
    role: role ?? undefined,
    keyAccount: key_account,
  }));
}

/** How many were asked in a time, of how many who could have been, and who was held back (E4). */
export interface Reach {
  readonly eligible: number;
  readonly asked: number;
  readonly answered: number;
  readonly heldBack: number;
  /** of those held back: for an escalation or somebody who wouldn't recommend us */
  readonly heldForTrouble: number;
}

/** Each person once, however many waves thought of them; who was asked counts as asked, whatever they said to it. */
export async function reachIn(tx: Tx, whose: Whose, from: LocalDate, to: LocalDate): Promise<Reach> {
  const [row] = await tx.rows<{ eligible: number; asked: number; answered: number; held: number; trouble: number }>(
    `select count(*)::int as eligible, count(*) filter (where v.asked_at is not null)::int as asked,
            count(*) filter (where v.answered_at is not null)::int as answered,
            count(*) filter (where v.state = 'held')::int as held,
            count(*) filter (where v.state = 'held' and v.reason in ('escalation', 'detractor'))::int as trouble
       from (select distinct on (coalesce(s.contact_id, s.id)) s.*
               from survey s
               join survey_wave w on w.id = s.wave_id
               ${ofToday("s")}
              where w.starts_on >= $3::date and w.starts_on < $4::date
                and (s.asked_at is not null or s.state not in ('withdrawn', 'excluded')) and ${WHERE}
              order by coalesce(s.contact_id, s.id), s.answered_at is null, s.asked_at is null, w.starts_on desc, s.id) v`,
    [...parametersOf(whose), from, to],
  );
  return {
    eligible: row?.eligible ?? 0,
    asked: row?.asked ?? 0,
    answered: row?.answered ?? 0,
    heldBack: row?.held ?? 0,
    heldForTrouble: row?.trouble ?? 0,
  };
}

/** Whose time ends sooner isn't reminded: no five working days (E4) are fewer. */
const REMINDED_FROM_DAYS = 7;

interface QuietRow {
  asked: number;
  asked_on: LocalDate | null;
  open: number;
  open_on: LocalDate | null;
  closes_at: Date | null;
  reminded: number;
  to_remind: number;
  planned: number;
  due_at: Date | null;
  waiting: number;
}

/** Who of whose was asked from a day on without an answer, who will be, and by what. */
export async function quietIn(tx: Tx, whose: Whose, from: LocalDate, now: Date): Promise<Quiet> {
  const [row] = await tx.rows<QuietRow>(
    `with asked as (
       select count(distinct coalesce(q.contact_id, q.id))::int as asked, max(q.asked_on) as asked_on
         from survey_answer q ${ofToday("q")}
        where q.kind = 'nps' and q.score is null and q.asked_on >= $3::date and ${WHERE}),
     turns as (
       select count(distinct v.who) filter (where v.is_open)::int as open, max(v.asked_on) filter (where v.is_open) as open_on,
              max(s.closes_at) filter (where v.is_open) as closes_at,
              count(distinct v.who) filter (where v.is_open and s.reminded_at is not null)::int as reminded,
              count(distinct v.who) filter (where v.is_open and s.reminded_at is null
                and s.closes_at > s.asked_at + make_interval(days => ${String(REMINDED_FROM_DAYS)}))::int as to_remind,
              count(*) filter (where s.state = 'planned' and k.state = 'running')::int as planned,
              min(s.due_at) filter (where s.state = 'planned' and k.state = 'running') as due_at,
              count(*) filter (where s.state = 'waiting' and s.closes_at > $4)::int as waiting
         from survey s ${ofToday("s")} join survey_wave w on w.id = s.wave_id join survey_campaign k on k.id = w.campaign_id
         left join contact c on c.id = s.contact_id
        cross join lateral (
          select coalesce(s.contact_id, s.id) as who, (s.asked_at at time zone 'UTC')::date as asked_on,
                 s.state = 'asked' and s.closes_at > $4 and c.left_on is null as is_open) v
        where ${WHERE})
     select * from asked, turns`,
    [...parametersOf(whose), from, now],
  );
  return {
    asked: row?.asked ?? 0,
    askedOn: row?.asked_on ?? undefined,
    open: openIn(row),
    planned: row?.planned ?? 0,
    dueAt: row?.due_at ?? undefined,
    waiting: row?.waiting ?? 0,
    campaign: await campaignFor(tx, whose),
  };
}

function openIn(row: QuietRow | undefined): Open | undefined {
  if (!row?.open_on || !row.closes_at) return undefined;
  const { open: count, open_on: on, closes_at: by, reminded, to_remind: toRemind } = row;
  return { count, on, by, reminded, toRemind };
}

/** One that asks, or would, at some customer of whose. */
async function campaignFor(tx: Tx, whose: Whose): Promise<AskingCampaign | undefined> {
  const [row] = await tx.rows<{ name: string; state: AskingCampaign["state"]; next_wave_on: LocalDate }>(
    `select k.name, k.state, k.next_wave_on from survey_campaign k
      where k.state in ('running', 'paused') and exists (
        select from account a
         where a.merged_into is null and a.lifecycle_stage <> 'churned'
           and (k.tier = 'all' or (k.tier = 'key') = a.key_account)
           and (k.stages = '{}' or a.lifecycle_stage = any(k.stages))
           and (k.segments = '{}' or a.segment = any(k.segments)) and ${WHERE})
      order by k.state = 'paused', k.next_wave_on, k.id limit 1`,
    parametersOf(whose),
  );
  return row && { name: row.name, state: row.state, nextWaveOn: row.next_wave_on };
}

export interface LatestAnswer {
  readonly who: string;
  readonly score: number;
  readonly at: Date;
  /** why, in their own words */
  readonly comment: string | undefined;
  /** the score that stood when they wrote it */
  readonly commentScore: number | undefined;
}

/** The newest answer of each person of a customer's, newest first. */
export async function latestAnswers(tx: Tx, account: AccountId, most: number): Promise<LatestAnswer[]> {
  const rows = await tx.rows<{ who: string; score: number; at: Date; comment: string | null; said_of: number | null }>(
    `select who, score, at, comment, said_of
       from (select distinct on (q.contact_id) c.name as who, q.score, q.answered_at as at, q.comment,
                    coalesce(q.comment_score, q.score) as said_of
               from survey_answer q
               ${ofToday("q")}
               join contact c on c.id = q.contact_id
              where a.id = $1 and q.kind = 'nps' and q.score is not null and q.answered_at is not null
              order by q.contact_id, q.answered_at desc, q.id) newest
      order by at desc, who limit ${String(most)}`,
    [account],
  );
  return rows.map(({ who, score, at, comment, said_of }) => ({
    ...{ who, score, at },
    comment: comment ?? undefined,
    commentScore: comment === null ? undefined : (said_of ?? undefined),
  }));
}
