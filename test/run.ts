/**
 * npm test [-- --server | --embedded] [--sample] [FILE…]: the tests, on a PostgreSQL server that is made for this
 * run and thrown away where its program is found, else on the embedded database, which takes twice as long. The server's
 * login is an ordinary role that owns its databases. A sample is those of the files where two databases may differ.
 */
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findBinaries, withPostgres } from "./helpers/postgres-server.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Where two databases may differ: locks, sessions, roles, bulk writes, set-based SQL. The rest are stories above them. */
const CLOSE = /^(db-|outbox|jobs|due-jobs|ticker|reminders\.|import-rows|one-at-a-time|statements|risk-features)/;

/** A vacuum that runs in a database keeps it from being dropped, and what is thrown away needn't reach the disk. */
const SETTINGS = { autovacuum: "off", fsync: "off" };

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const [mustServe, isEmbedded] = [words.includes("--server"), words.includes("--embedded")];
  const given = words.filter((word) => !["--server", "--embedded", "--sample"].includes(word));
  const files = words.includes("--sample") ? await sample() : given;
  if (isEmbedded || !(mustServe || (await findBinaries()))) return onEmbedded(files);
  try {
    console.log("The tests run on a PostgreSQL server that is made for them.");
    return await withPostgres(({ url }) => runTests(files, { TEST_DATABASE_URL: url }), SETTINGS);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return mustServe ? 1 : onEmbedded(files);
  }
}

function onEmbedded(files: readonly string[]): Promise<number> {
  console.log(
    "The tests run on the embedded database. Where a PostgreSQL server (15 or newer) is installed, they take half.",
  );
  return runTests(files, {});
}

async function sample(): Promise<string[]> {
  const all = (await readdir(path.join(ROOT, "test"))).filter((file) => file.endsWith(".test.ts"));
  return all.filter((file) => CLOSE.test(file)).map((file) => `test/${file}`);
}

function runTests(files: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> {
  const vitest = path.join(ROOT, "node_modules", "vitest", "vitest.mjs");
  const tests = spawn(process.execPath, [vitest, "run", ...files], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  // Who is told to stop takes the tests along, and then throws the server away.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => tests.kill("SIGTERM"));
  return new Promise((resolve) => tests.once("exit", (code) => resolve(code ?? 1)));
}
