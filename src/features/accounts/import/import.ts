import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { readCsvFile } from "../../../inbound/csv.ts";
import type { Database } from "../../../db/transaction.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { Ids, OrganisationId } from "../../../kernel/ids.ts";
import type { Log } from "../../../kernel/log.ts";
import { settingsOf } from "../../settings/facts.ts";
import { accounts } from "./accounts.ts";
import { flaw, KINDS, type Flaw, type KindName } from "./complaint.ts";
import { contracts } from "./contracts.ts";
import { createDesk, type Result } from "./desk.ts";
import type { Kind, World } from "./intake.ts";
import { metrics } from "./metrics.ts";
import { people } from "./people.ts";
import { createReader } from "./reader.ts";
import { loadReferences } from "./store.ts";
import { usage } from "./usage.ts";

const KIND: Readonly<Record<KindName, Kind>> = { people, accounts, contracts, metrics, usage };
const FILES = KINDS.map((kind) => `${kind}.csv`).join(", ");

export interface ImportReport extends Result {
  /** undefined for a file whose name is no kind */
  readonly kind: KindName | undefined;
  readonly file: string;
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
}

export interface ImportOptions {
  /** history: facts count as known since they happened, not since now */
  readonly backfill: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** after each file of a kind, whether it changed anything or not */
  readonly onImported?: (kind: KindName) => Promise<void>;
}

interface Found {
  readonly path: string;
  readonly file: string;
  readonly kind: KindName;
}

/**
 * Imports CSV files, or the files of folders, in the order of KINDS. Good rows go in, bad ones are named; the same file
 * again changes nothing. Each thousand rows are a transaction of their own, so a broken import is simply run again.
 */
export async function importFiles(
  deps: ImportDeps,
  paths: readonly string[],
  options: ImportOptions,
): Promise<ImportReport[]> {
  const found: Found[] = [];
  const reports: ImportReport[] = [];
  for (const given of paths) {
    for (const each of await filesAt(given)) {
      if ("kind" in each) found.push(each);
      else reports.push(refused(each.file, each.flaw));
    }
  }
  for (const kind of KINDS) {
    for (const each of found.filter((one) => one.kind === kind)) {
      const report = await importFile(deps, each, options);
      deps.log.info(
        { kind, read: report.read, changed: report.changed, rejected: report.rejected },
        "a file was imported",
      );
      reports.push(report);
      await options.onImported?.(kind);
    }
  }
  return reports;
}

async function filesAt(given: string): Promise<(Found | { readonly file: string; readonly flaw: Flaw })[]> {
  const file = path.basename(given);
  const stats = await stat(given).catch(() => undefined);
  if (!stats) return [{ file, flaw: flaw("", given, "no-file") }];
  if (!stats.isDirectory()) return [fileAt(given)];
  const names = (await readdir(given)).filter((name) => /\.csv$/i.test(name)).sort();
  if (names.length === 0) return [{ file, flaw: flaw("", given, "no-files", { allowed: FILES }) }];
  return names.map((name) => fileAt(path.join(given, name)));
}

function fileAt(given: string): Found | { readonly file: string; readonly flaw: Flaw } {
  const file = path.basename(given);
  const name = file.toLowerCase().replace(/\.csv$/, "");
  const kind = KINDS.find((each) => each === name);
  return kind ? { path: given, file, kind } : { file, flaw: flaw("", file, "unknown-kind", { allowed: FILES }) };
}

function refused(file: string, bad: Flaw): ImportReport {
  const complaints = [{ file, line: 0, ...bad }];
  return { kind: undefined, file, read: 0, changed: 0, unchanged: 0, rejected: 0, complaints, unlisted: 0 };
}

async function importFile(
  deps: ImportDeps,
  { path: from, file, kind }: Found,
  options: ImportOptions,
): Promise<ImportReport> {
  const { db, organisation } = deps;
  const now = deps.clock.now();
  const world = await db.read(organisation, async (tx): Promise<World> => {
    const { zone } = await settingsOf(tx);
    return { ...(await loadReferences(tx)), ids: deps.ids, now, zone, backfill: options.backfill };
  });
  const desk = createDesk(file);
  const reader = createReader(KIND[kind], world, desk);
  for await (const items of readCsvFile(from)) {
    for (const item of items) reader.take(item);
    options.onProgress?.({ kind, file, read: desk.read(), saving: undefined });
  }
  const intake = reader.end();
  let changed = 0;
  if (intake) {
    for (const { line, flaw: bad } of intake.settle()) desk.complain(line, [bad]);
    let done = 0;
    for (const step of intake.steps()) {
      changed += await db.write(organisation, (tx) => step.save(tx));
      done += step.rows;
      options.onProgress?.({ kind, file, read: desk.read(), saving: { done, of: intake.size() } });
    }
  }
  return { kind, file, ...desk.result(changed) };
}
