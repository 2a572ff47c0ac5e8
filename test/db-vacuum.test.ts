import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../src/db/open.ts";
import type { Database } from "../src/db/transaction.ts";
import { createLog } from "../src/log.ts";

let folder: string;
let db: Database;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tandem-vacuum-"));
  db = await openDatabase({ folder, log: createLog("silent") });
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

async function counted(): Promise<number> {
  const [row] = await db.system.rows<{ rows: number }>(
    "select reltuples::int as rows from pg_class where oid = 'organisation'::regclass",
  );
  return row?.rows ?? Number.NaN;
}

function found(count: number): Promise<object[]> {
  return db.system.rows(
    `insert into organisation (id, slug, name, created_at)
     select id, id::text, 'Adatum', now() from (select gen_random_uuid() as id from generate_series(1, $1::int)) each`,
    [count],
  );
}

test("the embedded database counts what is in a table once it has grown, and again when it has grown by a third", async () => {
  expect(await counted()).toBe(-1);
  await found(2000);
  await db.vacuum?.();
  expect(await counted()).toBe(2000);

  await found(200);
  await db.vacuum?.();
  expect(await counted()).toBe(2000);

  await found(1000);
  await db.vacuum?.();
  expect(await counted()).toBe(3200);
});
