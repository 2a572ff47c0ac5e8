import { type ChildProcess, fork } from "node:child_process";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { wallClock } from "../../../src/kernel/clock.ts";
import type { Company } from "../company.ts";
import { type FakeSlack, startFakeSlack } from "../fake-slack.ts";
import { SIGNING_SECRET, slackSignature } from "../slack-request.ts";

export type ToChild = { readonly number: number; readonly ask: "start" | "tables" | "polluted" };
export interface Asked {
  readonly url?: string;
  readonly tables?: Readonly<Record<string, string>>;
  readonly polluted?: readonly string[];
}
export type FromChild =
  | { readonly kind: "minted"; readonly company: Company }
  | { readonly kind: "answer"; readonly number: number; readonly asked: Asked };

export interface Answered {
  /** 0: the connection was closed instead */
  readonly status: number;
  readonly body: string;
  readonly tookMs: number;
}

export interface Service {
  readonly port: number;
  readonly company: Company;
  readonly slack: FakeSlack;
  /** true while its process lives */
  alive(): boolean;
  /** all that it has logged, as it stands in the file */
  log(): string;
  /** Sends a body as Slack does, signed now. */
  post(body: string | Buffer, contentType?: string, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  tables(): Promise<Readonly<Record<string, string>>>;
  polluted(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export const FORM = "application/x-www-form-urlencoded";
export const BOT_TOKEN = "xoxb-the-corpus-service";
const BOT_USER = "U0TANDEMBOT";

/** A really listening service with Slack configured, and a Slack in Slack's place. */
export async function startService(): Promise<Service> {
  const slack = await startFakeSlack({ enforceRates: false });
  const child = fork(fileURLToPath(new URL("service-child.ts", import.meta.url)), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "inherit", "pipe", "ipc"],
    env: {
      ...process.env,
      // vitest sets it for its own pages
      BASE_URL: "",
      PORT: "0",
      HOST: "127.0.0.1",
      LOG_LEVEL: "trace",
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_API_URL: slack.apiUrl,
    },
  });
  const chunks: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  const log = (): string => chunks.join("");
  const ask = asker(child, log);
  const company = await minted(child, log);
  welcome(slack, company);
  const { url = "" } = await ask("start");
  const port = Number(new URL(url).port);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  return {
    port,
    company,
    slack,
    log,
    alive: () => child.exitCode === null && child.signalCode === null,
    post: (body, contentType = "application/json", headers = {}) => send(port, agent, body, contentType, headers),
    tables: async () => (await ask("tables")).tables ?? {},
    polluted: async () => (await ask("polluted")).polluted ?? [],
    async stop() {
      agent.destroy();
      const gone = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null) {
        child.kill("SIGKILL");
        await gone;
      }
      await slack.stop();
    },
  };
}

/** Signed now, as Slack does it. */
export function signed(body: string | Buffer, seconds = Math.floor(wallClock.now().getTime() / 1000)) {
  return {
    "x-slack-request-timestamp": String(seconds),
    "x-slack-signature": slackSignature(SIGNING_SECRET, seconds, body),
  };
}

function send(
  port: number,
  agent: Agent,
  body: string | Buffer,
  contentType: string,
  headers: Readonly<Record<string, string>>,
): Promise<Answered> {
  const startedMs = wallClock.monotonicMs();
  return new Promise((resolve, reject) => {
    const to = request(
      {
        port,
        host: "127.0.0.1",
        agent,
        method: "POST",
        path: "/slack/events",
        headers: { "content-type": contentType, ...signed(body), ...headers },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).toString(),
            tookMs: wallClock.monotonicMs() - startedMs,
          }),
        );
      },
    );
    // A body that is refused while it is sent may cost the connection before the answer is read.
    to.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && error.code !== "ECONNRESET") return reject(error);
      resolve({ status: 0, body: "", tookMs: wallClock.monotonicMs() - startedMs });
    });
    to.end(body);
  });
}

/** The company's workspace, people and channels, as Slack knows them. */
function welcome(slack: FakeSlack, company: Company): void {
  const { workspace, anna, ben, marta, jonas, olga, ada, kim } = company;
  slack.addTeam({ id: workspace, token: BOT_TOKEN, botUser: BOT_USER });
  const people = [anna, ben, marta, jonas, olga, ada, kim];
  for (const { user: id, name } of people) slack.addUser(workspace, { id, name });
  const members = people.map(({ user }) => user);
  slack.addChannel(workspace, { id: "C0ANYWHERE", name: "anywhere", members });
}

function minted(child: ChildProcess, log: () => string): Promise<Company> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The service ended with ${String(code)}: ${log().slice(-2000)}`)));
    child.on("message", (message: FromChild) => {
      if (message.kind === "minted") resolve(message.company);
    });
  });
}

function asker(child: ChildProcess, log: () => string): (what: ToChild["ask"]) => Promise<Asked> {
  const waiting = new Map<number, { resolve(asked: Asked): void; reject(error: Error): void }>();
  let asked = 0;
  child.on("message", (message: FromChild) => {
    if (message.kind === "answer") waiting.get(message.number)?.resolve(message.asked);
  });
  child.on("exit", (code) => {
    const ended = new Error(`The service ended with ${String(code)}: ${log().slice(-2000)}`);
    for (const { reject } of waiting.values()) reject(ended);
  });
  return (what) =>
    new Promise((resolve, reject) => {
      if (!child.connected) return reject(new Error(`The service has ended: ${log().slice(-2000)}`));
      const number = ++asked;
      waiting.set(number, { resolve, reject });
      child.send({ number, ask: what });
    });
}
