import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { nearOf } from "../../../kernel/near.ts";
import { flaw, KINDS, type Flaw, type KindName } from "./complaint.ts";
import type { ImportMap } from "./map.ts";
import type { KindMapping } from "./mapping.ts";

const FILES = KINDS.map((kind) => `${kind}.csv`);

/** A file to import. */
export interface Found {
  readonly path: string;
  /** what stands in it, for one that lies in no folder */
  readonly bytes?: Uint8Array | undefined;
  readonly file: string;
  readonly kind: KindName;
  /** of another program's file */
  readonly mapping: KindMapping | undefined;
}

/** One that can't be. */
export interface Refused {
  readonly file: string;
  readonly flaw: Flaw;
}

/**
 * The files that a path leads to: itself, or those of the folder by name. By a map one file may hold several kinds, and
 * files of the folder that it doesn't name are left aside.
 */
export async function filesAt(given: string, map?: ImportMap): Promise<(Found | Refused)[]> {
  const stats = await stat(given).catch(() => undefined);
  if (!stats) return [{ file: given, flaw: flaw("", given, "no-file") }];
  if (!stats.isDirectory()) return fileAt(given, map);
  const names = (await readdir(given)).filter((name) => /\.csv$/i.test(name)).sort();
  const all = names.flatMap((name) => fileAt(path.join(given, name), map));
  const found = map ? all.filter((each) => "kind" in each) : all;
  return found.length > 0 ? found : [{ file: given, flaw: flaw("", given, "no-files", { allowed: allowed(map) }) }];
}

/** A file by its name or path: what it holds, or why it can't be told. */
export function fileAt(given: string, map?: ImportMap): (Found | Refused)[] {
  const file = path.basename(given);
  const own = KINDS.filter((kind) => `${kind}.csv` === file.toLowerCase());
  const kinds = map?.files.get(file.toLowerCase()) ?? own;
  if (kinds.length > 0) return kinds.map((kind) => ({ path: given, file, kind, mapping: map?.kinds.get(kind) }));
  const near = nearOf(file.replace(/\.csv$/i, ""), KINDS);
  const values = { allowed: allowed(map) };
  return [
    {
      file,
      flaw: near
        ? flaw("", file, "unknown-kind-near", { near: `${near}.csv`, ...values })
        : flaw("", file, "unknown-kind", values),
    },
  ];
}

function allowed(map: ImportMap | undefined): string {
  return [...(map?.files.keys() ?? []), ...FILES].join(", ");
}
