import { PgBoss } from "pg-boss";
import { postgresPool } from "../../src/db/client.ts";
import { migrateServer } from "../../src/db/migrate.ts";
import { createDatabase, type Database } from "../../src/db/transaction.ts";
import type { Context } from "../../src/features/feature.ts";
import { createTicker } from "../../src/inbound/ticker.ts";
import { createJobs } from "../../src/jobs/boss.ts";
import { workDue } from "../../src/jobs/due-jobs.ts";
import { reminderKind } from "../../src/jobs/reminder-store.ts";
import { createMovableClock, wallClock } from "../../src/kernel/clock.ts";
import type { OrganisationId } from "../../src/kernel/ids.ts";
import { mintOrganisation } from "../helpers/database.ts";
import { keptLog } from "../helpers/slack-request.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { type Bench, type Figure, figure, type Scale, spreadOf } from "./harness.ts";

const SIZES: Readonly<Record<Scale, { readonly due: number; readonly rounds: number }>> = {
  full: { due: 10_000, rounds: 15 },
  sample: { due: 500, rounds: 3 },
};
const AT_ONCE = 1000;
const DUE = new Date("2026-11-24T08:00:00Z");
const NOW = new Date("2026-11-24T08:00:30Z");
const REMINDER = "checkins.due";

/**
 * What it costs a tick to hand on what is due in one minute, each for a subject of its own, until all of it is in the
 * queue. Beside a bare insert of as many jobs with the same data and key by pg-boss, in batches of 1,000, into the same
 * empty queue, in the same run, round by round. And what the next tick costs, where all of it still waits.
 */
export const schedules: Bench = {
  name: "schedules",
  run: (scale) =>
    withPostgres(async ({ url }) => {
      await migrateServer(url);
      const pool = postgresPool({ url, onError: () => undefined });
      const db = createDatabase({ pool, onError: () => undefined });
      try {
        return await compare(db, SIZES[scale]);
      } finally {
        await db.close();
      }
    }),
};

async function compare(db: Database, { due, rounds }: (typeof SIZES)[Scale]): Promise<Figure[]> {
  const organisation = await mintOrganisation(db);
  const log = keptLog();
  const clock = createMovableClock(NOW);
  const jobs = createJobs({ db, log });
  await jobs.prepare();
  const boss = new PgBoss({
    db: { executeSql: (text, values) => db.executeSql(text, values) },
    schedule: false,
    supervise: false,
  });
  await boss.start();
  const ticker = createTicker({
    db,
    schedules: new Map(),
    reminders: new Map([[REMINDER, { fire: () => Promise.resolve() }]]),
    context: (tx, now) => ({ tx, now }) as unknown as Context,
    hand: workDue({ db, jobs, clock, fire: () => Promise.resolve() }),
    clock,
    log,
    afterwards: [],
  });
  const subjects = await fill(db, organisation, due);
  const floors: number[] = [];
  const [handed, again]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    await empty(db);
    const floor = await spent(() => insertBare(boss, organisation, subjects));
    await expectWaiting(db, due);
    await empty(db);
    const first = await spent(() => ticker.tick(NOW));
    const second = await spent(() => ticker.tick(NOW));
    await expectWaiting(db, due);
    if (round === 0) continue;
    floors.push(floor);
    handed.push(first / floor);
    again.push(second / floor);
  }
  await boss.stop({ graceful: false, close: false });
  return [
    figure("schedules: all that is due enqueued ÷ a bare batched insert", spreadOf(handed), { atMost: 2 }),
    figure("schedules: the next tick, while all of it waits ÷ the same", spreadOf(again)),
    figure("schedules: ms, the bare batched insert", spreadOf(floors)),
  ];
}

async function fill(db: Database, organisation: OrganisationId, due: number): Promise<string[]> {
  const rows = await db.write(organisation, (tx) =>
    tx.rows<{ subject: string }>(
      `insert into due (organisation_id, kind, subject, due_at)
       select $1, $2, md5('check-in ' || n)::uuid::text, $3 from generate_series(1, $4::int) n returning subject`,
      [organisation, reminderKind(REMINDER), DUE, due],
    ),
  );
  return rows.map(({ subject }) => subject);
}

async function empty(db: Database): Promise<void> {
  await db.executeSql("delete from pgboss.job");
  await db.system.rows("vacuum analyze");
}

async function insertBare(boss: PgBoss, organisation: OrganisationId, subjects: readonly string[]): Promise<void> {
  for (let from = 0; from < subjects.length; from += AT_ONCE) {
    const some = subjects.slice(from, from + AT_ONCE);
    await boss.insert(
      "due",
      some.map((subject) => {
        const key = `${organisation} ${subject}`;
        return { data: { organisation, subject }, singletonKey: key, group: { id: key } };
      }),
    );
  }
}

async function expectWaiting(db: Database, due: number): Promise<void> {
  const { rows } = await db.executeSql("select count(*)::int as jobs from pgboss.job where name = 'due'");
  const [{ jobs } = { jobs: 0 }] = rows as { jobs: number }[];
  if (jobs !== due) throw new Error(`${String(jobs)} jobs wait where ${String(due)} should`);
}

async function spent(work: () => Promise<unknown>): Promise<number> {
  const startMs = wallClock.monotonicMs();
  await work();
  return wallClock.monotonicMs() - startMs;
}
