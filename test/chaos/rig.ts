import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../../src/db/open.ts";
import type { Database } from "../../src/db/transaction.ts";
import type { Role } from "../../src/kernel/permissions.ts";
import { addPerson, type Company, mintCompany, type TestPerson } from "../helpers/company.ts";
import { type FakeSlack, startFakeSlack } from "../helpers/fake-slack.ts";
import { withPostgres } from "../helpers/postgres-server.ts";
import { SIGNING_SECRET } from "../helpers/slack-request.ts";
import { type Answers, createAnswers } from "./answers.ts";
import { type Proxy, startProxy, type Watch } from "./proxy.ts";
import { createSender, type Sender } from "./sender.ts";
import { createServiceProcess, type ServiceProcess } from "./service-process.ts";

export interface RigOptions {
  /** postgres when left out; the embedded one has one replica and no proxy, and is open to one process at a time */
  readonly database?: "postgres" | "embedded";
  /** 2 when left out */
  readonly replicas?: number;
  /** false: the caller prepares something first and starts the services itself */
  readonly started?: boolean;
  /** over the environment that every service gets, e.g. CHAOS_OFFSET_MS */
  readonly environment?: Readonly<Record<string, string>>;
  /** what each replica's proxy looks out for. @param at of `services` */
  readonly watch?: (at: number) => Watch;
  /** of postgresql.conf */
  readonly settings?: Readonly<Record<string, string>>;
  /** Slack's windows are kept unless false */
  readonly enforceRates?: boolean;
}

/** A company, its Slack and its replicas of Tandem, all in processes and on ports of their own on 127.0.0.1. */
export interface Rig {
  readonly slack: FakeSlack;
  readonly company: Company;
  /** the conversation that the company's AM channel stands for, e.g. "C0123456789" */
  readonly amConversation: string;
  readonly services: readonly ServiceProcess[];
  /** between each service and PostgreSQL, in the same order; none with the embedded database */
  readonly proxies: readonly Proxy[];
  /** of PostgreSQL; undefined with the embedded database */
  readonly postmasterPid: number | undefined;
  readonly sender: Sender;
  readonly answers: Answers;
  /** The rig's own door, past all proxies. With the embedded database the service must have ended. */
  database<T>(fn: (db: Database) => Promise<T>): Promise<T>;
  /** Somebody more, known to the company and to its Slack. */
  hire(name: string, roles: readonly Role[], more?: Parameters<typeof addPerson>[4]): Promise<TestPerson>;
}

const TOKEN = "xoxb-chaos";
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs `fn` on a rig and ends everything that belongs to it, also when `fn` throws.
 * @throws Error that says how to get PostgreSQL, when its programs are missing
 */
export async function withRig<T>(options: RigOptions, fn: (rig: Rig) => Promise<T>): Promise<T> {
  if (options.database === "embedded") {
    const folder = await mkdtemp(path.join(tmpdir(), "tandem-chaos-"));
    try {
      return await onDatabase(options, { folder, url: undefined, pid: undefined }, fn);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return withPostgres(({ url, pid }) => onDatabase(options, { folder: tmpdir(), url, pid }, fn), options.settings);
}

interface Place {
  readonly folder: string;
  readonly url: string | undefined;
  readonly pid: number | undefined;
}

async function onDatabase<T>(options: RigOptions, place: Place, fn: (rig: Rig) => Promise<T>): Promise<T> {
  const { database, close } = doorOf(place);
  const endings: (() => Promise<unknown> | void)[] = [close];
  // The services end by themselves when their parent does; the database server wouldn't.
  function abandon(): void {
    if (place.pid !== undefined) process.kill(place.pid, "SIGINT");
    process.exit(1);
  }
  for (const signal of SIGNALS) process.once(signal, abandon);
  try {
    const slack = await startFakeSlack({ enforceRates: options.enforceRates ?? true });
    endings.push(() => slack.stop());
    const { company, amConversation } = await database((db) => found(db, slack));
    const proxies: Proxy[] = [];
    const services: ServiceProcess[] = [];
    const count = place.url === undefined ? 1 : (options.replicas ?? 2);
    for (let at = 0; at < count; at++) {
      const proxy = place.url === undefined ? undefined : await proxyTo(place.url, options.watch?.(at));
      if (proxy) {
        proxies.push(proxy);
        endings.push(() => proxy.stop());
      }
      const service = createServiceProcess("ABCDEFGH"[at] ?? String(at), {
        ...environmentOf(slack),
        ...databaseOf(place, proxy),
        ...options.environment,
      });
      services.push(service);
      endings.push(() => service.kill("SIGKILL"));
    }
    const sender = createSender();
    endings.push(() => sender.stop());
    if (options.started !== false) await Promise.all(services.map((service) => service.start()));
    return await fn({
      slack,
      company,
      amConversation,
      services,
      proxies,
      postmasterPid: place.pid,
      sender,
      answers: createAnswers(slack),
      database,
      hire: (name, roles, more) =>
        database(async (db) => {
          const hired = await db.write(company.organisation, (tx) =>
            addPerson(tx, company.workspace, name, roles, more),
          );
          slack.addUser(company.workspace, userOf(hired));
          return hired;
        }),
    });
  } finally {
    for (const end of endings.toReversed()) await end();
    for (const signal of SIGNALS) process.off(signal, abandon);
  }
}

/** A server's database stays open; the embedded one is opened each time, for the service must have it alone. */
function doorOf({ folder, url }: Place): { database: Rig["database"]; close: () => Promise<void> } {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  let opened: Promise<Database> | undefined;
  return {
    async database(fn) {
      opened ??= openDatabase({ url, folder, log });
      const db = await opened;
      try {
        return await fn(db);
      } finally {
        if (url === undefined) {
          opened = undefined;
          await db.close();
        }
      }
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

async function proxyTo(url: string, watch: Watch | undefined): Promise<Proxy> {
  const { hostname, port } = new URL(url);
  return startProxy({ to: { host: hostname, port: Number(port) }, watch });
}

function databaseOf({ folder, url }: Place, proxy: Proxy | undefined): Readonly<Record<string, string>> {
  if (url === undefined || !proxy) return { DATABASE_URL: "", DATA_DIR: folder };
  const throughProxy = new URL(url);
  throughProxy.hostname = "127.0.0.1";
  throughProxy.port = String(proxy.port);
  return { DATABASE_URL: throughProxy.href };
}

function environmentOf(slack: FakeSlack): Readonly<Record<string, string>> {
  return {
    HOST: "127.0.0.1",
    LOG_LEVEL: "warn",
    NODE_ENV: "production",
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_API_URL: slack.apiUrl,
  };
}

/** A company in the database and in Slack. */
async function found(db: Database, slack: FakeSlack): Promise<Pick<Rig, "company" | "amConversation">> {
  const company = await mintCompany(db);
  const { organisation, workspace, anna, ben, marta, jonas, olga, ada, kim } = company;
  slack.addTeam({ id: workspace, token: TOKEN, name: "Chaos" });
  for (const person of [anna, ben, marta, jonas, olga, ada, kim]) slack.addUser(workspace, userOf(person));
  const channels = await db.read(organisation, (tx) =>
    tx.rows<{ purpose: string; conversation: string }>("select purpose, conversation from channel"),
  );
  const members = [anna, ben, marta, jonas, olga].map(({ user }) => user);
  for (const { purpose, conversation } of channels) {
    slack.addChannel(workspace, { id: conversation, name: purpose, members });
  }
  return { company, amConversation: channels.find(({ purpose }) => purpose === "am")?.conversation ?? "" };
}

function userOf({ user, name }: TestPerson): { id: string; name: string; email: string } {
  return { id: user, name, email: `${name.toLowerCase().replace(/\W+/g, ".")}@tandem.example` };
}
