import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedPool } from "../src/db/client.ts";
import { openEmbedded } from "../src/db/embedded.ts";
import type { Embedded } from "../src/db/embedded.ts";

const EMBEDDED = new URL("../src/db/embedded.ts", import.meta.url).href;
const CLIENT = new URL("../src/db/client.ts", import.meta.url).href;

async function inFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-embedded-"));
  try {
    await fn(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Another process that opens the folder, writes a row, says so and stays. */
async function openElsewhere(folder: string): Promise<ChildProcess> {
  const script = `
    const { openEmbedded } = await import(${JSON.stringify(EMBEDDED)});
    const { embeddedPool } = await import(${JSON.stringify(CLIENT)});
    const pool = embeddedPool(await openEmbedded({ folder: ${JSON.stringify(folder)} }), console.error);
    await pool.query("create table kept (text text); insert into kept values ('acknowledged')");
    console.log("written");
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("exit", (code) => reject(new Error(`the other process ended with ${String(code)}`)));
  });
  return child;
}

async function usePool<T>(embedded: Embedded, fn: (pool: ReturnType<typeof embeddedPool>) => Promise<T>): Promise<T> {
  const pool = embeddedPool(embedded, () => undefined);
  try {
    return await fn(pool);
  } finally {
    await pool.end();
  }
}

let embedded: Embedded;
beforeAll(async () => {
  embedded = await openEmbedded();
});
afterAll(() => embedded.close());

test(
  "a folder that a living process holds is refused by name, and one whose process was killed is taken over whole",
  () =>
    inFolder(async (folder) => {
      const child = await openElsewhere(folder);
      await expect(openEmbedded({ folder })).rejects.toThrow(
        `The data folder ${folder} is in use by another Tandem (process ${String(child.pid)}`,
      );
      child.kill("SIGKILL");
      await once(child, "exit");
      const next = await openEmbedded({ folder });
      const { rows } = await usePool(next, (pool) => pool.query("select text from kept"));
      expect(rows).toEqual([{ text: "acknowledged" }]);
      await next.close();
    }),
  60_000,
);

test(
  "a folder can't be opened twice by the same process, and is free again once closed",
  () =>
    inFolder(async (folder) => {
      const first = await openEmbedded({ folder });
      await expect(openEmbedded({ folder })).rejects.toThrow(folder);
      await usePool(first, (pool) => pool.query("create table kept (n int); insert into kept values (7)"));
      await first.close();
      const second = await openEmbedded({ folder });
      const { rows } = await usePool(second, (pool) => pool.query("select n from kept"));
      expect(rows).toEqual([{ n: 7 }]);
      await second.close();
    }),
  60_000,
);

test("a new connection finds no transaction, role, setting, statement or table of the last one", async () => {
  await usePool(embedded, async (pool) => {
    await pool.query("create table kept (n int)");
    const last = await pool.connect();
    await last.query("create temp table passing (n int)");
    await last.query("prepare known as select 1");
    await last.query("set time zone 'Asia/Kolkata'");
    await last.query("begin");
    await last.query("insert into kept values (1)");
    last.release(true);
    const { rows } = await pool.query(`
      select (select count(*) from kept) as kept, to_regclass('passing') as passing, current_setting('timezone') as zone,
             (select count(*) from pg_prepared_statements) as prepared, current_user as login`);
    expect(rows).toEqual([{ kept: 0, passing: null, zone: "UTC", prepared: 0, login: "tandem_owner" }]);
  });
});

test("a message that comes in pieces is one message, and an error leaves the connection usable", async () => {
  await usePool(embedded, async (pool) => {
    await expect(pool.query("select $1::int", ["no number"])).rejects.toThrow("invalid input syntax");
    const text = "x".repeat(5_000_000);
    const { rows } = await pool.query("select length($1) as length, $1 as text", [text]);
    expect(rows).toEqual([{ length: text.length, text }]);
  });
});

test("the calling thread goes on while a statement runs", async () => {
  const turns = await usePool(embedded, async (pool) => {
    let count = 0;
    const ticking = setInterval(() => (count += 1), 1);
    await pool.query("select count(*) from generate_series(1, 3000000)");
    clearInterval(ticking);
    return count;
  });
  expect(turns).toBeGreaterThan(1);
});

test("what was asked of a database that is closed is an error", async () => {
  await embedded.close();
  await expect(usePool(embedded, (pool) => pool.query("select 1"))).rejects.toThrow("closed");
});
