import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export interface Folder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A folder of its own with these files in it. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<Folder> {
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-import-"));
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return { path: folder, remove: () => rm(folder, { recursive: true }) };
}

/** Lines of a file as they stand, the header first. */
export function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}

/** Cells as one line, quoted where they must be. */
export function line(...cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

/** Bytes in pieces of one size, as a stream would bring them. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
