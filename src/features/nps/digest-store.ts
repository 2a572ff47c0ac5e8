import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import type { LoopId } from "./loop-store.ts";

export interface OpenCall {
  readonly id: LoopId;
  readonly account: AccountId;
  readonly owner: PersonId;
  readonly dueAt: Date;
}

/** Who waits for a call of somebody's, the longest promised first. */
export function callsOf(tx: Tx, owner: PersonId): Promise<OpenCall[]> {
  return calls(tx, "owner_id = $1", [owner]);
}

/** Calls that nobody made, and that were passed on to who leads. */
export function escalatedCalls(tx: Tx): Promise<OpenCall[]> {
  return calls(tx, "owner_id is not null and rung >= 2", []);
}

async function calls(tx: Tx, where: string, values: readonly unknown[]): Promise<OpenCall[]> {
  const rows = await tx.rows<{ id: LoopId; account_id: AccountId; owner_id: PersonId; due_at: Date }>(
    `select id, account_id, owner_id, due_at from survey_loop
      where kind = 'call' and closed_at is null and ${where} order by due_at, id`,
    [...values],
  );
  return rows.map(({ id, account_id, owner_id, due_at }) => ({
    id,
    account: account_id,
    owner: owner_id,
    dueAt: due_at,
  }));
}

/** Whom somebody may ask for a favour, the newest answer first. */
export async function favoursOf(tx: Tx, owner: PersonId): Promise<LoopId[]> {
  const rows = await tx.rows<{ id: LoopId }>(
    "select id from survey_loop where owner_id = $1 and kind = 'reference' and closed_at is null order by opened_at desc, id",
    [owner],
  );
  return rows.map(({ id }) => id);
}

export interface NewAnswers {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

/** How the people of a CSM's customers answered in a time; each person once. */
export async function answersOfCsm(tx: Tx, csm: PersonId, from: Date, to: Date): Promise<NewAnswers> {
  const [row] = await tx.rows<NewAnswers>(
    `select count(*) filter (where score >= 9)::int as promoters, count(*) filter (where score between 7 and 8)::int as passives,
            count(*) filter (where score <= 6)::int as detractors
       from (select distinct on (coalesce(q.contact_id, q.id)) q.score
               from survey_answer q
               join slot s on s.account_id = q.account_id and s.slot = 'csm' and s.person_id = $1
              where q.kind = 'nps' and q.score is not null and q.answered_at >= $2 and q.answered_at < $3
              order by coalesce(q.contact_id, q.id), q.answered_at desc, q.id) newest`,
    [csm, from, to],
  );
  return row ?? { promoters: 0, passives: 0, detractors: 0 };
}
