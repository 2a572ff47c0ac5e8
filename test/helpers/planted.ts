import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** The files of a tree, by their path in it. */
export type Files = Readonly<Record<string, string>>;

/** Writes a tree into a folder of its own, hands it to `use`, and removes it. `links`: path in the tree → what it leads to. */
export async function withTree<T>(files: Files, links: Files, use: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(path.join(tmpdir(), "tandem-planted-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await writeFile(path.join(root, name), content);
    }
    for (const [name, target] of Object.entries(links)) await symlink(target, path.join(root, name));
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
