import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { Pool } from "pg";
import { migrationPool } from "./client.ts";
import { isUpToDate, readMigrations } from "./migrations.ts";
import type { System } from "./system.ts";

/** Any number of ours: all replicas wait for the same one. */
const LOCK_KEY = 7_405_112_021;
/** Two that grant on the same object at the same instant is an error in PostgreSQL. */
const GRANT_LOCK_KEY = 7_405_112_023;
const CONNECT_TIMEOUT_MS = 10_000;

const PRISMA_FOLDER = fileURLToPath(new URL("../../prisma", import.meta.url));

/**
 * Applies what is missing of a folder of migrations. Each script is one transaction, so one that
 * failed left nothing behind and is tried again.
 * @param pool a pool of one
 * @param folder holds schema.prisma and migrations/
 * @returns the names of the migrations applied now
 * @throws Error naming the migration that failed, or that was edited after it had been applied
 */
export async function migrate(pool: Pool, folder: string = PRISMA_FOLDER): Promise<string[]> {
  const migrationsList = await readMigrations(path.join(folder, "migrations"));
  if (await isUpToDate(pool, migrationsList)) return [];
  const schemaFile = path.join(folder, "schema.prisma");
  const { NO_FILTER, withSchemaEngine } = await import("./schema-engine.ts");
  return withSchemaEngine(pool, [schemaFile, await readFile(schemaFile, "utf8")], async (engine, scriptProblem) => {
    const diagnose = () =>
      engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: NO_FILTER });
    const state = await diagnose();
    const edited = state.editedMigrationNames.find((name) => !state.failedMigrationNames.includes(name));
    if (edited !== undefined) {
      throw new Error(`The migration ${edited} was edited after it had been applied to this database.`);
    }
    for (const migrationName of state.failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
    try {
      return (await engine.applyMigrations({ migrationsList, filters: NO_FILTER })).appliedMigrationNames;
    } catch (error) {
      const said = scriptProblem();
      if (said === undefined) throw error;
      const [failed = "?"] = (await diagnose()).failedMigrationNames;
      throw new Error(`The migration ${failed} failed and was undone: ${said}`, { cause: error });
    }
  });
}

/** Migrates a PostgreSQL server's database, one replica at a time. */
export async function migrateServer(url: string, folder: string = PRISMA_FOLDER): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true });
  lock.on("error", () => undefined);
  await lock.connect();
  try {
    if (await isUpToDate(lock, await readMigrations(path.join(folder, "migrations")))) return [];
    await lock.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    const pool = migrationPool(url);
    try {
      return await migrate(pool, folder);
    } finally {
      await pool.end();
    }
  } finally {
    await lock.end();
  }
}

/**
 * Lets the transactions of an organisation send jobs: usage, rows and functions of pg-boss's
 * schema, and of what it makes there later. To be called after `boss.start()` and the queues.
 */
export async function grantJobs(system: System, schema = "pgboss"): Promise<void> {
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) throw new Error("pg-boss's schema has a plain lower-case name");
  const rights = "select, insert, update, delete";
  await system.rows(`
    select pg_advisory_xact_lock(${String(GRANT_LOCK_KEY)});
    grant usage on schema ${schema} to tandem_app;
    grant ${rights} on all tables in schema ${schema} to tandem_app;
    grant usage on all sequences in schema ${schema} to tandem_app;
    grant execute on all functions in schema ${schema} to tandem_app;
    alter default privileges in schema ${schema} grant ${rights} on tables to tandem_app;
    alter default privileges in schema ${schema} grant usage on sequences to tandem_app;
    alter default privileges in schema ${schema} grant execute on functions to tandem_app`);
}
