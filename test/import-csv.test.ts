import { truncate } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CSV_LIMITS, readCsv, readCsvFile, type CsvItem } from "../src/inbound/csv.ts";
import { folderWith, inPieces, line, lines } from "./helpers/csv.ts";

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === "string" ? new TextEncoder().encode(text) : text;
}

async function itemsOf(text: string | Uint8Array, size = 65_536): Promise<CsvItem[]> {
  return (await Array.fromAsync(readCsv(inPieces(bytesOf(text), size)))).flat();
}

/** "2: a | b" for a record, "3! fault" for a line at fault. */
async function told(text: string | Uint8Array, size?: number): Promise<string[]> {
  return (await itemsOf(text, size)).map((item) => {
    if (item.kind === "record") return `${String(item.line)}: ${item.cells.join(" | ")}`;
    return item.kind === "line-fault" ? `${String(item.line)}! ${item.fault}` : item.fault;
  });
}

describe("a CSV file", () => {
  test("ends its lines in LF, CRLF or CR, with or without the last", async () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      expect(await told(`a,b${end}1,2${end}3,4`)).toEqual(["1: a | b", "2: 1 | 2", "3: 3 | 4"]);
      expect(await told(`a,b${end}1,2${end}`)).toEqual(["1: a | b", "2: 1 | 2"]);
    }
    expect(await told("a,b\r\n1,2\n3,4\r5,6")).toEqual(["1: a | b", "2: 1 | 2", "3: 3 | 4", "4: 5 | 6"]);
  });

  test("may begin with a byte order mark", async () => {
    expect(await told("\uFEFFa,b\n1,2")).toEqual(["1: a | b", "2: 1 | 2"]);
  });

  test("may part its cells by semicolons or tabs, as German and Excel programs do", async () => {
    expect(await told("a;b\n1,5;=1")).toEqual(["1: a | b", "2: 1,5 | =1"]);
    expect(await told("a\tb\n1;2\t3")).toEqual(["1: a | b", "2: 1;2 | 3"]);
  });

  test("has blank lines that count as lines, and say nothing", async () => {
    expect(await told("\n\na,b\n\n1,2\n   \n3,4")).toEqual(["3: a | b", "5: 1 | 2", "7: 3 | 4"]);
  });

  test("has quoted cells with commas, quotes and line breaks in them", async () => {
    expect(await told('a,b\n"1,""x""\n2",3\n4,""\n')).toEqual(["1: a | b", '2: 1,"x"\n2 | 3', "4: 4 | "]);
  });

  test("a quote that is never closed costs its own line and no other", async () => {
    expect(await told('a,b\n1,"2\n3,4\n5,6')).toEqual(["1: a | b", "2! quote-not-closed", "3: 3 | 4", "4: 5 | 6"]);
    expect(await told('a,b\n1,"2\n"3",4\n5,6')).toEqual(["1: a | b", "2! quote-not-closed", "3: 3 | 4", "4: 5 | 6"]);
  });

  test("a quote in the middle of a cell costs its own line and no other", async () => {
    expect(await told('a,b\n5" pipe,2\n"x"y,2\n3,4')).toEqual([
      "1: a | b",
      "2! quote-misplaced",
      "3! quote-misplaced",
      "4: 3 | 4",
    ]);
  });

  test("a quote that a million bytes don't close is given up", async () => {
    const long = `a,b\n1,"2\n${"7,8\n".repeat(260_000)}`;
    const items = await itemsOf(long);
    expect(items.filter((item) => item.kind === "line-fault")).toMatchObject([{ line: 2, fault: "quote-not-closed" }]);
    expect(items).toHaveLength(260_002);
  });

  test("a line of more than a million bytes is named and dropped, wherever the pieces are cut", async () => {
    const text = `a,b\n1,${"x".repeat(CSV_LIMITS.lineBytes)}\n3,4\n5,${"ü".repeat(CSV_LIMITS.lineBytes / 2)}\n7,8`;
    for (const size of [1000, 65_536, 4_000_000]) {
      expect(await told(text, size)).toEqual([
        "1: a | b",
        "2! line-too-long",
        "3: 3 | 4",
        "4! line-too-long",
        "5: 7 | 8",
      ]);
    }
  });

  test("Windows-1252 letters and NUL cost their own line", async () => {
    const latin = Buffer.from("a,b\nM\xfcller,1\nok,2\n\x00,3\n", "latin1");
    expect(await told(latin)).toEqual(["1: a | b", "2! not-utf8", "3: ok | 2", "4! nul"]);
  });

  test("UTF-16, spreadsheets and archives are named for what they are", async () => {
    expect(await told(Buffer.from("\uFEFFa,b\n", "utf16le"))).toEqual(["utf16"]);
    expect(await told(Uint8Array.from([0x50, 0x4b, 3, 4, 0]))).toEqual(["not-text"]);
    expect(await told(Uint8Array.from([0x1f, 0x8b, 8]))).toEqual(["not-text"]);
  });

  test("that is empty has no items", async () => {
    expect(await told("")).toEqual([]);
    expect(await told("\n\n")).toEqual([]);
  });

  test("of more than fifty million bytes isn't begun, and one that isn't there is named", async () => {
    const folder = await folderWith({ "usage.csv": "a,b\n" });
    const file = path.join(folder.path, "usage.csv");
    await truncate(file, CSV_LIMITS.fileBytes + 1);
    const read = async (from: string): Promise<CsvItem[]> => (await Array.fromAsync(readCsvFile(from))).flat();
    expect(await read(file)).toEqual([{ kind: "file-fault", fault: "file-too-big" }]);
    expect(await read(path.join(folder.path, "none.csv"))).toEqual([{ kind: "file-fault", fault: "no-file" }]);
    expect(await read(folder.path)).toEqual([{ kind: "file-fault", fault: "no-file" }]);
    await folder.remove();
  });

  test("any cells at all come back as they were written, wherever the pieces are cut", async () => {
    const cells = fc.array(fc.string({ unit: "grapheme", maxLength: 8 }), { minLength: 2, maxLength: 5 });
    const table = fc.array(cells, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const sound = rows
          .map((row) => ["k", ...row.map((cell) => cell.replace(/[\0\uFFFD\uFEFF]/gu, "").replace(/\r\n?/g, "\n"))])
          .map((row) => row);
        const text = lines("a,b,c,d,e,f,g", ...sound.map((row) => line(...row)));
        const items = await itemsOf(text, size);
        expect(items.slice(1).map((item) => (item.kind === "record" ? item.cells : item))).toEqual(sound);
      }),
      { numRuns: 300 },
    );
  });

  test("whatever the bytes are, reading ends and names lines in order", async () => {
    const marks = fc.constantFrom('"', ",", "\n", "\r", "a", '""', "\0", "ü", ";");
    await fc.assert(
      fc.asyncProperty(fc.array(marks, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), async (parts, size) => {
        const items = await itemsOf(`h,i\n${parts.join("")}`, size);
        const seen = items.map((item) => ("line" in item ? item.line : 0));
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
        expect(items).toEqual(await itemsOf(`h,i\n${parts.join("")}`));
      }),
      { numRuns: 500 },
    );
  });
});
