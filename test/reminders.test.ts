import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import type { Context, Reminder } from "../src/features/feature.ts";
import { createReminders } from "../src/inbound/reminding.ts";
import type { Ticker } from "../src/inbound/ticker.ts";
import { systemClock } from "../src/kernel/clock.ts";
import type { Tx } from "../src/kernel/deps.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { createLines, type LogLine } from "./helpers/outbox.ts";
import { tickerAlone } from "./helpers/ticker-alone.ts";

const NOON = new Date("2026-03-02T11:00:00Z");
const later = (ms: number): Date => new Date(NOON.getTime() + ms);

let opened: TestDatabase;
let db: Database;
let organisation: OrganisationId;
let lines: LogLine[];
let fired: string[];
let fault: string | undefined;
let ticker: Ticker;
let replica: Ticker;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());
beforeEach(async () => {
  await db.system.rows("delete from due");
  organisation = await mintOrganisation(db);
  fired = [];
  fault = undefined;
  const { log, lines: written } = createLines();
  lines = written;
  const reminders = new Map([["questions.remind", remind]]);
  const context = (tx: Tx, now: Date): Context =>
    ({ tx, now, reminders: createReminders(tx) }) satisfies Partial<Context> as unknown as Context;
  const parts = { db, reminders, context, log, clock: systemClock };
  ticker = tickerAlone(parts);
  replica = tickerAlone(parts);
});

const remind: Reminder = {
  async fire({ tx, now, reminders }, subject) {
    await tx.rows("insert into setting (organisation_id, name, value) values ($1, $2, '1')", [
      tx.organisation,
      `${subject} ${now.toISOString()}`,
    ]);
    if (subject === "again") reminders.set("questions.remind", subject, new Date(now.getTime() + 1));
    if (subject === fault) throw new Error("it could not be told");
    fired.push(subject);
  },
};

function wanted(subject: string, dueAt: Date, name = "questions.remind"): Promise<void> {
  return db.write(organisation, (tx) => Promise.resolve(createReminders(tx).set(name, subject, dueAt)));
}
function effects(): Promise<object[]> {
  return db.read(organisation, (tx) => tx.rows("select name from setting"));
}

test("a reminder fires at its instant, a millisecond before it doesn't, and then never again", async () => {
  await wanted("one", later(1000));
  await ticker.tick(later(999));
  expect(fired).toEqual([]);
  await ticker.tick(later(1000));
  await ticker.tick(later(1000));
  await ticker.tick(later(60_000));
  expect(fired).toEqual(["one"]);
});

test("replicas that look at once fire each reminder once, longest due first", async () => {
  const subjects = Array.from({ length: 20 }, (_, at) => `subject ${String(at)}`);
  for (const [at, subject] of subjects.entries()) await wanted(subject, later(20 - at));
  await Promise.all([ticker.tick(later(100)), replica.tick(later(100)), ticker.tick(later(100))]);
  expect([...fired].sort()).toEqual([...subjects].sort());
  expect(await effects()).toHaveLength(20);
  expect(fired[0]).toBe("subject 19");
});

test("one that is set again moves, and one that is dropped is gone", async () => {
  await wanted("moved", later(1));
  await wanted("moved", later(5000));
  await wanted("dropped", later(1));
  await db.write(organisation, (tx) => Promise.resolve(createReminders(tx).drop("questions.remind", "dropped")));
  await ticker.tick(later(4999));
  expect(fired).toEqual([]);
  await ticker.tick(later(5000));
  expect(fired).toEqual(["moved"]);
});

test("one that sets itself anew fires then, and not in between", async () => {
  await wanted("again", later(1));
  await ticker.tick(later(1));
  expect(fired).toEqual(["again"]);
  await ticker.tick(later(2));
  expect(fired).toEqual(["again", "again"]);
});

test("one that fails leaves nothing behind, keeps no other from firing, and is tried again", async () => {
  fault = "broken";
  await wanted("broken", later(1));
  await wanted("fine", later(2));
  await ticker.tick(later(10));
  expect(fired).toEqual(["fine"]);
  expect(await effects()).toHaveLength(1);
  expect(lines.map(({ message }) => message)).toEqual(["what was due could not fire; the next tick tries again"]);
  fault = undefined;
  await ticker.tick(later(20));
  expect(fired).toEqual(["fine", "broken"]);
});

test("one that this version doesn't know waits for the one that does", async () => {
  await wanted("newer", later(1), "future.remind");
  await ticker.tick(later(10));
  expect(fired).toEqual([]);
  const left = await db.system.rows<{ kind: string }>("select kind from due");
  expect(left).toEqual([{ kind: "reminder:future.remind" }]);
});
