import { PgBoss } from "pg-boss";
import { grantJobs } from "../db/migrate.ts";
import { afterCommit, type Database } from "../db/transaction.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import { createWorker, type Handler, type Worker } from "./worker.ts";

export type QueueName = "deliver" | "due" | "feature" | "long" | "patient" | "gave-up";
export type JobData = Readonly<Record<string, string>>;

export interface NewJob {
  readonly data: JobData;
  /** at most one job with this key waits and at most one runs */
  readonly key: string;
}

export interface Jobs {
  /** Makes or upgrades the schema and the queues: enough to send jobs, as a command does beside a running server. */
  prepare(): Promise<void>;
  /** Prepares, then starts supervision and the workers. */
  start(): Promise<void>;
  /** Takes no further jobs, lets the running ones end, then stops. */
  stop(): Promise<void>;
  /** Sends in the caller's transaction. A job with this key that still waits then runs after the commit, and is the one. */
  send(tx: Tx, queue: QueueName, job: NewJob): Promise<void>;
  /** Sends outside any transaction. Those whose key waits already are left out. */
  sendNow(queue: QueueName, jobs: readonly NewJob[]): Promise<void>;
  /** Registers the worker of a queue; it works from `start` on. */
  work(queue: QueueName, handler: Handler, options: { readonly slots: number }): void;
  /** How many jobs of some queues wait or run now, over all replicas; those that wait for a retry are left out. */
  open(...queues: readonly QueueName[]): Promise<number>;
  /** The same of one organisation, whose id stands in the data of its jobs. */
  openFor(organisation: OrganisationId, ...queues: readonly QueueName[]): Promise<number>;
}

export interface JobsOptions {
  readonly db: Database;
  readonly log: Log;
  /** how often a worker looks without having been woken */
  readonly pollMs?: number;
}

const SCHEMA = "pgboss";
const SUPERVISION_SECONDS = 5;
const MAINTENANCE_SECONDS = 60;
const UPSERTS = 5;

/**
 * deliver: outcomes stand in rows, so a job is never retried; a dead holder is found out in 10 to 15 s.
 * due: what is due stands in rows, and the tick sends it again; so a job is never retried either.
 * feature: retried with back-off, then kept as failed for a week.
 * long: retried a few times; its data may lead to a file of somebody's, so it is forgotten soon.
 * patient: the same for what goes to a platform that may be away: retried for an hour at least.
 * gave-up: what of both failed for the last time, whoever's fault it was, so that somebody can be told.
 */
const QUEUES = {
  deliver: { policy: "stately", retryLimit: 0, expireInSeconds: 60, heartbeatSeconds: 10, deleteAfterSeconds: 60 },
  due: { policy: "stately", retryLimit: 0, expireInSeconds: 300, heartbeatSeconds: 20, deleteAfterSeconds: 60 },
  feature: {
    policy: "stately",
    retryLimit: 6,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 900,
    expireInSeconds: 300,
    heartbeatSeconds: 20,
    deleteAfterSeconds: 604_800,
  },
  "gave-up": {
    policy: "standard",
    retryLimit: 3,
    retryDelay: 10,
    retryBackoff: true,
    expireInSeconds: 300,
    heartbeatSeconds: 20,
    deleteAfterSeconds: 60,
  },
  long: {
    policy: "stately",
    deadLetter: "gave-up",
    retryLimit: 3,
    retryDelay: 10,
    retryBackoff: true,
    expireInSeconds: 1800,
    heartbeatSeconds: 20,
    deleteAfterSeconds: 60,
  },
  patient: {
    policy: "stately",
    deadLetter: "gave-up",
    retryLimit: 10,
    retryDelay: 15,
    retryBackoff: true,
    retryDelayMax: 900,
    expireInSeconds: 300,
    heartbeatSeconds: 20,
    deleteAfterSeconds: 60,
  },
} as const satisfies Record<QueueName, object>;
const HEARTBEAT_MS: Readonly<Record<QueueName, number>> = {
  deliver: 4000,
  due: 8000,
  feature: 8000,
  long: 8000,
  patient: 8000,
  "gave-up": 8000,
};

/** pg-boss over our own connections: a job that is sent in a transaction commits and rolls back with it. */
export function createJobs({ db, log, pollMs = 2000 }: JobsOptions): Jobs {
  function bossOf(supervise: boolean): PgBoss {
    const made = new PgBoss({
      db: { executeSql: (text, values) => db.executeSql(text, values) },
      schema: SCHEMA,
      schedule: false,
      supervise,
      superviseIntervalSeconds: SUPERVISION_SECONDS,
      monitorIntervalSeconds: SUPERVISION_SECONDS,
      maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
    });
    made.on("error", (error) => log.error({ err: error }, "pg-boss had an error"));
    made.on("warning", (warning) => log.warn({ warning: warning.message }, "pg-boss warns"));
    return made;
  }
  const boss = bossOf(true);
  const workers = new Map<QueueName, Worker>();

  return {
    async prepare() {
      const quiet = bossOf(false);
      await quiet.start();
      await makeQueues(quiet, db);
      await quiet.stop({ graceful: false, close: false });
    },
    async start() {
      await boss.start();
      await makeQueues(boss, db);
      for (const worker of workers.values()) worker.start();
    },
    async stop() {
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
      await boss.stop({ graceful: false, close: false });
    },
    async send(tx, queue, { data, key }) {
      // An update of the waiting job locks it: it can't be fetched before this transaction is visible.
      for (let tries = 0; tries < UPSERTS; tries++) {
        const { updated, inserted } = await boss.upsert(queue, data, { singletonKey: key, group: { id: key } });
        if (updated + inserted > 0) {
          afterCommit(tx, () => workers.get(queue)?.nudge());
          return;
        }
      }
      throw new Error(`a job could not be sent to the queue ${queue}`);
    },
    async sendNow(queue, jobs) {
      if (jobs.length === 0) return;
      const rows = jobs.map(({ data, key }) => ({ data, singletonKey: key, group: { id: key } }));
      // In one order on every replica: two that wait for each other's keys would be a deadlock.
      await boss.insert(
        queue,
        rows.toSorted((one, other) => (one.singletonKey < other.singletonKey ? -1 : 1)),
      );
      workers.get(queue)?.nudge();
    },
    work(queue, handler, { slots }) {
      if (workers.has(queue)) throw new Error(`the queue ${queue} has its worker already`);
      workers.set(queue, createWorker({ boss, queue, handler, slots, pollMs, heartbeatMs: HEARTBEAT_MS[queue], log }));
    },
    open: (...queues) => openJobs(db, queues),
    openFor: (organisation, ...queues) => openJobs(db, queues, organisation),
  };
}

async function openJobs(db: Database, queues: readonly QueueName[], organisation?: OrganisationId): Promise<number> {
  const { rows } = await db.executeSql(
    `select count(*)::int as count from ${SCHEMA}.job
      where name = any($1) and (state = 'active' or state < 'active' and start_after <= ${SCHEMA}.job_now())
        and ($2::text is null or data->>'organisation' = $2)`,
    [queues, organisation ?? null],
  );
  return (rows[0] as { count: number }).count;
}

async function makeQueues(boss: PgBoss, db: Database): Promise<void> {
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const [queue, { policy, ...options }] of Object.entries(QUEUES)) {
    await (known.has(queue) ? boss.updateQueue(queue, options) : boss.createQueue(queue, { policy, ...options }));
  }
  await grantOnce(db);
}

/** Granting twice at the same instant is an error in PostgreSQL, so what is there already is left alone. */
async function grantOnce(db: Database): Promise<void> {
  const granted = async (): Promise<boolean> => {
    const [row] = await db.system.rows<{ granted: boolean }>(
      `select has_schema_privilege('tandem_app', '${SCHEMA}', 'usage')
          and has_table_privilege('tandem_app', '${SCHEMA}.job', 'insert, update, delete') as granted`,
    );
    return row?.granted === true;
  };
  if (await granted()) return;
  try {
    await grantJobs(db.system, SCHEMA);
  } catch (error) {
    if (!(await granted())) throw error;
  }
}
