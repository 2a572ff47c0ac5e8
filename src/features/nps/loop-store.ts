import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId, EntryId, Id, PersonId } from "../../kernel/ids.ts";
import type { SurveyId } from "./survey-store.ts";

export type LoopId = Id<"survey-loop">;
/** call: who wouldn't recommend us is called; reference: who would is asked for one */
export type LoopKind = "call" | "reference";
/** contact: somebody spoke with them; not-needed: they said so; better: they think better of us; left: they or their company; yes, no: of a favour */
export type LoopEnd = "contact" | "not-needed" | "better" | "left" | "yes" | "no";

export interface Loop {
  readonly id: LoopId;
  readonly survey: SurveyId;
  readonly account: AccountId;
  readonly contact: ContactId | undefined;
  readonly kind: LoopKind;
  /** the answer that it is about; undefined: the one that stands */
  readonly score: number | undefined;
  readonly owner: PersonId | undefined;
  readonly openedAt: Date;
  /** by when they were promised a call */
  readonly dueAt: Date;
  /** 0 told, 1 reminded, 2 with a manager */
  readonly rung: number;
  readonly rungDueAt: Date | undefined;
  readonly closedAt: Date | undefined;
  readonly closedBy: PersonId | undefined;
  readonly closedAs: LoopEnd | undefined;
  /** whom they recommend us to */
  readonly referral: Referral | undefined;
}

/** contact: whoever it was for got in touch; no: not now */
export type ReferralEnd = "contact" | "no";

export interface Referral {
  readonly who: string;
  readonly company: string | undefined;
  readonly words: string | undefined;
  /** who of us gets in touch; undefined: nobody was there */
  readonly to: PersonId | undefined;
  readonly closedAt: Date | undefined;
  readonly closedAs: ReferralEnd | undefined;
}

interface Row {
  id: LoopId;
  survey_id: SurveyId;
  account_id: AccountId;
  contact_id: ContactId | null;
  kind: LoopKind;
  score: number | null;
  owner_id: PersonId | null;
  opened_at: Date;
  due_at: Date;
  rung: number;
  rung_due_at: Date | null;
  closed_at: Date | null;
  closed_by: PersonId | null;
  closed_as: LoopEnd | null;
  referral: string | null;
  referral_company: string | null;
  referral_words: string | null;
  referral_to: PersonId | null;
  referral_closed_at: Date | null;
  referral_closed_as: ReferralEnd | null;
}

const SELECT = "select * from survey_loop";

export async function loopById(tx: Tx, id: LoopId): Promise<Loop | undefined> {
  return (await tx.rows<Row>(`${SELECT} where id = $1`, [id])).map(loopIn)[0];
}

/** The loop, held until the transaction ends. */
export async function holdLoop(tx: Tx, id: LoopId): Promise<Loop | undefined> {
  return (await tx.rows<Row>(`${SELECT} where id = $1 for update`, [id])).map(loopIn)[0];
}

/** What follows one survey, closed or not. */
export async function loopsOf(tx: Tx, survey: SurveyId): Promise<Loop[]> {
  return (await tx.rows<Row>(`${SELECT} where survey_id = $1 order by opened_at, id`, [survey])).map(loopIn);
}

/** What is open at a customer. */
export async function openLoops(tx: Tx, account: AccountId): Promise<Loop[]> {
  const rows = await tx.rows<Row>(`${SELECT} where account_id = $1 and closed_at is null order by opened_at, id`, [
    account,
  ]);
  return rows.map(loopIn);
}

/** Opens it, or opens it anew. */
export function saveLoop(tx: Tx, loop: Loop): void {
  tx.run(
    `insert into survey_loop (organisation_id, id, survey_id, account_id, contact_id, kind, owner_id, opened_at, due_at, rung, rung_due_at, score)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (organisation_id, survey_id, kind) do update
       set owner_id = excluded.owner_id, opened_at = excluded.opened_at, due_at = excluded.due_at, rung = excluded.rung,
           rung_due_at = excluded.rung_due_at, closed_at = null, closed_by = null, closed_as = null, entry_id = null, score = excluded.score`,
    [
      tx.organisation,
      loop.id,
      loop.survey,
      loop.account,
      loop.contact ?? null,
      loop.kind,
      loop.owner ?? null,
      loop.openedAt,
      loop.dueAt,
      loop.rung,
      loop.rungDueAt ?? null,
      loop.score ?? null,
    ],
  );
}

/** What is open is about the answer that stands; what is over stays about the one that it was about. */
export function saveLoopScore(tx: Tx, survey: SurveyId, kind: LoopKind, score: number): void {
  tx.run("update survey_loop set score = $3 where survey_id = $1 and kind = $2 and closed_at is null", [
    survey,
    kind,
    score,
  ]);
}

export function saveLoopRung(tx: Tx, { id, owner, rung, rungDueAt }: Loop): void {
  tx.run("update survey_loop set owner_id = $2, rung = $3, rung_due_at = $4 where id = $1", [
    id,
    owner ?? null,
    rung,
    rungDueAt ?? null,
  ]);
}

export function saveLoopOwner(tx: Tx, { id, owner, openedAt, dueAt, rung, rungDueAt }: Loop): void {
  tx.run(
    "update survey_loop set owner_id = $2, opened_at = $3, due_at = $4, rung = $5, rung_due_at = $6 where id = $1",
    [id, owner ?? null, openedAt, dueAt, rung, rungDueAt ?? null],
  );
}

export function saveLoopEnd(
  tx: Tx,
  id: LoopId,
  as: LoopEnd,
  by: PersonId | undefined,
  at: Date,
  entry: EntryId | undefined,
): void {
  tx.run(
    "update survey_loop set closed_at = $2, closed_by = $3, closed_as = $4, entry_id = $5, rung_due_at = null where id = $1 and closed_at is null",
    [id, at, by ?? null, as, entry ?? null],
  );
}

export function saveReferral(
  tx: Tx,
  id: LoopId,
  { who, company, words, to }: Omit<Referral, "closedAt" | "closedAs">,
  by: PersonId,
): void {
  tx.run(
    `update survey_loop set referral = $2, referral_company = $3, referral_words = $4, referral_to = $5, referral_by = $6
      where id = $1`,
    [id, who, company ?? null, words ?? null, to ?? null, by],
  );
}

export function saveReferralEnd(tx: Tx, id: LoopId, as: ReferralEnd, at: Date): void {
  tx.run(
    "update survey_loop set referral_closed_at = $2, referral_closed_as = $3 where id = $1 and referral_closed_at is null",
    [id, at, as],
  );
}

/** Those of one contact that somebody of us still has to follow up. */
export async function openReferrals(tx: Tx, account: AccountId, contact: ContactId): Promise<Loop[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where account_id = $1 and contact_id = $2 and referral_to is not null and referral_closed_at is null
      order by id for update`,
    [account, contact],
  );
  return rows.map(loopIn);
}

/** All of a customer that nobody of us has followed up, held until the transaction ends. */
export async function openReferralsAt(tx: Tx, account: AccountId): Promise<Loop[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where account_id = $1 and referral is not null and referral_closed_at is null order by id for update`,
    [account],
  );
  return rows.map(loopIn);
}

const BATCH = 200;

/** The next customers in the order of their ids at whom a call, a favour, a recommendation or a link waits for one of us. */
export async function accountsWaiting(tx: Tx, after: AccountId, now: Date): Promise<AccountId[]> {
  const rows = await tx.rows<{ id: AccountId }>(
    `select a.id from account a
      where a.id > $1 and a.merged_into is null
        and (exists (select from survey_loop l where l.account_id = a.id
                        and (l.closed_at is null or l.referral is not null and l.referral_closed_at is null))
          or exists (select from survey s where s.account_id = a.id and s.link_to is not null
                        and s.state in ('waiting', 'asked') and s.closes_at > $2))
      order by a.id limit ${String(BATCH)}`,
    [after, now],
  );
  return rows.map(({ id }) => id);
}

export function saveReferralTo(tx: Tx, id: LoopId, to: PersonId): void {
  tx.run("update survey_loop set referral_to = $2 where id = $1", [id, to]);
}

function referralIn(row: Row): Referral | undefined {
  if (row.referral === null) return undefined;
  return {
    who: row.referral,
    company: row.referral_company ?? undefined,
    words: row.referral_words ?? undefined,
    to: row.referral_to ?? undefined,
    closedAt: row.referral_closed_at ?? undefined,
    closedAs: row.referral_closed_as ?? undefined,
  };
}

function loopIn(row: Row): Loop {
  return {
    id: row.id,
    survey: row.survey_id,
    account: row.account_id,
    contact: row.contact_id ?? undefined,
    kind: row.kind,
    score: row.score ?? undefined,
    owner: row.owner_id ?? undefined,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    rung: row.rung,
    rungDueAt: row.rung_due_at ?? undefined,
    closedAt: row.closed_at ?? undefined,
    closedBy: row.closed_by ?? undefined,
    closedAs: row.closed_as ?? undefined,
    referral: referralIn(row),
  };
}
