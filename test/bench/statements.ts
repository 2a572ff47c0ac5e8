import type { Pool } from "pg";
import { wallClock } from "../../src/kernel/clock.ts";

export interface Asked {
  readonly text: string;
  /** from the question to the answer, as the caller saw it */
  readonly tookMs: number;
}

/** Tells of each statement that a pool's connections have answered from now on. */
export function watchStatements(pool: Pool, told: (asked: Asked) => void): void {
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    client.query = ((...given: unknown[]) => {
      const startMs = wallClock.monotonicMs();
      const answer = query(...given);
      const tell = (): void => told({ text: textOf(given[0]), tookMs: wallClock.monotonicMs() - startMs });
      if (answer instanceof Promise) answer.then(tell, tell);
      return answer;
    }) as typeof client.query;
  });
}

function textOf(given: unknown): string {
  return typeof given === "string" ? given : ((given as { readonly text?: string }).text ?? "");
}
