import type { PersonRef } from "../../chat/card.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId, QuestionId } from "../../kernel/ids.ts";
import type { Asked, Question } from "./decide.ts";

/** A question with the names of the people in it. */
export interface StoredQuestion extends Question {
  readonly people: {
    readonly asker: PersonRef;
    readonly askee: PersonRef;
    readonly answerer: PersonRef | undefined;
  };
}

interface Row {
  id: QuestionId;
  account_id: AccountId;
  slot: Asked;
  asker_id: PersonId;
  askee_id: PersonId;
  question: string;
  asked_at: Date;
  answer: string | null;
  answered_by: PersonId | null;
  answered_at: Date | null;
  asker: string;
  askee: string;
  answerer: string | null;
}

const SELECT = `
  select q.id, q.account_id, q.slot, q.asker_id, q.askee_id, q.question, q.asked_at, q.answer, q.answered_by,
         q.answered_at, asker.name as asker, askee.name as askee, answerer.name as answerer
    from question q
    join person asker on asker.organisation_id = q.organisation_id and asker.id = q.asker_id
    join person askee on askee.organisation_id = q.organisation_id and askee.id = q.askee_id
    left join person answerer on answerer.organisation_id = q.organisation_id and answerer.id = q.answered_by`;

export async function questionById(tx: Tx, id: QuestionId): Promise<StoredQuestion | undefined> {
  const [row] = await tx.rows<Row>(`${SELECT} where q.id = $1`, [id]);
  return row && questionOf(row);
}

/** What these people asked each other about accounts and isn't answered, the oldest first. */
export async function openQuestionsAt(
  tx: Tx,
  accounts: readonly AccountId[],
  people: readonly PersonId[],
): Promise<StoredQuestion[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where q.account_id = any($1::uuid[]) and q.state = 'open'
        and q.asker_id = any($2::uuid[]) and q.askee_id = any($2::uuid[]) order by q.asked_at, q.id limit 100`,
    [accounts, people],
  );
  return rows.map(questionOf);
}

function questionOf(row: Row): StoredQuestion {
  const { answer: text, answered_by: by, answered_at: at } = row;
  return {
    id: row.id,
    account: row.account_id,
    slot: row.slot,
    asker: row.asker_id,
    askee: row.askee_id,
    question: row.question,
    askedAt: row.asked_at,
    answered: text !== null && by && at ? { by, at, text } : undefined,
    people: {
      asker: { id: row.asker_id, name: row.asker },
      askee: { id: row.askee_id, name: row.askee },
      answerer: by ? { id: by, name: row.answerer ?? "" } : undefined,
    },
  };
}

export function insertQuestion(tx: Tx, question: Omit<Question, "answered">): void {
  const { id, account, slot, asker, askee, askedAt } = question;
  tx.run(
    `insert into question (organisation_id, id, account_id, slot, asker_id, askee_id, question, asked_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'open')`,
    [tx.organisation, id, account, slot, asker, askee, question.question, askedAt],
  );
}

/** @returns false when somebody has answered it already */
export async function saveAnswer(tx: Tx, id: QuestionId, by: PersonId, at: Date, answer: string): Promise<boolean> {
  const rows = await tx.rows(
    `update question set state = 'answered', answer = $4, answered_by = $2, answered_at = $3
      where id = $1 and state = 'open' returning id`,
    [id, by, at, answer],
  );
  return rows.length === 1;
}

export function noteReminded(tx: Tx, id: QuestionId, at: Date): void {
  tx.run("update question set reminded_at = $2 where id = $1", [id, at]);
}

export function noteEscalated(tx: Tx, id: QuestionId, at: Date): void {
  tx.run("update question set escalated_at = $2 where id = $1", [id, at]);
}
