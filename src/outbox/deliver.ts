import { setTimeout as pause } from "node:timers/promises";
import type { PlatformName } from "../chat/interaction.ts";
import type { Platform } from "../chat/platform.ts";
import type { Database } from "../db/transaction.ts";
import type { Address } from "../features/feature.ts";
import type { Jobs } from "../jobs/boss.ts";
import type { Clock, WallClock } from "../kernel/clock.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { DrawParts } from "./draw.ts";
import { createLaneRunner } from "./lane.ts";
import { createPacer } from "./pacer.ts";
import { dueLanes, type Lane, nextPostDue } from "./lane-store.ts";
import { realTimers, type Timers } from "./timers.ts";

export interface DelivererParts extends DrawParts {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly clock: Clock;
  readonly wall: WallClock;
  readonly log: Log;
  readonly timers?: Timers;
  /** 0 ≤ x < 1, for the jitter of back-off */
  readonly random?: () => number;
  /** how many addresses this process serves at once */
  readonly slots?: number;
}

export interface Deliverer {
  /** To be called after the commit that made something due at an address. */
  wake(organisation: OrganisationId, address: Address): void;
  /** Sends a job for every address with something due; the ticker's part. */
  due(now: Date): Promise<void>;
  /** Resolves when nothing that is due now is left, waits below 30 s included; needs the jobs to be started. */
  idle(): Promise<void>;
  /** The next instant (domain time) at which a post comes due. */
  nextDueAt(): Promise<Date | undefined>;
  /** Forgets the waits it holds; the rows keep them. */
  stop(): void;
}

const SLOTS = 64;
const IDLE_WITHIN_MS = 30_000;
const IDLE_LOOK_MS = 100;
/** How long what failed for a reason of ours waits before it is tried again. */
const AGAIN_AFTER_MS = 5_000;
/** A longer wait is the ticker's. */
const LONGEST_TIMER_MS = 90_000;

function keyOf({ organisation, address }: Lane): string {
  return `${organisation} ${address}`;
}

/** Sends the posts that are wanted: one job an address at a time, over all replicas. */
export function createDeliverer(parts: DelivererParts): Deliverer {
  const { db, jobs, clock, wall, log, timers = realTimers, random = Math.random } = parts;
  const runLane = createLaneRunner({ ...parts, timers, random, pacer: createPacer(db.system) });
  const stopped = new AbortController();
  const waits = new Map<string, number>();
  const woken = new Map<string, Lane>();
  let waking = false;
  let busy = 0;
  let ended: () => void = () => undefined;

  async function track<T>(work: Promise<T>): Promise<T> {
    busy += 1;
    try {
      return await work;
    } finally {
      busy -= 1;
      ended();
    }
  }

  async function send(lanes: readonly Lane[]): Promise<void> {
    await jobs.sendNow(
      "deliver",
      lanes.map(({ organisation, address }) => ({
        data: { organisation, address },
        key: keyOf({ organisation, address }),
      })),
    );
  }

  function wake(organisation: OrganisationId, address: Address): void {
    const lane = { organisation, address };
    woken.set(keyOf(lane), lane);
    if (!waking) void track(sendWoken());
  }

  /** Whoever is woken while jobs are sent goes along with the next ones, each address once. */
  async function sendWoken(): Promise<void> {
    waking = true;
    while (woken.size > 0) {
      const lanes = [...woken.values()];
      woken.clear();
      await send(lanes).catch((error: unknown) => {
        log.warn({ err: error, addresses: lanes.length }, "addresses could not be woken; they will soon be");
        for (const lane of lanes) again(lane);
      });
    }
    waking = false;
  }

  async function wakeAt({ organisation, address }: Lane, at: Date): Promise<void> {
    const waitMs = at.getTime() - wall.now().getTime();
    const key = keyOf({ organisation, address });
    const earlier = waits.get(key);
    if (waitMs > LONGEST_TIMER_MS || (earlier !== undefined && earlier <= at.getTime())) return;
    waits.set(key, at.getTime());
    await timers.sleep(Math.max(0, waitMs), stopped.signal);
    if (stopped.signal.aborted || waits.get(key) !== at.getTime()) return;
    waits.delete(key);
    wake(organisation, address);
  }

  function again(lane: Lane): void {
    void wakeAt(lane, new Date(wall.now().getTime() + AGAIN_AFTER_MS));
  }

  async function run(lane: Lane, signal: AbortSignal): Promise<void> {
    try {
      const { dueNow, waitsUntil } = await runLane(lane, signal);
      if (dueNow) await send([lane]);
      else if (waitsUntil) void wakeAt(lane, waitsUntil);
    } catch (error) {
      again(lane);
      throw error;
    }
  }

  jobs.work(
    "deliver",
    ({ data, signal }) => {
      const lane = { organisation: data["organisation"] as OrganisationId, address: data["address"] as Address };
      return track(run(lane, signal));
    },
    { slots: parts.slots ?? SLOTS },
  );

  return {
    wake,
    async due(now) {
      const lanes = await dueLanes(db.system, now, wall.now(), 0);
      await track(send(lanes));
    },
    async idle() {
      for (;;) {
        const lanes = await dueLanes(db.system, clock.now(), wall.now(), IDLE_WITHIN_MS);
        if (lanes.length === 0 && busy === 0) return;
        const ready = lanes.filter((lane) => lane.readyAt.getTime() <= wall.now().getTime());
        const [first] = lanes;
        if (ready.length > 0 && busy === 0) await send(ready);
        if (ready.length === 0 && busy === 0 && first) {
          await timers.sleep(first.readyAt.getTime() - wall.now().getTime(), stopped.signal);
        } else await somethingEnds();
        if (stopped.signal.aborted) return;
      }
    },
    nextDueAt: () => nextPostDue(db.system, clock.now()),
    stop: () => stopped.abort(),
  };

  async function somethingEnds(): Promise<void> {
    const looked = new AbortController();
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    await Promise.race([end, pause(IDLE_LOOK_MS, undefined, { signal: looked.signal }).catch(() => undefined)]);
    looked.abort();
  }
}
