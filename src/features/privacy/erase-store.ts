import type { Tx } from "../../kernel/deps.ts";
import type { Posts } from "../feature.ts";
import { TEXT_TABLES, type TextTable } from "./held-texts.ts";
import { shownWith } from "./shown-store.ts";
import type { ErasingId, Subject } from "./subject-store.ts";

/** So many pages of tables are looked through in one transaction; were all of their rows to change, it'd be some 250. */
const PAGES_AT_ONCE = 8;
const TABLES: readonly ("timeline" | TextTable)[] = ["timeline", ...TEXT_TABLES];

interface Row {
  kind: "person" | "contact";
  subject_id: string;
  at_table: number;
  at_page: string;
  /** their words wherever they stand, and where no letter touches them */
  somewhere: string;
  whole: string;
}

/** Erasures that aren't over, oldest first. */
export async function unfinishedErasures(tx: Tx): Promise<ErasingId[]> {
  const rows = await tx.rows<{ id: ErasingId }>("select id from erasing order by began_at, id");
  return rows.map(({ id }) => id);
}

/** As `eraseSome`; once it is over, what shows them is drawn anew without their words. */
export async function eraseSomeShown(
  { tx, posts }: { readonly tx: Tx; readonly posts: Pick<Posts, "redraw"> },
  id: ErasingId,
): Promise<boolean> {
  const subjects = await tx.rows<Pick<Subject, "kind" | "id">>(
    "select kind, subject_id as id from erasing where id = $1",
    [id],
  );
  const goesOn = await eraseSome(tx, id);
  if (!goesOn) posts.redraw(...(await shownWith(tx, subjects)));
  return goesOn;
}

/**
 * Takes the words of an erasure out of the next pages of text.
 * @returns false when it is over; its words are forgotten then
 */
export async function eraseSome(tx: Tx, id: ErasingId): Promise<boolean> {
  const [row] = await tx.rows<Row>(
    `select kind, subject_id, at_table, at_page, tandem_pattern(words, false) as somewhere,
            tandem_pattern(words, true) as whole
       from erasing where id = $1 for update`,
    [id],
  );
  if (!row) return false;
  let [table, page, room] = [row.at_table, Number(row.at_page), PAGES_AT_ONCE];
  for (let each = TABLES[table]; each && room > 0; each = TABLES[table]) {
    const until = page + room;
    const pages = await pagesOf(tx, each);
    if (page < pages) await erasePages(tx, each, row, id, page, until);
    room -= Math.max(1, Math.min(until, pages) - page);
    [table, page] = until < pages ? [table, until] : [table + 1, 0];
  }
  if (table >= TABLES.length) tx.run("delete from erasing where id = $1", [id]);
  else tx.run("update erasing set at_table = $2, at_page = $3 where id = $1", [id, table, page]);
  return table < TABLES.length;
}

async function pagesOf(tx: Tx, each: "timeline" | TextTable): Promise<number> {
  const [row] = await tx.rows<{ pages: number }>(
    "select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int as pages",
    [nameOf(each)],
  );
  return row?.pages ?? 0;
}

function nameOf(each: "timeline" | TextTable): string {
  return each === "timeline" ? each : each.table;
}

async function erasePages(
  tx: Tx,
  each: "timeline" | TextTable,
  { kind, subject_id, somewhere, whole }: Row,
  id: ErasingId,
  from: number,
  until: number,
): Promise<void> {
  if (each === "timeline") await tx.rows("select tandem_erase_timeline($1, $2, $3)", [id, from, until]);
  else
    await tx.rows(statementOf(each, kind), [
      `(${String(from)},0)`,
      `(${String(until)},0)`,
      subject_id,
      somewhere,
      whole,
    ]);
}

/** $1 and $2: the pages; $3: the subject; $4 and $5: their words somewhere, and whole. */
export function statementOf(
  { table, texts = [], jsons = [], own = {}, forgets = [] }: TextTable,
  kind: Row["kind"],
): string {
  const owned = own[kind] ?? {};
  const named = (column: string): string => `t.${column}::text ~* $4`;
  const set = [
    ...texts.map(
      (column) =>
        `${column} = ${emptied(owned[column], `left(t.${column}, 0) || '…'`, `tandem_redact(t.${column}, $5)`)}`,
    ),
    ...jsons.map(
      (column) =>
        `${column} = ${emptied(owned[column], `tandem_redact(tandem_redact(t.${column}, null), $5)`, `tandem_redact(t.${column}, $5)`)}`,
    ),
    ...forgets.map((column) => `${column} = null`),
  ];
  const where = [
    ...Object.values(owned),
    ...[...texts, ...jsons, ...forgets].map(named),
    ...forgets.map((column) => `position($3::text in t.${column}::text) > 0`),
  ];
  // Each parameter stands somewhere in every statement, so that its type is known.
  return `update ${table} t set ${set.join(", ")}
           where t.ctid >= $1::tid and t.ctid < $2::tid and $3::uuid is not null and $5::text is not null
             and (${where.join(" or ")})`;
}

function emptied(own: string | undefined, whole: string, redacted: string): string {
  return own === undefined ? redacted : `case when ${own} then ${whole} else ${redacted} end`;
}
