import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startApi, sendJson, SIGNING_SECRET } from "../helpers/slack-request.ts";

export const BENCH_WORKSPACE = "T0BENCH";

/** A program in a process of its own. */
export interface Service {
  /** where it listens; empty when it doesn't */
  readonly url: string;
  stop(): Promise<void>;
}

const PROGRAMS = {
  tandem: "../../src/main.ts",
  bolt: "./servers/bolt.ts",
  botbuilder: "./servers/botbuilder.ts",
  "node-http": "./servers/node-http.ts",
  pglite: "./servers/pglite.ts",
} as const;

/**
 * Starts a program and waits until it says, in a line of JSON, at which `url` it listens.
 * @throws Error with what it said last, when it ends before
 */
export async function startService(
  program: keyof typeof PROGRAMS,
  environment: Readonly<Record<string, string>> = {},
): Promise<Service> {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", fileURLToPath(new URL(PROGRAMS[program], import.meta.url))],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, BASE_URL: "", SLACK_SIGNING_SECRET: SIGNING_SECRET, ...environment },
    },
  );
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let said = "";
  const hear = (text: string): void => void (said = (said + text).slice(-4000));
  child.stderr.on("data", (chunk: Buffer) => hear(chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      hear(`${line}\n`);
      const match = /"url":"([^"]*)"/.exec(line);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    void exited.then(() => reject(new Error(`${program} ended before it listened:\n${said}`)));
  });
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** Runs `fn` with a stand-in for Slack's own API, which knows the bot's token and nobody else. */
export async function withSlack<T>(fn: (environment: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
  const slack = await startApi((call, response) =>
    sendJson(
      response,
      call.method === "auth.test"
        ? { ok: true, team_id: BENCH_WORKSPACE, team: "Bench", user_id: "U0TANDEM", bot_id: "B0TANDEM" }
        : { ok: false, error: "not_in_the_bench" },
    ),
  );
  try {
    return await fn({
      PORT: "0",
      HOST: "127.0.0.1",
      LOG_LEVEL: "info",
      NODE_ENV: "production",
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
      SLACK_BOT_TOKEN: "xoxb-bench",
      SLACK_API_URL: slack.url,
    });
  } finally {
    await slack.close();
  }
}

/** Runs `fn` with services, all of which are stopped afterwards. */
export async function withServices<T>(
  starts: readonly (() => Promise<Service>)[],
  fn: (urls: readonly string[]) => Promise<T>,
): Promise<T> {
  const services: Service[] = [];
  try {
    for (const start of starts) services.push(await start());
    return await fn(services.map(({ url }) => url));
  } finally {
    for (const service of services) await service.stop();
  }
}
