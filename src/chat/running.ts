import type { Log } from "../kernel/log.ts";

/** Work that outlives the request it came from. */
export interface Running {
  later(work: Promise<void>): void;
  /** Resolves once all of it has ended; for a clean stop. */
  idle(): Promise<void>;
}

export function createRunning(log: Log): Running {
  const running = new Set<Promise<void>>();
  return {
    later(work) {
      const settled = work
        .catch((error: unknown) => log.error({ err: error }, "a reply could not be delivered"))
        .finally(() => running.delete(settled));
      running.add(settled);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
