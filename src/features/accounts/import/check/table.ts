import type { z } from "zod";
import { flaw, type Flaw, type KindName } from "../complaint.ts";
import { createHeldRows, type HeldRows } from "./held-rows.ts";
import { BATCH, readRow, type Intake, type Kind, type LineFlaw, type Portion, type World } from "./intake.ts";

/** Rows to save, or to link when all of the file are saved. */
export interface TableContent<Ready> {
  readonly step: "save" | "link";
  readonly rows: readonly Ready[];
  /** where each row stands */
  readonly lines: readonly number[];
  /** the columns that these rows have */
  readonly present: ReadonlySet<string>;
}

/** A kind whose rows are few enough to be held. */
export interface TableKind<Row extends object, Ready> {
  readonly name: KindName;
  readonly schema: z.ZodType<Row>;
  readonly columns: readonly string[];
  readonly required: readonly string[];
  /** The column of what can only be written when all rows are there. */
  readonly linkedBy?: string;
  /** Rows with the same key are one. Asked of rows without a flaw. */
  keyOf(row: Row, world: World): string;
  /** What the row says of others, or of itself, that can't be. */
  check(row: Row, world: World): readonly Flaw[];
  /** Rows that can't stay because of other rows of the file; each is out of `rows` before the next is asked for. */
  settle?(rows: HeldRows<Row>, world: World): Iterable<{ readonly key: string; readonly flaw: Flaw }>;
  /** As it is saved, what it refers to by id. */
  ready(row: Row, world: World): Ready;
}

export function tableKind<Row extends object, Ready>(kind: TableKind<Row, Ready>): Kind<TableContent<Ready>> {
  const { name, columns, required } = kind;
  return { name, columns, required, open: (world) => openTable(kind, world) };
}

function openTable<Row extends object, Ready>(kind: TableKind<Row, Ready>, world: World): Intake<TableContent<Ready>> {
  const held = createHeldRows<Row>();

  function take(line: number, cells: Readonly<Record<string, string>>): readonly Flaw[] {
    const read = readRow(kind.schema, cells);
    if ("flaws" in read) return read.flaws;
    const flaws = kind.check(read.row, world);
    if (flaws.length === 0) held.put(kind.keyOf(read.row, world), read.row, line);
    return flaws;
  }

  function* settle(): Iterable<LineFlaw> {
    for (const [key, last] of held.entries()) {
      for (let earlier = last.before; earlier; earlier = earlier.before) {
        if (JSON.stringify(last.row) === JSON.stringify(earlier.row)) continue;
        const again = flaw(kind.required[0] ?? "", key, "stands-again", { again: String(last.line) });
        yield { line: earlier.line, flaw: again };
      }
    }
    for (const bad of kind.settle?.(held, world) ?? []) {
      const line = held.get(bad.key)?.line ?? 0;
      held.delete(bad.key);
      yield { line, flaw: bad.flaw };
    }
  }

  /** Rows of one portion have the same columns: records may differ in theirs, the lines of a file don't. */
  function* portionsOf(step: "save" | "link"): Iterable<Portion<TableContent<Ready>>> {
    const open = new Map<string, Batch<Ready>>();
    for (const [, { row, line }] of held.entries()) {
      const columns = columnsOf(row);
      if (step === "link" && !columns.includes(kind.linkedBy ?? "")) continue;
      const name = columns.join();
      const batch = open.get(name) ?? { rows: [], lines: [], present: new Set(columns) };
      open.set(name, batch);
      batch.rows.push(kind.ready(row, world));
      batch.lines.push(line);
      if (batch.rows.length < BATCH) continue;
      open.delete(name);
      yield portionOf(step, batch);
    }
    for (const batch of open.values()) yield portionOf(step, batch);
  }

  function* portions(): Iterable<Portion<TableContent<Ready>>> {
    yield* portionsOf("save");
    if (kind.linkedBy !== undefined) yield* portionsOf("link");
  }

  return { take, settle, size: () => held.size, portions };
}

interface Batch<Ready> {
  readonly rows: Ready[];
  readonly lines: number[];
  readonly present: ReadonlySet<string>;
}

function portionOf<Ready>(step: "save" | "link", batch: Batch<Ready>): Portion<TableContent<Ready>> {
  return { rows: step === "save" ? batch.rows.length : 0, content: { step, ...batch } };
}

function columnsOf(row: object): string[] {
  return Object.entries(row).flatMap(([column, value]) => (value === undefined ? [] : [column]));
}

export function* batches<T>(all: Iterable<T>): Iterable<readonly T[]> {
  let batch: T[] = [];
  for (const each of all) {
    batch.push(each);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
