import type { Locale } from "../../kernel/directory.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId, Id } from "../../kernel/ids.ts";
import type { Band, SurveyState } from "./decide.ts";

export type SurveyId = Id<"survey">;
export type WaveId = Id<"survey-wave">;
export type CampaignId = Id<"survey-campaign">;
export type Via = "slack" | "teams" | "email" | "link";

/** Own words for the question, and for the why by band; each by language. */
export type Questions = Partial<Readonly<Record<Band | "ask", Partial<Readonly<Record<Locale, string>>>>>>;

/** One person of a customer's in a wave, with what they answered. */
export interface Survey {
  readonly id: SurveyId;
  readonly wave: WaveId;
  readonly campaign: CampaignId;
  readonly account: AccountId;
  /** undefined: they were erased */
  readonly contact: SurveyContact | undefined;
  readonly state: SurveyState;
  readonly reason: string | undefined;
  readonly dueAt: Date | undefined;
  readonly askedAt: Date | undefined;
  readonly via: Via | undefined;
  readonly remindedAt: Date | undefined;
  readonly closesAt: Date | undefined;
  readonly answeredAt: Date | undefined;
  readonly score: number | undefined;
  readonly comment: string | undefined;
  /** the score that stood when the comment was written */
  readonly commentScore: number | undefined;
  readonly questions: Questions;
  /** they want no further question of this kind */
  readonly optedOut: boolean;
}

export interface SurveyContact {
  readonly id: ContactId;
  readonly name: string;
  readonly email: string | undefined;
  readonly locale: Locale | undefined;
  readonly zone: string | undefined;
}

interface Row {
  id: SurveyId;
  wave_id: WaveId;
  campaign_id: CampaignId;
  account_id: AccountId;
  contact_id: ContactId | null;
  contact_name: string | null;
  email: string | null;
  locale: Locale | null;
  zone: string | null;
  state: SurveyState;
  reason: string | null;
  due_at: Date | null;
  asked_at: Date | null;
  via: Via | null;
  reminded_at: Date | null;
  closes_at: Date | null;
  answered_at: Date | null;
  score: number | null;
  comment: string | null;
  comment_score: number | null;
  questions: Questions;
  opted_out: boolean;
}

/** What a contact, as `c`, is known by as a person: their address, else their own row. */
export const WHO = "coalesce(lower(c.email), c.id::text)";
/** What an answer is called among those that came in by a file. */
const ANSWER_KEY = "'survey ' || s.id::text";

const SELECT = `
  select s.id, s.wave_id, w.campaign_id, s.account_id, s.contact_id, c.name as contact_name, c.email, c.locale,
         coalesce(c.zone, a.zone) as zone, s.state, s.reason, s.due_at, s.asked_at, s.via, s.reminded_at, s.closes_at,
         coalesce(q.answered_at, s.answered_at) as answered_at, q.score, q.comment,
         case when q.comment is not null then coalesce(q.comment_score, q.score) end as comment_score, k.questions,
         exists (select from survey_opt_out u where u.organisation_id = s.organisation_id and u.who = ${WHO}) as opted_out
    from survey s
    join account a on a.id = s.account_id
    join survey_wave w on w.id = s.wave_id
    join survey_campaign k on k.id = w.campaign_id
    left join contact c on c.id = s.contact_id
    left join survey_answer q on q.external_id = ${ANSWER_KEY}`;

export async function surveyById(tx: Tx, id: SurveyId): Promise<Survey | undefined> {
  return (await tx.rows<Row>(`${SELECT} where s.id = $1`, [id])).map(surveyIn)[0];
}

/** The survey, held until the transaction ends, so that two answers follow each other. */
export async function holdSurvey(tx: Tx, id: SurveyId): Promise<Survey | undefined> {
  await tx.rows("select 1 from survey where id = $1 for update", [id]);
  return surveyById(tx, id);
}

/** Planned ones whose time has come, oldest first, held until the transaction ends. */
export async function dueSurveys(tx: Tx, wave: WaveId, now: Date, most: number): Promise<Survey[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where s.id in (select id from survey where wave_id = $1 and state = 'planned' and due_at <= $2
                               order by due_at, id limit ${String(most)} for update skip locked)
      order by s.due_at, s.id`,
    [wave, now],
  );
  return rows.map(surveyIn);
}

/** When the next of a wave is due, of those that are planned. */
export async function nextDue(tx: Tx, wave: WaveId): Promise<Date | undefined> {
  const [row] = await tx.rows<{ at: Date | null }>(
    "select min(due_at) as at from survey where wave_id = $1 and state = 'planned'",
    [wave],
  );
  return row?.at ?? undefined;
}

export interface NewSurvey {
  readonly id: SurveyId;
  readonly contact: ContactId;
  readonly account: AccountId;
  readonly state: "planned" | "held" | "excluded";
  /** when they are asked, of who is planned */
  readonly dueAt: Date | undefined;
  /** why not, of the others */
  readonly reason: string | undefined;
}

/** Adds people to a wave, at most 1,000 at once; who is in it already stays as they are. */
export function insertSurveys(tx: Tx, wave: WaveId, surveys: readonly NewSurvey[]): void {
  tx.run(
    `insert into survey (organisation_id, id, wave_id, account_id, contact_id, state, reason, due_at, role, key_account, csm_id)
     select $1, n.id, $2, n.account_id, n.contact_id, n.state, n.reason, n.due_at, c.role, a.key_account, s.person_id
       from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[])
              as n(id, account_id, contact_id, state, reason, due_at)
       join contact c on c.id = n.contact_id
       join account a on a.id = n.account_id
       left join slot s on s.account_id = n.account_id and s.slot = 'csm'
     on conflict (organisation_id, wave_id, contact_id) do nothing`,
    [
      tx.organisation,
      wave,
      surveys.map(({ id }) => id),
      surveys.map(({ account }) => account),
      surveys.map(({ contact }) => contact),
      surveys.map(({ state }) => state),
      surveys.map(({ reason }) => reason ?? null),
      surveys.map(({ dueAt }) => dueAt ?? null),
    ],
  );
}

/** Why somebody was left out is told of a campaign's last wave alone. */
export function forgetExcluded(tx: Tx, campaign: CampaignId, wave: WaveId): void {
  tx.run(
    `delete from survey s using survey_wave w
      where w.organisation_id = s.organisation_id and w.id = s.wave_id and w.campaign_id = $1 and w.id <> $2 and s.state = 'excluded'`,
    [campaign, wave],
  );
}

/** They are asked: that it was so stands among the answers too, as what an import says of who didn't answer. */
export function saveAsked(
  tx: Tx,
  survey: Survey,
  via: Via,
  answer: Id<"survey-answer">,
  at: Date,
  closesAt: Date,
): void {
  tx.run(
    "update survey set state = 'asked', asked_at = $2, via = $3, closes_at = $4 where id = $1 and state in ('planned', 'waiting')",
    [survey.id, at, via, closesAt],
  );
  tx.run(
    `insert into survey_answer (organisation_id, id, external_id, account_id, contact_id, kind, asked_on, ingested_at, known_at)
     values ($1, $2, $3, $4, $5, 'nps', ($6::timestamptz at time zone 'UTC')::date, $6, $6)
     on conflict (organisation_id, external_id) do nothing`,
    [tx.organisation, answer, `survey ${survey.id}`, survey.account, survey.contact?.id ?? null, at],
  );
}

/** Who is reached by a link alone isn't asked before somebody fetched it. */
export function saveWaiting(tx: Tx, id: SurveyId, closesAt: Date): void {
  tx.run("update survey set state = 'waiting', via = 'link', closes_at = $2 where id = $1 and state = 'planned'", [
    id,
    closesAt,
  ]);
}

/** The answer that counts, and since when; words that were written before stay with the score they were written for. */
export function saveScore(tx: Tx, id: SurveyId, score: number, now: Date): void {
  tx.run("update survey set state = 'answered', answered_at = coalesce(answered_at, $2) where id = $1", [id, now]);
  tx.run(
    `update survey_answer
        set score = $2, answered_at = $3, ingested_at = $3, known_at = $3,
            comment_score = coalesce(comment_score, case when comment is not null then score end)
      where external_id = $1`,
    [`survey ${id}`, score, now],
  );
}

export function saveComment(tx: Tx, id: SurveyId, comment: string, now: Date): void {
  tx.run(
    "update survey_answer set comment = $2, comment_score = score, ingested_at = $3, known_at = $3 where external_id = $1",
    [`survey ${id}`, comment, now],
  );
}

export function saveReminded(tx: Tx, id: SurveyId, now: Date): void {
  tx.run("update survey set reminded_at = $2, reason = null where id = $1", [id, now]);
}

/** The reminder of who is asked waits, for as long as they are written to no more. */
export function saveReminderHeld(tx: Tx, id: SurveyId): void {
  tx.run("update survey set reason = 'cap' where id = $1 and state = 'asked'", [id]);
}

/** It waits for its hours, or anew because it was paused. */
export function saveDue(tx: Tx, id: SurveyId, dueAt: Date): void {
  tx.run("update survey set due_at = $2 where id = $1 and state = 'planned'", [id, dueAt]);
}

/** It is held, withdrawn or closed without an answer. */
export function saveEnd(
  tx: Tx,
  id: SurveyId,
  state: "held" | "withdrawn" | "closed",
  reason: string | undefined,
): void {
  tx.run("update survey set state = $2, reason = $3, due_at = null where id = $1", [id, state, reason ?? null]);
}

/** What somebody was asked last and hasn't answered, held until the transaction ends. */
export async function openSurveyOf(tx: Tx, contact: ContactId): Promise<Survey | undefined> {
  const [row] = await tx.rows<{ id: SurveyId }>(
    "select id from survey where contact_id = $1 and state = 'asked' order by asked_at desc limit 1",
    [contact],
  );
  return row && holdSurvey(tx, row.id);
}

export function saveVia(tx: Tx, id: SurveyId, via: Via): void {
  tx.run("update survey set via = $2 where id = $1", [id, via]);
}

/** What is planned, waits for its link or is asked of a person, at whichever customer, and open. @param contacts their rows */
export async function openSurveysOf(tx: Tx, contacts: readonly ContactId[]): Promise<SurveyId[]> {
  const rows = await tx.rows<{ id: SurveyId }>(
    "select id from survey where state in ('planned', 'held', 'waiting', 'asked') and contact_id = any($1::uuid[])",
    [contacts],
  );
  return rows.map(({ id }) => id);
}

/** What is planned, held, waits for its link or is asked of the people of a customer. */
export async function openSurveysAt(tx: Tx, account: AccountId): Promise<SurveyId[]> {
  const rows = await tx.rows<{ id: SurveyId }>(
    "select id from survey where account_id = $1 and state in ('planned', 'held', 'waiting', 'asked') order by id for update",
    [account],
  );
  return rows.map(({ id }) => id);
}

function surveyIn(row: Row): Survey {
  return {
    id: row.id,
    wave: row.wave_id,
    campaign: row.campaign_id,
    account: row.account_id,
    contact: row.contact_id
      ? {
          id: row.contact_id,
          name: row.contact_name ?? "",
          email: row.email ?? undefined,
          locale: row.locale ?? undefined,
          zone: row.zone ?? undefined,
        }
      : undefined,
    state: row.state,
    reason: row.reason ?? undefined,
    dueAt: row.due_at ?? undefined,
    askedAt: row.asked_at ?? undefined,
    via: row.via ?? undefined,
    remindedAt: row.reminded_at ?? undefined,
    closesAt: row.closes_at ?? undefined,
    answeredAt: row.answered_at ?? undefined,
    score: row.score ?? undefined,
    comment: row.comment ?? undefined,
    commentScore: row.comment_score ?? undefined,
    questions: row.questions,
    optedOut: row.opted_out,
  };
}
