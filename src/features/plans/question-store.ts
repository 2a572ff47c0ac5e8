import type { PersonRef } from "../../chat/card.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { AccountId, ContactId, Id, PersonId } from "../../kernel/ids.ts";
import { type GoalId, type Goal, goalById } from "./store.ts";

export type GoalQuestionId = Id<"goal-question">;

/** Somebody at a customer is asked how far a goal is, in chat or by a link. */
export interface GoalQuestion {
  readonly id: GoalQuestionId;
  readonly goal: Goal;
  readonly contact: AskedContact;
  readonly asker: PersonRef;
  readonly closesAt: Date;
  /** 1 is all of it; undefined: no answer yet */
  readonly share: number | undefined;
  readonly words: string | undefined;
  readonly optedOut: boolean;
}

export interface AskedContact {
  readonly id: ContactId;
  readonly name: string;
  /** at which customer they are today */
  readonly account: AccountId;
  readonly locale: Locale | undefined;
  readonly zone: string | undefined;
}

interface Row {
  id: GoalQuestionId;
  goal_id: GoalId;
  contact_id: ContactId;
  contact: string;
  account_id: AccountId;
  locale: Locale | null;
  zone: string | null;
  asked_by: PersonId;
  asker: string;
  closes_at: Date;
  share: number | null;
  words: string | null;
  opted_out: boolean;
}

const QUESTIONS = `
  select q.id, q.goal_id, q.contact_id, c.name as contact, c.account_id, c.locale, c.zone, q.asked_by, p.name as asker,
         q.closes_at, q.share, q.words,
         exists (select from survey_opt_out u where u.organisation_id = q.organisation_id
                    and u.who = coalesce(lower(c.email), c.id::text)) as opted_out
    from goal_question q
    join contact c on c.organisation_id = q.organisation_id and c.id = q.contact_id
    join person p on p.organisation_id = q.organisation_id and p.id = q.asked_by`;

async function questionIn(tx: Tx, row: Row | undefined): Promise<GoalQuestion | undefined> {
  const goal = row && (await goalById(tx, row.goal_id));
  if (!goal) return undefined;
  const { contact_id: contact, contact: name, account_id: account } = row;
  return {
    id: row.id,
    goal,
    contact: { id: contact, name, account, locale: row.locale ?? undefined, zone: row.zone ?? undefined },
    asker: { id: row.asked_by, name: row.asker },
    closesAt: row.closes_at,
    share: row.share ?? undefined,
    words: row.words ?? undefined,
    optedOut: row.opted_out,
  };
}

export async function questionById(tx: Tx, id: GoalQuestionId): Promise<GoalQuestion | undefined> {
  return questionIn(tx, (await tx.rows<Row>(`${QUESTIONS} where q.id = $1`, [id]))[0]);
}

/** The question, held until the transaction ends, and its goal. */
export async function holdQuestion(tx: Tx, id: GoalQuestionId): Promise<GoalQuestion | undefined> {
  await tx.rows(
    "select 1 from goal_question q join goal g on g.organisation_id = q.organisation_id and g.id = q.goal_id where q.id = $1 for update",
    [id],
  );
  return questionById(tx, id);
}

/** What somebody is asked about a goal and may still answer. */
export async function openQuestion(
  tx: Tx,
  goal: GoalId,
  contact: ContactId,
  now: Date,
): Promise<GoalQuestion | undefined> {
  const rows = await tx.rows<Row>(
    `${QUESTIONS} where q.goal_id = $1 and q.contact_id = $2 and q.closes_at > $3 and q.share is null limit 1`,
    [goal, contact, now],
  );
  return questionIn(tx, rows[0]);
}

export function insertQuestion(
  tx: Tx,
  question: {
    readonly id: GoalQuestionId;
    readonly goal: GoalId;
    readonly contact: ContactId;
    readonly by: PersonId;
    readonly at: Date;
    readonly closesAt: Date;
  },
): void {
  const { id, goal, contact, by, at, closesAt } = question;
  tx.run(
    `insert into goal_question (organisation_id, id, goal_id, contact_id, asked_by, asked_at, closes_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.organisation, id, goal, contact, by, at, closesAt],
  );
}

export function saveShare(tx: Tx, id: GoalQuestionId, share: number, at: Date): void {
  tx.run("update goal_question set share = $2, answered_at = $3 where id = $1", [id, share, at]);
}

export function saveWords(tx: Tx, id: GoalQuestionId, words: string): void {
  tx.run("update goal_question set words = $2 where id = $1", [id, words]);
}
