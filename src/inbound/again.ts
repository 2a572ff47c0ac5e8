import { setTimeout as pause } from "node:timers/promises";
import { ConnectionLost } from "../db/lost.ts";

/** Together they leave room within the time of the answer. */
const PAUSES_MS: readonly number[] = [50, 250, 1000];

/**
 * Runs work again when the connection to the database broke, for what may be done twice: look-ups, and what notes its
 * input in the same transaction.
 * @throws ConnectionLost after the last attempt; committing when any of them was
 */
export async function againWhenLost<T>(work: () => Promise<T>): Promise<T> {
  let committing = false;
  for (const waitMs of [...PAUSES_MS, undefined]) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      committing ||= error.committing;
      if (waitMs === undefined) throw new ConnectionLost(committing, error);
      await pause(waitMs);
    }
  }
  throw new ConnectionLost(committing, undefined);
}
