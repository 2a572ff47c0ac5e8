import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { FileToCheck, Told } from "./check/file.ts";

export type CheckQuestion = { readonly ask: "file"; readonly file: FileToCheck } | { readonly ask: "next" };
export type CheckRequest = CheckQuestion | { readonly ask: "leave" };
export type CheckAnswer = Told | { readonly what: "end" };

/** The worker ended before the file did: it needed more memory than it may have, or it broke. */
export interface Lost {
  readonly what: "lost";
  readonly because: "memory" | "fault";
  readonly error: Error;
}

/** Checks files in a worker thread, one after the other. */
export interface Checker {
  /**
   * What the check of a file tells, piece by piece: while one is used the next is made, and no more. After `lost`
   * there is nothing more to tell of this file; the next has a worker of its own.
   */
  check(file: FileToCheck): AsyncGenerator<Told | Lost>;
  close(): Promise<void>;
}

/** What a worker's heap may take. The rows of a file of the largest size fit, unless there are millions of them. */
const MOST_HEAP_MB = 384;
const YOUNG_HEAP_MB = 16;

export interface CheckerOptions {
  readonly heapMb?: number | undefined;
  /** ends the worker, whatever it does */
  readonly signal?: AbortSignal | undefined;
}

/** Starts a worker when it is first needed. Not more than one file at a time. */
export function createChecker({ heapMb = MOST_HEAP_MB, signal }: CheckerOptions = {}): Checker {
  let running: CheckWorker | undefined;

  async function end(): Promise<void> {
    const worker = running;
    running = undefined;
    await worker?.end();
  }
  const onAbort = (): void => void running?.end();
  signal?.addEventListener("abort", onAbort);

  return {
    async *check(file) {
      const worker = (running ??= startWorker(heapMb));
      let isOver = false;
      try {
        let coming = worker.ask({ ask: "file", file });
        for (;;) {
          const told = await coming;
          if (told.what === "end") {
            isOver = true;
            return;
          }
          if (told.what !== "lost") coming = worker.ask({ ask: "next" });
          yield told;
          if (told.what === "lost") return;
        }
      } finally {
        if (!isOver) await end();
      }
    },
    async close() {
      signal?.removeEventListener("abort", onAbort);
      await end();
    },
  };
}

interface CheckWorker {
  /** One question at a time. Never rejects: a worker that is gone answers with `lost`. */
  ask(request: CheckQuestion): Promise<CheckAnswer | Lost>;
  /** One that works on an answer is broken off; one that waits leaves by itself. */
  end(): Promise<void>;
}

function startWorker(heapMb: number): CheckWorker {
  const worker = new Worker(new URL("./check-worker.ts", import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  });
  let waiting: ((answer: CheckAnswer | Lost) => void) | undefined;
  let lost: Lost | undefined;
  const left = once(worker, "exit").catch(() => undefined);
  function tell(answer: CheckAnswer | Lost): void {
    const asker = waiting;
    waiting = undefined;
    asker?.(answer);
  }
  function lose(error: Error): void {
    const isMemory = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
    lost ??= { what: "lost", because: isMemory ? "memory" : "fault", error };
    tell(lost);
  }
  worker.on("message", tell);
  worker.on("error", (error) => lose(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code) => lose(new Error(`the worker of the import ended with code ${String(code)}`)));
  return {
    ask(request) {
      if (lost) return Promise.resolve(lost);
      return new Promise((resolve) => {
        waiting = resolve;
        worker.postMessage(request);
      });
    },
    async end() {
      if (waiting) return void (await worker.terminate());
      worker.postMessage({ ask: "leave" } satisfies CheckRequest);
      await left;
    },
  };
}
