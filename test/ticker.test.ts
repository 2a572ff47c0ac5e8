import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../src/db/transaction.ts";
import type { Context, Occurrence, Schedule } from "../src/features/feature.ts";
import type { Ticker } from "../src/inbound/ticker.ts";
import type { LocalDate, LocalTime, WorkCalendar } from "../src/kernel/business-time.ts";
import { createMovableClock, type MovableClock } from "../src/kernel/clock.ts";
import type { Tx } from "../src/kernel/deps.ts";
import type { OrganisationId } from "../src/kernel/ids.ts";
import { mintOrganisation, testDatabase, type TestDatabase } from "./helpers/database.ts";
import { type AloneParts, tickerAlone } from "./helpers/ticker-alone.ts";
import { createLines, type LogLine } from "./helpers/outbox.ts";

/** a Monday, 12:00 in Berlin */
const MONDAY = new Date("2026-03-02T11:00:00Z");

let opened: TestDatabase;
let db: Database;
let organisation: OrganisationId;
let clock: MovableClock;
let lines: LogLine[];
let fired: (Occurrence & { readonly subject: string })[];
let subjects: { id: string; at: string; zone: string }[];
let faults: number;
let subjectFaults: number;
let parts: AloneParts;
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
  clock = createMovableClock(MONDAY);
  fired = [];
  faults = 0;
  subjectFaults = 0;
  subjects = [{ id: "anna", at: "08:00", zone: "Europe/Berlin" }];
  const { log, lines: written } = createLines();
  lines = written;
  parts = {
    db,
    schedules: new Map([["risk.digest", digest("working-days")]]),
    context: (tx: Tx, now: Date): Context => ({ tx, now }) satisfies Partial<Context> as unknown as Context,
    clock,
    log,
    afterwards: [],
  };
  ticker = tickerAlone(parts);
  replica = tickerAlone(parts);
});

function digest(days: Schedule["days"]): Schedule {
  return {
    name: "digest",
    days,
    subjects() {
      if (subjectFaults-- > 0) return Promise.reject(new Error("the people could not be read"));
      return Promise.resolve(
        subjects.map(({ id, at, zone }) => ({ id, at: at as LocalTime, calendar: calendar(zone) })),
      );
    },
    async fire({ tx }, subject, occurrence) {
      await tx.rows(
        "insert into setting (organisation_id, name, value) values ($1, $2, '1') on conflict (organisation_id, name) do update set value = '2'",
        [tx.organisation, `${subject} ${occurrence.localDate}`],
      );
      if (faults > 0) {
        faults -= 1;
        throw new Error("the digest could not be built");
      }
      fired.push({ subject, ...occurrence });
    },
  };
}

function calendar(zone: string): WorkCalendar {
  return {
    zone,
    workdays: [1, 2, 3, 4, 5],
    opens: "09:00" as LocalTime,
    closes: "17:00" as LocalTime,
    quietFrom: "18:00" as LocalTime,
    quietTo: "08:00" as LocalTime,
    holidays: new Set(["2026-04-03" as LocalDate]),
  };
}

async function tickAt(instant: string): Promise<void> {
  clock.set(new Date(instant));
  await ticker.tick(clock.now());
}

/** A tick each minute from one instant up to another. */
async function tickThrough(from: string, to: string): Promise<void> {
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += 60_000) await tickAt(new Date(ms).toISOString());
}

function effects(): Promise<{ name: string; value: unknown }[]> {
  return db.read(organisation, (tx) => tx.rows("select name, value from setting order by name"));
}

function days(): string[] {
  return fired.map(({ subject, localDate, late }) => `${subject} ${localDate}${late ? " late" : ""}`);
}

test("it fires at its local minute, a millisecond before it doesn't, and a second tick changes nothing", async () => {
  await ticker.rearm(organisation);
  await tickAt("2026-03-03T06:59:59.999Z");
  expect(days()).toEqual([]);
  await tickAt("2026-03-03T07:00:00Z");
  await tickAt("2026-03-03T07:00:00Z");
  await tickAt("2026-03-03T07:01:00Z");
  expect(fired).toEqual([
    { subject: "anna", localDate: "2026-03-03", dueAt: new Date("2026-03-03T07:00:00Z"), late: false },
  ]);
});

test("two replicas that tick at once fire each occurrence once", async () => {
  subjects = Array.from({ length: 20 }, (_, at) => ({ id: `person ${at}`, at: "08:00", zone: "Europe/Berlin" }));
  await Promise.all([ticker.rearm(organisation), replica.rearm(organisation)]);
  const now = new Date("2026-03-03T07:00:00Z");
  await Promise.all([ticker.tick(now), replica.tick(now), ticker.tick(now), replica.tick(now)]);
  expect(fired).toHaveLength(20);
  expect(new Set((await effects()).map(({ value }) => value))).toEqual(new Set([1]));
});

test("longest due fires first, whatever the time zone", async () => {
  subjects = [
    { id: "berlin", at: "08:00", zone: "Europe/Berlin" },
    { id: "tokyo", at: "08:00", zone: "Asia/Tokyo" },
    { id: "lisbon", at: "08:00", zone: "Europe/Lisbon" },
  ];
  await ticker.rearm(organisation);
  await tickAt("2026-03-03T08:05:00Z");
  expect(days()).toEqual(["tokyo 2026-03-03 late", "berlin 2026-03-03 late", "lisbon 2026-03-03"]);
});

test.each([
  ["spring", "02:30", "2026-03-28T23:30:00Z", "2026-03-29T03:00:00Z", "2026-03-29T01:00:00.000Z"],
  ["autumn", "02:30", "2026-10-24T23:30:00Z", "2026-10-25T03:00:00Z", "2026-10-25T00:30:00.000Z"],
])("on the day of the clock change in %s, %s fires once", async (_season, at, from, to, dueAt) => {
  subjects = [{ id: "anna", at, zone: "Europe/Berlin" }];
  const everyDay = tickerAlone({
    db,
    schedules: new Map([["risk.digest", digest("every-day")]]),
    context: (tx, now) => ({ tx, now }) satisfies Partial<Context> as unknown as Context,
    clock,
    log: createLines().log,
    afterwards: [],
  });
  ticker = everyDay;
  clock.set(new Date(from));
  await ticker.rearm(organisation);
  await tickThrough(from, to);
  expect(fired.map((each) => [each.localDate, each.dueAt.toISOString()])).toEqual([[dueAt.slice(0, 10), dueAt]]);
});

test("weekends and holidays are left out", async () => {
  await ticker.rearm(organisation);
  clock.set(new Date("2026-03-06T07:00:00Z"));
  await tickAt("2026-03-06T07:00:00Z");
  await tickAt("2026-03-07T07:00:00Z");
  await tickAt("2026-03-09T07:00:00Z");
  expect(days()).toEqual(["anna 2026-03-06", "anna 2026-03-09"]);
});

test("after seven days down the latest of the missed occurrences fires, once and late; then it goes on as ever", async () => {
  await ticker.rearm(organisation);
  await tickAt("2026-03-03T07:00:00Z");
  clock.set(new Date("2026-03-10T09:30:00Z"));
  await ticker.rearm(organisation);
  await tickAt("2026-03-10T09:30:00Z");
  await tickAt("2026-03-10T09:31:00Z");
  await tickAt("2026-03-11T07:00:00Z");
  expect(days()).toEqual(["anna 2026-03-03", "anna 2026-03-10 late", "anna 2026-03-11"]);
});

test("a quarter of an hour after its time is not yet late", async () => {
  await ticker.rearm(organisation);
  await tickAt("2026-03-03T07:15:00Z");
  await tickAt("2026-03-04T07:15:00.001Z");
  expect(days()).toEqual(["anna 2026-03-03", "anna 2026-03-04 late"]);
});

test("a time that is moved on a day that has fired doesn't fire that day again", async () => {
  await ticker.rearm(organisation);
  await tickAt("2026-03-03T07:00:00Z");
  subjects = [{ id: "anna", at: "10:00", zone: "Europe/Berlin" }];
  await ticker.rearm(organisation);
  await tickAt("2026-03-03T09:00:00Z");
  await tickAt("2026-03-04T07:00:00Z");
  await tickAt("2026-03-04T09:00:00Z");
  expect(days()).toEqual(["anna 2026-03-03", "anna 2026-03-04"]);
});

test("a time that was moved but not armed anew fires at the new time", async () => {
  await ticker.rearm(organisation);
  subjects = [{ id: "anna", at: "10:00", zone: "Europe/Berlin" }];
  await tickAt("2026-03-03T07:00:00Z");
  expect(days()).toEqual([]);
  await tickAt("2026-03-03T09:00:00Z");
  expect(days()).toEqual(["anna 2026-03-03"]);
});

test("a time that was moved to an earlier one but not armed anew still fires that day, late", async () => {
  await ticker.rearm(organisation);
  subjects = [{ id: "anna", at: "06:00", zone: "Europe/Berlin" }];
  await tickAt("2026-03-03T07:00:00Z");
  await tickAt("2026-03-04T05:00:00Z");
  expect(days()).toEqual(["anna 2026-03-03 late", "anna 2026-03-04"]);
});

test("who moved to a zone where the day begins later gets no day twice and none too little", async () => {
  subjects = [{ id: "anna", at: "08:00", zone: "Pacific/Auckland" }];
  await ticker.rearm(organisation);
  await tickAt("2026-03-02T19:00:00Z");
  subjects = [{ id: "anna", at: "08:00", zone: "America/Los_Angeles" }];
  await tickThrough("2026-03-03T18:30:00Z", "2026-03-03T19:30:00Z");
  await tickAt("2026-03-04T16:00:00Z");
  expect(days()).toEqual(["anna 2026-03-03", "anna 2026-03-04"]);
});

test("schedules that could not be set are set by the next tick, so that who is new isn't left out for good", async () => {
  await ticker.rearm(organisation);
  subjects = [...subjects, { id: "ben", at: "08:00", zone: "Europe/Berlin" }];
  subjectFaults = 2;
  await expect(ticker.rearm(organisation)).rejects.toThrow("the people could not be read");
  await tickAt("2026-03-02T11:01:00Z");
  await tickAt("2026-03-02T11:02:00Z");
  await tickAt("2026-03-03T07:00:00Z");
  expect(days().toSorted()).toEqual(["anna 2026-03-03", "ben 2026-03-03"]);
  expect(lines.filter(({ level }) => level === "error")).toHaveLength(1);
});

test("who came while nobody set the schedules is found within a day", async () => {
  await ticker.rearm(organisation);
  subjects = [...subjects, { id: "ben", at: "08:00", zone: "Europe/Berlin" }];
  await tickAt("2026-03-02T23:59:00Z");
  await tickAt("2026-03-03T00:00:00Z");
  await tickAt("2026-03-03T07:00:00Z");
  expect(days().toSorted()).toEqual(["anna 2026-03-03", "ben 2026-03-03"]);
});

test("a schedule that only a newer version knows is left for it", async () => {
  await ticker.rearm(organisation);
  const older = tickerAlone({ ...parts, schedules: new Map() });
  await older.tick(new Date("2026-03-03T07:00:00Z"));
  await tickAt("2026-03-03T07:00:00Z");
  expect(days()).toEqual(["anna 2026-03-03"]);
});

test("a clock that is put back over an occurrence fires nothing twice, and what comes next as ever", async () => {
  await ticker.rearm(organisation);
  await tickAt("2026-03-03T07:00:00Z");
  clock.set(new Date("2026-03-03T06:00:00Z"));
  await ticker.rearm(organisation);
  await tickThrough("2026-03-03T06:00:00Z", "2026-03-03T07:05:00Z");
  await tickAt("2026-03-04T07:00:00Z");
  expect(days()).toEqual(["anna 2026-03-03", "anna 2026-03-04"]);
});

test("replicas whose clocks are five minutes apart fire each occurrence once", async () => {
  await ticker.rearm(organisation);
  const fastMs = 5 * 60_000;
  for (let ms = Date.parse("2026-03-03T06:50:00Z"); ms <= Date.parse("2026-03-03T07:10:00Z"); ms += 60_000) {
    await ticker.tick(new Date(ms + fastMs));
    clock.set(new Date(ms));
    await replica.rearm(organisation);
    await replica.tick(new Date(ms));
  }
  expect(days()).toEqual(["anna 2026-03-03"]);
});

test.each([
  ["too early", "2026-03-03T06:00:00Z"],
  ["too late", "2026-03-03T08:00:00Z"],
])("what older rules of the zone made due an hour %s fires once and at its time", async (_when, dueAt) => {
  await ticker.rearm(organisation);
  await db.system.rows("update due set due_at = $2 where organisation_id = $1", [organisation, new Date(dueAt)]);
  for (const at of ["06:00", "07:00", "08:00", "09:00"]) await ticker.tick(new Date(`2026-03-03T${at}:00Z`));
  expect(days()).toEqual(["anna 2026-03-03"]);
});

test("a minute in which nothing is due costs one look at the database", async () => {
  await ticker.rearm(organisation);
  const asked: string[] = [];
  const refuse = () => Promise.reject(new Error("nothing is due"));
  const watching: Database = {
    ...db,
    read: refuse,
    write: refuse,
    system: {
      ...db.system,
      rows: <Row extends object>(text: string, values?: readonly unknown[]) => {
        asked.push(text);
        return db.system.rows<Row>(text, values);
      },
    },
  };
  const idle = tickerAlone({ ...parts, db: watching });
  await idle.tick(new Date("2026-03-02T11:01:00Z"));
  expect(asked).toHaveLength(1);
});

test("who is gone fires no more, who is new fires from the next time on", async () => {
  await ticker.rearm(organisation);
  subjects = [{ id: "ben", at: "08:00", zone: "Europe/Berlin" }];
  clock.set(new Date("2026-03-03T06:00:00Z"));
  await ticker.rearm(organisation);
  await tickAt("2026-03-03T07:00:00Z");
  expect(days()).toEqual(["ben 2026-03-03"]);
  subjects = [];
  await tickAt("2026-03-04T07:00:00Z");
  expect(days()).toEqual(["ben 2026-03-03"]);
  expect(await db.system.rows("select from due")).toEqual([]);
});

test("one that can't fire leaves nothing behind, doesn't hold up the others and is tried again at the next tick", async () => {
  subjects = [
    { id: "anna", at: "08:00", zone: "Europe/Berlin" },
    { id: "ben", at: "08:00", zone: "Europe/Berlin" },
  ];
  await ticker.rearm(organisation);
  faults = 1;
  await tickAt("2026-03-03T07:00:00Z");
  expect(days()).toEqual(["ben 2026-03-03"]);
  expect((await effects()).map(({ name }) => name)).toEqual(["ben 2026-03-03"]);
  await tickAt("2026-03-03T07:01:00Z");
  expect(days()).toEqual(["ben 2026-03-03", "anna 2026-03-03"]);
});

test("one that can't fire for long fires once it can, marked late, and is never lost", async () => {
  await ticker.rearm(organisation);
  faults = 40;
  await tickThrough("2026-03-03T07:00:00Z", "2026-03-03T07:39:00Z");
  expect(days()).toEqual([]);
  expect(lines.filter(({ level }) => level === "error")).toHaveLength(40);
  await tickAt("2026-03-03T07:40:00Z");
  expect(days()).toEqual(["anna 2026-03-03 late"]);
  await tickAt("2026-03-04T07:00:00Z");
  expect(days()).toEqual(["anna 2026-03-03 late", "anna 2026-03-04"]);
});

test("what else is looked after each minute runs after the schedules, and one part's fault doesn't stop the next", async () => {
  const order: string[] = [];
  const many = tickerAlone({
    db,
    schedules: new Map([["risk.digest", digest("working-days")]]),
    context: (tx, now) => ({ tx, now }) satisfies Partial<Context> as unknown as Context,
    clock,
    log: createLines().log,
    afterwards: [
      () => Promise.reject(new Error("no database")),
      (now) => Promise.resolve(void order.push(`${fired.length} at ${now.toISOString()}`)),
    ],
  });
  await many.rearm(organisation);
  await many.tick(new Date("2026-03-03T07:00:00Z"));
  expect(order).toEqual(["1 at 2026-03-03T07:00:00.000Z"]);
});
