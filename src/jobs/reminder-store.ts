import type { System } from "../db/system.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";

const PREFIX = "reminder:";

export interface DueReminder {
  readonly organisation: OrganisationId;
  /** "<slice>.<reminder>" */
  readonly reminder: string;
  readonly subject: string;
  readonly dueAt: Date;
}

/** Reminders of these names that are due at `now`, longest due first. */
export async function dueReminders(
  system: System,
  known: readonly string[],
  now: Date,
  limit: number,
): Promise<DueReminder[]> {
  const rows = await system.rows<{ organisation_id: OrganisationId; kind: string; subject: string; due_at: Date }>(
    `select organisation_id, kind, subject, due_at from due
      where due_at <= $1 and kind = any($2::text[]) order by due_at, organisation_id, kind, subject limit $3`,
    [now, known.map((reminder) => PREFIX + reminder), limit],
  );
  return rows.map((row) => ({
    organisation: row.organisation_id,
    reminder: row.kind.slice(PREFIX.length),
    subject: row.subject,
    dueAt: row.due_at,
  }));
}

/**
 * Takes a due reminder away, for this transaction to fire it.
 * @returns false when another replica has it, or it was moved or dropped meanwhile
 */
export async function takeReminder(tx: Tx, { reminder, subject, dueAt }: DueReminder): Promise<boolean> {
  const rows = await tx.rows(
    `delete from due where ctid in (
       select ctid from due where organisation_id = $1 and kind = $2 and subject = $3 and due_at = $4
          for update skip locked)
     returning subject`,
    [tx.organisation, PREFIX + reminder, subject, dueAt],
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
