import type { Tx } from "../../kernel/deps.ts";
import { type Subject, TO_CONTACT, TO_PERSON } from "./subject-store.ts";
import { TEXT_TABLES } from "./held-texts.ts";

/** Rows of one table in which somebody is named, their fields called in words. */
export interface Held {
  /** in words, e.g. "risk case" */
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const MOST_ROWS = 100_000;
/** Of no meaning to anybody, or not theirs to know. */
const UNTOLD: ReadonlySet<string> = new Set(["organisation_id", "sealed", "hash", "key_id", "encryption_key_id"]);
const TIMELINE = { table: "timeline", texts: ["summary"], jsons: ["details"] } as const;

/**
 * Everything that is held about somebody: their row, what refers to it, what is sent to them, and the texts in which their
 * words stand. What refers to whom, the database's catalogue says, so that no table is forgotten.
 */
export async function heldAbout(tx: Tx, subject: Subject, words: readonly string[]): Promise<Held[]> {
  const conditions = new Map<string, string[]>([[subject.kind, ["t.id = $1"]]]);
  const add = (table: string, condition: string): void => {
    conditions.set(table, [...(conditions.get(table) ?? []), condition]);
  };
  for (const { table, column } of await referring(tx, subject.kind)) add(table, `t.${column} = $1`);
  add("post", subject.kind === "person" ? TO_PERSON : TO_CONTACT);
  add("audit", "t.subject = $1::text");
  for (const { table, texts = [], jsons = [] } of [TIMELINE, ...TEXT_TABLES]) {
    for (const column of [...texts, ...jsons]) add(table, `t.${column}::text ~* tandem_pattern($2::text[], true)`);
  }
  const all: Held[] = [];
  for (const [table, either] of conditions) {
    const rows = await tx.rows<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from "${table}" t
        where $1::uuid is not null and $2::text[] is not null and (${either.join(" or ")}) limit ${String(MOST_ROWS)}`,
      [subject.id, words],
    );
    if (rows.length > 0) all.push({ table: inWords(table), rows: rows.map(({ row }) => told(row)) });
  }
  return all;
}

/** Columns by which rows refer to people, or to contacts; and all that the table has. */
export async function referring(
  tx: Tx,
  kind: Subject["kind"],
): Promise<{ table: string; column: string; has: string[] }[]> {
  return tx.rows(
    `select c.relname as table, a.attname as column,
            array(select h.attname::text from pg_attribute h where h.attrelid = c.oid and h.attnum > 0) as has
       from pg_constraint f join pg_class c on c.oid = f.conrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = f.conkey[2]
      where f.contype = 'f' and f.confrelid = $1::regclass order by 1, 2`,
    [kind],
  );
}

function told(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([column, value]) => !UNTOLD.has(column) && value !== null)
      .map(([column, value]) => [inWords(column), value]),
  );
}

function inWords(name: string): string {
  return name.replaceAll("_", " ");
}
