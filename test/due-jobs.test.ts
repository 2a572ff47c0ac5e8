import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import type { Context, Reminder } from "../src/features/feature.ts";
import { createFiring } from "../src/inbound/firing.ts";
import type { Hand } from "../src/inbound/handing.ts";
import { createReminders } from "../src/inbound/reminding.ts";
import { createTicker, type Ticker } from "../src/inbound/ticker.ts";
import { createJobs, type Jobs } from "../src/jobs/boss.ts";
import { workDue } from "../src/jobs/due-jobs.ts";
import { createMovableClock, type MovableClock } from "../src/kernel/clock.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { createLines, type LogLine } from "./helpers/outbox.ts";

const NOON = new Date("2026-03-02T11:00:00Z");
const later = (ms: number): Date => new Date(NOON.getTime() + ms);

let opened: TestDatabase;
let db: Database;
let organisation: OrganisationId;
let clock: MovableClock;
let lines: LogLine[];
let replicas: { readonly jobs: Jobs; readonly ticker: Ticker }[];
let fired: string[];
let fault: string | undefined;
let whenFired: (() => void) | undefined;
/** what the night's score waits for, once it runs */
let nightGoesOn: () => Promise<void>;
/** how a replica went on with what it found due: it waited first, or handed it on */
let decided: ((replica: number) => void) | undefined;

beforeAll(async () => {
  opened = await testDatabase();
  db = opened.db;
});
afterAll(() => opened.close());
beforeEach(async () => {
  await db.system.rows("delete from due");
  await db.executeSql("delete from pgboss.job");
  organisation = await mintOrganisation(db);
  clock = createMovableClock(NOON);
  fired = [];
  fault = undefined;
  whenFired = undefined;
  decided = undefined;
  nightGoesOn = () => Promise.resolve();
  replicas = [];
  const { log, lines: written } = createLines();
  lines = written;
  const reminder = (word: string): Reminder => ({
    fire({ now, reminders }, subject) {
      if (subject === fault) throw new Error("it could not be told");
      whenFired?.();
      whenFired = undefined;
      fired.push(`${word} ${subject} ${String(now.getTime() - NOON.getTime())}`);
      const times = fired.filter((each) => each.startsWith(`${word} ${subject} `)).length;
      if (subject === "ladder" && times < 3) reminders.set("questions.remind", subject, later(times + 1));
      return Promise.resolve();
    },
  });
  for (let replica = 0; replica < 2; replica++) {
    const jobs = createJobs({ db, log, pollMs: 60_000 });
    const score: Reminder = {
      async fire({ tx }) {
        fired.push("score begins");
        await jobs.send(tx, "feature", { key: `${organisation} score`, data: { organisation } });
      },
    };
    jobs.work(
      "feature",
      async () => {
        await nightGoesOn();
        while ((await jobs.open("due")) > 0) await new Promise((resolve) => setImmediate(resolve));
        fired.push("score ends");
      },
      { slots: 1 },
    );
    const parts = {
      db,
      schedules: new Map(),
      reminders: new Map([
        ["questions.remind", reminder("remind")],
        ["questions.late", reminder("late")],
        ["risk.score", score],
      ]),
      context: (tx: Context["tx"], now: Date): Context =>
        ({ tx, now, reminders: createReminders(tx) }) satisfies Partial<Context> as unknown as Context,
      log,
    };
    const due = workDue({ db, jobs, clock, fire: createFiring(parts) });
    const hand: Hand = {
      async on(...given) {
        await due.on(...given);
        decided?.(replica);
      },
      fired(...given) {
        decided?.(replica);
        return due.fired(...given);
      },
    };
    replicas.push({ jobs, ticker: createTicker({ ...parts, hand, clock, afterwards: [] }) });
  }
});
afterEach(() => Promise.all(replicas.map(({ jobs }) => jobs.stop())));

function wanted(subjects: readonly string[], dueAt: Date, name = "questions.remind"): Promise<void> {
  return db.write(organisation, (tx) => {
    for (const subject of subjects) createReminders(tx).set(name, subject, dueAt);
    return Promise.resolve();
  });
}
async function start(): Promise<void> {
  for (const { jobs } of replicas) await jobs.prepare();
  await Promise.all(replicas.map(({ jobs }) => jobs.start()));
}
async function tickAll(now: Date): Promise<void> {
  clock.set(now);
  await Promise.all(replicas.map(({ ticker }) => ticker.tick(now)));
}
async function tickUntilDone(now: Date): Promise<void> {
  await tickAll(now);
  const [first] = replicas;
  while (first && (await first.jobs.open("due")) > 0) await new Promise((resolve) => setImmediate(resolve));
}

test("what is due at two replicas at once waits as one job a subject, over more of it than a look takes", async () => {
  for (const { jobs } of replicas) await jobs.prepare();
  await wanted(
    Array.from({ length: 1100 }, (_, at) => `subject ${String(at)}`),
    later(1),
  );
  await tickAll(later(2));
  expect(await replicas[0]?.jobs.open("due")).toBe(1100);
});

test("what is due at two replicas at once fires once each", async () => {
  await start();
  const subjects = Array.from({ length: 40 }, (_, at) => `subject ${String(at)}`);
  await wanted(subjects, later(1));
  await tickUntilDone(later(2));
  expect(fired.toSorted()).toEqual(subjects.map((subject) => `remind ${subject} 2`).toSorted());
  expect(await db.system.rows("select from due")).toEqual([]);
});

test("what is due for one subject fires in its order, also what it sets itself anew for an instant that is past", async () => {
  await start();
  await wanted(["account"], later(20), "questions.late");
  await wanted(["account"], later(10));
  await wanted(["ladder"], later(1));
  await tickUntilDone(later(60_000));
  expect(fired.filter((each) => each.includes("account"))).toEqual(["remind account 60000", "late account 60000"]);
  expect(fired.filter((each) => each.includes("ladder"))).toHaveLength(3);
  expect(await db.system.rows("select from due")).toEqual([]);
});

test("what came due in different minutes while nothing ran fires minute by minute", async () => {
  await start();
  const [early, late] = ["early", "late"].map((word) =>
    Array.from({ length: 20 }, (_, at) => `${word} ${String(at)}`),
  ) as [string[], string[]];
  await wanted(late, later(60_000));
  await wanted(early, later(1));
  await tickUntilDone(later(3_600_000));
  expect(fired.map((each) => each.split(" ")[1])).toEqual([...early.map(() => "early"), ...late.map(() => "late")]);
});

test("what came due for one subject after the night's score waits for what the score leads to", async () => {
  await start();
  await wanted(["company"], later(1), "risk.score");
  await wanted(["company"], later(3_600_000));
  await tickUntilDone(later(7_200_000));
  expect(fired).toEqual(["score begins", "score ends", "remind company 7200000"]);
});

test("another replica that looks while the night's score runs waits for it too", async () => {
  await start();
  await wanted(["company"], later(1), "risk.score");
  await wanted(["anna"], later(3_600_000));
  const now = later(7_200_000);
  const [first, second] = replicas;
  const others: Promise<unknown>[] = [];
  nightGoesOn = () => {
    const heard = new Promise<void>((resolve) => (decided = (replica) => replica === 1 && resolve()));
    if (second) others.push(second.ticker.tick(now));
    return heard;
  };
  clock.set(now);
  await first?.ticker.tick(now);
  await Promise.all(others);
  while (((await first?.jobs.open("due", "feature")) ?? 0) > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(fired).toEqual(["score begins", "score ends", "remind anna 7200000"]);
});

test("who is to be reminded while their company catches up is reminded then", async () => {
  await start();
  await wanted(["company"], later(1), "risk.score");
  await wanted(["anna"], later(3_600_000));
  const back = later(7_200_000);
  await wanted(["meeting"], new Date(back.getTime() + 60_000));
  const [first] = replicas;
  let meanwhile: Promise<unknown> | undefined;
  nightGoesOn = async () => {
    const next = new Date(back.getTime() + 60_000);
    clock.set(next);
    const handed = new Promise<void>((resolve) => (decided = () => resolve()));
    meanwhile = first?.ticker.tick(next);
    await handed;
  };
  clock.set(back);
  await first?.ticker.tick(back);
  await meanwhile;
  while (((await first?.jobs.open("due", "feature")) ?? 0) > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(fired).toEqual(["score begins", "remind meeting 7260000", "score ends", "remind anna 7260000"]);
});

test("what comes due while something fires waits for what came due before it", async () => {
  await start();
  const hour = 3_600_000;
  await wanted(["slow"], later(1));
  await wanted(["other"], later(hour / 2));
  await wanted(["slow"], later(hour), "questions.late");
  whenFired = () => clock.set(later(hour));
  await tickUntilDone(later(2));
  expect(fired).toEqual(["remind slow 2"]);
  await tickUntilDone(later(hour));
  expect(fired.slice(1)).toEqual([`remind other ${String(hour)}`, `late slow ${String(hour)}`]);
});

test("a restart at the instant at which it fires loses nothing, and nothing fires twice", async () => {
  const subjects = Array.from({ length: 40 }, (_, at) => `subject ${String(at)}`);
  await wanted(subjects, later(1));
  for (const { jobs } of replicas) await jobs.prepare();
  await tickAll(later(2));
  expect(fired).toEqual([]);
  clock.set(later(60_000));
  await start();
  await tickUntilDone(later(60_000));
  expect(fired.toSorted()).toEqual(subjects.map((subject) => `remind ${subject} 60000`).toSorted());
});

test("one that fails keeps no other from firing, stays due, and fires by a later tick", async () => {
  await start();
  fault = "broken";
  await wanted(["broken", "fine"], later(1));
  await tickUntilDone(later(2));
  expect(fired).toEqual(["remind fine 2"]);
  expect(new Set(lines.map(({ message }) => message))).toEqual(
    new Set(["what was due could not fire; the next tick tries again"]),
  );
  fault = undefined;
  await tickUntilDone(later(60_000));
  expect(fired).toEqual(["remind fine 2", "remind broken 60000"]);
});
