/**
 * node prisma/generate.ts           writes src/db/generated from schema.prisma
 * node prisma/generate.ts --check   ends with 2 when what is committed there isn't that
 */
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SCHEMA = path.join(ROOT, "prisma", "schema.prisma");
const COMMITTED = path.join(ROOT, "src", "db", "generated");

process.exitCode = process.argv.includes("--check") ? await check() : generate(SCHEMA);

/** Any existing file will do as the native engine: it isn't started, but looked for on the internet when missing. */
function generate(schema: string): number {
  const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const { status, stderr, stdout } = spawnSync(process.execPath, [prisma, "generate", "--schema", schema], {
    cwd: ROOT,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
    encoding: "utf8",
  });
  if (status !== 0) console.error(stderr || stdout);
  return status ?? 1;
}

async function check(): Promise<number> {
  const scratch = await mkdtemp(path.join(ROOT, "node_modules", ".generate-"));
  try {
    const schema = path.join(scratch, "prisma", "schema.prisma");
    await cp(SCHEMA, schema);
    const status = generate(schema);
    if (status !== 0) return status;
    const fresh = path.join(scratch, "src", "db", "generated");
    const names = new Set([...(await filesOf(fresh)), ...(await filesOf(COMMITTED))]);
    const stale: string[] = [];
    for (const name of names) {
      if ((await textOf(path.join(fresh, name))) !== (await textOf(path.join(COMMITTED, name)))) stale.push(name);
    }
    if (stale.length === 0) return 0;
    console.error(`src/db/generated isn't what schema.prisma gives (run npm run generate):\n${stale.join("\n")}`);
    return 2;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}
