import { sqlStateOf } from "../../../../db/ambient.ts";
import type { Database } from "../../../../db/transaction.ts";
import type { OrganisationId } from "../../../../kernel/ids.ts";
import type { Contents } from "../check/kinds.ts";
import { flaw, type Flaw, type KindName } from "../complaint.ts";
import type { Saver } from "./saver.ts";

type Content = Contents[KindName];

export interface SavedPortion {
  /** rows that were inserted or changed */
  readonly changed: number;
  readonly refused: readonly { readonly line: number; readonly flaw: Flaw }[];
}

/**
 * Saves one portion in a transaction. Where the database refuses a row, say because what is stored was changed since
 * the file was checked, the others are saved all the same, in transactions of their own.
 */
export async function savePortion(
  db: Database,
  organisation: OrganisationId,
  saver: Saver<Content>,
  content: Content,
): Promise<SavedPortion> {
  try {
    return { changed: await db.write(organisation, (tx) => saver.save(tx, content)), refused: [] };
  } catch (error) {
    if (!isAboutRows(error) || !("lines" in content) || content.step !== "save") throw error;
    const [line] = content.lines;
    if (content.lines.length === 1 && line !== undefined) {
      return { changed: 0, refused: [{ line, flaw: flaw("", "", "refused", { rule: ruleOf(error) }) }] };
    }
    const half = Math.ceil(content.lines.length / 2);
    const first = await savePortion(db, organisation, saver, partOf(content, 0, half));
    const rest = await savePortion(db, organisation, saver, partOf(content, half));
    return { changed: first.changed + rest.changed, refused: [...first.refused, ...rest.refused] };
  }
}

function partOf<Part extends { readonly rows: readonly unknown[]; readonly lines: readonly number[] }>(
  content: Part,
  from: number,
  to?: number,
): Part {
  return { ...content, rows: content.rows.slice(from, to), lines: content.lines.slice(from, to) };
}

/** Data exceptions and broken constraints, by the classes of PostgreSQL's error codes. */
function isAboutRows(error: unknown): boolean {
  return /^2[23]/.test(sqlStateOf(error) ?? "");
}

function ruleOf(error: unknown): string {
  if (error instanceof Error && "constraint" in error && typeof error.constraint === "string") return error.constraint;
  return sqlStateOf(error) ?? "";
}
