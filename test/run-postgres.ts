/**
 * npm run test:pg [-- --install] [--sample] [FILE…]: the database tests on a PostgreSQL server that is made
 * for this run and thrown away. The login is an ordinary role that owns its databases. A sample is those of the files
 * where two databases may differ.
 */
import { spawn, spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { withPostgres } from "./helpers/postgres-server.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Where two databases may differ: locks, sessions, roles, bulk writes, set-based SQL. The rest are stories above them. */
const CLOSE =
  /^(db-|outbox|jobs|router|ingest|ticker|reminders|import|opportunities|one-at-a-time|statements|risk-features|held-)/;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const files = words.filter((word) => !word.startsWith("--"));
  if (words.includes("--install")) install();
  try {
    // A vacuum that runs in a database keeps it from being dropped, and what is thrown away needn't reach the disk.
    return await withPostgres(({ url }) => runTests(url, files, words.includes("--sample")), {
      autovacuum: "off",
      fsync: "off",
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function install(): void {
  const { status } = spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "postgresql"], {
    stdio: "inherit",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status !== 0) throw new Error("apt-get could not install postgresql");
}

/** The test files that open a database by one of the helpers, but for those that are about the embedded one. */
async function databaseTests(): Promise<string[]> {
  const all = (await readdir(path.join(ROOT, "test"))).filter((file) => file.endsWith(".test.ts"));
  const files = all.filter((file) => !file.startsWith("db-embedded"));
  const found: string[] = [];
  for (const file of files) {
    const text = await readFile(path.join(ROOT, "test", file), "utf8");
    if (file.startsWith("db-") || /helpers\/(database|running-app|outbox)\.ts"/.test(text)) found.push(`test/${file}`);
  }
  return found;
}

async function ours(sample: boolean): Promise<string[]> {
  const all = await databaseTests();
  if (!sample) return all;
  const some = all.filter((file) => CLOSE.test(path.basename(file)));
  console.log(`A sample: ${String(some.length)} of ${String(all.length)} files.`);
  return some;
}

async function runTests(url: string, given: readonly string[], sample: boolean): Promise<number> {
  const files = given.length > 0 ? given : await ours(sample);
  const vitest = path.join(ROOT, "node_modules", "vitest", "vitest.mjs");
  const tests = spawn(process.execPath, [vitest, "run", ...files], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, TEST_DATABASE_URL: url },
  });
  return new Promise((resolve) => tests.once("exit", (code) => resolve(code ?? 1)));
}
