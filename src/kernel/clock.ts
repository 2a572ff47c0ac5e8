/** The domain's time: due dates, SLA, snooze, digests, expiry, as-of. The demo can move it. */
export interface Clock {
  now(): Date;
}

/** Real time: signatures, replay, leases, retries, pacing. Never moved. */
export interface WallClock {
  now(): Date;
  /** Milliseconds that only grow, for measuring how long something took. */
  monotonicMs(): number;
}

export const wallClock: WallClock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};

export const systemClock: Clock = { now: () => new Date() };

/** A domain clock that stands still until it is set; for the demo and the tests. */
export interface MovableClock extends Clock {
  set(instant: Date): void;
}

export function createMovableClock(start: Date): MovableClock {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    set(instant) {
      current = instant.getTime();
    },
  };
}
