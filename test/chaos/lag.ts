import { wallClock } from "../../src/kernel/clock.ts";

/** How late this very process was, so that what it measured then is known to be worth nothing. */
export interface Lag {
  /** the worst between two instants; monotonic milliseconds */
  between(fromMs: number, untilMs: number): number;
  stop(): void;
}

const EVERY_MS = 50;
/** shorter ones aren't kept */
const LEAST_MS = 100;

export function watchLag(): Lag {
  const late: { readonly fromMs: number; readonly untilMs: number }[] = [];
  let lastMs = wallClock.monotonicMs();
  const timer = setInterval(() => {
    const nowMs = wallClock.monotonicMs();
    if (nowMs - lastMs > EVERY_MS + LEAST_MS) late.push({ fromMs: lastMs + EVERY_MS, untilMs: nowMs });
    lastMs = nowMs;
  }, EVERY_MS);
  return {
    between(fromMs, untilMs) {
      const met = late.filter((each) => each.fromMs <= untilMs && each.untilMs >= fromMs);
      return Math.max(0, ...met.map((each) => each.untilMs - each.fromMs));
    },
    stop: () => clearInterval(timer),
  };
}
