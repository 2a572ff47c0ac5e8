import type { System } from "../db/system.ts";
import type { WallClock } from "../kernel/clock.ts";
import type { Log } from "../kernel/log.ts";
import { realTimers, type Timers } from "./timers.ts";

/** Calls that have just ended, or still run: at most so many, over all replicas. */
export interface Gate {
  /**
   * Waits until one more call may start; the caller starts it at once.
   * @returns what to call when it has ended; undefined when there was no room for five seconds
   */
  enter(): Promise<(() => Promise<void>) | undefined>;
}

export interface GateParts {
  readonly system: System;
  readonly tenant: string;
  readonly wall: WallClock;
  readonly timers?: Timers;
  readonly log: Log;
}

/** Microsoft's "Optimize your bot with rate limiting": a tenant gets 30 calls in 1 s. */
const PLACES = 30;
/** Timers and clocks are a few milliseconds off. */
const PLACE_RESTS_MS = 1000 + 5;
/** A call is given up after 10 s: by then the place of one whose holder died is free again. */
const LONGEST_CALL_MS = 15_000;
const LONGEST_WAIT_MS = 5000;
/** All places are with calls that run: nobody knows when the first ends. */
const LOOK_AGAIN_MS = 25;

/**
 * The platform counts a call when it arrives, some time between its start and its end. So each of the places is free
 * again a second after the end of the call that had it: whatever a call takes, no second sees more calls than places.
 * `recent` says when each place is free, the first one first; `next_at`, when the last call may start.
 */
export function createGate({ system, tenant, wall, timers = realTimers, log }: GateParts): Gate {
  const key = `teams:${tenant} calls`;

  async function take(now: Date, latest: Date): Promise<Date | undefined> {
    const [place] = await system.rows<{ at: Date }>(
      `insert into pace ("window", next_at, recent)
       values ($1, $2, array_fill($2::timestamptz, array[$3::int - 1]) || ($2::timestamptz + $4::float8 * interval '1 ms'))
       on conflict ("window") do update
         set next_at = greatest(pace.recent[1], $2),
             recent = array(select free from unnest(pace.recent[2:] || (greatest(pace.recent[1], $2) + $4::float8 * interval '1 ms')) as free
                             order by free)
         where pace.recent[1] <= $5
       returning next_at as at`,
      [key, now, PLACES, LONGEST_CALL_MS, latest],
    );
    return place?.at;
  }

  async function giveBack(until: Date, freeAt: Date): Promise<void> {
    await system.rows(
      `update pace
          set recent = array(select free from unnest(recent[:array_position(recent, $2::timestamptz) - 1]
                                                  || recent[array_position(recent, $2::timestamptz) + 1:]
                                                  || $3::timestamptz) as free order by free)
        where "window" = $1 and $2 = any(recent)`,
      [key, until, freeAt],
    );
  }

  return {
    async enter() {
      const never = new AbortController().signal;
      const latest = later(wall.now(), LONGEST_WAIT_MS);
      for (let now = wall.now(); now <= latest; now = wall.now()) {
        const at = await take(now, latest);
        const waitMs = at ? at.getTime() - wall.now().getTime() : LOOK_AGAIN_MS;
        if (waitMs > 0) await timers.sleep(waitMs, never);
        if (!at) continue;
        return async () => {
          const endedAt = wall.now();
          await giveBack(later(at, LONGEST_CALL_MS), later(endedAt, PLACE_RESTS_MS)).catch((error: unknown) => {
            log.warn({ err: error }, "the end of a call could not be noted; its place is free again later");
          });
        };
      }
      return undefined;
    },
  };
}

function later(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}
