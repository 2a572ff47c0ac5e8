import { schedule as cron, type ScheduledTask } from "node-cron";
import type { Database } from "../db/transaction.ts";
import type { Context, Feature, Occurrence, Schedule, ScheduleSubject } from "../features/feature.ts";
import {
  armSchedule,
  claimDue,
  type DueOccurrence,
  dueOccurrences,
  forgetSchedules,
  moveDue,
  noteFired,
} from "../jobs/due-store.ts";
import { fixedTime, instantOf, type LocalDate, localDateOf, nextOccurrence } from "../kernel/business-time.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";

export interface TickerParts {
  readonly db: Database;
  /** "<slice>.<schedule>" → the schedule; see `schedulesOf` */
  readonly schedules: ReadonlyMap<string, Schedule>;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly clock: Clock;
  readonly log: Log;
  /** what else is looked after each minute, once the schedules have fired */
  readonly afterwards: readonly ((now: Date) => Promise<void>)[];
}

export interface Ticker {
  /** Fires what is due at `now` (domain time), each occurrence once over all replicas. Never throws for one of them. */
  tick(now: Date): Promise<void>;
  /**
   * Makes the due rows those of the schedules' subjects; what is due already stays due. Where it throws, the next tick
   * tries again; and once a day it is done again, for those whose change nobody heard of.
   */
  rearm(organisation: OrganisationId): Promise<void>;
  /** Ticks now and at each full minute. */
  start(): void;
  stop(): Promise<void>;
}

const LATE_AFTER_MS = 15 * 60_000;
const AT_ONCE = 500;
const MIDNIGHT = fixedTime("00:00");

/** All schedules of the slices by "<slice>.<schedule>". */
export function schedulesOf(features: readonly Feature[]): ReadonlyMap<string, Schedule> {
  return new Map(
    features.flatMap((feature) =>
      (feature.schedules ?? []).map((each) => [`${feature.name}.${each.name}`, each] as const),
    ),
  );
}

export function createTicker({ db, schedules, context, clock, log, afterwards }: TickerParts): Ticker {
  let task: ScheduledTask | undefined;
  let running: Promise<void> | undefined;
  /** the day of the last arming, in UTC; undefined where it failed */
  const armedOn = new Map<OrganisationId, LocalDate | undefined>();

  async function tick(now: Date): Promise<void> {
    for (const [organisation, day] of armedOn) if (day !== dayOf(now)) await rearmSafely(organisation, now);
    const passed = new Set<string>();
    const subjects = createSubjects(db, context, now);
    for (;;) {
      const all = await dueOccurrences(db.system, now, AT_ONCE + passed.size);
      const due = all.filter((each) => !passed.has(keyOf(each)));
      if (due.length === 0) break;
      for (const each of due) {
        passed.add(keyOf(each));
        await fireSafely(each, subjects, now);
      }
    }
    for (const look of afterwards) {
      try {
        await look(now);
      } catch (error) {
        log.error({ err: error }, "a part of the tick failed");
      }
    }
  }

  /** One that can't fire now is tried again at each tick, until it fires or its next occurrence takes its place. */
  async function fireSafely(due: DueOccurrence, subjects: Subjects, now: Date): Promise<void> {
    try {
      await fireDue(due, subjects, now);
    } catch (error) {
      const { organisation, schedule, subject, dueAt } = due;
      log.error(
        { err: error, organisation, schedule, subject, dueAt },
        "a schedule could not fire; the next tick tries again",
      );
    }
  }

  /** One transaction: the claim, the note that it fired, its effect, and when it is due next. */
  async function fireDue(due: DueOccurrence, subjects: Subjects, now: Date): Promise<void> {
    const schedule = schedules.get(due.schedule);
    // A newer version runs beside this one and knows it.
    if (!schedule) return;
    const subject = await subjects(due, schedule);
    await db.write(due.organisation, async (tx) => {
      if (!(await claimDue(tx, due))) return;
      if (!subject) return moveDue(tx, due.schedule, due.subject, undefined);
      const { occurrence, next } = occurrenceAt(schedule, subject, due.dueAt, now);
      const isNew = occurrence && (await noteFired(tx, due.schedule, due.subject, occurrence.localDate, now));
      if (isNew) await schedule.fire(context(tx, now), due.subject, occurrence);
      await moveDue(tx, due.schedule, due.subject, next);
    });
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
      await tick(clock.now());
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
    tick,
    rearm: (organisation) => rearm(organisation, clock.now()),
    start() {
      task ??= cron("* * * * *", tickOnce, { timezone: "UTC", noOverlap: true, suppressMissedWarning: true });
      void tickOnce();
    },
    async stop() {
      await task?.destroy();
      task = undefined;
      await running;
    },
  };
}

/**
 * Which occurrence is to fire: after downtime the latest of those missed, marked late. None when the schedule was
 * moved meanwhile to a later time and isn't due; moved to an earlier one, it still is that day's. The next one is
 * strictly after `now`.
 */
export function occurrenceAt(
  { days }: Pick<Schedule, "days">,
  { at, calendar }: Pick<ScheduleSubject, "at" | "calendar">,
  dueAt: Date,
  now: Date,
): { readonly occurrence: Occurrence | undefined; readonly next: Date } {
  let found: { localDate: Occurrence["localDate"]; dueAt: Date } | undefined;
  const day = instantOf(localDateOf(dueAt, calendar.zone), MIDNIGHT, calendar.zone);
  let next = nextOccurrence({ at, days }, calendar, new Date(day.getTime() - 1));
  while (next.dueAt.getTime() <= now.getTime()) {
    found = next;
    next = nextOccurrence({ at, days }, calendar, next.dueAt);
  }
  const late = found !== undefined && now.getTime() - found.dueAt.getTime() > LATE_AFTER_MS;
  return { occurrence: found && { ...found, late }, next: next.dueAt };
}

type Subjects = (due: DueOccurrence, schedule: Schedule) => Promise<ScheduleSubject | undefined>;

/** A schedule's subjects are asked for once a tick, not once an occurrence. */
function createSubjects(db: Database, context: TickerParts["context"], now: Date): Subjects {
  const known = new Map<string, Promise<ReadonlyMap<string, ScheduleSubject>>>();
  return async ({ organisation, schedule: name, subject }, schedule) => {
    const key = `${organisation} ${name}`;
    let all = known.get(key);
    if (!all) {
      all = db
        .read(organisation, (tx) => schedule.subjects(context(tx, now)))
        .then((subjects) => new Map(subjects.map((each) => [each.id, each])));
      known.set(key, all);
    }
    return (await all).get(subject);
  };
}

function dayOf(now: Date): LocalDate {
  return localDateOf(now, "UTC");
}

function keyOf({ organisation, schedule, subject }: DueOccurrence): string {
  return `${organisation} ${schedule} ${subject}`;
}
