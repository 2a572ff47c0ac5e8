import type { Feature, Reminder } from "../features/feature.ts";
import type { Reminders } from "../features/later.ts";
import { dropReminder, setReminder } from "../jobs/reminder-store.ts";
import type { Tx } from "../kernel/deps.ts";

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
