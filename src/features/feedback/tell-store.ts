import type { PersonRef } from "../../chat/card.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, EntryId, Id, PersonId } from "../../kernel/ids.ts";
import type { TellEnd } from "./decide.ts";
import type { ItemId } from "./store.ts";

export type TellId = Id<"feedback-tell">;

/** A customer who is to be told that what they asked for has shipped. */
export interface Tell {
  readonly id: TellId;
  readonly item: ItemId;
  /** the customer it is today, where it was merged into another */
  readonly account: AccountId;
  readonly dueAt: Date;
  /** 0 told, 1 reminded, 2 with a manager */
  readonly rung: number;
  readonly snoozedUntil: Date | undefined;
  readonly snoozes: number;
  readonly closed: { readonly as: TellEnd; readonly at: Date; readonly by: PersonRef | undefined } | undefined;
}

interface Row {
  id: TellId;
  item_id: ItemId;
  account_id: AccountId;
  due_at: Date;
  rung: number;
  snoozed_until: Date | null;
  snoozes: number;
  closed_at: Date | null;
  closed_by: PersonId | null;
  closed_as: TellEnd | null;
  closer: string | null;
}

const TELLS = `
  select t.id, t.item_id, coalesce(a.merged_into, a.id) as account_id, t.due_at, t.rung, t.snoozed_until, t.snoozes,
         t.closed_at, t.closed_by, t.closed_as, p.name as closer
    from feedback_tell t
    join account a on a.organisation_id = t.organisation_id and a.id = t.account_id
    left join person p on p.organisation_id = t.organisation_id and p.id = t.closed_by`;

function tellIn(row: Row): Tell {
  const { closed_at: at, closed_as: as, closed_by: by } = row;
  return {
    id: row.id,
    item: row.item_id,
    account: row.account_id,
    dueAt: row.due_at,
    rung: row.rung,
    snoozedUntil: row.snoozed_until ?? undefined,
    snoozes: row.snoozes,
    closed: at && as ? { at, as, by: by ? { id: by, name: row.closer ?? "" } : undefined } : undefined,
  };
}

export async function tellById(tx: Tx, id: TellId): Promise<Tell | undefined> {
  return (await tx.rows<Row>(`${TELLS} where t.id = $1`, [id])).map(tellIn)[0];
}

export async function tellsById(tx: Tx, ids: readonly TellId[]): Promise<ReadonlyMap<TellId, Tell>> {
  const rows = await tx.rows<Row>(`${TELLS} where t.id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, tellIn(row)]));
}

/** The task, held until the transaction ends. */
export async function holdTell(tx: Tx, id: TellId): Promise<Tell | undefined> {
  await tx.rows("select 1 from feedback_tell where id = $1 for update", [id]);
  return tellById(tx, id);
}

export async function tellsOf(tx: Tx, items: readonly ItemId[]): Promise<Tell[]> {
  return (await tx.rows<Row>(`${TELLS} where t.item_id = any($1::uuid[]) order by t.id`, [items])).map(tellIn);
}

/** Everyone who isn't told yet, the longest first. */
export async function openTells(tx: Tx): Promise<Tell[]> {
  return (await tx.rows<Row>(`${TELLS} where t.closed_at is null order by t.due_at, t.id`, [])).map(tellIn);
}

/** What an account waits to hear. */
export async function openTellsAt(tx: Tx, account: AccountId): Promise<Tell[]> {
  const rows = await tx.rows<Row>(
    `${TELLS} where t.closed_at is null and coalesce(a.merged_into, a.id) = $1 order by t.due_at, t.id`,
    [account],
  );
  return rows.map(tellIn);
}

export function insertTell(
  tx: Tx,
  made: Pick<Tell, "id" | "item" | "account" | "dueAt"> & { readonly openedAt: Date },
): void {
  tx.run(
    "insert into feedback_tell (organisation_id, id, item_id, account_id, opened_at, due_at) values ($1, $2, $3, $4, $5, $6)",
    [tx.organisation, made.id, made.item, made.account, made.openedAt, made.dueAt],
  );
}

export function saveRung(tx: Tx, id: TellId, rung: number): void {
  tx.run("update feedback_tell set rung = $2, snoozed_until = null where id = $1", [id, rung]);
}

export function saveSnoozed(tx: Tx, id: TellId, until: Date): void {
  tx.run(
    "update feedback_tell set snoozed_until = $2, due_at = greatest(due_at, $2), snoozes = snoozes + 1, rung = 0 where id = $1",
    [id, until],
  );
}

/** Ends one, and what else the same customer waits to hear of the same item. @returns those that were open */
export async function saveTold(
  tx: Tx,
  { item, account }: Pick<Tell, "item" | "account">,
  end: { readonly as: TellEnd; readonly at: Date; readonly by: PersonId | undefined; readonly entry?: EntryId },
): Promise<TellId[]> {
  const rows = await tx.rows<{ id: TellId }>(
    `update feedback_tell t set closed_at = $3, closed_as = $4, closed_by = $5, entry_id = $6, snoozed_until = null
       from account a
      where a.organisation_id = t.organisation_id and a.id = t.account_id and coalesce(a.merged_into, a.id) = $2
        and t.item_id = $1 and t.closed_at is null returning t.id`,
    [item, account, end.at, end.as, end.by ?? null, end.entry ?? null],
  );
  return rows.map(({ id }) => id);
}

/** They are a customer after all: what ended when they left goes on. */
export async function reopenTells(tx: Tx, account: AccountId, leftAt: Date): Promise<Tell[]> {
  const rows = await tx.rows<{ id: TellId }>(
    `update feedback_tell set closed_at = null, closed_as = null, rung = 0
      where account_id in (select id from account where coalesce(merged_into, id) = $1)
        and closed_as = 'left' and closed_at = $2 returning id`,
    [account, leftAt],
  );
  return [
    ...(
      await tellsById(
        tx,
        rows.map(({ id }) => id),
      )
    ).values(),
  ];
}
