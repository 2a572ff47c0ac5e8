import { setTimeout as pause } from "node:timers/promises";
import { WebAPIRateLimitedError } from "@slack/web-api";

const MOST_WAIT_SECONDS = 60;

/** Reading may wait a moment where posting may not. */
export async function patient<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError) || attempt === 3 || error.retryAfter > MOST_WAIT_SECONDS)
        throw error;
      await pause(error.retryAfter * 1000);
    }
  }
}
