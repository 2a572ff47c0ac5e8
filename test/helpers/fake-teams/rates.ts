import type { WallClock } from "../../../src/kernel/clock.ts";
import type { Action } from "./routes.ts";

interface Window {
  readonly calls: number;
  readonly spanMs: number;
}

/** One bot in one thread. Source: Teams' documentation, "Optimize your bot with rate limiting". */
const WRITES: readonly Window[] = [
  { calls: 7, spanMs: 1000 },
  { calls: 8, spanMs: 2000 },
  { calls: 60, spanMs: 30_000 },
  { calls: 1800, spanMs: 3_600_000 },
];
const READS: readonly Window[] = [
  { calls: 14, spanMs: 1000 },
  { calls: 16, spanMs: 2000 },
  { calls: 120, spanMs: 30_000 },
  { calls: 3600, spanMs: 3_600_000 },
];
const TENANT: readonly Window[] = [{ calls: 30, spanMs: 1000 }];

const READING: ReadonlySet<Action> = new Set(["members", "member", "channels", "team"]);

export interface Rates {
  /**
   * Counts a call in.
   * @param place the conversation without its thread, or the team
   * @returns seconds to wait when it comes too fast; it isn't counted then
   */
  take(tenant: string, place: string, action: Action): number | undefined;
}

/** Teams' sliding windows: of each conversation, apart for reading and for writing, and of each tenant. */
export function createRates(wall: WallClock): Rates {
  const taken = new Map<string, number[]>();

  function waitMs(key: string, windows: readonly Window[], nowMs: number): number {
    const times = taken.get(key) ?? [];
    const waits = windows.map(({ calls, spanMs }) => (times.at(-calls) ?? -Infinity) + spanMs - nowMs);
    return Math.max(0, ...waits);
  }
  function note(key: string, windows: readonly Window[], nowMs: number): void {
    const most = Math.max(...windows.map(({ calls }) => calls));
    taken.set(key, [...(taken.get(key) ?? []), nowMs].slice(-most));
  }

  return {
    take(tenant, place, action) {
      const nowMs = wall.monotonicMs();
      const reads = READING.has(action);
      const windows = reads ? READS : WRITES;
      const key = `${tenant} ${place} ${reads ? "reads" : "writes"}`;
      const wait = Math.max(waitMs(key, windows, nowMs), waitMs(tenant, TENANT, nowMs));
      if (wait > 0) return Math.ceil(wait / 1000);
      note(key, windows, nowMs);
      note(tenant, TENANT, nowMs);
      return undefined;
    },
  };
}
