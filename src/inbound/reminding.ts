import type { Database } from "../db/transaction.ts";
import type { Context, Feature, Reminder } from "../features/feature.ts";
import type { Reminders } from "../features/later.ts";
import { dropReminder, type DueReminder, dueReminders, setReminder, takeReminder } from "../jobs/reminder-store.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Log } from "../kernel/log.ts";

export interface RemindingParts {
  readonly db: Database;
  /** "<slice>.<reminder>" → the reminder; see `remindersOf` */
  readonly reminders: ReadonlyMap<string, Reminder>;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly log: Log;
}

const AT_ONCE = 500;

/** All reminders of the slices by "<slice>.<reminder>". */
export function remindersOf(features: readonly Feature[]): ReadonlyMap<string, Reminder> {
  return new Map(
    features.flatMap(({ name, reminders = {} }) =>
      Object.entries(reminders).map(([kind, reminder]) => [`${name}.${kind}`, reminder] as const),
    ),
  );
}

/** What a slice wants later, wanted in the transaction in which it decides. */
export function createReminders(tx: Tx): Reminders {
  return {
    set: (name, subject, dueAt) => setReminder(tx, name, subject, dueAt),
    drop: (name, subject) => dropReminder(tx, name, subject),
  };
}

/**
 * A part of the tick: fires what slices wanted for `now` (domain time) or before, each once over all replicas.
 * The row's end and what it leads to are one transaction; one that can't fire now is tried again at the next tick.
 */
export function createReminding({ db, reminders, context, log }: RemindingParts): (now: Date) => Promise<void> {
  async function fire(due: DueReminder, now: Date): Promise<void> {
    const reminder = reminders.get(due.reminder);
    if (!reminder) return;
    await db.write(due.organisation, async (tx) => {
      if (await takeReminder(tx, due)) await reminder.fire(context(tx, now), due.subject);
    });
  }

  return async (now) => {
    const known = [...reminders.keys()];
    const passed = new Set<string>();
    for (;;) {
      const all = await dueReminders(db.system, known, now, AT_ONCE + passed.size);
      const due = all.filter((each) => !passed.has(keyOf(each)));
      if (due.length === 0) return;
      for (const each of due) {
        passed.add(keyOf(each));
        try {
          await fire(each, now);
        } catch (error) {
          log.error({ err: error, ...each }, "a reminder could not fire; the next tick tries again");
        }
      }
    }
  };
}

/** With its time: one that is wanted anew for an instant that is past fires in the same tick. */
function keyOf({ organisation, reminder, subject, dueAt }: DueReminder): string {
  return `${organisation} ${reminder} ${subject} ${dueAt.toISOString()}`;
}
