import { describe, expect, test } from "vitest";
import { detectTable } from "../src/features/risk/model/detect.ts";

function detected(cells: readonly string[], name = "seats") {
  const { table, notes } = detectTable(new Map([[name, cells]]));
  return { column: table.columns[0], notes };
}
function numbers(cells: readonly string[]): number[] | undefined {
  const { column } = detected(cells);
  return column?.kind === "number" ? [...column.values] : undefined;
}
const many = (of: (row: number) => string, rows = 100): string[] => Array.from({ length: rows }, (_, row) => of(row));

describe("a column of a file", () => {
  test.each([
    ["plain", ["1", "-2.5", " 3e2 ", "+.5"], [1, -2.5, 300, 0.5]],
    ["with thousands", ["1,234.50", "12", "1,000,000"], [1234.5, 12, 1e6]],
    ["with decimal commas", ["1.234,5", "0,25", "12"], [1234.5, 0.25, 12]],
    ["with a sign for money or percent", ["$1,200", "30 %", "€5"], [1200, 30, 5]],
    ["of days", ["1970-01-02", "2024-02-29T10:00:00Z", "1970-01-01"], [1, 19_782, 0]],
  ])("holds numbers %s", (_, cells, values) => {
    expect(numbers(cells)).toEqual(values);
  });

  test.each(["", "  ", "NaN", "inf", "-Infinity", "NA", "n/a", "null", "?"])("has nothing where it says %j", (cell) => {
    const read = numbers([...many((row) => `${row % 7}`), cell]);
    expect(read?.at(-1)).toBeNaN();
    const { column } = detected([...many((row) => (row % 2 ? "a" : "b")), cell]);
    expect(column?.kind === "category" && column.codes.at(-1)).toBe(cell === "-Infinity" ? 0 : -1);
  });

  test("counts a stray text among numbers, or a number beyond all measure, as missing, and says so", () => {
    const { column, notes } = detected([...many((row) => `${row % 7}`), "1e400", "lots"]);
    expect(column?.kind).toBe("number");
    expect(notes).toEqual([{ kind: "not-numbers", column: "seats", count: 2, example: "1e400" }]);
  });

  test("holds categories where it has words, with blanks missing", () => {
    const { column } = detected(["team", "basic", "", "team"]);
    expect(column).toMatchObject({ kind: "category", levels: ["basic", "team"], codes: Int32Array.of(1, 0, -1, 1) });
  });

  test.each([
    ["constant", many(() => "x"), "seats"],
    ["blank", many(() => " "), "seats"],
    ["id", many((row) => `customer ${row}`), "seats"],
    ["id", many((row) => `${1000 + row}`), "anything"],
    ["id", many((row) => `${15_600_000 + 7 * row}`), "CustomerId"],
  ])("is left out with a sentence when it tells nothing (%s)", (kind, cells, name) => {
    expect(detected(cells, name)).toEqual({ column: undefined, notes: [{ kind, column: name }] });
  });

  test("is kept when each row has another number that may be a measure", () => {
    expect(numbers(many((row) => `${row * row}`))).toHaveLength(100);
    expect(numbers(many((row) => `${row + 0.5}`))).toHaveLength(100);
  });

  test("has its rare values read as one when there are very many", () => {
    const cells = many((row) => (row % 2 ? "common" : `town ${row % 300}`), 2000);
    const { column, notes } = detected(cells);
    if (column?.kind !== "category") throw new Error("not a category");
    expect(column.levels).toHaveLength(41);
    expect(notes).toEqual([{ kind: "rare-levels", column: "seats", levels: 151, kept: 40 }]);
  });
});
