import type { Database } from "../db/transaction.ts";
import type { Context, Occurrence, Reminder, Schedule, ScheduleSubject } from "../features/feature.ts";
import { claimDue, type Due, moveDue, noteFired, scheduleKind } from "../jobs/due-store.ts";
import { reminderKind, takeReminder } from "../jobs/reminder-store.ts";
import { fixedTime, instantOf, localDateOf, nextOccurrence } from "../kernel/business-time.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Log } from "../kernel/log.ts";

export interface FiringParts {
  readonly db: Database;
  /** "<slice>.<schedule>" → the schedule; see `schedulesOf` */
  readonly schedules: ReadonlyMap<string, Schedule>;
  /** "<slice>.<reminder>" → the reminder; see `remindersOf` */
  readonly reminders: ReadonlyMap<string, Reminder>;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly log: Log;
}

/** Fires one thing that is due, at `now` (domain time). Never throws: what can't fire stays due for the next tick. */
export type Fire = (due: Due, now: Date) => Promise<void>;

const LATE_AFTER_MS = 15 * 60_000;
const KEPT_MS = 60_000;
const MIDNIGHT = fixedTime("00:00");

/** Each fires once over all replicas: the claim on its row and what it leads to are one transaction. */
export function createFiring({ db, schedules, reminders, context, log }: FiringParts): Fire {
  const subjectsAt = createSubjects(db, context);
  const run = new Map<string, Fire>([
    ...[...schedules].map(([name, schedule]) => [scheduleKind(name), occurrenceOf(name, schedule)] as const),
    ...[...reminders].map(([name, reminder]) => [reminderKind(name), reminderOf(reminder)] as const),
  ]);

  /** One transaction: the claim, the note that it fired, its effect, and when it is due next. */
  function occurrenceOf(name: string, schedule: Schedule): Fire {
    return async (due, now) => {
      const subject = await subjectsAt(due, schedule, now);
      await db.write(due.organisation, async (tx) => {
        if (!(await claimDue(tx, due))) return;
        if (!subject) return moveDue(tx, name, due.subject, undefined);
        const { occurrence, next } = occurrenceAt(schedule, subject, due.dueAt, now);
        const isNew = occurrence && (await noteFired(tx, name, due.subject, occurrence.localDate, now));
        if (isNew) await schedule.fire(context(tx, now), due.subject, occurrence);
        await moveDue(tx, name, due.subject, next);
      });
    };
  }

  /** One transaction: the row's end, and its effect. */
  function reminderOf(reminder: Reminder): Fire {
    return async (due, now) => {
      await db.write(due.organisation, async (tx) => {
        if (await takeReminder(tx, due)) await reminder.fire(context(tx, now), due.subject);
      });
    };
  }

  return async (due, now) => {
    try {
      await run.get(due.kind)?.(due, now);
    } catch (error) {
      log.error({ err: error, ...due }, "what was due could not fire; the next tick tries again");
    }
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

type SubjectAt = (due: Due, schedule: Schedule, now: Date) => Promise<ScheduleSubject | undefined>;

interface Subjects {
  readonly at: Date;
  readonly all: Promise<ReadonlyMap<string, ScheduleSubject>>;
}

/** A schedule's subjects are asked for once a minute, not once an occurrence, and again for one that isn't among them. */
function createSubjects(db: Database, context: FiringParts["context"]): SubjectAt {
  const known = new Map<string, Subjects>();
  return async (due, schedule, now) => {
    const key = `${due.organisation} ${due.kind}`;
    const kept = known.get(key);
    const ageMs = kept ? now.getTime() - kept.at.getTime() : Infinity;
    if (kept && ageMs >= 0 && ageMs < KEPT_MS) {
      const found = (await kept.all).get(due.subject);
      if (found) return found;
    }
    const all = db
      .read(due.organisation, (tx) => schedule.subjects(context(tx, now)))
      .then((subjects) => new Map(subjects.map((each) => [each.id, each])));
    const asked = { at: now, all };
    known.set(key, asked);
    try {
      return (await all).get(due.subject);
    } catch (error) {
      if (known.get(key) === asked) known.delete(key);
      throw error;
    }
  };
}
