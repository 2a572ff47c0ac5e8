import { setTimeout as pause } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import type { Log } from "../kernel/log.ts";

/** A job while this process holds it. */
export interface RunningJob {
  readonly data: Readonly<Record<string, string>>;
  /** 0 at the first try */
  readonly retries: number;
  /** aborted when the claim is lost or the process stops */
  readonly signal: AbortSignal;
  /**
   * Completes it in the caller's transaction, so that its work and its end are one.
   * @throws Error when the claim was lost, so that the transaction rolls back
   */
  readonly complete: () => Promise<void>;
}

/** What it throws fails the job. */
export type Handler = (job: RunningJob) => Promise<void>;

export interface Worker {
  start(): void;
  /** Looks for jobs at once. */
  nudge(): void;
  /** Aborts the signals of the jobs that run and waits for them, 25 s at most. */
  stop(): Promise<void>;
}

export interface WorkerParts {
  readonly boss: PgBoss;
  readonly queue: string;
  readonly handler: Handler;
  /** how many jobs run at once in this process */
  readonly slots: number;
  readonly pollMs: number;
  readonly heartbeatMs: number;
  readonly log: Log;
}

interface Held {
  readonly id: string;
  readonly retryCount: number;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** What pg-boss gives back, which its types leave out. */
interface Settled {
  readonly affected: number;
  readonly settled?: readonly string[];
}

const MOST_AT_ONCE = 50;
const GRACE_MS = 25_000;

/**
 * pg-boss's own workers take one job a poll and look at the head of the queue alone: one key that runs and waits
 * would hold up all others. This one fills its slots, passing over keys that run (group concurrency 1).
 */
export function createWorker({ boss, queue, handler, slots, pollMs, heartbeatMs, log }: WorkerParts): Worker {
  const held = new Map<string, Held>();
  let stopping = false;
  let nudged = false;
  let wake: () => void = () => undefined;
  let loop: Promise<void> | undefined;
  let heart: NodeJS.Timeout | undefined;

  function nudge(): void {
    nudged = true;
    wake();
  }

  async function rest(): Promise<void> {
    if (nudged || stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function look(): Promise<void> {
    while (!stopping) {
      nudged = false;
      const free = Math.min(slots - held.size, MOST_AT_ONCE);
      const taken = free > 0 ? await take(free) : 0;
      if (taken < free || free <= 0) await rest();
    }
  }

  async function take(free: number): Promise<number> {
    try {
      const jobs = await boss.fetch<Record<string, string>>(queue, { batchSize: free, groupConcurrency: 1 });
      for (const job of jobs) hold(job.id, job.retryCount, job.data);
      return jobs.length;
    } catch (error) {
      log.warn({ err: error, queue }, "jobs could not be fetched");
      return 0;
    }
  }

  function hold(id: string, retryCount: number, data: Record<string, string>): void {
    const abort = new AbortController();
    const ended = run(id, retryCount, data, abort.signal).finally(() => {
      held.delete(id);
      nudge();
    });
    held.set(id, { id, retryCount, abort, ended });
  }

  async function run(id: string, retryCount: number, data: Record<string, string>, signal: AbortSignal): Promise<void> {
    const attempt = { id, retryCount };
    let completed = false;
    try {
      await handler({
        data,
        retries: retryCount,
        signal,
        async complete() {
          const { affected } = (await boss.complete(queue, attempt)) as Settled;
          if (affected === 0) throw new Error("The claim on this job was lost.");
          completed = true;
        },
      });
      if (!completed) await boss.complete(queue, attempt);
    } catch (error) {
      log.error({ err: error, queue, retries: retryCount, job: data["name"] }, "a job failed");
      await fail(attempt, error);
    }
  }

  async function fail(attempt: { id: string; retryCount: number }, error: unknown): Promise<void> {
    try {
      await boss.fail(queue, attempt, { message: error instanceof Error ? error.message : String(error) });
    } catch (failure) {
      log.warn({ err: failure, queue }, "a failed job could not be marked; its heartbeat will end");
    }
  }

  async function beat(): Promise<void> {
    const mine = [...held.values()].filter((job) => !job.abort.signal.aborted);
    if (mine.length === 0) return;
    try {
      const { settled } = (await boss.touch(queue, mine)) as Settled;
      if (!settled) return;
      const kept = new Set(settled);
      for (const job of mine) if (!kept.has(job.id)) job.abort.abort();
    } catch (error) {
      log.warn({ err: error, queue }, "the heartbeat of jobs could not be written");
    }
  }

  return {
    start() {
      if (loop) return;
      stopping = false;
      loop = look();
      heart = setInterval(() => void beat(), heartbeatMs);
    },
    nudge,
    async stop() {
      stopping = true;
      wake();
      await loop;
      loop = undefined;
      const running = [...held.values()];
      for (const job of running) job.abort.abort();
      const grace = new AbortController();
      const late = pause(GRACE_MS, "late", { signal: grace.signal }).catch(() => "ended");
      if ((await Promise.race([late, Promise.all(running.map((job) => job.ended))])) === "late") {
        log.warn({ queue, running: held.size }, "jobs were still running at the end");
      }
      grace.abort();
      clearInterval(heart);
    },
  };
}
