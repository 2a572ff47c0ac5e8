import { faultProblem, shown } from "./features/accounts/import/complaint.ts";
import { problemLine } from "./features/accounts/import/sentences.ts";
import { detectTable, type Note } from "./features/risk/model/detect.ts";
import { eventsIn, type Table } from "./features/risk/model/table.ts";
import { type FileFault, readCsvFile } from "./inbound/csv.ts";
import type { Say } from "./locales/say.ts";

export interface LabelledCsvOptions {
  readonly path: string;
  /** the column that says whether the event came */
  readonly label: string;
  /** what it says then */
  readonly positive: string;
  /** columns not to learn from */
  readonly drop: readonly string[];
  readonly say: Say;
}

export interface LabelledCsv {
  readonly table: Table;
  readonly labels: Uint8Array;
  /** lines that were left out, a sentence each; of many the first */
  readonly complaints: readonly string[];
  /** what was done with columns, a sentence each */
  readonly notes: readonly string[];
}

const MOST_COMPLAINTS = 20;
const MOST_LISTED = 12;
const MOST_COLUMNS = 1000;

/** Reads a file of which one column is a label. @throws Error with a sentence where nothing can be learned from it */
export async function readLabelledCsv(options: LabelledCsvOptions): Promise<LabelledCsv> {
  const { path, label, positive, drop, say } = options;
  const { header, records, complaints } = await recordsOf(path, say);
  const place = placeOf(header, label, "--label");
  const dropped = new Set(drop.map((name) => placeOf(header, name, "a column to leave out")));
  if (dropped.has(place)) throw new Error(`The column "${shown(label)}" is the label; it can't be left out, too.`);
  const said = records.map((cells) => cells[place]?.trim() ?? "");
  const unsaid = said.filter((text) => text === "").length;
  if (unsaid > 0) {
    complaints.push(
      `The column "${shown(label)}" is blank in ${rows(unsaid)}, left out. Fill it in to have them count.`,
    );
  }
  const kept = records.filter((_, row) => said[row] !== "");
  const told = said.filter((text) => text !== "");
  const labels = Uint8Array.from(told, (text) => (isSame(text, positive.trim()) ? 1 : 0));
  refuseOneClass(label, positive, told, labels);
  const cells = new Map<string, string[]>();
  for (const [at, name] of header.entries()) {
    if (at !== place && !dropped.has(at))
      cells.set(
        name,
        kept.map((record) => record[at] ?? ""),
      );
  }
  const { table, notes } = detectTable(cells);
  return { table: { ...table, rows: kept.length }, labels, complaints: cut(complaints), notes: notes.map(noteLine) };
}

interface Records {
  readonly header: readonly string[];
  readonly records: readonly (readonly string[])[];
  readonly complaints: string[];
}

async function recordsOf(path: string, say: Say): Promise<Records> {
  const complaints: string[] = [];
  const records: (readonly string[])[] = [];
  let header: readonly string[] | undefined;
  for await (const items of readCsvFile(path)) {
    for (const item of items) {
      if (item.kind === "file-fault") throw new Error(fileSentence(path, item.fault, say));
      const at = `${shown(path)} line ${item.line}`;
      if (item.kind === "line-fault") {
        complaints.push(`${at}: ${problemLine(say, faultProblem(item.fault))}`);
      } else if (!header) {
        header = headerOf(item.cells);
      } else if (item.cells.length !== header.length) {
        complaints.push(`${at} has ${cellsOf(item.cells.length)}; the header has ${header.length}. It is left out.`);
      } else {
        records.push(item.cells);
      }
    }
  }
  if (!header) throw new Error(`${shown(path)} is empty. It needs a header and a row for each customer.`);
  if (records.length === 0) {
    throw new Error([`${shown(path)} has no row that can be read.`, ...cut(complaints)].join("\n"));
  }
  return { header, records, complaints };
}

function fileSentence(path: string, fault: FileFault, say: Say): string {
  return `${shown(path)}: ${problemLine(say, faultProblem(fault))}`;
}

function headerOf(cells: readonly string[]): string[] {
  const names = cells.map((cell, at) => cell.trim() || `column ${at + 1}`);
  if (names.length > MOST_COLUMNS) {
    throw new Error(`The header names ${names.length} columns; at most ${MOST_COLUMNS} can be learned from.`);
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new Error(`The header names "${shown(twice)}" twice. Give each column a name of its own.`);
  return names;
}

function placeOf(header: readonly string[], name: string, what: string): number {
  const exact = header.indexOf(name.trim());
  if (exact !== -1) return exact;
  throw new Error(`There is no column "${shown(name)}" for ${what}. The file has ${listed(header.map(shown))}.`);
}

/** As written, or the same number: 1 and 1.0. */
function isSame(text: string, positive: string): boolean {
  return text === positive || (positive !== "" && Number(text) === Number(positive));
}

function refuseOneClass(label: string, positive: string, told: readonly string[], labels: Uint8Array): void {
  const events = eventsIn(labels);
  if (events > 0 && events < labels.length) return;
  const counts = new Map<string, number>();
  for (const text of told) counts.set(text, (counts.get(text) ?? 0) + 1);
  const byCount = [...counts].sort(([, a], [, b]) => b - a).map(([text, count]) => `${shown(text)} (${rows(count)})`);
  if (events > 0) {
    throw new Error(
      `The column "${shown(label)}" is "${shown(positive)}" in every row; without others there is nothing to tell apart.`,
    );
  }
  const holds = byCount.length === 0 ? "It is blank in every row." : `It has ${listed(byCount)}.`;
  throw new Error(
    `The value "${shown(positive)}" of --positive never occurs in the column "${shown(label)}". ${holds}`,
  );
}

function noteLine(note: Note): string {
  const column = `The column "${shown(note.column)}"`;
  switch (note.kind) {
    case "constant":
      return `${column} is the same in every row and is left out.`;
    case "blank":
      return `${column} is blank in every row and is left out.`;
    case "id":
      return `${column} is another in each row, like a name, and is left out.`;
    case "not-numbers":
      return `${column} holds numbers, but not in ${rows(note.count)}, e.g. "${shown(note.example)}"; there it counts as missing.`;
    case "rare-levels":
      return `${column} has ${note.levels} different values; all but the ${note.kept} most frequent count as one.`;
  }
}

function cut(complaints: readonly string[]): string[] {
  const more = complaints.length - MOST_COMPLAINTS;
  return more > 0 ? [...complaints.slice(0, MOST_COMPLAINTS), `And ${more} more like these.`] : [...complaints];
}

function listed(words: readonly string[]): string {
  const more = words.length - MOST_LISTED;
  return more > 0 ? `${words.slice(0, MOST_LISTED).join(", ")} and ${more} more` : words.join(", ");
}

function rows(count: number): string {
  return count === 1 ? "1 row" : `${count} rows`;
}

function cellsOf(count: number): string {
  return count === 1 ? "1 cell" : `${count} cells`;
}
