import type { PersonRef } from "../../../chat/card.ts";
import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { ContactId, Ids, PersonId, PlayStepId, RiskCaseId } from "../../../kernel/ids.ts";
import { type PlayKind, PLAYS, type PlayStepName, TALKS } from "./play.ts";

export interface PlayStep {
  readonly id: PlayStepId;
  readonly step: PlayStepName;
  readonly done: { readonly by: PersonRef; readonly at: Date } | undefined;
}

/** What is to be done about a case. */
export interface Play {
  readonly kind: PlayKind;
  readonly dueOn: LocalDate;
  readonly steps: readonly PlayStep[];
}

interface Row {
  kind: PlayKind;
  due_on: LocalDate;
  id: PlayStepId;
  step: PlayStepName;
  done_at: Date | null;
  done_by: PersonId | null;
  doer: string | null;
}

export async function playOf(tx: Tx, found: RiskCaseId): Promise<Play | undefined> {
  const rows = await tx.rows<Row>(
    `select y.kind, y.due_on, s.id, s.step, s.done_at, s.done_by, p.name as doer
       from play y
       join play_step s on s.organisation_id = y.organisation_id and s.play_id = y.id
       left join person p on p.organisation_id = s.organisation_id and p.id = s.done_by
      where y.case_id = $1 order by s.place`,
    [found],
  );
  const [first] = rows;
  return (
    first && {
      kind: first.kind,
      dueOn: first.due_on,
      steps: rows.map(({ id, step, done_at: at, done_by: by, doer }) => ({
        id,
        step,
        done: at && by ? { by: { id: by, name: doer ?? "" }, at } : undefined,
      })),
    }
  );
}

export interface NewPlay {
  readonly case: RiskCaseId;
  readonly kind: PlayKind;
  readonly dueOn: LocalDate;
  readonly at: Date;
}

/** A case has one play: a second one leaves it as it is. */
export function openPlay(tx: Tx, ids: Ids, { case: found, kind, dueOn, at }: NewPlay): void {
  const steps = PLAYS[kind];
  tx.run(
    `with made as (
       insert into play (organisation_id, id, case_id, kind, due_on, opened_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (organisation_id, case_id) do nothing returning id)
     insert into play_step (organisation_id, id, play_id, place, step)
     select $1, s.id, made.id, s.place, s.step
       from made cross join unnest($7::uuid[], $8::text[]) with ordinality as s (id, step, place)`,
    [tx.organisation, ids.next(), found, kind, dueOn, at, steps.map(() => ids.next()), steps],
  );
}

/** The case a step belongs to. */
export async function caseOfStep(
  tx: Tx,
  step: PlayStepId,
): Promise<{ id: RiskCaseId; step: PlayStepName } | undefined> {
  const [row] = await tx.rows<{ id: RiskCaseId; step: PlayStepName }>(
    `select y.case_id as id, s.step from play_step s join play y on y.organisation_id = s.organisation_id and y.id = s.play_id
      where s.id = $1`,
    [step],
  );
  return row;
}

/** @returns false when it is done already */
export async function saveStepDone(tx: Tx, step: PlayStepId, by: PersonId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    "update play_step set done_at = $3, done_by = $2 where id = $1 and done_at is null returning id",
    [step, by, at],
  );
  return rows.length === 1;
}

/** Ticks the steps that a talk with a contact does, unless it was before the case. @returns them */
export async function tickTalk(
  tx: Tx,
  found: RiskCaseId,
  talk: { readonly contact: ContactId; readonly by: PersonId; readonly at: Date },
  now: Date,
): Promise<PlayStepName[]> {
  const rows = await tx.rows<{ step: PlayStepName }>(
    `update play_step s set done_at = $5, done_by = $4
       from play y
       join risk_case c on c.organisation_id = y.organisation_id and c.id = y.case_id
       join contact k on k.organisation_id = c.organisation_id and k.account_id = c.account_id and k.id = $2
      where y.organisation_id = s.organisation_id and y.id = s.play_id and y.case_id = $1 and c.opened_at <= $3
        and s.done_at is null and $6::jsonb ->> s.step = k.role returning s.step`,
    [found, talk.contact, talk.at, talk.by, now, JSON.stringify(TALKS)],
  );
  return rows.map(({ step }) => step);
}

/** Who did a step, and when. */
export async function stepDone(tx: Tx, step: PlayStepId): Promise<PlayStep["done"]> {
  const [row] = await tx.rows<{ by: PersonId; name: string; at: Date }>(
    `select s.done_by as by, p.name, s.done_at as at from play_step s
       join person p on p.organisation_id = s.organisation_id and p.id = s.done_by where s.id = $1`,
    [step],
  );
  return row && { by: { id: row.by, name: row.name }, at: row.at };
}
