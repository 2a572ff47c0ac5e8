import type { z } from "zod";
import { flaw, type Flaw, type KindName, type Problem } from "../complaint.ts";
import type { Referred } from "../references.ts";

/** What a kind needs to know while one file is checked. */
export interface World extends Referred {
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

/** What one transaction saves, ready for it. */
export interface Portion<Content> {
  /** how many of the file's rows are done with it */
  readonly rows: number;
  readonly content: Content;
}

/** Takes the rows of one file, then says what to save. */
export interface Intake<Content> {
  /** @returns what is wrong with the row; nothing: it is taken */
  take(line: number, cells: Readonly<Record<string, string>>): readonly Flaw[];
  /** After the last row: what only the whole file shows. These rows aren't taken after all. */
  settle(): Iterable<LineFlaw>;
  /** How many rows the portions have together. */
  size(): number;
  /** Of at most BATCH rows each, made one by one. */
  portions(): Iterable<Portion<Content>>;
}

/** How one kind of file is checked. */
export interface Kind<Content> {
  readonly name: KindName;
  readonly columns: readonly string[];
  readonly required: readonly string[];
  open(world: World): Intake<Content>;
}

export const BATCH = 1000;

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
