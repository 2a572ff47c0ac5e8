/**
 * The service with an import in it, in a process of its own, for bench `import`; told what to do over the channel of
 * `fork`. It has a PostgreSQL server's database or, without DATABASE_URL, the embedded one in DATA_DIR.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { PoolClient } from "pg";
import { createApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { embeddedPool, postgresPool } from "../../src/db/client.ts";
import { type Embedded, openEmbedded } from "../../src/db/embedded.ts";
import { migrate, migrateServer } from "../../src/db/migrate.ts";
import { createDatabase } from "../../src/db/transaction.ts";
import { organisationBySlug } from "../../src/db/shell.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import { sendJson, SIGNING_SECRET, startApi } from "../helpers/slack-request.ts";
import { fillBench } from "./bench-company.ts";
import { floorStatements, type FloorStatement } from "./import-floor.ts";
import { BENCH_WORKSPACE } from "./services.ts";

export type Order =
  | { readonly do: "import" | "prepare-floor"; readonly path: string }
  | { readonly do: "fill" | "start" | "clear" | "floor" | "watch" | "look" | "stop" };

export interface Done {
  readonly url: string;
  readonly seconds: number;
  readonly rows: number;
  readonly changed: number;
  readonly rejected: number;
  readonly complaints: number;
  /** of the process, all its threads included, since it began */
  readonly peakMib: number;
  /** since "watch" */
  readonly loopP99Ms: number;
  /** of the embedded database, since "watch" */
  readonly longestMs: number;
}

const LOOP_RESOLUTION_MS = 1;
const url = process.env["DATABASE_URL"];
const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
let longestMs = 0;
let statements: readonly FloorStatement[] = [];

/** Notes how long each answer of the embedded database takes. */
function timed(embedded: Embedded): Embedded {
  return {
    ...embedded,
    async exchange(bytes) {
      const startedMs = wallClock.monotonicMs();
      const answer = await embedded.exchange(bytes);
      longestMs = Math.max(longestMs, wallClock.monotonicMs() - startedMs);
      return answer;
    },
  };
}

function raise(error: Error): never {
  throw error;
}

async function open() {
  if (url !== undefined) {
    await migrateServer(url);
    return { pool: postgresPool({ url, onError: raise }), closeBehind: () => Promise.resolve() };
  }
  const embedded = timed(await openEmbedded({ folder: process.env["DATA_DIR"] ?? "" }));
  const pool = embeddedPool(embedded, raise);
  await migrate(pool);
  return { pool, closeBehind: () => embedded.close() };
}

const opened = await open();
const db = createDatabase({ ...opened, onError: raise });
const slack = await startApi((call, response) =>
  sendJson(
    response,
    call.method === "auth.test"
      ? { ok: true, team_id: BENCH_WORKSPACE, team: "Bench", user_id: "U0TANDEM", bot_id: "B0TANDEM" }
      : { ok: false, error: "not_in_the_bench" },
  ),
);
const app = await createApp({
  db,
  config: readConfig({
    PORT: "0",
    LOG_LEVEL: "silent",
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: "xoxb-bench",
    SLACK_API_URL: slack.url,
  }),
});
let listens = "";

async function organisation() {
  const found = await organisationBySlug(db.system, "bench");
  if (!found) throw new Error("the bench's organisation isn't there");
  return found.id;
}

/** The session as a transaction of the service has it, but set once. */
async function asTenant(use: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await opened.pool.connect();
  try {
    await client.query("select set_config('role', 'tandem_app', false), set_config('tandem.organisation', $1, false)", [
      await organisationOn(client),
    ]);
    await use(client);
  } finally {
    await client.query("reset role");
    await client.query("reset tandem.organisation");
    client.release();
  }
}

async function organisationOn(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ id: string }>("select id from organisation where slug = 'bench'");
  return rows[0]?.id ?? "";
}

async function obey(order: Order): Promise<Partial<Done>> {
  switch (order.do) {
    case "fill":
      await fillBench(db, { accounts: 10, csms: 40 });
      return {};
    case "start":
      listens = await app.start({ tick: false });
      return {};
    case "clear":
      await db.system.rows("truncate usage, coverage");
      return {};
    case "prepare-floor":
      statements = await db.read(await organisation(), (tx) => floorStatements(tx, order.path, wallClock.now()));
      return {};
    case "floor":
      return timedFloor();
    case "import":
      return timedImport(order.path);
    case "watch":
      loop.enable();
      loop.reset();
      longestMs = 0;
      return {};
    case "look":
      return {};
    case "stop":
      await app.stop();
      await slack.close();
      return {};
  }
}

async function timedFloor(): Promise<Partial<Done>> {
  let seconds = 0;
  await asTenant(async (client) => {
    const startedMs = wallClock.monotonicMs();
    for (const { text, values } of statements) await client.query(text, values);
    seconds = (wallClock.monotonicMs() - startedMs) / 1000;
  });
  const rows = statements.reduce((sum, each) => sum + each.rows, 0);
  return { seconds, rows };
}

async function timedImport(path: string): Promise<Partial<Done>> {
  const into = await organisation();
  const startedMs = wallClock.monotonicMs();
  const reports = await app.importFiles(into, [path], { backfill: false });
  const seconds = (wallClock.monotonicMs() - startedMs) / 1000;
  const sum = (of: (report: (typeof reports)[number]) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  return {
    seconds,
    rows: sum(({ read, rejected }) => read - rejected),
    changed: sum(({ changed }) => changed),
    rejected: sum(({ rejected }) => rejected),
    complaints: sum(({ complaints, unlisted }) => complaints.length + unlisted),
  };
}

process.on("message", (order: Order) => {
  obey(order).then(
    (done) => {
      const peakMib = process.resourceUsage().maxRSS / 1024;
      process.send?.({ url: listens, peakMib, loopP99Ms: loop.percentile(99) / 1e6, longestMs, ...done });
      if (order.do === "stop") process.disconnect();
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.({});
