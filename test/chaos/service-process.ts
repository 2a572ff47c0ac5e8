import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { wallClock } from "../../src/kernel/clock.ts";

export type FromService =
  | { readonly kind: "listens"; readonly url: string }
  /** the nth commit of a write since the process began; only with CHAOS_COMMITS */
  | { readonly kind: "commit"; readonly count: number };

export type Signal = "SIGKILL" | "SIGTERM" | "SIGSTOP" | "SIGCONT";

/** While it couldn't answer: dead, starting, or stopped. Milliseconds of the monotonic clock. */
export interface Outage {
  readonly why: "ended" | "stopped";
  readonly fromMs: number;
  readonly untilMs: number;
}

/** One replica. Each start takes a free port: while it was down, another process may have taken the last one. */
export interface ServiceProcess {
  readonly name: string;
  /** of its last start, e.g. "http://127.0.0.1:40123" */
  readonly url: string;
  readonly pid: number | undefined;
  readonly isUp: boolean;
  /** oldest first; one that isn't over ends at infinity */
  readonly outages: readonly Outage[];
  /** how many writes the running process has committed; only with CHAOS_COMMITS */
  readonly commits: number;
  /** what it logged last */
  readonly log: string;
  /** Sends a signal at once. With SIGKILL and SIGTERM the promise resolves when the process has ended. */
  kill(signal: Signal): Promise<void>;
  /** Resolves when the running process has ended, by whomever. @returns the exit code, or the signal's name */
  ended(): Promise<string>;
  /**
   * Starts it and waits until it is ready. What is given goes over the environment that it was made with.
   * @throws Error with its last words when it ends before, or is not ready in two minutes
   */
  start(environment?: Readonly<Record<string, string>>): Promise<void>;
}

const SERVICE = fileURLToPath(new URL("./service.ts", import.meta.url));
const READY_WITHIN_MS = 120_000;
const LOOK_MS = 25;
const LETTERS_KEPT = 20_000;

export function createServiceProcess(name: string, made: Readonly<Record<string, string>>): ServiceProcess {
  const outages: Outage[] = [{ why: "ended", fromMs: -Infinity, untilMs: Infinity }];
  let child: ChildProcess | undefined;
  let over: Promise<string> = Promise.resolve("never started");
  let url = "";
  let commits = 0;
  let log = "";

  function down(why: Outage["why"]): void {
    if (outages.at(-1)?.untilMs === Infinity) up();
    outages.push({ why, fromMs: wallClock.monotonicMs(), untilMs: Infinity });
  }
  function up(): void {
    const last = outages.pop();
    if (last) outages.push({ ...last, untilMs: Math.min(last.untilMs, wallClock.monotonicMs()) });
  }
  function hear(chunk: Buffer): void {
    log = (log + chunk.toString()).slice(-LETTERS_KEPT);
  }
  function isRunning(): boolean {
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  async function listening(started: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
      started.on("message", (message: FromService) => {
        if (message.kind === "listens") resolve(message.url);
        else commits = message.count;
      });
      started.once("exit", () => reject(new Error(`Service ${name} ended before it listened:\n${log}`)));
    });
  }

  return {
    name,
    outages,
    get url() {
      return url;
    },
    get pid() {
      return isRunning() ? child?.pid : undefined;
    },
    get isUp() {
      return outages.at(-1)?.untilMs !== Infinity;
    },
    get commits() {
      return commits;
    },
    get log() {
      return log;
    },
    async kill(signal) {
      if (!isRunning()) return;
      if (signal === "SIGCONT") {
        child?.kill(signal);
        up();
        return;
      }
      down(signal === "SIGSTOP" ? "stopped" : "ended");
      child?.kill(signal);
      if (signal === "SIGTERM") child?.kill("SIGCONT");
      if (signal !== "SIGSTOP") await over;
    },
    ended: () => over,
    async start(environment = {}) {
      if (isRunning()) throw new Error(`Service ${name} runs already.`);
      commits = 0;
      const started = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", SERVICE], {
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        env: { ...process.env, BASE_URL: "", PORT: "0", ...made, ...environment },
      });
      child = started;
      started.stdout?.on("data", hear);
      started.stderr?.on("data", hear);
      over = once(started, "exit").then(([code, signal]) => {
        if (child === started && outages.at(-1)?.untilMs !== Infinity) down("ended");
        return String(signal ?? code);
      });
      const abort = new AbortController();
      try {
        url = await Promise.race([
          listening(started),
          pause(READY_WITHIN_MS, undefined, { signal: abort.signal }).then(async () => {
            started.kill("SIGKILL");
            await over;
            throw new Error(`Service ${name} was not ready in ${READY_WITHIN_MS} ms:\n${log}`);
          }),
        ]);
        while (isRunning() && !(await isReady(url))) await pause(LOOK_MS);
        if (isRunning()) up();
      } finally {
        abort.abort();
      }
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
