import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresPool } from "../src/db/client.ts";
import { createDatabase } from "../src/db/transaction.ts";
import type { Database } from "../src/db/transaction.ts";
import { mintOrganisation, testDatabase } from "./helpers/database.ts";
import type { TestDatabase } from "./helpers/database.ts";

let opened: TestDatabase;
let db: Database;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());

test("a date is text, an instant is a Date, a bigint is a number, a numeric is text", async () => {
  const [row] = await db.system.rows(
    `select date '2026-03-29' as day, array[date '2026-03-29', null] as days,
            timestamptz '2026-03-29 02:30:00+01' as at, 9007199254740991::bigint as minor,
            array[1, null]::bigint[] as minors, 0.10::numeric as rate`,
  );
  expect(row).toEqual({
    day: "2026-03-29",
    days: ["2026-03-29", null],
    at: new Date("2026-03-29T01:30:00Z"),
    minor: 9007199254740991,
    minors: [1, null],
    rate: "0.10",
  });
});

test("a bigint beyond a safe integer is an error, not another number", async () => {
  await expect(db.system.rows("select 9007199254740992::bigint as minor")).rejects.toThrow("safe integer");
  expect(await db.system.rows("select 1 as one")).toEqual([{ one: 1 }]);
});

test("the session's time zone is UTC", async () => {
  expect(await db.system.rows("select current_setting('timezone') as zone")).toEqual([{ zone: "UTC" }]);
});

test("a thousand rows go in by one unnest, and megabytes in one value", async () => {
  const organisation = await mintOrganisation(db);
  const names = Array.from({ length: 1000 }, (_, at) => `metric ${String(at)}`);
  const long = "ü".repeat(2_000_000);
  await db.write(organisation, async (tx) => {
    await tx.rows("insert into metric (organisation_id, name) select $1, unnest($2::text[])", [organisation, names]);
    await tx.rows("update metric set label = $1 where name = 'metric 7'", [long]);
  });
  const rows = await db.read(organisation, (tx) =>
    tx.rows<{ count: number; label: string }>(
      "select (select count(*) from metric), label from metric where name = 'metric 7'",
    ),
  );
  expect(rows).toEqual([{ count: 1000, label: long }]);
});

test("an idle connection that the server ends doesn't end us", async ({ skip }) => {
  if (opened.url === undefined) return skip("the embedded database has one session, which nobody else can end");
  const told = Promise.withResolvers<Error>();
  const other = createDatabase({
    pool: postgresPool({ url: opened.url, onError: told.resolve }),
    onError: told.resolve,
  });
  const [backend] = await other.system.rows<{ pid: number }>("select pg_backend_pid() as pid");
  await db.system.rows("select pg_terminate_backend($1)", [backend?.pid]);
  expect((await told.promise).message).toContain("terminating connection");
  expect(await other.system.rows("select 1 as one")).toEqual([{ one: 1 }]);
  await other.close();
});

test("a connection that the server ends in mid-transaction fails that transaction alone", async ({ skip }) => {
  if (opened.url === undefined) return skip("the embedded database has one session, which nobody else can end");
  const organisation = await mintOrganisation(db);
  const cut = db.write(organisation, async (tx) => {
    const [backend] = await tx.rows<{ pid: number }>("select pg_backend_pid() as pid");
    await tx.rows("select pg_terminate_backend($1)", [backend?.pid]);
  });
  await expect(cut).rejects.toThrow();
  expect(await db.read(organisation, (tx) => tx.rows("select 1 as one"))).toEqual([{ one: 1 }]);
});

test("a login in a URL with a time zone of its own still gets UTC", async ({ skip }) => {
  if (opened.url === undefined) return skip("the embedded database has no URL");
  const url = new URL(opened.url);
  url.searchParams.set("options", "-c timezone=Asia/Kolkata");
  const other = createDatabase({
    pool: postgresPool({ url: url.href, onError: () => undefined }),
    onError: () => undefined,
  });
  expect(
    await other.system.rows("select current_setting('timezone') as zone, current_setting('lock_timeout') as lock"),
  ).toEqual([{ zone: "UTC", lock: "10s" }]);
  await other.close();
});
