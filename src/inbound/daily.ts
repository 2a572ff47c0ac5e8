import type { WallClock } from "../kernel/clock.ts";

const DAY_MS = 86_400_000;

/** Runs something at most once a day of real time, in the background of the tick; it starts a day after the process. */
export function daily(wall: WallClock, run: () => Promise<void>): (now: Date) => Promise<void> {
  let lastMs = wall.monotonicMs();
  return async () => {
    if (wall.monotonicMs() - lastMs < DAY_MS) return;
    lastMs = wall.monotonicMs();
    await run();
  };
}
