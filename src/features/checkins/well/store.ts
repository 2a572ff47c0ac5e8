import { WELL } from "../../../kernel/defaults.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId, PersonId, WellTaskId } from "../../../kernel/ids.ts";

export type Source = "ticket" | "complaint";
/** well, not-well: as the customer says; joined: another one asks for both; left: it is no customer any more */
export type WellEnd = "well" | "not-well" | "joined" | "left";

/** Somebody asks a key account whether all is well, after what was closed there (C7). */
export interface WellTask {
  readonly id: WellTaskId;
  readonly account: AccountId;
  readonly source: Source;
  readonly subject: string | undefined;
  readonly owner: PersonId | undefined;
  readonly openedAt: Date;
  readonly dueAt: Date;
  /** 0 told, 1 reminded, 2 with who leads */
  readonly rung: number;
  readonly closedAt: Date | undefined;
  readonly closedBy: PersonId | undefined;
  readonly closedAs: WellEnd | undefined;
}

interface Row {
  id: WellTaskId;
  account_id: AccountId;
  source: Source;
  subject: string | null;
  owner_id: PersonId | null;
  opened_at: Date;
  due_at: Date;
  rung: number;
  closed_at: Date | null;
  closed_by: PersonId | null;
  closed_as: WellEnd | null;
}

const SELECT = "select * from well_task";

function taskIn(row: Row): WellTask {
  return {
    id: row.id,
    account: row.account_id,
    source: row.source,
    subject: row.subject ?? undefined,
    owner: row.owner_id ?? undefined,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    rung: row.rung,
    closedAt: row.closed_at ?? undefined,
    closedBy: row.closed_by ?? undefined,
    closedAs: row.closed_as ?? undefined,
  };
}

export async function taskById(tx: Tx, id: WellTaskId): Promise<WellTask | undefined> {
  return (await tx.rows<Row>(`${SELECT} where id = $1`, [id])).map(taskIn)[0];
}

export async function tasksById(tx: Tx, ids: readonly WellTaskId[]): Promise<WellTask[]> {
  return (await tx.rows<Row>(`${SELECT} where id = any($1::uuid[])`, [ids])).map(taskIn);
}

/** The task, held until the transaction ends. */
export async function holdTask(tx: Tx, id: WellTaskId): Promise<WellTask | undefined> {
  return (await tx.rows<Row>(`${SELECT} where id = $1 for update`, [id])).map(taskIn)[0];
}

/** What is open at these, held until the transaction ends. */
export async function openTasksAt(tx: Tx, accounts: readonly AccountId[]): Promise<WellTask[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where account_id = any($1::uuid[]) and closed_at is null order by id for update`,
    [accounts],
  );
  return rows.map(taskIn);
}

/** What these people have open, the soonest due first. */
export async function openTasksOf(tx: Tx, people: readonly PersonId[], until: Date): Promise<WellTask[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where owner_id = any($1::uuid[]) and closed_at is null and due_at <= $2 order by due_at, id`,
    [people, until],
  );
  return rows.map(taskIn);
}

export interface Closed {
  readonly source: Source;
  readonly id: string;
  readonly account: AccountId;
  readonly subject: string | undefined;
}

/** What was closed lately at key accounts and nobody asked after yet, the oldest first. */
export async function closedUnasked(tx: Tx, accounts: readonly AccountId[], now: Date): Promise<Closed[]> {
  type Found = { source: Source; id: string; account_id: AccountId; subject: string | null };
  const rows = await tx.rows<Found>(
    `select f.* from (
       select 'ticket' as source, k.id, k.account_id, k.subject, k.closed_at from ticket k where k.account_id = any($1::uuid[])
       union all
       select 'complaint', r.id, r.account_id, null, r.closed_at from request r
        where r.account_id = any($1::uuid[]) and r.kind = 'complaint' and r.state = 'closed') f
       join account a on a.id = f.account_id and a.key_account and a.lifecycle_stage <> 'churned' and a.merged_into is null
      where f.closed_at <= $2 and f.closed_at > $2::timestamptz - make_interval(days => ${String(WELL.closedWithinDays)})
        and not exists (select from well_task w where w.source = f.source and w.source_id = f.id)
      order by f.closed_at, f.id`,
    [accounts, now],
  );
  return rows.map(({ source, id, account_id, subject }) => ({
    source,
    id,
    account: account_id,
    subject: subject ?? undefined,
  }));
}

export function insertTask(
  tx: Tx,
  made: Pick<WellTask, "id" | "account" | "source" | "subject" | "owner" | "openedAt" | "dueAt"> & {
    readonly sourceId: string;
    readonly joined: boolean;
  },
): void {
  tx.run(
    `insert into well_task (organisation_id, id, account_id, source, source_id, subject, owner_id, opened_at, due_at, closed_at, closed_as)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $10 then $8::timestamptz end, case when $10 then 'joined' end)
     on conflict (organisation_id, source, source_id) do nothing`,
    [
      tx.organisation,
      made.id,
      made.account,
      made.source,
      made.sourceId,
      made.subject ?? null,
      made.owner ?? null,
      made.openedAt,
      made.dueAt,
      made.joined,
    ],
  );
}

export function saveOwner(tx: Tx, id: WellTaskId, owner: PersonId): void {
  tx.run("update well_task set owner_id = $2 where id = $1", [id, owner]);
}

export function saveRung(tx: Tx, id: WellTaskId, rung: number): void {
  tx.run("update well_task set rung = $2 where id = $1", [id, rung]);
}

export function saveTaskEnd(tx: Tx, id: WellTaskId, as: WellEnd, by: PersonId | undefined, at: Date): void {
  tx.run("update well_task set closed_at = $2, closed_by = $3, closed_as = $4 where id = $1 and closed_at is null", [
    id,
    at,
    by ?? null,
    as,
  ]);
}
