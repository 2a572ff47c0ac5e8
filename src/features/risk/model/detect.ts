import type { Column, Table } from "./table.ts";

/** What was done with a column that isn't simply read. */
export type Note =
  | { readonly kind: "constant" | "blank" | "id"; readonly column: string }
  /** cells of a column of numbers that are none and count as missing, with one of them */
  | { readonly kind: "not-numbers"; readonly column: string; readonly count: number; readonly example: string }
  /** rare levels of a category that are read as one */
  | { readonly kind: "rare-levels"; readonly column: string; readonly levels: number; readonly kept: number };

export interface Detected {
  readonly table: Table;
  readonly notes: readonly Note[];
}

/** Of the cells that say something, so many must be numbers, or dates, for the column to be one of these. */
const MOSTLY = 0.95;
const MOST_LEVELS = 40;
const LEAST_ROWS = 5;
/** The level that rare ones are read as. */
const OTHER = "(other)";
/** A text that is another in so many of the rows names them, and tells nothing of the next one. */
const NAMES_ROWS = 0.9;
const FEW_ROWS = 20;
const DAY_MS = 86_400_000;

/** What programs write where they have no value. */
const NOTHING = new Set([
  "",
  "na",
  "n/a",
  "#n/a",
  "nan",
  "-nan",
  "null",
  "none",
  "nil",
  "?",
  "-",
  "inf",
  "-inf",
  "+inf",
]);
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const COMMA = /^[+-]?\d{1,3}((\.\d{3})+|\d*),\d+$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})([T ]\d{2}:\d{2}.*)?$/;
const ID_NAME = /(^|[^a-z])(id|uuid|guid|key|nr|no|number|index|row)$|[a-z](Id|ID|Nr|Number|Index)$/i;

/**
 * Numbers, days (as days since 1970) and categories from the cells of a file, column by column. Blanks and what stands
 * for them are missing. Columns that tell nothing, or name the row, are left out, each with a note.
 * @param cells by column, all as long as there are rows
 */
export function detectTable(cells: ReadonlyMap<string, readonly string[]>): Detected {
  const notes: Note[] = [];
  const columns: Column[] = [];
  let rows = 0;
  for (const [name, raw] of cells) {
    rows = raw.length;
    const read = detectColumn(name, raw);
    notes.push(...read.notes);
    if (read.column) columns.push(read.column);
  }
  return { table: { rows, columns }, notes };
}

interface Read {
  readonly column?: Column;
  readonly notes: readonly Note[];
}

function detectColumn(name: string, raw: readonly string[]): Read {
  const texts = raw.map((cell) => {
    const text = cell.trim();
    return NOTHING.has(text.toLowerCase()) ? "" : text;
  });
  const told = texts.filter((text) => text !== "");
  if (told.length === 0) return { notes: [{ kind: "blank", column: name }] };
  const distinct = new Set(told);
  if (distinct.size === 1 && told.length === raw.length) return { notes: [{ kind: "constant", column: name }] };
  for (const numberOf of [plainNumber, commaNumber, dayNumber]) {
    const values = Float64Array.from(texts, numberOf);
    const known = values.filter((value) => !Number.isNaN(value));
    if (known.length < MOSTLY * told.length) continue;
    if (namesRows(name, known, raw.length)) return { notes: [{ kind: "id", column: name }] };
    const example = texts.find((text, row) => text !== "" && Number.isNaN(values[row]));
    const count = told.length - known.length;
    const notes = example === undefined ? [] : [{ kind: "not-numbers", column: name, count, example } as const];
    return { column: { kind: "number", name, values }, notes };
  }
  if (raw.length > FEW_ROWS && distinct.size > NAMES_ROWS * told.length)
    return { notes: [{ kind: "id", column: name }] };
  return categoryOf(name, texts);
}

function categoryOf(name: string, texts: readonly string[]): Read {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== "") counts.set(text, (counts.get(text) ?? 0) + 1);
  const byCount = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  const isLong = byCount.length > MOST_LEVELS;
  const often = byCount.filter(([, count]) => !isLong || count >= LEAST_ROWS).slice(0, MOST_LEVELS);
  const kept = often.map(([level]) => level).sort();
  const levels = isLong ? [...kept, OTHER] : kept;
  const places = new Map(kept.map((level, place) => [level, place]));
  const codes = Int32Array.from(texts, (text) => (text === "" ? -1 : (places.get(text) ?? kept.length)));
  const note = { kind: "rare-levels", column: name, levels: counts.size, kept: kept.length } as const;
  return { column: { kind: "category", name, levels, codes }, notes: isLong ? [note] : [] };
}

/** Whole numbers, another in each row, that follow one another or are called an id. */
function namesRows(name: string, known: Float64Array, rows: number): boolean {
  if (rows <= FEW_ROWS || known.length < rows || !known.every(Number.isInteger)) return false;
  const sorted = known.toSorted();
  if (sorted.some((value, at) => value === sorted[at - 1])) return false;
  return (sorted.at(-1) ?? 0) - (sorted[0] ?? 0) === rows - 1 || ID_NAME.test(name);
}

/** As programs write numbers, with thousands' commas, a currency's sign or a percent sign if need be. */
function plainNumber(text: string): number {
  const bare = text.replace(/^([+-]?)[$€£¥]\s?/, "$1").replace(/\s?[%$€£¥]$/, "");
  if (PLAIN.test(bare)) return finite(Number(bare));
  return GROUPED.test(bare) ? finite(Number(bare.replaceAll(",", ""))) : NaN;
}

/** With a decimal comma. */
function commaNumber(text: string): number {
  if (COMMA.test(text)) return finite(Number(text.replaceAll(".", "").replace(",", ".")));
  return PLAIN.test(text) ? finite(Number(text)) : NaN;
}

function dayNumber(text: string): number {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (year === undefined) return NaN;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return new Date(at).toISOString().startsWith(text.slice(0, 10)) ? at / DAY_MS : NaN;
}

/** 1e400 is a number that nobody can reckon with. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}
