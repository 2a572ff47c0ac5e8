import { schedule as cron, type ScheduledTask } from "node-cron";
import type { Database } from "../db/transaction.ts";
import { createHanding, type Hand } from "./handing.ts";
import type { Context, Feature, Reminder, Schedule } from "../features/feature.ts";
import { armSchedule, type Due, dueNow, forgetSchedules, scheduleKind } from "../jobs/due-store.ts";
import { reminderKind } from "../jobs/reminder-store.ts";
import { type LocalDate, localDateOf, nextOccurrence } from "../kernel/business-time.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";

export interface TickerParts {
  readonly db: Database;
  /** "<slice>.<schedule>" → the schedule; see `schedulesOf` */
  readonly schedules: ReadonlyMap<string, Schedule>;
  /** "<slice>.<reminder>" → the reminder; see `remindersOf` */
  readonly reminders: ReadonlyMap<string, Reminder>;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly hand: Hand;
  readonly clock: Clock;
  readonly log: Log;
  /** what else is looked after each minute, once what is due was handed on */
  readonly afterwards: readonly ((now: Date) => Promise<void>)[];
}

export interface Ticker {
  /** Hands on what is due at `now` (domain time), all of it before it resolves, and says what. */
  tick(now: Date): Promise<readonly Due[]>;
  /**
   * Makes the due rows those of the schedules' subjects; what is due already stays due. Where it throws, the next tick
   * tries again; and once a day it is done again, for those whose change nobody heard of.
   */
  rearm(organisation: OrganisationId): Promise<void>;
  /** Ticks now and at each full minute. */
  start(): void;
  stop(): Promise<void>;
}

const AT_ONCE = 1000;

/** All schedules of the slices by "<slice>.<schedule>". */
export function schedulesOf(features: readonly Feature[]): ReadonlyMap<string, Schedule> {
  return new Map(
    features.flatMap((feature) =>
      (feature.schedules ?? []).map((each) => [`${feature.name}.${each.name}`, each] as const),
    ),
  );
}

export function createTicker({ db, schedules, reminders, context, hand, clock, log, afterwards }: TickerParts): Ticker {
  const kinds = [...[...schedules.keys()].map(scheduleKind), ...[...reminders.keys()].map(reminderKind)];
  let task: ScheduledTask | undefined;
  let running: Promise<void> | undefined;
  const handing = createHanding(hand, log);
  /** the day of the last arming, in UTC; undefined where it failed */
  const armedOn = new Map<OrganisationId, LocalDate | undefined>();

  async function begin(now: Date): Promise<readonly Due[]> {
    for (const [organisation, day] of armedOn) if (day !== dayOf(now)) await rearmSafely(organisation, now);
    const all: Due[] = [];
    for (let batch: Due[] | undefined; !batch || batch.length === AT_ONCE;) {
      batch = await dueNow(db.system, kinds, now, AT_ONCE, all.at(-1));
      all.push(...batch);
    }
    await handing.begin(all, now);
    for (const look of afterwards) {
      try {
        await look(now);
      } catch (error) {
        log.error({ err: error }, "a part of the tick failed");
      }
    }
    return all;
  }

  async function rearm(organisation: OrganisationId, now: Date): Promise<void> {
    armedOn.set(organisation, undefined);
    await db.write(organisation, async (tx) => {
      await forgetSchedules(tx, [...schedules.keys()]);
      for (const [name, schedule] of schedules) {
        const armings = (await schedule.subjects(context(tx, now))).map(({ id, at, calendar }) => ({
          subject: id,
          dueAt: nextOccurrence({ at, days: schedule.days }, calendar, now).dueAt,
        }));
        await armSchedule(tx, name, armings, now);
      }
    });
    armedOn.set(organisation, dayOf(now));
  }

  async function rearmSafely(organisation: OrganisationId, now: Date): Promise<void> {
    try {
      await rearm(organisation, now);
    } catch (error) {
      log.error({ err: error, organisation }, "schedules could not be set; the next tick tries again");
    }
  }

  async function tickNow(): Promise<void> {
    try {
      await begin(clock.now());
    } catch (error) {
      log.error({ err: error }, "a tick failed");
    }
  }

  function tickOnce(): Promise<void> {
    running ??= tickNow().finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    async tick(now) {
      const due = await begin(now);
      await handing.caughtUp();
      return due;
    },
    rearm: (organisation) => rearm(organisation, clock.now()),
    start() {
      task ??= cron("* * * * *", tickOnce, { timezone: "UTC", noOverlap: true, suppressMissedWarning: true });
      void tickOnce();
    },
    async stop() {
      await task?.destroy();
      task = undefined;
      await running;
      await handing.stop();
    },
  };
}

function dayOf(now: Date): LocalDate {
  return localDateOf(now, "UTC");
}
