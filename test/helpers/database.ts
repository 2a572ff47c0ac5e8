import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Pool } from "pg";
import { PgBoss } from "pg-boss";
import { lock } from "proper-lockfile";
import { embeddedPool, postgresPool } from "../../src/db/client.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { grantJobs, migrate, migrateServer } from "../../src/db/migrate.ts";
import { createDatabase } from "../../src/db/transaction.ts";
import type { Database } from "../../src/db/transaction.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { createIds } from "../../src/kernel/ids.ts";
import type { OrganisationId } from "../../src/kernel/ids.ts";
import { copyDatabase } from "./postgres.ts";

const MIGRATIONS = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

/** The server that the tests run on; undefined when it is the embedded database. */
export const SERVER = process.env["TEST_DATABASE_URL"];

export interface TestDatabase {
  readonly db: Database;
  /** the connections that `db` is made of */
  readonly pool: Pool;
  /** the server's URL of this database; undefined when it is the embedded one */
  readonly url: string | undefined;
  close(): Promise<void>;
}

/**
 * A migrated database of one's own, with pg-boss's schema in it: the embedded one, or one on the
 * server that TEST_DATABASE_URL names.
 */
export async function testDatabase(): Promise<TestDatabase> {
  if (SERVER === undefined) {
    const embedded = await openEmbedded({ dump: await migratedDump() });
    const pool = embeddedPool(embedded, raise);
    const db = createDatabase({ pool, onError: raise, closeBehind: () => embedded.close() });
    return { db, pool, url: undefined, close: () => db.close() };
  }
  const copy = await copyDatabase(SERVER, `tandem_template_${await contentHash()}`, fillServer);
  const pool = postgresPool({ url: copy.url, onError: () => undefined });
  const db = createDatabase({ pool, onError: raise });
  return {
    db,
    pool,
    url: copy.url,
    async close() {
      await db.close();
      await copy.drop();
    },
  };
}

/** A new organisation; every test works in one of its own. */
export async function mintOrganisation(db: Database): Promise<OrganisationId> {
  const id = createIds(wallClock).next<"organisation">();
  await db.system.rows("insert into organisation (id, slug, name, created_at) values ($1, $2, $3, $4)", [
    id,
    `org-${id}`,
    "Northwind",
    new Date("2026-01-05T09:00:00Z"),
  ]);
  return id;
}

/** The migrated embedded database, made once for the same migrations and kept in the temporary folder. */
async function migratedDump(): Promise<Uint8Array<ArrayBuffer>> {
  const folder = path.join(tmpdir(), `tandem-test-${userInfo().username}`);
  const file = path.join(folder, `${await contentHash()}.tar`);
  await mkdir(folder, { recursive: true });
  const kept = await readFile(file).catch(() => undefined);
  if (kept) return new Uint8Array(kept);
  const release = await lock(folder, { stale: 60_000, retries: { forever: true, minTimeout: 100, maxTimeout: 500 } });
  try {
    const made = await readFile(file).catch(() => undefined);
    if (made) return new Uint8Array(made);
    for (const old of await readdir(folder)) await rm(path.join(folder, old), { force: true });
    const dump = await makeDump();
    await writeFile(`${file}.draft`, dump);
    await rename(`${file}.draft`, file);
    return dump;
  } finally {
    await release();
  }
}

async function makeDump(): Promise<Uint8Array<ArrayBuffer>> {
  const embedded = await openEmbedded();
  const pool = embeddedPool(embedded, raise);
  await migrate(pool);
  const db = createDatabase({ pool, onError: raise });
  await addJobs(db);
  await db.close();
  const dump = await embedded.dump();
  await embedded.close();
  return dump;
}

async function fillServer(url: string): Promise<void> {
  await migrateServer(url);
  const db = createDatabase({ pool: postgresPool({ url, onError: raise }), onError: raise });
  await addJobs(db);
  await db.close();
}

async function addJobs(db: Database): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => db.executeSql(text, values) },
    supervise: false,
    schedule: false,
  });
  boss.on("error", raise);
  await boss.start();
  await boss.stop({ graceful: false });
  await grantJobs(db.system);
}

/** What the dump depends on: the migrations, and how pg-boss's schema is made. */
async function contentHash(): Promise<string> {
  const hash = createHash("sha256");
  const names = (await readdir(MIGRATIONS, { recursive: true })).filter((name) => name.endsWith(".sql")).sort();
  for (const name of names) hash.update(name).update(await readFile(path.join(MIGRATIONS, name)));
  const parts = [
    "../../src/db/migrate.ts",
    "../../src/db/embedded-worker.ts",
    "../../node_modules/pg-boss/package.json",
  ];
  for (const part of parts) hash.update(await readFile(new URL(part, import.meta.url)));
  return hash.digest("hex").slice(0, 16);
}

function raise(error: unknown): never {
  throw error;
}
