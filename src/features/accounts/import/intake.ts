import type { z } from "zod";
import type { Tx } from "../../../kernel/deps.ts";
import type { Ids } from "../../../kernel/ids.ts";
import { flaw, type Flaw, type KindName, type Problem } from "./complaint.ts";
import type { References } from "./store.ts";

/** What a kind needs to know while one file is taken in. */
export interface World extends References {
  readonly ids: Ids;
  /** the domain's time of this import */
  readonly now: Date;
  /** the organisation's zone */
  readonly zone: string;
  /** facts are known since they happened, not since now */
  readonly backfill: boolean;
}

export interface LineFlaw {
  readonly line: number;
  readonly flaw: Flaw;
}

/** Takes the rows of one file, then says what to write. */
export interface Intake {
  /** @returns what is wrong with the row; nothing: it is taken */
  take(line: number, cells: Readonly<Record<string, string>>): readonly Flaw[];
  /** After the last row: what only the whole file shows. These rows aren't taken after all. */
  settle(): Iterable<LineFlaw>;
  /** How many rows the steps save. */
  size(): number;
  /** Made one by one, while the one before is saved. */
  steps(): Iterable<Step>;
}

/** A transaction of at most BATCH rows. */
export interface Step {
  readonly rows: number;
  /** @returns how many rows it changed */
  save(tx: Tx): Promise<number>;
}

/** One kind of file. `open` is given the columns that the header has. */
export interface Kind {
  readonly name: KindName;
  readonly columns: readonly string[];
  readonly required: readonly string[];
  open(world: World, present: ReadonlySet<string>): Intake;
}

/** Reads cells by a schema whose issues carry problems. */
export function readRow<Row>(
  schema: z.ZodType<Row>,
  cells: Readonly<Record<string, string>>,
): { row: Row } | { flaws: readonly Flaw[] } {
  const parsed = schema.safeParse(cells);
  if (parsed.success) return { row: parsed.data };
  return { flaws: parsed.error.issues.map((issue) => flawOf(issue, cells)) };
}

function flawOf(issue: z.core.$ZodIssue, cells: Readonly<Record<string, string>>): Flaw {
  const column = String(issue.path[0] ?? "");
  const given: unknown = issue.code === "custom" ? issue.params?.["problem"] : undefined;
  const { key, values } = (given ?? { key: "imports.missing", values: {} }) as Problem;
  return { ...flaw(column, cells[column] ?? "", "missing"), problem: { key, values } };
}
