import type { PersonRef } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId, Id, PersonId } from "../../kernel/ids.ts";
import { ledBy } from "../accounts/facts.ts";
import type { PromiseEnd, Rung } from "./decide.ts";

export { type AuditAction, writeAudit } from "../../db/audit.ts";

export type PromiseId = Id<"promise">;

interface Signed {
  readonly by: PersonRef | undefined;
  readonly at: Date;
}

/** What one of us promised a customer. */
export interface Promised {
  readonly id: PromiseId;
  /** the customer it is today, where it was merged into another */
  readonly account: AccountId;
  readonly contact: { readonly id: ContactId; readonly name: string } | undefined;
  readonly words: string;
  readonly made: Signed;
  readonly owner: PersonRef;
  readonly dueOn: LocalDate;
  readonly rung: Rung;
  /** the last time that its day was changed */
  readonly moved: (Signed & { readonly from: LocalDate; readonly reason: string }) | undefined;
  /** it was moved, and the customer doesn't know yet */
  readonly untold: boolean;
  readonly closed: (Signed & { readonly as: PromiseEnd; readonly reason: string | undefined }) | undefined;
}

interface Row {
  id: PromiseId;
  account_id: AccountId;
  contact_id: ContactId | null;
  contact: string | null;
  words: string;
  made_by: PersonId;
  maker: string;
  made_at: Date;
  owner_id: PersonId;
  owner: string;
  due_on: LocalDate;
  rung: Rung;
  moved_from: LocalDate | null;
  moved_at: Date | null;
  moved_by: PersonId | null;
  mover: string | null;
  moved_reason: string | null;
  told_at: Date | null;
  closed_at: Date | null;
  closed_by: PersonId | null;
  closer: string | null;
  closed_as: PromiseEnd | null;
  closed_reason: string | null;
}

const PROMISES = `
  select p.id, a.id as account_id, p.contact_id, c.name as contact, p.words, p.made_by, maker.name as maker, p.made_at,
         p.owner_id, owner.name as owner, p.due_on, p.rung, p.moved_from, p.moved_at, p.moved_by, mover.name as mover,
         p.moved_reason, p.told_at, p.closed_at, p.closed_by, closer.name as closer, p.closed_as, p.closed_reason
    from promise p
    join account first on first.organisation_id = p.organisation_id and first.id = p.account_id
    join account a on a.organisation_id = p.organisation_id and a.id = coalesce(first.merged_into, first.id)
    join person maker on maker.organisation_id = p.organisation_id and maker.id = p.made_by
    join person owner on owner.organisation_id = p.organisation_id and owner.id = p.owner_id
    left join person mover on mover.organisation_id = p.organisation_id and mover.id = p.moved_by
    left join person closer on closer.organisation_id = p.organisation_id and closer.id = p.closed_by
    left join contact c on c.organisation_id = p.organisation_id and c.id = p.contact_id`;
const SOONEST = "order by p.due_on, p.id";

function promisedIn(row: Row): Promised {
  const { contact_id: contact, moved_at: movedAt, moved_from: from, closed_at: closedAt, closed_as: as } = row;
  const person = (id: PersonId | null, name: string | null): PersonRef | undefined =>
    id === null ? undefined : { id, name: name ?? "" };
  return {
    id: row.id,
    account: row.account_id,
    contact: contact ? { id: contact, name: row.contact ?? "" } : undefined,
    words: row.words,
    made: { by: { id: row.made_by, name: row.maker }, at: row.made_at },
    owner: { id: row.owner_id, name: row.owner },
    dueOn: row.due_on,
    rung: row.rung,
    moved:
      movedAt && from
        ? { by: person(row.moved_by, row.mover), at: movedAt, from, reason: row.moved_reason ?? "" }
        : undefined,
    untold: movedAt !== null && row.told_at === null && closedAt === null,
    closed:
      closedAt && as
        ? { by: person(row.closed_by, row.closer), at: closedAt, as, reason: row.closed_reason ?? undefined }
        : undefined,
  };
}

export async function promiseById(tx: Tx, id: PromiseId): Promise<Promised | undefined> {
  return (await tx.rows<Row>(`${PROMISES} where p.id = $1`, [id])).map(promisedIn)[0];
}

export async function promisesById(tx: Tx, ids: readonly PromiseId[]): Promise<Promised[]> {
  return (await tx.rows<Row>(`${PROMISES} where p.id = any($1::uuid[]) ${SOONEST}`, [ids])).map(promisedIn);
}

/** The promise, held until the transaction ends. */
export async function holdPromise(tx: Tx, id: PromiseId): Promise<Promised | undefined> {
  await tx.rows("select 1 from promise where id = $1 for update", [id]);
  return promiseById(tx, id);
}

/** What these customers wait for, the soonest first. */
export async function openAt(tx: Tx, accounts: readonly AccountId[]): Promise<Promised[]> {
  const rows = await tx.rows<Row>(`${PROMISES} where p.closed_at is null and a.id = any($1::uuid[]) ${SOONEST}`, [
    accounts,
  ]);
  return rows.map(promisedIn);
}

/** What these people keep, the soonest first. */
export async function openOf(tx: Tx, people: readonly PersonId[]): Promise<Promised[]> {
  const rows = await tx.rows<Row>(`${PROMISES} where p.closed_at is null and p.owner_id = any($1::uuid[]) ${SOONEST}`, [
    people,
  ]);
  return rows.map(promisedIn);
}

/** What the customers of these people wait for, in one of these slots. */
export async function openWith(
  tx: Tx,
  people: readonly PersonId[],
  slots: readonly ("csm" | "am")[],
): Promise<Promised[]> {
  const rows = await tx.rows<Row>(
    `${PROMISES} where p.closed_at is null and exists (
       select from slot s where s.organisation_id = a.organisation_id and s.account_id = a.id
          and s.slot = any($2::text[]) and s.person_id = any($1::uuid[])) ${SOONEST}`,
    [people, slots],
  );
  return rows.map(promisedIn);
}

/** What the customers wait for whom somebody leads. */
export async function openLedBy(tx: Tx, person: PersonId): Promise<Promised[]> {
  const rows = await tx.rows<Row>(`${PROMISES} where p.closed_at is null and ${ledBy("$1::uuid")} ${SOONEST}`, [
    person,
  ]);
  return rows.map(promisedIn);
}

export interface NewPromise {
  readonly id: PromiseId;
  readonly account: AccountId;
  readonly contact: ContactId | undefined;
  readonly words: string;
  readonly by: PersonId;
  readonly at: Date;
  readonly owner: PersonId;
  readonly dueOn: LocalDate;
  readonly rung: Rung;
}

export function insertPromise(tx: Tx, made: NewPromise): void {
  tx.run(
    `insert into promise (organisation_id, id, account_id, contact_id, words, made_by, made_at, owner_id, due_on, rung)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.organisation,
      made.id,
      made.account,
      made.contact ?? null,
      made.words,
      made.by,
      made.at,
      made.owner,
      made.dueOn,
      made.rung,
    ],
  );
}

export function saveRung(tx: Tx, id: PromiseId, rung: Rung): void {
  tx.run("update promise set rung = $2 where id = $1", [id, rung]);
}

export function saveMoved(
  tx: Tx,
  id: PromiseId,
  to: {
    readonly dueOn: LocalDate;
    readonly reason: string;
    readonly by: PersonId;
    readonly at: Date;
    readonly rung: Rung;
  },
): void {
  tx.run(
    `update promise set moved_from = due_on, due_on = $2, moved_reason = $3, moved_by = $4, moved_at = $5, rung = $6,
                        moves = moves + 1, told_at = null where id = $1`,
    [id, to.dueOn, to.reason, to.by, to.at, to.rung],
  );
}

export function saveTold(tx: Tx, id: PromiseId, at: Date): void {
  tx.run("update promise set told_at = $2 where id = $1", [id, at]);
}

export function saveOwner(tx: Tx, id: PromiseId, owner: PersonId, rung: Rung): void {
  tx.run("update promise set owner_id = $2, rung = $3 where id = $1", [id, owner, rung]);
}

export function saveClosed(
  tx: Tx,
  id: PromiseId,
  end: {
    readonly as: PromiseEnd;
    readonly at: Date;
    readonly by: PersonId | undefined;
    readonly reason: string | undefined;
  },
): void {
  tx.run(
    "update promise set closed_at = $2, closed_as = $3, closed_by = $4, closed_reason = $5 where id = $1 and closed_at is null",
    [id, end.at, end.as, end.by ?? null, end.reason ?? null],
  );
}

/** They are a customer after all: what ended when they left goes on. */
export async function reopenAt(tx: Tx, account: AccountId, leftAt: Date): Promise<Promised[]> {
  const rows = await tx.rows<{ id: PromiseId }>(
    `update promise p set closed_at = null, closed_as = null
       from account a
      where a.organisation_id = p.organisation_id and a.id = p.account_id and coalesce(a.merged_into, a.id) = $1
        and p.closed_as = 'left' and p.closed_at = $2 returning p.id`,
    [account, leftAt],
  );
  return promisesById(
    tx,
    rows.map(({ id }) => id),
  );
}

/** Who is there at the customer, by name; as many as a menu holds. */
export async function peopleAt(
  tx: Tx,
  account: AccountId,
): Promise<{ readonly id: ContactId; readonly name: string }[]> {
  return tx.rows<{ id: ContactId; name: string }>(
    "select id, name from contact where account_id = $1 and left_on is null order by name, id limit 99",
    [account],
  );
}

/** What was promised here and kept in a time, the oldest first. */
export async function keptAt(tx: Tx, account: AccountId, from: Date, until: Date): Promise<string[]> {
  const rows = await tx.rows<Row>(
    `${PROMISES} where a.id = $1 and p.closed_as = 'kept' and p.closed_at >= $2 and p.closed_at < $3 order by p.closed_at, p.id`,
    [account, from, until],
  );
  return rows.map(({ words }) => words);
}
