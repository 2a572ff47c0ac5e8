import type { AddressHmacs } from "../../../db/erased.ts";
import type { Database } from "../../../db/transaction.ts";
import { localDateOf } from "../../../kernel/business-time.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { Ids, OrganisationId } from "../../../kernel/ids.ts";
import type { Log } from "../../../kernel/log.ts";
import { settingsOf } from "../../settings/facts.ts";
import type { Verdict } from "./check/file.ts";
import { createChecker, type Checker } from "./checker.ts";
import { flaw, KINDS, type Complaint, type KindName } from "./complaint.ts";
import { fileAt, filesAt, type Found, type Refused } from "./files.ts";
import type { ImportMap } from "./map.ts";
import { loadReferences } from "./references.ts";
import { saverOf } from "./save/kinds.ts";
import { saveUnerased } from "./save/unerased.ts";

/** read = changed + unchanged + rejected. A line with a complaint is rejected as a whole. */
export interface ImportReport {
  /** undefined for a file whose name is no kind */
  readonly kind: KindName | undefined;
  readonly file: string;
  readonly read: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** in the order of lines, the first ten thousand */
  readonly complaints: readonly Complaint[];
  /** complaints beyond those */
  readonly unlisted: number;
  /** lines that the map leaves aside; not among those read */
  readonly aside: number;
}

export interface ImportProgress {
  readonly kind: KindName;
  readonly file: string;
  /** lines read so far */
  readonly read: number;
  /** rows done and to do; undefined while the file is still read */
  readonly saving: { readonly done: number; readonly of: number } | undefined;
}

export interface ImportDeps {
  readonly db: Database;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly organisation: OrganisationId;
  readonly log: Log;
  /** left out where nobody was erased */
  readonly hmacsOf?: AddressHmacs;
}

export interface ImportOptions {
  /** history: facts count as known since they happened, not since now */
  readonly backfill: boolean;
  /** the files are of another program */
  readonly map?: ImportMap | undefined;
  /** ends the import between two transactions */
  readonly signal?: AbortSignal | undefined;
  /** what reading and checking a file may take of memory */
  readonly heapMb?: number | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** after each file of a kind, whether it changed anything or not */
  readonly onImported?: ((kind: KindName) => Promise<void>) | undefined;
}

/**
 * Imports CSV files, or the files of folders, in the order of KINDS. Good rows go in, bad ones are named; the same file
 * again changes nothing. Files are read and checked in a worker thread. Each thousand rows are a transaction of their
 * own, so a broken import is simply run again.
 * @throws Error with a sentence when the signal ended it
 */
export async function importFiles(
  deps: ImportDeps,
  paths: readonly string[],
  options: ImportOptions,
): Promise<ImportReport[]> {
  return importGiven(deps, (await Promise.all(paths.map((each) => filesAt(each, options.map)))).flat(), options);
}

/** A file that somebody sent: nothing of it is written to a disk. */
export interface Content {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** As `importFiles`. @throws Error with a sentence when the signal ended it */
export function importContents(
  deps: ImportDeps,
  contents: readonly Content[],
  options: ImportOptions,
): Promise<ImportReport[]> {
  const given = contents.flatMap(({ name, bytes }) => fileAt(name).map((each) => ({ ...each, bytes })));
  return importGiven(deps, given, options);
}

async function importGiven(
  deps: ImportDeps,
  given: readonly (Found | Refused)[],
  options: ImportOptions,
): Promise<ImportReport[]> {
  const found = given.filter((each) => "kind" in each);
  const reports = given.filter((each) => "flaw" in each).map(refused);
  const checker = createChecker(options);
  try {
    for (const each of KINDS.flatMap((kind) => found.filter((one) => one.kind === kind))) {
      const report = await importFile(deps, checker, each, options);
      const { kind, read, changed, rejected } = report;
      deps.log.info({ kind, read, changed, rejected }, "a file was imported");
      reports.push(report);
      await options.onImported?.(each.kind);
    }
    return reports;
  } finally {
    await checker.close();
  }
}

function refused({ file, flaw: bad }: Refused): ImportReport {
  const complaints = [{ file, line: 0, ...bad }];
  return { kind: undefined, file, read: 0, changed: 0, unchanged: 0, rejected: 0, complaints, unlisted: 0, aside: 0 };
}

const UNREAD: Verdict = { read: 0, rejected: 0, unlisted: 0, aside: 0, rows: 0 };

async function importFile(
  { db, organisation, clock, ids, log, hmacsOf }: ImportDeps,
  checker: Checker,
  { path, bytes, file, kind, mapping }: Found,
  { backfill, signal, onProgress, map }: ImportOptions,
): Promise<ImportReport> {
  goOn(signal);
  const now = clock.now();
  const known = await db.read(organisation, async (tx) => ({
    zone: (await settingsOf(tx)).zone,
    references: await loadReferences(tx, kind),
  }));
  const saver = saverOf(kind, {
    ids,
    now,
    today: localDateOf(now, known.zone),
    source: map?.source ?? "csv",
    via: "import",
  });
  const complaints: Complaint[] = [];
  let verdict = UNREAD;
  let [done, changed, refusedLate] = [0, 0, 0];
  for await (const told of checker.check({ kind, path, bytes, file, mapping, now, backfill, ...known })) {
    goOn(signal);
    switch (told.what) {
      case "read":
        verdict = { ...UNREAD, read: told.lines };
        onProgress?.({ kind, file, read: told.lines, saving: undefined });
        break;
      case "checked":
        verdict = told.verdict;
        onProgress?.({ kind, file, read: verdict.read, saving: { done, of: verdict.rows } });
        break;
      case "complaints":
        complaints.push(...told.complaints);
        break;
      case "portion": {
        const saved = await saveUnerased(db, organisation, hmacsOf, saver, told.content);
        changed += saved.changed;
        refusedLate += saved.refused.length;
        complaints.push(...saved.refused.map(({ line, flaw: bad }) => ({ file, line, ...bad })));
        done += told.rows;
        onProgress?.({ kind, file, read: verdict.read, saving: { done, of: verdict.rows } });
        break;
      }
      case "lost":
        log.error({ err: told.error, kind }, "the check of a file broke off");
        complaints.unshift({ file, line: 0, ...flaw("", "", told.because === "memory" ? "too-much" : "broke-off") });
        verdict = { ...verdict, rejected: verdict.read - done };
        break;
    }
  }
  if (refusedLate > 0) complaints.sort((a, b) => a.line - b.line);
  const { read, unlisted, aside } = verdict;
  const rejected = verdict.rejected + refusedLate;
  return { kind, file, read, changed, unchanged: read - rejected - changed, rejected, complaints, unlisted, aside };
}

/** @throws Error when the signal has ended the import */
function goOn(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new Error("The import was stopped. What it had saved stays; the same import again brings in the rest.");
}
