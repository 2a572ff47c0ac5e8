import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { flaw, KINDS, type Flaw, type KindName } from "./complaint.ts";

const FILES = KINDS.map((kind) => `${kind}.csv`).join(", ");

/** A file to import. */
export interface Found {
  readonly path: string;
  readonly file: string;
  readonly kind: KindName;
}

/** One that can't be. */
export interface Refused {
  readonly file: string;
  readonly flaw: Flaw;
}

/** The files that a path leads to: itself, or those of the folder by name. */
export async function filesAt(given: string): Promise<(Found | Refused)[]> {
  const stats = await stat(given).catch(() => undefined);
  if (!stats) return [{ file: given, flaw: flaw("", given, "no-file") }];
  if (!stats.isDirectory()) return [fileAt(given)];
  const names = (await readdir(given)).filter((name) => /\.csv$/i.test(name)).sort();
  if (names.length === 0) return [{ file: given, flaw: flaw("", given, "no-files", { allowed: FILES }) }];
  return names.map((name) => fileAt(path.join(given, name)));
}

function fileAt(given: string): Found | Refused {
  const file = path.basename(given);
  const name = file.toLowerCase().replace(/\.csv$/, "");
  const kind = KINDS.find((each) => each === name);
  return kind ? { path: given, file, kind } : { file, flaw: flaw("", file, "unknown-kind", { allowed: FILES }) };
}
