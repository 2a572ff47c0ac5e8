import { CSV_LIMITS } from "../../../../inbound/csv.ts";
import { flaw, type Flaw } from "../complaint.ts";
import type { Kind } from "./intake.ts";

/** The header row of a file: for each place the column it stands for; undefined: its cells are ignored. */
export interface Header {
  readonly columns: readonly (string | undefined)[];
  readonly flaws: readonly Flaw[];
  /** false: no row can be taken */
  readonly usable: boolean;
}

/** Names are taken in any case. Columns that the kind doesn't know are ignored, and said so. */
export function readHeader(
  cells: readonly string[],
  kind: Pick<Kind<unknown>, "name" | "columns" | "required">,
): Header {
  if (cells.length > CSV_LIMITS.columns) {
    const values = { columns: String(cells.length), most: String(CSV_LIMITS.columns) };
    return { columns: [], flaws: [flaw("", "", "too-many-columns", values)], usable: false };
  }
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const columns = names.map((name) => kind.columns.find((column) => column === name));
  const ignored = names.flatMap((name, at): Flaw[] => {
    if (columns[at] !== undefined) return [];
    if (name === "") return [flaw("", "", "column-unnamed", { place: String(at + 1) })];
    return [flaw("", cells[at] ?? "", "column-unknown", { kind: kind.name })];
  });
  const twice = kind.columns.filter((column) => columns.filter((each) => each === column).length > 1);
  const missing = kind.required.filter((column) => !columns.includes(column));
  const fatal = [
    ...twice.map((column) => flaw(column, "", "column-twice")),
    ...missing.map((column) => flaw(column, "", "column-missing")),
  ];
  // Said once, below all that it helps to mend.
  const misnamed = missing.length > 0 || ignored.some(({ value }) => value !== "");
  const hint = misnamed ? [flaw("", "", "columns-are", { kind: kind.name, known: kind.columns.join(", ") })] : [];
  return { columns, flaws: [...ignored, ...fatal, ...hint], usable: fatal.length === 0 };
}
