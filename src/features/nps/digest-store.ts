import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import type { LoopId, LoopKind } from "./loop-store.ts";

export interface OpenLoop {
  readonly id: LoopId;
  readonly account: AccountId;
  readonly dueAt: Date;
}

/** What is open at the customers of a CSM and at those that have none: calls the longest promised first, favours the newest. */
export function openLoopsNear(tx: Tx, csm: PersonId, kind: LoopKind): Promise<OpenLoop[]> {
  const order = kind === "call" ? "l.due_at" : "l.opened_at desc";
  return tx.rows<OpenLoop>(
    `select l.id, l.account_id as account, l.due_at as "dueAt"
       from survey_loop l
       left join slot s on s.account_id = l.account_id and s.slot = 'csm'
       left join person p on p.id = s.person_id and p.active
      where l.kind = $2 and l.closed_at is null and coalesce(p.id, $1) = $1
      order by ${order}, l.id`,
    [csm, kind],
  );
}

/** Calls that nobody made, and that were passed on to who leads. */
export function escalatedCalls(tx: Tx): Promise<OpenLoop[]> {
  return tx.rows<OpenLoop>(
    `select id, account_id as account, due_at as "dueAt" from survey_loop
      where kind = 'call' and closed_at is null and rung >= 2 order by due_at, id`,
    [],
  );
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
               join account a on a.id = q.account_id
               join slot s on s.account_id = coalesce(a.merged_into, a.id) and s.slot = 'csm' and s.person_id = $1
              where q.kind = 'nps' and q.score is not null and q.answered_at >= $2 and q.answered_at < $3
              order by coalesce(q.contact_id, q.id), q.answered_at desc, q.id) newest`,
    [csm, from, to],
  );
  return row ?? { promoters: 0, passives: 0, detractors: 0 };
}
