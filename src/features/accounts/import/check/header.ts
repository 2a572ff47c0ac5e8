import { CSV_LIMITS } from "../../../../inbound/csv.ts";
import { nearOf } from "../../../../kernel/near.ts";
import { flaw, type Flaw } from "../complaint.ts";
import type { Kind } from "./intake.ts";

/** The header row of a file, and how it reads the lines below. */
export interface Header {
  /** how many cells a line has */
  readonly width: number;
  readonly flaws: readonly Flaw[];
  /** false: no row can be taken */
  readonly usable: boolean;
  read(line: readonly string[]): ReadLine;
  /** A flaw as the file's own names and values tell of it. */
  told(bad: Flaw, line?: readonly string[]): Flaw;
}

/** A line by the kind's columns, one that can't be taken, or one that nobody wants. */
export type ReadLine =
  | { readonly kind: "cells"; readonly cells: Readonly<Record<string, string>> }
  | { readonly kind: "wrong"; readonly flaws: readonly Flaw[] }
  | { readonly kind: "aside" };

/** Names are taken in any case. Columns that the kind doesn't know are ignored, and said so. */
export function readHeader(
  cells: readonly string[],
  kind: Pick<Kind<unknown>, "name" | "columns" | "required">,
): Header {
  if (cells.length > CSV_LIMITS.columns) {
    const values = { columns: String(cells.length), most: String(CSV_LIMITS.columns) };
    return headerOf([], [flaw("", "", "too-many-columns", values)], false);
  }
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const columns = names.map((name) => kind.columns.find((column) => column === name));
  const ignored = names.flatMap((name, at): Flaw[] => {
    if (columns[at] !== undefined) return [];
    if (name === "") return [flaw("", "", "column-unnamed", { place: String(at + 1) })];
    const near = nearOf(
      name,
      kind.columns.filter((column) => !columns.includes(column)),
    );
    return [
      near === undefined
        ? flaw("", cells[at] ?? "", "column-unknown", { kind: kind.name })
        : flaw("", cells[at] ?? "", "column-unknown-near", { kind: kind.name, near }),
    ];
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
  return headerOf(columns, [...ignored, ...fatal, ...hint], fatal.length === 0);
}

/** @param columns for each place the column it stands for; undefined: its cells are ignored */
function headerOf(columns: readonly (string | undefined)[], flaws: readonly Flaw[], usable: boolean): Header {
  return {
    width: columns.length,
    flaws,
    usable,
    read(line) {
      const cells: Record<string, string> = {};
      columns.forEach((column, at) => {
        if (column !== undefined) cells[column] = line[at] ?? "";
      });
      return { kind: "cells", cells };
    },
    told: (bad) => bad,
  };
}
