import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import type { MigrationDirectory, MigrationList } from "@prisma/schema-engine-wasm";
import type { ClientBase, Pool } from "pg";

/** The migrations of a folder as the engine takes them, in the order of their names. */
export async function readMigrations(baseDir: string): Promise<MigrationList> {
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir,
    lockfile: {
      path: "migration_lock.toml",
      content: await readFile(path.join(baseDir, "migration_lock.toml"), "utf8").catch(() => null),
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(names.map((name) => readMigration(baseDir, name))),
  };
}

/**
 * True when the database has exactly these migrations, each applied as it is written. Told by the table that Prisma
 * keeps of them, without its engine, which takes longer to load than everything else at a start.
 */
export async function isUpToDate(
  connection: Pool | ClientBase,
  { migrationDirectories }: MigrationList,
): Promise<boolean> {
  const { rows: tables } = await connection.query(
    "select 1 from pg_class where oid = to_regclass('_prisma_migrations')",
  );
  if (tables.length === 0) return false;
  const { rows } = await connection.query<{ migration_name: string; checksum: string }>(
    `select migration_name, checksum from _prisma_migrations
      where rolled_back_at is null and finished_at is not null order by migration_name`,
  );
  const { rows: unfinished } = await connection.query(
    "select 1 from _prisma_migrations where rolled_back_at is null and finished_at is null",
  );
  if (unfinished.length > 0 || rows.length !== migrationDirectories.length) return false;
  return migrationDirectories.every(({ path: name, migrationFile: { content } }, at) => {
    const row = rows[at];
    return content.tag === "ok" && row?.migration_name === name && row.checksum === checksumOf(content.value);
  });
}

/** As Prisma notes it. */
function checksumOf(script: string): string {
  return createHash("sha256").update(script).digest("hex");
}

async function readMigration(baseDir: string, name: string): Promise<MigrationDirectory> {
  const value = await readFile(path.join(baseDir, name, "migration.sql"), "utf8");
  return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok", value } } };
}
