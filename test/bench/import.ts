import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { wallClock } from "../../src/kernel/clock.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { signedRequest } from "../helpers/slack-request.ts";
import {
  type Bench,
  type Figure,
  figure,
  type Measures,
  quantile,
  type Rounds,
  type Scale,
  type Spread,
  spreadOf,
  takeTurns,
} from "./harness.ts";
import { type CompanyFiles, writeCompanyFiles } from "./import-files.ts";
import type { Done, Order } from "./import-service.ts";
import { BENCH_WORKSPACE } from "./services.ts";

const SIZES = {
  full: { small: 100_000, round: 200_000, felt: 400_000, large: 1_000_000, idleSeconds: 8 },
  sample: { small: 1_000, round: 2_000, felt: 4_000, large: 4_000, idleSeconds: 0.5 },
} as const;
const COMMANDS_A_SECOND = 40;

interface Asked {
  readonly command: string;
  readonly text: string;
  /** letters that the answer has */
  readonly expect: string;
}
/** without the database, and with it */
const HELP: Asked = { command: "/tandem", text: "help", expect: "/account" };
const ACCOUNT: Asked = { command: "/account", text: "Northwind 00000 GmbH", expect: "Northwind 00000 GmbH" };
const FORM = "application/x-www-form-urlencoded";

/**
 * An import of usage, a fifth of a percent of its lines bad, against the bare upsert of its good rows; what it takes of
 * memory; and what the service that it runs in feels of it. The floor is a thousand rows a statement, each committed
 * by itself, on one connection that took the role and the organisation once; its parameters are made before the time
 * is taken. Table, keys, foreign keys and policies are the same. A round is 200,000 lines into an empty table (on the
 * embedded database 100,000); the memory is that of fresh processes which import 100,000 and 1,000,000 lines.
 */
export const imports: Bench = {
  name: "import",
  async run(scale) {
    const folder = await mkdtemp(path.join(tmpdir(), "tandem-bench-import-"));
    try {
      const files = await writeCompanyFiles(folder, SIZES[scale]);
      const server = () => withPostgres(({ url }) => onServer(scale, files, { DATABASE_URL: url }));
      const embedded = () => onEmbedded(scale, files, { DATA_DIR: path.join(folder, "data") });
      if (scale === "sample") return (await Promise.all([server(), embedded()])).flat();
      return [...(await server()), ...(await embedded())];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function onServer(scale: Scale, files: CompanyFiles, database: Database): Promise<Figure[]> {
  const service = await filledService(database, files);
  const speed = await speedOf(scale, service, files.round);
  const felt = await feltBy(scale, service, files.felt, HELP);
  const card = await feltBy(scale, service, files.felt, ACCOUNT);
  await service.stop();
  const small = await alone(database, files.small);
  const large = await alone(database, files.large);
  const [much, little] = [SIZES[scale].large, SIZES[scale].small].map((lines) => lines.toLocaleString("en"));
  const delays = less(felt.value("loop p99 ms", "importing"), felt.value("loop p99 ms", "idle"));
  return [
    figure("import: rows/s, importFiles ÷ bare upsert", speed.ratio("rows/s", "import", "floor"), { atLeast: 0.5 }),
    figure("import: rows/s", speed.value("rows/s", "import")),
    figure(`import: rows/s of ${much} lines`, spreadOf([large.rows / large.seconds])),
    figure(`import: peak RSS MiB, ${much} − ${little} lines`, spreadOf([large.peakMib - small.peakMib]), {
      atMost: 64,
    }),
    figure(`import: peak RSS MiB, ${much} lines`, spreadOf([large.peakMib])),
    figure("import: p99 of /tandem help, meanwhile ÷ idle", felt.ratio("p99 ms", "importing", "idle"), { atMost: 3 }),
    figure("import: p99 ms of /tandem help, meanwhile", felt.value("p99 ms", "importing")),
    figure("import: p99 of /account, meanwhile ÷ idle", card.ratio("p99 ms", "importing", "idle")),
    figure("import: event loop's delay p99 ms, meanwhile − idle", delays, { atMost: 25 }),
  ];
}

async function onEmbedded(scale: Scale, files: CompanyFiles, database: Database): Promise<Figure[]> {
  const service = await filledService(database, files);
  const speed = await speedOf(scale, service, files.small);
  const card = await feltBy(scale, service, files.small, ACCOUNT);
  await service.stop();
  return [
    figure("import, embedded: rows/s, importFiles ÷ bare upsert", speed.ratio("rows/s", "import", "floor"), {
      atLeast: 0.5,
    }),
    figure("import, embedded: rows/s", speed.value("rows/s", "import")),
    figure("import, embedded: event loop's delay p99 ms", speed.value("loop p99 ms", "import")),
    figure("import, embedded: longest statement ms", speed.value("longest ms", "import"), { atMost: 200 }),
    figure("import, embedded: p99 of /account, meanwhile ÷ idle", card.ratio("p99 ms", "importing", "idle")),
    figure("import, embedded: p99 ms of /account, meanwhile", card.value("p99 ms", "importing")),
  ];
}

async function speedOf(scale: Scale, service: Service, file: string): Promise<Rounds> {
  await service.tell({ do: "prepare-floor", path: file });
  async function run(order: Order): Promise<Measures> {
    await service.tell({ do: "clear" });
    await service.tell({ do: "watch" });
    const { rows, seconds, loopP99Ms, longestMs } = await service.tell(order);
    return { "rows/s": rows / seconds, "loop p99 ms": loopP99Ms, "longest ms": longestMs };
  }
  return takeTurns(scale, [
    { name: "floor", run: () => run({ do: "floor" }) },
    { name: "import", run: () => run({ do: "import", path: file }) },
  ]);
}

/** The same commands at the same steady rate, with nothing else to do and while an import runs. */
async function feltBy(scale: Scale, service: Service, file: string, typed: Asked): Promise<Rounds> {
  const { url } = await service.tell({ do: "look" });
  async function run(until: () => Promise<unknown>): Promise<Measures> {
    await service.tell({ do: "clear" });
    await service.tell({ do: "watch" });
    const isOver = new AbortController();
    const asked = askSteadily(url, typed, isOver.signal);
    await until();
    isOver.abort();
    const durationsMs = await asked;
    const { loopP99Ms } = await service.tell({ do: "look" });
    return { "p99 ms": quantile(durationsMs, 0.99), "loop p99 ms": loopP99Ms };
  }
  return takeTurns(scale, [
    { name: "idle", run: () => run(() => wait(SIZES[scale].idleSeconds * 1000)) },
    { name: "importing", run: () => run(() => service.tell({ do: "import", path: file })) },
  ]);
}

/** A process that imports one file and nothing else. */
async function alone(database: Database, file: string): Promise<Done> {
  const service = await startService(database);
  await service.tell({ do: "start" });
  await service.tell({ do: "clear" });
  const done = await service.tell({ do: "import", path: file });
  await service.stop();
  return done;
}

/** Asks at instants that are set beforehand, so that a slow answer makes no question late. @returns ms from then */
async function askSteadily(url: string, typed: Asked, isOver: AbortSignal): Promise<number[]> {
  const run = randomUUID();
  const answers: Promise<number>[] = [];
  const startedMs = wallClock.monotonicMs();
  for (let asked = 0; !isOver.aborted; asked++) {
    const dueMs = startedMs + (asked * 1000) / COMMANDS_A_SECOND;
    await wait(Math.max(0, dueMs - wallClock.monotonicMs()));
    answers.push(ask(url, typed, `${run}.${asked}`).then(() => wallClock.monotonicMs() - dueMs));
  }
  return Promise.all(answers);
}

async function ask(url: string, { command, text: words, expect }: Asked, trigger: string): Promise<void> {
  const form = new URLSearchParams({
    team_id: BENCH_WORKSPACE,
    channel_id: "C0BENCH",
    channel_name: "csm",
    user_id: "U0PERSON000",
    command,
    text: words,
    response_url: `https://hooks.slack.com/commands/${BENCH_WORKSPACE}/1/a`,
    trigger_id: trigger,
  });
  const { method, headers, payload } = signedRequest(form.toString(), { contentType: FORM, at: wallClock.now() });
  const response = await fetch(`${url}/slack/events`, { method, headers, body: payload });
  const text = await response.text();
  // Nothing at once is what takes longer than two seconds: slow, and measured as that.
  if (response.status !== 200 || (text !== "" && !text.includes(expect))) {
    throw new Error(`${command} ${words} was answered with ${response.status}: ${text}`);
  }
}

type Database = Readonly<Record<string, string>>;

interface Service {
  tell(order: Order): Promise<Done>;
  stop(): Promise<void>;
}

async function filledService(database: Database, files: CompanyFiles): Promise<Service> {
  const service = await startService(database);
  await service.tell({ do: "fill" });
  await service.tell({ do: "start" });
  await service.tell({ do: "import", path: files.ground });
  return service;
}

/** One order after the other. @throws Error when the process ends before it was told to */
async function startService(database: Database): Promise<Service> {
  const child = fork(fileURLToPath(new URL("./import-service.ts", import.meta.url)), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: { ...process.env, ...database },
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ended = exited.then(() => Promise.reject(new Error("the service of the bench ended; see above")));
  ended.catch(() => undefined);
  const heard = (): Promise<Done> => Promise.race([once(child, "message").then(([done]) => done as Done), ended]);
  function tell(order: Order): Promise<Done> {
    const done = heard();
    child.send(order);
    return done;
  }
  await heard();
  return {
    tell,
    async stop() {
      await tell({ do: "stop" });
      await exited;
    },
  };
}

function less(one: Spread, other: Spread): Spread {
  return { median: one.median - other.median, min: one.min - other.max, max: one.max - other.min };
}
