import type { System } from "../db/system.ts";
import type { LocalDate } from "../kernel/business-time.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";

const PREFIX = "schedule:";

export interface DueOccurrence {
  readonly organisation: OrganisationId;
  /** "<slice>.<schedule>" */
  readonly schedule: string;
  readonly subject: string;
  readonly dueAt: Date;
}

/** Occurrences of schedules that are due at `now`, longest due first. */
export async function dueOccurrences(system: System, now: Date, limit: number): Promise<DueOccurrence[]> {
  const rows = await system.rows<{ organisation_id: OrganisationId; kind: string; subject: string; due_at: Date }>(
    `select organisation_id, kind, subject, due_at from due
      where due_at <= $1 and kind like '${PREFIX}%' order by due_at, organisation_id, kind, subject limit $2`,
    [now, limit],
  );
  return rows.map((row) => ({
    organisation: row.organisation_id,
    schedule: row.kind.slice(PREFIX.length),
    subject: row.subject,
    dueAt: row.due_at,
  }));
}

/**
 * Locks an occurrence for this transaction.
 * @returns false when another replica has it, or it isn't due any more
 */
export async function claimDue(tx: Tx, { schedule, subject, dueAt }: DueOccurrence): Promise<boolean> {
  const rows = await tx.rows(
    `select from due where organisation_id = $1 and kind = $2 and subject = $3 and due_at = $4
        for update skip locked`,
    [tx.organisation, PREFIX + schedule, subject, dueAt],
  );
  return rows.length === 1;
}

/** @returns false when the occurrence of this local date has fired already */
export async function noteFired(
  tx: Tx,
  schedule: string,
  subject: string,
  day: LocalDate,
  now: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into fired (organisation_id, schedule, subject, day, at) values ($1, $2, $3, $4, $5)
     on conflict (organisation_id, schedule, subject, day) do nothing returning subject`,
    [tx.organisation, schedule, subject, day, now],
  );
  return rows.length === 1;
}

/** Sets when a subject's schedule is due next; nothing left of it when there is no next time. */
export async function moveDue(tx: Tx, schedule: string, subject: string, dueAt: Date | undefined): Promise<void> {
  const key = [tx.organisation, PREFIX + schedule, subject];
  if (dueAt) {
    await tx.rows("update due set due_at = $4 where organisation_id = $1 and kind = $2 and subject = $3", [
      ...key,
      dueAt,
    ]);
  } else {
    await tx.rows("delete from due where organisation_id = $1 and kind = $2 and subject = $3", key);
  }
}

export interface Arming {
  readonly subject: string;
  readonly dueAt: Date;
}

/**
 * Makes the due rows of a schedule those of its subjects. A row that is due at `now` or before stays: it still has to
 * fire.
 */
export async function armSchedule(tx: Tx, schedule: string, armings: readonly Arming[], now: Date): Promise<void> {
  const subjects = armings.map((arming) => arming.subject);
  const kind = PREFIX + schedule;
  await tx.rows("delete from due where organisation_id = $1 and kind = $2 and subject <> all($3::text[])", [
    tx.organisation,
    kind,
    subjects,
  ]);
  await tx.rows(
    `insert into due (organisation_id, kind, subject, due_at)
     select $1, $2, each.* from unnest($3::text[], $4::timestamptz[]) as each order by 3
     on conflict (organisation_id, kind, subject) do update set due_at = excluded.due_at
      where due.due_at > $5 and due.due_at <> excluded.due_at`,
    [tx.organisation, kind, subjects, armings.map((arming) => arming.dueAt), now],
  );
}

/** Removes the due rows of schedules that no slice has any more. */
export async function forgetSchedules(tx: Tx, known: readonly string[]): Promise<void> {
  await tx.rows("delete from due where organisation_id = $1 and kind like $3 and kind <> all($2::text[])", [
    tx.organisation,
    known.map((schedule) => PREFIX + schedule),
    `${PREFIX}%`,
  ]);
}
