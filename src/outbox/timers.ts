import { setTimeout as pause } from "node:timers/promises";

/** Waiting, so that tests need not. */
export interface Timers {
  /** Resolves after `ms` of wall time, or at once when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const realTimers: Timers = {
  async sleep(ms, signal) {
    try {
      await pause(ms, undefined, { signal });
    } catch {
      // Aborting ends a wait, it isn't an error.
    }
  },
};
