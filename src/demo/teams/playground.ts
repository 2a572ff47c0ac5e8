import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

const PACKAGE = "@microsoft/m365agentsplayground";
const VERSION = "0.2.28";
/** its own; where that is taken, it finds another */
const PORT = 56_150;
const STARTS_WITHIN_MS = 60_000;

/** By itself it would listen to the whole network, and outlive a demo that was killed. */
const MANNERS = `
import net from "node:net";
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (port, ...rest) {
  return typeof port === "number" ? listen.call(this, port, "127.0.0.1", ...rest) : listen.call(this, port, ...rest);
};
process.stdin.resume().on("end", () => process.exit());
`;

export interface PlaygroundOptions {
  /** a folder of its own: it reads its company there and writes its log */
  readonly folder: string;
  /** where the bot listens, e.g. "http://127.0.0.1:3000/api/messages" */
  readonly botUrl: string;
  /** the company, as `playgroundFile` writes it */
  readonly file: string;
}

export interface Playground {
  /** e.g. "http://127.0.0.1:56150" */
  readonly url: string;
  /** Adds the bot to a conversation; it hears of that a moment later. */
  install(conversation: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Microsoft's Agents Playground as a process of its own, which sends nothing to Microsoft and opens no browser.
 * @throws Error with a sentence when it isn't installed or doesn't start
 */
export async function startPlayground({ folder, botUrl, file }: PlaygroundOptions): Promise<Playground> {
  const program = programPath();
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, ".m365agentsplayground.yml"), file);
  const manners = `data:text/javascript,${encodeURIComponent(MANNERS)}`;
  const asked = ["start", "-e", botUrl, "-c", "msteams", "-p", String(PORT), "--dt", "true"];
  const child = spawn(process.execPath, ["--import", manners, program, ...asked], {
    cwd: folder,
    // Nothing of our own environment: a proxy of it would be asked the way to this machine.
    env: { TEAMSAPPTESTER_BROWSER: "none" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  try {
    const url = `http://127.0.0.1:${await portOf(child, child.stdout)}`;
    child.stdout.resume();
    return {
      url,
      async install(conversation) {
        const door = `${url}/_debug/conversation/${encodeURIComponent(conversation)}/installation`;
        const { ok, status } = await fetch(door, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: "{}",
        });
        if (!ok) throw new Error(`The Playground didn't add Tandem to ${conversation}: ${String(status)}.`);
      },
      stop: () => end(child),
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

function programPath(): string {
  try {
    return createRequire(import.meta.url).resolve(`${PACKAGE}/cli.js`);
  } catch {
    throw new Error(
      `--teams needs Microsoft's Agents Playground, which isn't installed: npm install --save-dev ${PACKAGE}@${VERSION}, then start again.`,
    );
  }
}

async function portOf(child: ChildProcess, output: Readable): Promise<string> {
  const late = AbortSignal.timeout(STARTS_WITHIN_MS);
  for await (const line of createInterface({ input: output, signal: late })) {
    const [, port] = /^Listening on (\d+)$/.exec(line) ?? [];
    if (port !== undefined) return port;
  }
  const why = late.aborted ? "took too long" : `ended with ${String(child.exitCode ?? child.signalCode)}`;
  throw new Error(`Microsoft's Agents Playground ${why} while it started. Start again, or leave out --teams.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill();
  await ended;
}
