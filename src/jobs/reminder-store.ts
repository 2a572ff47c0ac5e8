import type { Tx } from "../kernel/deps.ts";
import type { Due } from "./due-store.ts";

const PREFIX = "reminder:";

/** @param reminder "<slice>.<reminder>" */
export function reminderKind(reminder: string): string {
  return PREFIX + reminder;
}

export function isReminder(kind: string): boolean {
  return kind.startsWith(PREFIX);
}

/**
 * Takes a due reminder away, for this transaction to fire it.
 * @returns false when another replica has it, or it was moved or dropped meanwhile
 */
export async function takeReminder(tx: Tx, { kind, subject, dueAt }: Due): Promise<boolean> {
  const rows = await tx.rows(
    `delete from due where ctid in (
       select ctid from due where organisation_id = $1 and kind = $2 and subject = $3 and due_at = $4
          for update skip locked)
     returning subject`,
    [tx.organisation, kind, subject, dueAt],
  );
  return rows.length === 1;
}

/** Sets when a reminder is due; one that is set already moves. */
export function setReminder(tx: Tx, reminder: string, subject: string, dueAt: Date): void {
  tx.run(
    `insert into due (organisation_id, kind, subject, due_at) values ($1, $2, $3, $4)
     on conflict (organisation_id, kind, subject) do update set due_at = excluded.due_at`,
    [tx.organisation, PREFIX + reminder, subject, dueAt],
  );
}

export function dropReminder(tx: Tx, reminder: string, subject: string): void {
  tx.run("delete from due where organisation_id = $1 and kind = $2 and subject = $3", [
    tx.organisation,
    PREFIX + reminder,
    subject,
  ]);
}
