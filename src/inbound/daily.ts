import type { WallClock } from "../kernel/clock.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Runs something at most once a day of real time, in the background of the tick; it starts a day after the process. */
export function daily(wall: WallClock, run: () => Promise<void>): (now: Date) => Promise<void> {
  return every(wall, DAY_MS, wall.monotonicMs(), run);
}

/** The same at most once an hour, and at the first tick: what has a promised end isn't kept longer by a restart. */
export function hourly(wall: WallClock, run: () => Promise<void>): (now: Date) => Promise<void> {
  return every(wall, HOUR_MS, undefined, run);
}

function every(wall: WallClock, spanMs: number, since: number | undefined, run: () => Promise<void>) {
  let lastMs = since;
  return async (): Promise<void> => {
    if (lastMs !== undefined && wall.monotonicMs() - lastMs < spanMs) return;
    lastMs = wall.monotonicMs();
    await run();
  };
}
