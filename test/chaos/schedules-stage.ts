import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../../src/kernel/random.ts";
import { wallClock } from "../../src/kernel/clock.ts";
import type { Statement, Verdict, Watch } from "./proxy.ts";
import type { Rig } from "./rig.ts";
import type { ServiceProcess, Signal } from "./service-process.ts";

/** A point in the firing of an occurrence, by the statement that is made there. */
export const POINTS = ["claims", "notes", "moves", "commits"] as const;
export type Point = (typeof POINTS)[number];

export const MOMENTS = ["before", "after"] as const;

/** What happens to the first replica that comes to a point of firing. */
export interface Strike {
  readonly point: Point;
  readonly moment: (typeof MOMENTS)[number];
  readonly by: Extract<Signal, "SIGKILL" | "SIGSTOP"> | "cut-reply";
}

/** The rig's replicas under one clock, which stands where a scene wants it. */
export interface Stage {
  readonly rig: Rig;
  readonly random: Random;
  /** what the domain's clock shows, in milliseconds */
  nowMs(): number;
  /** what it showed at an instant of wall time, in milliseconds */
  shownAt(wallMs: number): number;
  /** the domain's time at which the first replica was started after the clock was set last */
  readonly sinceMs: number;
  /** Ends all replicas, sets the clock so that it shows this instant about when they are up, and starts them. */
  setClock(ms: number): Promise<void>;
  /** Starts what isn't running, by the clock as it is. */
  startAll(): Promise<void>;
  until(ms: number): Promise<void>;
  /**
   * Readies a strike.
   * @param untilMs of the domain's clock
   * @returns whom it hit; undefined when nobody came by until then, as when the start took too long
   */
  strike(strike: Strike, untilMs: number): Promise<ServiceProcess | undefined>;
  readonly strikes: { readonly hit: number; readonly missed: number };
}

/** A tick more often than each minute, so that a scene takes seconds. */
const TICK_MS = 250;
const BOOT_MS = 3000;
/** the clock is set for the slowest of so many starts */
const BOOTS_KEPT = 3;

const STATEMENTS: Readonly<Record<Point, RegExp>> = {
  claims: /^select from due\b/,
  notes: /^insert into fired\b/,
  moves: /^update due set due_at\b/,
  commits: /^commit$/i,
};

interface Armed extends Strike {
  readonly hit: (at: number) => void;
}

/** The watch for the rig's proxies, and the stage that directs it once the rig stands. */
export function createStage(random: Random) {
  let armed: Armed | undefined;
  const firing = new Set<number>();

  function meets(at: number, sql: string, moment: Strike["moment"]): Armed | undefined {
    if (STATEMENTS.moves.test(sql)) firing.add(at);
    const isCommit = STATEMENTS.commits.test(sql);
    const isFiring = !isCommit || firing.has(at);
    if (isCommit && moment === "after") firing.delete(at);
    if (!armed || armed.moment !== moment || !STATEMENTS[armed.point].test(sql) || !isFiring) return undefined;
    const met = armed;
    armed = undefined;
    met.hit(at);
    return met;
  }

  function watch(services: () => readonly ServiceProcess[]): (at: number) => Watch {
    return (at) => ({
      statements: new RegExp(
        Object.values(STATEMENTS)
          .map(({ source }) => source)
          .join("|"),
        "i",
      ),
      async before({ sql }: Statement): Promise<Verdict> {
        const met = meets(at, sql, "before");
        if (met?.by === "cut-reply") return "cut-reply";
        if (met) await services()[at]?.kill(met.by);
        return "pass";
      },
      async after({ sql }: Statement): Promise<void> {
        const met = meets(at, sql, "after");
        if (met && met.by !== "cut-reply") await services()[at]?.kill(met.by);
      },
    });
  }

  function on(rig: Rig): Stage {
    let offsetMs = 0;
    let sinceMs = 0;
    const offsets: { readonly fromWallMs: number; readonly offsetMs: number }[] = [];
    const strikes = { hit: 0, missed: 0 };
    const boots = [BOOT_MS];
    const nowMs = (): number => wallClock.now().getTime() + offsetMs;

    async function startAll(): Promise<void> {
      const down = rig.services.filter(({ pid }) => pid === undefined);
      if (down.length === 0) return;
      const startedMs = wallClock.monotonicMs();
      const environment = { CHAOS_OFFSET_MS: String(offsetMs), CHAOS_TICK_MS: String(TICK_MS) };
      await Promise.all(down.map((service) => service.start(environment)));
      boots.push(wallClock.monotonicMs() - startedMs);
    }

    return {
      rig,
      random,
      strikes,
      nowMs,
      shownAt: (wallMs) => wallMs + (offsets.findLast(({ fromWallMs }) => fromWallMs <= wallMs)?.offsetMs ?? offsetMs),
      get sinceMs() {
        return sinceMs;
      },
      async setClock(ms) {
        armed = undefined;
        await Promise.all(rig.services.map((service) => service.kill("SIGKILL")));
        firing.clear();
        offsetMs = Math.round(ms - Math.max(...boots.slice(-BOOTS_KEPT))) - wallClock.now().getTime();
        offsets.push({ fromWallMs: wallClock.now().getTime(), offsetMs });
        sinceMs = nowMs();
        await startAll();
      },
      startAll,
      async until(ms) {
        const waitMs = ms - nowMs();
        if (waitMs > 0) await pause(waitMs);
      },
      strike(strike, untilMs) {
        return new Promise((resolve) => {
          const patience = setTimeout(
            () => {
              armed = undefined;
              strikes.missed += 1;
              resolve(undefined);
            },
            Math.max(0, untilMs - nowMs()),
          );
          armed = {
            ...strike,
            hit(at) {
              clearTimeout(patience);
              strikes.hit += 1;
              resolve(rig.services[at]);
            },
          };
        });
      },
    };
  }

  return { watch, on };
}
