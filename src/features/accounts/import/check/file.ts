import { type CsvItem, readCsv, readCsvFile } from "../../../../inbound/csv.ts";
import type { Complaint, KindName } from "../complaint.ts";
import type { KindMapping } from "../mapping.ts";
import { referred, type References } from "../references.ts";
import { createDesk } from "./desk.ts";
import { checkOf, type Contents } from "./kinds.ts";
import { createReader } from "./reader.ts";

/** One file to check, and what that takes. */
export interface FileToCheck {
  readonly kind: KindName;
  readonly path: string;
  /** what stands in it, for one that lies in no folder */
  readonly bytes?: Uint8Array | undefined;
  /** as it is called in complaints */
  readonly file: string;
  /** of another program's file */
  readonly mapping?: KindMapping | undefined;
  readonly references: References;
  /** the domain's time of this import */
  readonly now: Date;
  /** the organisation's zone */
  readonly zone: string;
  /** facts are known since they happened, not since now */
  readonly backfill: boolean;
}

/** What a check says of a file, in this order; of portions none when nothing of the file can be taken. */
export type Told =
  | { readonly what: "read"; readonly lines: number }
  | { readonly what: "checked"; readonly verdict: Verdict }
  | { readonly what: "complaints"; readonly complaints: readonly Complaint[] }
  | { readonly what: "portion"; readonly rows: number; readonly content: Contents[KindName] };

export interface Verdict {
  /** lines of data, good or bad */
  readonly read: number;
  readonly rejected: number;
  /** complaints beyond those that are told */
  readonly unlisted: number;
  /** lines that the mapping leaves aside; not among those read */
  readonly aside: number;
  /** rows that the portions have together */
  readonly rows: number;
}

const LINES_BETWEEN = 20_000;
const COMPLAINTS_AT_ONCE = 500;

/** Reads and checks one file. Goes on only as far as it is asked. */
export async function* checkFile({
  kind,
  path,
  bytes,
  file,
  mapping,
  references,
  ...given
}: FileToCheck): AsyncGenerator<Told> {
  const desk = createDesk(file);
  const reader = createReader(checkOf(kind), { ...referred(references), ...given }, desk, mapping);
  let told = 0;
  for await (const items of itemsOf(path, bytes)) {
    for (const item of items) reader.take(item);
    if (desk.read() < told + LINES_BETWEEN) continue;
    told = desk.read();
    yield { what: "read", lines: told };
  }
  const intake = reader.end();
  const { complaints, ...counts } = desk.result();
  yield { what: "checked", verdict: { ...counts, rows: intake?.size() ?? 0 } };
  for (let from = 0; from < complaints.length; from += COMPLAINTS_AT_ONCE) {
    yield { what: "complaints", complaints: complaints.slice(from, from + COMPLAINTS_AT_ONCE) };
  }
  for (const { rows, content } of intake?.portions() ?? []) yield { what: "portion", rows, content };
}

const PIECE_BYTES = 65_536;

function itemsOf(path: string, bytes: Uint8Array | undefined): AsyncGenerator<readonly CsvItem[]> {
  return bytes ? readCsv(piecesOf(bytes)) : readCsvFile(path);
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
