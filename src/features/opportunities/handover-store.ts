import type { PersonRef } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import type { Handover } from "./handover-decide.ts";

/** A handover with the names of the people in it. */
export interface StoredHandover extends Handover {
  readonly opportunity: OpportunityId;
  readonly question: string | undefined;
  readonly people: {
    readonly receiver: PersonRef | undefined;
    readonly asker: PersonRef | undefined;
    readonly answerer: PersonRef | undefined;
    readonly accepter: PersonRef | undefined;
  };
}

interface Row {
  opportunity_id: OpportunityId;
  promised_on: LocalDate | null;
  receiver_id: PersonId | null;
  since: Date;
  rung: number;
  asked_by: PersonId | null;
  asked_at: Date | null;
  asked_back: string | null;
  answer: string | null;
  answered_by: PersonId | null;
  answered_at: Date | null;
  accepted_by: PersonId | null;
  receiver: string | null;
  asker: string | null;
  answerer: string | null;
  accepter: string | null;
}

const SELECT = `
  select h.opportunity_id, h.promised_on, h.receiver_id, h.since, h.rung, h.asked_by, h.asked_at, o.asked_back, h.answer,
         h.answered_by, h.answered_at, o.accepted_by, r.name as receiver, q.name as asker, w.name as answerer, c.name as accepter
    from opportunity_handover h
    join opportunity o on o.organisation_id = h.organisation_id and o.id = h.opportunity_id
    left join person r on r.organisation_id = h.organisation_id and r.id = h.receiver_id
    left join person q on q.organisation_id = h.organisation_id and q.id = h.asked_by
    left join person w on w.organisation_id = h.organisation_id and w.id = h.answered_by
    left join person c on c.organisation_id = h.organisation_id and c.id = o.accepted_by`;

function handoverIn(row: Row): StoredHandover {
  const ref = (id: PersonId | null, name: string | null): PersonRef | undefined =>
    id ? { id, name: name ?? "" } : undefined;
  return {
    opportunity: row.opportunity_id,
    promisedOn: row.promised_on ?? undefined,
    receiver: row.receiver_id ?? undefined,
    since: row.since,
    rung: row.rung,
    asked: row.asked_by && row.asked_at ? { by: row.asked_by, at: row.asked_at } : undefined,
    answered:
      row.answered_by && row.answered_at
        ? { by: row.answered_by, at: row.answered_at, text: row.answer ?? "" }
        : undefined,
    question: row.asked_back ?? undefined,
    people: {
      receiver: ref(row.receiver_id, row.receiver),
      asker: ref(row.asked_by, row.asker),
      answerer: ref(row.answered_by, row.answerer),
      accepter: ref(row.accepted_by, row.accepter),
    },
  };
}

export async function handoverOf(tx: Tx, id: OpportunityId): Promise<StoredHandover | undefined> {
  const rows = await tx.rows<Row>(`${SELECT} where h.opportunity_id = $1`, [id]);
  return rows.map(handoverIn)[0];
}

/** Those of sold opportunities that wait for one of these people, the longest first. */
export async function handoversFor(tx: Tx, people: readonly PersonId[]): Promise<StoredHandover[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where o.stage = 'won' and h.receiver_id = any($1::uuid[]) order by h.since, h.opportunity_id`,
    [people],
  );
  return rows.map(handoverIn);
}

/** Those that a manager was told of, because they wait too long. */
export async function lateHandovers(tx: Tx): Promise<StoredHandover[]> {
  const rows = await tx.rows<Row>(`${SELECT} where o.stage = 'won' and h.rung = 2 order by h.since, h.opportunity_id`);
  return rows.map(handoverIn);
}

/** Sold, and nobody took it over yet; of one account, or of all. */
export async function pendingHandovers(tx: Tx, account: AccountId): Promise<OpportunityId[]> {
  const rows = await tx.rows<{ id: OpportunityId }>(
    "select id from opportunity where account_id = $1 and stage = 'won' order by won_at, id",
    [account],
  );
  return rows.map(({ id }) => id);
}

/** Accounts with a handover that nobody accepted yet. */
export async function accountsHandingOver(tx: Tx): Promise<AccountId[]> {
  const rows = await tx.rows<{ id: AccountId }>(
    "select distinct account_id as id from opportunity where stage = 'won' order by account_id",
  );
  return rows.map(({ id }) => id);
}

/** @returns false when it began before */
export async function insertHandover(
  tx: Tx,
  id: OpportunityId,
  receiver: PersonId | undefined,
  now: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into opportunity_handover (organisation_id, opportunity_id, receiver_id, since) values ($1, $2, $3, $4)
     on conflict (organisation_id, opportunity_id) do nothing returning opportunity_id`,
    [tx.organisation, id, receiver ?? null, now],
  );
  return rows.length === 1;
}

export function savePromisedOn(tx: Tx, id: OpportunityId, on: LocalDate | undefined): void {
  tx.run("update opportunity_handover set promised_on = $2 where opportunity_id = $1", [id, on ?? null]);
}

/** Whom it waits for, and since when; the ladder begins anew. */
export async function saveReceiver(
  tx: Tx,
  id: OpportunityId,
  receiver: PersonId | undefined,
  now: Date,
): Promise<void> {
  await tx.rows("update opportunity_handover set receiver_id = $2, since = $3, rung = 0 where opportunity_id = $1", [
    id,
    receiver ?? null,
    now,
  ]);
}

export async function saveRung(tx: Tx, id: OpportunityId, rung: number): Promise<void> {
  await tx.rows("update opportunity_handover set rung = $2 where opportunity_id = $1", [id, rung]);
}

/** What is asked back now; what was asked before, and its answer, stand in the timeline. */
export async function saveQuestion(
  tx: Tx,
  id: OpportunityId,
  by: PersonId,
  now: Date,
  question: string,
): Promise<void> {
  await tx.rows("update opportunity set asked_back = $2 where id = $1", [id, question]);
  await tx.rows(
    `update opportunity_handover set asked_by = $2, asked_at = $3, answer = null, answered_by = null, answered_at = null
      where opportunity_id = $1`,
    [id, by, now],
  );
}

/** @returns false when somebody has answered it already */
export async function saveHandoverAnswer(
  tx: Tx,
  id: OpportunityId,
  by: PersonId,
  now: Date,
  answer: string,
): Promise<boolean> {
  const rows = await tx.rows(
    `update opportunity_handover set answer = $4, answered_by = $2, answered_at = $3
      where opportunity_id = $1 and asked_at is not null and answered_at is null returning opportunity_id`,
    [id, by, now, answer],
  );
  return rows.length === 1;
}
