import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { CadenceItemId, CadencePairId, PersonId } from "../../kernel/ids.ts";
import type { Item } from "./model.ts";

interface Row {
  id: CadenceItemId;
  pair_id: CadencePairId;
  kind: Item["kind"];
  text: string;
  owner_id: PersonId | null;
  due_on: LocalDate | null;
  added_by: PersonId;
  added_at: Date;
}

function itemOf(row: Row): Item {
  return {
    id: row.id,
    pair: row.pair_id,
    kind: row.kind,
    text: row.text,
    owner: row.owner_id ?? undefined,
    dueOn: row.due_on ?? undefined,
    addedBy: row.added_by,
    addedAt: row.added_at,
  };
}

/** What is open on the agendas of pairs, the oldest first; it stays until somebody closes it. */
export async function openItems(tx: Tx, pairs: readonly CadencePairId[]): Promise<Item[]> {
  const rows = await tx.rows<Row>(
    `select i.* from cadence_item i where i.pair_id = any($1::uuid[]) and i.closed_at is null order by i.kind, i.added_at, i.id limit 200`,
    [pairs],
  );
  return rows.map(itemOf);
}

export async function itemById(tx: Tx, id: CadenceItemId): Promise<Item | undefined> {
  return (await tx.rows<Row>("select i.* from cadence_item i where i.id = $1", [id])).map(itemOf)[0];
}

/** What somebody has to do, the most urgent first. */
export async function actionsOf(tx: Tx, people: readonly PersonId[], until: LocalDate): Promise<Item[]> {
  const rows = await tx.rows<Row>(
    `select i.* from cadence_item i
       join cadence_pair p on p.organisation_id = i.organisation_id and p.id = i.pair_id and p.ended_at is null
      where i.kind = 'action' and i.closed_at is null and i.owner_id = any($1::uuid[]) and i.due_on <= $2::date
      order by i.due_on, i.id limit 50`,
    [people, until],
  );
  return rows.map(itemOf);
}

export function insertItem(tx: Tx, { id, pair, kind, text, owner, dueOn, addedBy, addedAt }: Item): void {
  tx.run(
    `insert into cadence_item (organisation_id, id, pair_id, kind, text, owner_id, due_on, added_by, added_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [tx.organisation, id, pair, kind, text, owner ?? null, dueOn ?? null, addedBy, addedAt],
  );
}

/** The actions that were agreed from one instant to another, also those that are done. @param until left out: up to now */
export async function actionsBetween(
  tx: Tx,
  pairs: readonly CadencePairId[],
  from: Date,
  until: Date | undefined,
): Promise<Item[]> {
  const rows = await tx.rows<Row>(
    `select i.* from cadence_item i
      where i.pair_id = any($1::uuid[]) and i.kind = 'action' and i.added_at >= $2 and ($3::timestamptz is null or i.added_at < $3)
      order by i.added_at, i.id limit 40`,
    [pairs, from, until ?? null],
  );
  return rows.map(itemOf);
}

/** @returns false when it was closed already */
export async function closeItem(tx: Tx, id: CadenceItemId, by: PersonId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    "update cadence_item set closed_at = $3, closed_by = $2 where id = $1 and closed_at is null returning id",
    [id, by, at],
  );
  return rows.length === 1;
}

/** The lines that somebody took out of the agendas of pairs. */
export async function removedLines(tx: Tx, pairs: readonly CadencePairId[]): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ line: string }>("select line from cadence_removed where pair_id = any($1::uuid[])", [
    pairs,
  ]);
  return new Set(rows.map(({ line }) => line));
}

export function removeLine(tx: Tx, pair: CadencePairId, line: string, by: PersonId, at: Date): void {
  tx.run(
    `insert into cadence_removed (organisation_id, pair_id, line, removed_by, removed_at) values ($1, $2, $3, $4, $5)
     on conflict (organisation_id, pair_id, line) do nothing`,
    [tx.organisation, pair, line, by, at],
  );
}
