import type { z } from "zod";
import type { Tx } from "../../../kernel/deps.ts";
import { flaw, type Flaw, type KindName } from "./complaint.ts";
import { readRow, type Intake, type Kind, type LineFlaw, type Step, type World } from "./intake.ts";
import { BATCH } from "./store.ts";

/** A kind whose rows are few enough to be held. */
export interface TableKind<Row extends object> {
  readonly name: KindName;
  readonly schema: z.ZodType<Row>;
  readonly columns: readonly string[];
  readonly required: readonly string[];
  keyOf(row: Row): string;
  /** What the row says of others, or of itself, that can't be. */
  check(row: Row, world: World): readonly Flaw[];
  /** Rows that can't stay because of other rows of the file. */
  settle?(rows: ReadonlyMap<string, Row>, world: World): Iterable<{ readonly key: string; readonly flaw: Flaw }>;
  /** @returns the keys of the rows that it changed */
  save(tx: Tx, rows: readonly Row[], world: World, present: ReadonlySet<string>): Promise<readonly string[]>;
  /** What can only be written when all rows are there. Like `save`. */
  link?(tx: Tx, rows: readonly Row[], present: ReadonlySet<string>): Promise<readonly string[]>;
}

interface Held<Row> {
  readonly row: Row;
  readonly line: number;
}

export function tableKind<Row extends object>(kind: TableKind<Row>): Kind {
  const { name, columns, required } = kind;
  return { name, columns, required, open: (world, present) => openTable(kind, world, present) };
}

function openTable<Row extends object>(kind: TableKind<Row>, world: World, present: ReadonlySet<string>): Intake {
  const held = new Map<string, Held<Row>>();
  const replaced: { readonly line: number; readonly key: string; readonly row: Row }[] = [];

  function take(line: number, cells: Readonly<Record<string, string>>): readonly Flaw[] {
    const read = readRow(kind.schema, cells);
    if ("flaws" in read) return read.flaws;
    const flaws = kind.check(read.row, world);
    if (flaws.length > 0) return flaws;
    const key = kind.keyOf(read.row);
    const before = held.get(key);
    if (before) replaced.push({ line: before.line, key, row: before.row });
    held.set(key, { row: read.row, line });
    return [];
  }

  function* settle(): Iterable<LineFlaw> {
    for (const { line, key, row } of replaced) {
      const last = held.get(key);
      if (last && JSON.stringify(last.row) !== JSON.stringify(row)) {
        yield { line, flaw: flaw(kind.required[0] ?? "", key, "stands-again", { again: String(last.line) }) };
      }
    }
    const rows = new Map([...held].map(([key, { row }]) => [key, row]));
    for (const bad of kind.settle?.(rows, world) ?? []) {
      const line = held.get(bad.key)?.line ?? 0;
      held.delete(bad.key);
      yield { line, flaw: bad.flaw };
    }
  }

  function* steps(): Iterable<Step> {
    const rows = [...held.values()].map(({ row }) => row);
    const changed = new Set<string>();
    for (const batch of batches(rows)) {
      yield {
        rows: batch.length,
        async save(tx) {
          const keys = await kind.save(tx, batch, world, present);
          for (const key of keys) changed.add(key);
          return new Set(keys).size;
        },
      };
    }
    const { link } = kind;
    if (!link) return;
    for (const batch of batches(rows)) {
      yield { rows: 0, save: async (tx) => (await link(tx, batch, present)).filter((key) => !changed.has(key)).length };
    }
  }

  return { take, settle, size: () => held.size, steps };
}

export function* batches<T>(all: readonly T[]): Iterable<readonly T[]> {
  for (let from = 0; from < all.length; from += BATCH) yield all.slice(from, from + BATCH);
}
