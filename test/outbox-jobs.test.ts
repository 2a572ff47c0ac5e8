import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import type { Context, Job } from "../src/features/feature.ts";
import { createJobs, type Jobs, type QueueName } from "../src/jobs/boss.ts";
import { createJobStarter, workFeatureJobs } from "../src/jobs/feature-jobs.ts";
import { createMovableClock, wallClock } from "../src/kernel/clock.ts";
import type { Tx } from "../src/kernel/deps.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { createDeliverer, type DelivererParts } from "../src/outbox/deliver.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { createLines, type LogLine, NOON } from "./helpers/outbox.ts";

let opened: TestDatabase;
let db: Database;
let organisation: OrganisationId;
let jobs: Jobs;
let lines: LogLine[];

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());
beforeEach(async () => {
  organisation = await mintOrganisation(db);
  const { log, lines: written } = createLines();
  lines = written;
  jobs = createJobs({ db, log, pollMs: 60_000 });
  await db.executeSql("delete from pgboss.job");
});
afterEach(() => jobs.stop());

/** Resolves once for each call of `reached`, in order. */
function milestones<T>(): { reached(value: T): void; next(): Promise<T>; left(): T[] } {
  const values: T[] = [];
  const waiting: ((value: T) => void)[] = [];
  return {
    reached(value) {
      const first = waiting.shift();
      if (first) first(value);
      else values.push(value);
    },
    next() {
      const first = values.shift();
      return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
    },
    left: () => values,
  };
}

async function nothingOpen(queue: QueueName): Promise<void> {
  while ((await jobs.open(queue)) > 0) await new Promise((resolve) => setImmediate(resolve));
}

async function failedOrDone(): Promise<number> {
  const { rows } = await db.executeSql(
    "select count(*)::int as count from pgboss.job where state in ('failed', 'completed')",
  );
  return (rows[0] as { count: number }).count;
}

function workFeatures(runs: Readonly<Record<string, Job>>): void {
  const context = (tx: Tx, now: Date): Context =>
    ({ tx, now, jobs: createJobStarter(jobs, tx) }) satisfies Partial<Context> as unknown as Context;
  workFeatureJobs({ db, jobs, runs: new Map(Object.entries(runs)), context, clock: createMovableClock(NOON) });
}

function start(name: string, data: Record<string, string> = {}): Promise<void> {
  return db.write(organisation, (tx) => createJobStarter(jobs, tx).start(name, data));
}

function named(name: string): Promise<{ name: string }[]> {
  return db.read(organisation, (tx) => tx.rows("select name from setting where name = $1", [name]));
}

function note(tx: Tx, name: string): Promise<unknown> {
  return tx.rows("insert into setting (organisation_id, name, value) values ($1, $2, '1') on conflict do nothing", [
    organisation,
    name,
  ]);
}

test("a key that runs and waits doesn't hold up the others, and its waiting job runs after the running one", async () => {
  const begun = milestones<string>();
  const goOn = milestones<true>();
  jobs.work(
    "deliver",
    async ({ data }) => {
      begun.reached(data["name"] ?? "");
      if (data["name"]?.startsWith("slow")) await goOn.next();
    },
    { slots: 4 },
  );
  await jobs.start();
  await jobs.sendNow("deliver", [{ key: "a", data: { name: "slow 1" } }]);
  expect(await begun.next()).toBe("slow 1");
  await jobs.sendNow("deliver", [{ key: "a", data: { name: "slow 2" } }]);
  await jobs.sendNow("deliver", [{ key: "a", data: { name: "slow 3" } }]);
  await jobs.sendNow("deliver", [{ key: "b", data: { name: "quick" } }]);
  expect(await begun.next()).toBe("quick");
  goOn.reached(true);
  expect(await begun.next()).toBe("slow 2");
  goOn.reached(true);
  await nothingOpen("deliver");
  expect(begun.left()).toEqual([]);
});

test("a job of a transaction that is rolled back never was", async () => {
  const begun = milestones<string>();
  workFeatures({
    "test.run": {
      run: ({ tx }) =>
        note(tx, "ran")
          .then(() => begun.reached("ran"))
          .then(() => undefined),
    },
  });
  await jobs.start();
  const decision = db.write(organisation, async (tx) => {
    await createJobStarter(jobs, tx).start("test.run", {});
    throw new Error("the decision failed");
  });
  await expect(decision).rejects.toThrow("the decision failed");
  expect(await jobs.open("feature")).toBe(0);
  await start("test.run");
  expect(await begun.next()).toBe("ran");
});

test("the same name and data twice, still waiting, is one job; other data is another", async () => {
  await jobs.start();
  await start("test.run", { account: "1", why: "a" });
  await start("test.run", { why: "a", account: "1" });
  expect(await jobs.open("feature")).toBe(1);
  await start("test.run", { account: "2", why: "a" });
  expect(await jobs.open("feature")).toBe(2);
});

test("what a batch leaves is the next batch, each in a transaction of its own", async () => {
  const done = milestones<string>();
  workFeatures({
    "test.batch": {
      async run({ tx }, { from = "" }) {
        await note(tx, `batch ${from}`);
        done.reached(from);
        return from === "3" ? undefined : { from: String(Number(from) + 1) };
      },
    },
  });
  await jobs.start();
  await start("test.batch", { from: "1" });
  expect([await done.next(), await done.next(), await done.next()]).toEqual(["1", "2", "3"]);
  await nothingOpen("feature");
  expect([await named("batch 1"), await named("batch 3")]).toEqual([[{ name: "batch 1" }], [{ name: "batch 3" }]]);
});

test("a job that throws leaves nothing behind, waits for its next try and holds up nobody", async () => {
  const begun = milestones<string>();
  workFeatures({
    "test.poison": {
      async run({ tx }) {
        await note(tx, "half done");
        begun.reached("poison");
        throw new Error("a row with a fault");
      },
    },
    "test.fine": {
      run: () =>
        Promise.resolve()
          .then(() => begun.reached("fine"))
          .then(() => undefined),
    },
  });
  await jobs.start();
  await start("test.poison");
  await start("test.fine");
  expect([await begun.next(), await begun.next()].sort()).toEqual(["fine", "poison"]);
  await nothingOpen("feature");
  expect(await named("half done")).toEqual([]);
  const { rows } = await db.executeSql("select state from pgboss.job where name = 'feature' order by state");
  expect(rows).toEqual([{ state: "retry" }, { state: "completed" }]);
  expect(lines.filter(({ message }) => message === "a job failed")).toHaveLength(1);
});

test("jobs can be sent where nothing ever ran, as a command does", async () => {
  const fresh = await testDatabase();
  try {
    const sender = createJobs({ db: fresh.db, log: createLines().log });
    await sender.prepare();
    await sender.prepare();
    const mine = await mintOrganisation(fresh.db);
    await fresh.db.write(mine, (tx) => createJobStarter(sender, tx).start("test.run", {}));
    await sender.sendNow("deliver", [{ key: "a", data: {} }]);
    expect([await sender.open("feature"), await sender.open("deliver")]).toEqual([1, 1]);
  } finally {
    await fresh.close();
  }
});

test("replicas that send the same jobs at once, each in an order of its own, don't block each other for good", async () => {
  await jobs.prepare();
  const many = Array.from({ length: 300 }, (_, at) => ({ key: `address ${String(at)}`, data: {} }));
  for (let round = 0; round < 10; round++) {
    await Promise.all([many, many.toReversed(), many, many.toReversed()].map((each) => jobs.sendNow("deliver", each)));
    expect(await jobs.open("deliver")).toBe(many.length);
    await db.executeSql("delete from pgboss.job");
  }
});

test("stopping aborts the signals of the jobs that run, and waits for them", async () => {
  const begun = milestones<string>();
  const ended: string[] = [];
  jobs.work(
    "deliver",
    async ({ signal }) => {
      const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
      begun.reached("begun");
      await aborted;
      ended.push("ended");
    },
    { slots: 1 },
  );
  await jobs.start();
  await jobs.sendNow("deliver", [{ key: "a", data: {} }]);
  await begun.next();
  await jobs.stop();
  expect(ended).toEqual(["ended"]);
});

test("addresses woken while jobs are being sent go along with the next ones, each once, and none is forgotten", async () => {
  const sent: string[][] = [];
  const goOn = milestones<true>();
  const { log } = createLines();
  const slow: Jobs = {
    ...jobs,
    async sendNow(_queue, entries) {
      sent.push(entries.map(({ data }) => data["address"] ?? ""));
      if (sent.length === 2) throw new Error("the database is away");
      await goOn.next();
    },
  };
  const rested = milestones<true>();
  const timers = { sleep: () => rested.next().then(() => undefined) };
  const parts = { db, jobs: slow, clock: createMovableClock(NOON), wall: wallClock, timers, log };
  const { wake } = createDeliverer(parts satisfies Partial<DelivererParts> as unknown as DelivererParts);
  for (const address of ["channel:a", "channel:a", "channel:b", "channel:a"] as const) wake(organisation, address);
  goOn.reached(true);
  await vi.waitUntil(() => sent.length === 2);
  expect(sent).toEqual([["channel:a"], ["channel:a", "channel:b"]]);
  wake(organisation, "channel:c");
  await vi.waitUntil(() => sent.length === 3);
  expect(sent[2]).toEqual(["channel:c"]);
  goOn.reached(true);
  rested.reached(true);
  rested.reached(true);
  await vi.waitUntil(() => sent.length > 3);
  goOn.reached(true);
  goOn.reached(true);
  await vi.waitUntil(() => sent.slice(3).flat().length === 2);
  expect(sent.slice(3).flat()).toEqual(["channel:a", "channel:b"]);
});

test("an address whose job fails is served again soon, without waiting for the minute", async () => {
  const { log } = createLines();
  let fails = true;
  const away: Database = {
    ...db,
    system: {
      ...db.system,
      rows: (...asked) => {
        if (fails) throw new Error("the database is away");
        return db.system.rows(...asked);
      },
    },
  };
  const slept: number[] = [];
  const woken = milestones<true>();
  const timers = {
    async sleep(ms: number): Promise<void> {
      slept.push(ms);
      await woken.next();
    },
  };
  const parts = { db: away, jobs, clock: createMovableClock(NOON), wall: wallClock, timers, log, platforms: new Map() };
  const { wake } = createDeliverer(parts satisfies Partial<DelivererParts> as unknown as DelivererParts);
  await jobs.start();
  wake(organisation, "channel:a");
  await vi.waitUntil(() => slept.length === 1);
  expect(slept[0]).toBeLessThanOrEqual(5000);
  fails = false;
  const before = await failedOrDone();
  woken.reached(true);
  await vi.waitUntil(async () => (await failedOrDone()) > before, { timeout: 10_000 });
  await nothingOpen("deliver");
  expect(slept).toHaveLength(1);
});
