import type { Values } from "../../src/features/risk/model/additive-score.ts";
import type { Column, Table } from "../../src/features/risk/model/table.ts";

/** Columns by name: numbers (NaN is missing) or levels ("" is missing). */
export function tableOf(columns: Readonly<Record<string, readonly (number | string)[]>>): Table {
  const all = Object.entries(columns).map(([name, cells]): Column => {
    if (cells.every((cell) => typeof cell === "number")) {
      return { kind: "number", name, values: Float64Array.from(cells) };
    }
    const levels = [...new Set(cells.map(String))].filter((level) => level !== "").sort();
    return { kind: "category", name, levels, codes: Int32Array.from(cells, (cell) => levels.indexOf(String(cell))) };
  });
  return { rows: Object.values(columns)[0]?.length ?? 0, columns: all };
}

/** A table's rows one by one, as who scores a single one gives them. */
export function rowsIn({ rows, columns }: Table): Values[] {
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      columns.map((column) => [
        column.name,
        column.kind === "number" ? column.values[row] : column.levels[column.codes[row] ?? -1],
      ]),
    ),
  );
}
