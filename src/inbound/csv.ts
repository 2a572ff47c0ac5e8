import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { quotesAfter } from "./csv-quotes.ts";

export const CSV_LIMITS = { fileBytes: 50_000_000, lineBytes: 1_000_000, columns: 64, foreignColumns: 1000 } as const;

/** What is wrong with a line before anybody looks at its cells. */
export type LineFault = "line-too-long" | "quote-not-closed" | "quote-misplaced" | "not-utf8" | "nul";
/** What is wrong with a whole file. */
export type FileFault = "no-file" | "unreadable" | "file-too-big" | "utf16" | "not-text";

/** A record with the number of its first line, a line that can't be read, or a file that can't. */
export type CsvItem =
  | { readonly kind: "record"; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: "line-fault"; readonly line: number; readonly fault: LineFault; readonly text: string }
  | { readonly kind: "file-fault"; readonly fault: FileFault };

interface Piece {
  readonly line: number;
  readonly text: string;
}

type Delimiter = "," | ";" | "\t";

/** UTF-8, by the UTF-16 units of JavaScript's strings */
const MOST_BYTES_A_LETTER = 3;

/**
 * Reads a CSV file in memory that doesn't grow with it. Yields items in batches, the header first. Lines end in LF,
 * CRLF or CR; a byte order mark is dropped; cells are parted by the comma, or by the semicolon or tab if the header
 * has more of those. A line that can't be read never takes another with it.
 */
export async function* readCsvFile(path: string): AsyncGenerator<readonly CsvItem[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    yield [{ kind: "file-fault", fault: "no-file" }];
  } else if (found.size > CSV_LIMITS.fileBytes) {
    yield [{ kind: "file-fault", fault: "file-too-big" }];
  } else {
    yield* readCsv(unlessUnreadable(createReadStream(path)));
  }
}

async function* unlessUnreadable(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | "unreadable"> {
  try {
    yield* chunks;
  } catch {
    yield "unreadable";
  }
}

/** Reads CSV from bytes in chunks of any size. */
export async function* readCsv(chunks: AsyncIterable<Uint8Array | "unreadable">): AsyncGenerator<readonly CsvItem[]> {
  const decoder = new TextDecoder("utf-8");
  const lines = createLines();
  let records: Records | undefined;
  let bytes = 0;
  for await (const chunk of chunks) {
    const first = bytes === 0;
    if (chunk !== "unreadable") bytes += chunk.length;
    const fault =
      chunk === "unreadable"
        ? "unreadable"
        : first
          ? faultOf(chunk)
          : bytes > CSV_LIMITS.fileBytes
            ? "file-too-big"
            : undefined;
    if (fault || chunk === "unreadable") {
      yield [{ kind: "file-fault", fault: fault ?? "unreadable" }];
      return;
    }
    const pieces = lines.take(decoder.decode(chunk, { stream: true }));
    if (pieces.length === 0) continue;
    records ??= createRecords(delimiterOf(pieces));
    const items = records.take(pieces, false);
    if (items.length > 0) yield items;
  }
  const last = lines.end(decoder.decode());
  records ??= createRecords(delimiterOf(last));
  const items = records.take(last, true);
  if (items.length > 0) yield items;
}

function faultOf(chunk: Uint8Array): FileFault | undefined {
  const [one, two] = chunk;
  if ((one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff)) return "utf16";
  if ((one === 0x50 && two === 0x4b && chunk[2] === 3) || (one === 0x1f && two === 0x8b)) return "not-text";
  return undefined;
}

interface Lines {
  take(text: string): Piece[];
  end(text: string): Piece[];
}

/** Cuts text into lines; of a line beyond the limit it keeps the beginning, to name it. */
function createLines(): Lines {
  let rest = "";
  let overlong = "";
  let line = 1;
  function take(text: string, last: boolean): Piece[] {
    const pieces: Piece[] = [];
    let all = rest + text;
    rest = "";
    // The LF of a CRLF may be in the next chunk.
    if (!last && all.endsWith("\r")) {
      all = all.slice(0, -1);
      rest = "\r";
    }
    let start = 0;
    for (const end of all.matchAll(/\r\n|\n|\r/g)) {
      pieces.push({ line: line++, text: overlong + all.slice(start, end.index) });
      overlong = "";
      start = end.index + end[0].length;
    }
    const open = all.slice(start);
    if (last) {
      if (overlong + open !== "") pieces.push({ line: line++, text: overlong + open });
    } else if (overlong !== "") {
      // The beginning alone is already beyond the limit; what follows is dropped.
    } else if (open.length > CSV_LIMITS.lineBytes) {
      overlong = open.slice(0, CSV_LIMITS.lineBytes + 1);
    } else {
      rest = open + rest;
    }
    return pieces;
  }
  return { take: (text) => take(text, false), end: (text) => take(text, true) };
}

function delimiterOf(pieces: readonly Piece[]): Delimiter {
  const header = (pieces.find((piece) => piece.text.trim() !== "")?.text ?? "").replaceAll(/"[^"]*"/g, "");
  const counts = ([",", ";", "\t"] as const).map((mark) => ({ mark, count: header.split(mark).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best), { mark: ",", count: 0 }).mark;
}

interface Records {
  take(pieces: readonly Piece[], last: boolean): CsvItem[];
}

/** Joins the lines of quoted cells and has csv-parse take the cells out. */
function createRecords(delimiter: Delimiter): Records {
  let waiting: Piece[] = [];
  return {
    take(pieces, last) {
      const all = waiting.concat(pieces);
      const items: CsvItem[] = [];
      const whole: Piece[] = [];
      let at = 0;
      for (; at < all.length; at++) {
        const next = recordAt(all, at, delimiter);
        if (next.end === "later" && !last) break;
        const piece = { line: all[at]?.line ?? 0, text: next.text };
        const fault = next.end === "later" ? "quote-not-closed" : (next.fault ?? faultIn(piece.text));
        if (fault) items.push({ kind: "line-fault", line: piece.line, fault, text: piece.text.slice(0, 200) });
        else if (piece.text.trim() !== "") whole.push(piece);
        if (typeof next.end === "number" && !next.fault) at = next.end;
      }
      waiting = all.slice(at);
      return inOrder(items, cellsOf(whole, delimiter));
    },
  };
}

interface Next {
  /** the last line of the record; "later": it isn't here yet */
  readonly end: number | "later";
  readonly text: string;
  /** only the first line is at fault: reading goes on with the second */
  readonly fault?: LineFault;
}

function recordAt(pieces: readonly Piece[], from: number, delimiter: Delimiter): Next {
  const first = pieces[from]?.text ?? "";
  if (!first.includes('"') && first.length < CSV_LIMITS.lineBytes / MOST_BYTES_A_LETTER)
    return { end: from, text: first };
  let bytes = Buffer.byteLength(first);
  if (bytes > CSV_LIMITS.lineBytes) return { end: from, text: first, fault: "line-too-long" };
  let text = first;
  let state = quotesAfter(text, "closed", delimiter);
  for (let end = from; ;) {
    if (state === "misplaced") return { end, text: first, fault: end > from ? "quote-not-closed" : "quote-misplaced" };
    if (state === "closed") return { end, text };
    const next = pieces[++end];
    if (!next) return { end: "later", text: first };
    text += `\n${next.text}`;
    bytes += Buffer.byteLength(next.text) + 1;
    if (bytes > CSV_LIMITS.lineBytes) return { end, text: first, fault: "quote-not-closed" };
    state = quotesAfter(next.text, state, delimiter);
  }
}

function faultIn(text: string): LineFault | undefined {
  if (text.includes("\0")) return "nul";
  // The decoder puts U+FFFD for bytes that aren't UTF-8, Windows-1252 umlauts among them.
  return text.includes("\uFFFD") ? "not-utf8" : undefined;
}

/** A line without a quote is parted at its delimiters; csv-parse, a good deal slower, reads the others. */
function cellsOf(pieces: readonly Piece[], delimiter: Delimiter): CsvItem[] {
  const quoted = pieces.filter(({ text }) => text.includes('"'));
  const read = quoted.length === 0 ? [] : rowsOf(quoted, delimiter);
  let at = 0;
  return pieces.map(({ line, text }) => {
    const cells = text.includes('"') ? (read[at++] ?? []) : text.split(delimiter);
    return { kind: "record", line, cells };
  });
}

function rowsOf(pieces: readonly Piece[], delimiter: Delimiter): string[][] {
  return parse(pieces.map(({ text }) => text).join("\r\n"), {
    delimiter,
    record_delimiter: "\r\n",
    relax_column_count: true,
  });
}

function inOrder(faults: CsvItem[], records: CsvItem[]): CsvItem[] {
  if (faults.length === 0) return records;
  const lineOf = (item: CsvItem): number => ("line" in item ? item.line : 0);
  return [...records, ...faults].sort((a, b) => lineOf(a) - lineOf(b));
}
