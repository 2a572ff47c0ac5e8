import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../../src/db/open.ts";
import type { Database } from "../../src/db/transaction.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { FakeSlack } from "../helpers/fake-slack.ts";
import { SIGNING_SECRET } from "../helpers/slack-request.ts";
import { createNaming, type Point } from "./outbox-points.ts";
import { BEGINS_AT, type Stage, startSlackOf, TOKENS } from "./outbox-stage.ts";
import { startProxy, type Watch } from "./proxy.ts";
import { createServiceProcess, type ServiceProcess } from "./service-process.ts";

/** A database with the stage in it, for one run. */
export interface Ground {
  readonly stage: Stage;
  /** of PostgreSQL; undefined: the embedded database in `folder` */
  readonly url: string | undefined;
  readonly folder: string;
}

/** restart: the killed process starts again, two minutes later by its clock. other replica: a second one goes on. */
export type Sequel = "restart" | "other replica";

/** Slack, and processes of which one is killed at a point, and perhaps again at the next. */
export interface Cast {
  readonly slack: FakeSlack;
  readonly services: readonly ServiceProcess[];
  /** when something last happened: a call, a start, a kill; monotonic milliseconds */
  readonly signOfLifeMs: number;
  /** the calls so far, by name, in order of arrival */
  readonly calls: readonly string[];
  readonly commits: number;
  /** how many of the points were come to, each of which killed a process */
  readonly killed: number;
  /** Starts who should run and doesn't. @throws when a process ends that nobody killed, or can't be started */
  ensure(): Promise<void>;
  /** The rig's own door; with the embedded database the process must have ended. */
  database<T>(fn: (db: Database) => Promise<T>): Promise<T>;
}

/** So that a killed send is looked up, and its absence counts, without anybody waiting for it: both within 90 s. */
const LATER_MS = 120_000;
/** In a row: one that is killed at a point while it starts has at most two of them to come to. */
const STARTS = 5;
const QUIETLY = { debug() {}, info() {}, warn() {}, error() {} };

export async function withCast<T>(
  ground: Ground,
  { points, sequel }: { readonly points: readonly Point[]; readonly sequel: Sequel },
  fn: (cast: Cast) => Promise<T>,
): Promise<T> {
  const { stage, url, folder } = ground;
  const offsetMs = BEGINS_AT.getTime() - wallClock.now().getTime();
  const nameCall = createNaming();
  const calls: string[] = [];
  const services: ServiceProcess[] = [];
  const endings: (() => Promise<unknown>)[] = [];
  let killed = 0;
  let signOfLifeMs = wallClock.monotonicMs();
  let commits = 0;
  let opened: Promise<Database> | undefined;

  async function kill(service: ServiceProcess | undefined): Promise<void> {
    killed += 1;
    signOfLifeMs = wallClock.monotonicMs();
    await service?.kill("SIGKILL");
  }

  /** Every COMMIT of one process, before it is passed on and when its reply is there. */
  function watchOf(at: number): Watch {
    function isHere(moment: "before" | "after", number: number): boolean {
      const point = points[killed];
      return point?.at === "commit" && point.moment === moment && point.number === number;
    }
    return {
      statements: /^commit$/i,
      async before({ number }) {
        commits += 1;
        if (at !== 0 || !isHere("before", number)) return undefined;
        await kill(services[at]);
        return "reset";
      },
      async after({ number }) {
        if (at === 0 && isHere("after", number)) await kill(services[at]);
      },
    };
  }

  async function addService(at: number, slack: FakeSlack): Promise<void> {
    const environment: Record<string, string> = {
      HOST: "127.0.0.1",
      LOG_LEVEL: "warn",
      NODE_ENV: "production",
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_BOT_TOKEN: TOKENS[at] ?? "",
      SLACK_API_URL: slack.apiUrl,
      CHAOS_OFFSET_MS: String(offsetMs),
      DATABASE_URL: "",
      DATA_DIR: folder,
      // Hundreds of processes start; one that stops cleanly leaves what it compiled to the others.
      NODE_COMPILE_CACHE: path.join(tmpdir(), "tandem-outbox-compiled"),
    };
    if (url === undefined) environment["CHAOS_COMMITS"] = "count";
    else {
      const through = new URL(url);
      const proxy = await startProxy({
        to: { host: through.hostname, port: Number(through.port) },
        watch: watchOf(at),
      });
      endings.push(() => proxy.stop());
      through.port = String(proxy.port);
      environment["DATABASE_URL"] = through.href;
    }
    const service = createServiceProcess("AB"[at] ?? "", environment);
    services.push(service);
    endings.push(() => service.kill("SIGKILL"));
  }

  function listenTo(slack: FakeSlack): void {
    slack.onCall(async (call, moment) => {
      const name = nameCall(call);
      if (moment === "arrived") calls.push(name);
      signOfLifeMs = wallClock.monotonicMs();
      const point = points[killed];
      if (point?.at !== "call" || point.call !== name || point.moment !== moment) return;
      await kill(services[TOKENS.findIndex((token) => token === call.token)]);
    });
    // Whoever is killed with a request on the line has sent it in vain: Slack never reads it.
    slack.fault({
      where(call) {
        const point = points[killed];
        return point?.at === "call" && point.moment === "arrived" && point.call === nameCall(call);
      },
      is: { kind: "never-arrived" },
    });
  }

  function environmentNow(): Readonly<Record<string, string>> {
    const [point] = points;
    if (killed > 0) return { CHAOS_WALL_OFFSET_MS: String(LATER_MS) };
    if (!isAtCommit() || point?.at !== "commit") return {};
    return { CHAOS_COMMITS: `${point.moment}:${String(point.number)}` };
  }

  /** With the embedded database the process ends itself at its point, perhaps while it starts. */
  function isAtCommit(): boolean {
    return url === undefined && points[0]?.at === "commit";
  }

  async function noticeEnd(service: ServiceProcess): Promise<void> {
    if (killed > 0 || service.outages.at(-1)?.fromMs === -Infinity) return;
    if (points.length === 0 || (await service.ended()) !== "SIGKILL") {
      throw new Error(`Service ${service.name} ended, though nobody killed it:\n${service.log}`);
    }
    killed += 1;
  }

  async function ensure(): Promise<void> {
    for (const service of services) {
      commits = url === undefined ? Math.max(commits, service.commits) : commits;
      for (let starts = 1; !service.isUp; starts++) {
        await noticeEnd(service);
        // It may have been killed before the other one was started at all.
        if (killed > 0 && sequel === "other replica" && service === services[0]) break;
        // Its end was asked for a moment ago, or came just now.
        if (service.pid !== undefined) await service.ended();
        // Killed while it starts, it starts once more.
        await service.start(environmentNow()).catch(async (problem: unknown) => {
          if (killed === 0 && isAtCommit() && (await service.ended()) === "SIGKILL") killed += 1;
          else if (starts === STARTS) throw problem;
        });
        signOfLifeMs = wallClock.monotonicMs();
      }
    }
  }

  const slack = await startSlackOf(stage);
  endings.push(() => slack.stop());
  try {
    for (let at = 0; at < (sequel === "restart" ? 1 : 2); at++) await addService(at, slack);
    listenTo(slack);
    return await fn({
      slack,
      services,
      get signOfLifeMs() {
        return signOfLifeMs;
      },
      calls,
      get commits() {
        return commits;
      },
      get killed() {
        return killed;
      },
      ensure,
      async database(work) {
        opened ??= openDatabase({ url, folder, log: QUIETLY });
        const db = await opened;
        try {
          return await work(db);
        } finally {
          if (url === undefined) {
            opened = undefined;
            await db.close();
          }
        }
      },
    });
  } finally {
    for (const end of endings.toReversed()) await end();
    await (await opened)?.close();
  }
}
