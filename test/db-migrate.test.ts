import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedPool, postgresPool } from "../src/db/client.ts";
import { openEmbedded } from "../src/db/embedded.ts";
import type { Embedded } from "../src/db/embedded.ts";
import { migrate, migrateServer } from "../src/db/migrate.ts";
import { copyDatabase } from "./helpers/postgres.ts";

const PRISMA = fileURLToPath(new URL("../prisma", import.meta.url));

const SERVER = process.env["TEST_DATABASE_URL"];
let embedded: Embedded | undefined;

beforeAll(async () => {
  if (SERVER === undefined) embedded = await openEmbedded();
});
afterAll(() => embedded?.close());

interface Target {
  migrate(): Promise<string[]>;
  tables(): Promise<string[]>;
}

/** An empty database, the server's or the embedded one, and a folder of migrations to try out. */
async function tryOut(fn: (target: Target, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-migrations-"));
  await cp(path.join(PRISMA, "schema.prisma"), path.join(folder, "schema.prisma"));
  await mkdir(path.join(folder, "migrations"));
  await cp(
    path.join(PRISMA, "migrations", "migration_lock.toml"),
    path.join(folder, "migrations", "migration_lock.toml"),
  );
  try {
    await onEmptyDatabase(folder, fn);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onEmptyDatabase(folder: string, fn: (target: Target, folder: string) => Promise<void>): Promise<void> {
  if (embedded) {
    const pool = embeddedPool(embedded, () => undefined);
    await pool.query("drop schema public cascade; create schema public");
    await fn({ migrate: () => migrate(pool, folder), tables: () => tablesOf(pool) }, folder);
    await pool.end();
    return;
  }
  const copy = await copyDatabase(SERVER ?? "", "tandem_template_empty", () => Promise.resolve());
  const pool = postgresPool({ url: copy.url, max: 1, onError: () => undefined });
  await fn({ migrate: () => migrateServer(copy.url, folder), tables: () => tablesOf(pool) }, folder);
  await pool.end();
  await copy.drop();
}

async function tablesOf(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
  );
  return rows.map(({ name }) => name);
}

async function put(folder: string, name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, "migrations", name), { recursive: true });
  await writeFile(path.join(folder, "migrations", name, "migration.sql"), sql);
}

test("migrations are applied in the order of their names, once", () =>
  tryOut(async (target, folder) => {
    await put(folder, "20260102000000_second", "create table second (n int references first);");
    await put(folder, "20260101000000_first", "create table first (n int primary key);");
    expect(await target.migrate()).toEqual(["20260101000000_first", "20260102000000_second"]);
    expect(await target.migrate()).toEqual([]);
    expect(await target.tables()).toEqual(["_prisma_migrations", "first", "second"]);
  }));

test("a migration that fails is named with its reason, leaves nothing behind, and is tried again once mended", () =>
  tryOut(async (target, folder) => {
    await put(folder, "20260101000000_first", "create table first (n int);");
    await put(folder, "20260102000000_broken", "create table half (n int); insert into missing values (1);");
    await expect(target.migrate()).rejects.toThrow(
      'The migration 20260102000000_broken failed and was undone: relation "missing" does not exist',
    );
    expect(await target.tables()).toEqual(["_prisma_migrations", "first"]);
    await put(folder, "20260102000000_broken", "create table half (n int);");
    expect(await target.migrate()).toEqual(["20260102000000_broken"]);
    expect(await target.migrate()).toEqual([]);
    expect(await target.tables()).toEqual(["_prisma_migrations", "first", "half"]);
  }));

test("a function's body with semicolons is one statement", () =>
  tryOut(async (target, folder) => {
    await put(
      folder,
      "20260101000000_body",
      "create table t (n int); do $$ begin insert into t values (1); insert into t values (2); end $$;",
    );
    expect(await target.migrate()).toEqual(["20260101000000_body"]);
  }));

test("a migration that was edited after it had been applied is refused by name", () =>
  tryOut(async (target, folder) => {
    await put(folder, "20260101000000_first", "create table first (n int);");
    await target.migrate();
    await put(folder, "20260101000000_first", "create table first (n bigint);");
    await expect(target.migrate()).rejects.toThrow("20260101000000_first was edited");
  }));

test("replicas that start at once apply each migration once", async ({ skip }) => {
  if (SERVER === undefined) return skip("the embedded database has one process");
  await tryOut(async (target, folder) => {
    await put(folder, "20260101000000_first", "create table first (n int); select pg_sleep(0.2);");
    const applied = await Promise.all([target.migrate(), target.migrate(), target.migrate()]);
    expect(applied.flat()).toEqual(["20260101000000_first"]);
  });
});

test("our own migrations apply to an empty database", () =>
  tryOut(async (target, folder) => {
    await cp(path.join(PRISMA, "migrations"), path.join(folder, "migrations"), { recursive: true });
    expect((await target.migrate()).length).toBeGreaterThan(0);
    expect(await target.tables()).toContain("organisation");
  }));
