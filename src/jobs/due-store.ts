import type { System } from "../db/system.ts";
import type { LocalDate } from "../kernel/business-time.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";

const PREFIX = "schedule:";

/** Something whose time has come: an occurrence of a schedule, or a reminder. */
export interface Due {
  readonly organisation: OrganisationId;
  /** of `scheduleKind` or `reminderKind` */
  readonly kind: string;
  readonly subject: string;
  readonly dueAt: Date;
}

/** @param schedule "<slice>.<schedule>" */
export function scheduleKind(schedule: string): string {
  return PREFIX + schedule;
}

interface DueRow {
  readonly organisation_id: OrganisationId;
  readonly kind: string;
  readonly subject: string;
  readonly due_at: Date;
}

/** What is due of these kinds at `now`, longest due first; of those behind `after`, where it is given. */
export async function dueNow(
  system: System,
  kinds: readonly string[],
  now: Date,
  limit: number,
  after?: Due,
): Promise<Due[]> {
  const from = after && [after.dueAt, after.organisation, after.kind, after.subject];
  const rows = await system.rows<DueRow>(
    `select organisation_id, kind, subject, due_at from due
      where due_at <= $1 and kind = any($2::text[])
        ${from ? "and due_at >= $4 and (due_at, organisation_id, kind, subject) > ($4, $5, $6, $7)" : ""}
      order by due_at, organisation_id, kind, subject limit $3`,
    [now, kinds, limit, ...(from ?? [])],
  );
  return rows.map(dueOf);
}

/** What is due for one subject, longest due first; of one instant its schedules before its reminders. */
export async function dueFor(system: System, organisation: OrganisationId, subject: string, now: Date): Promise<Due[]> {
  const rows = await system.rows<DueRow>(
    `select organisation_id, kind, subject, due_at from due
      where organisation_id = $1 and subject = $2 and due_at <= $3 order by due_at, kind not like '${PREFIX}%', kind`,
    [organisation, subject, now],
  );
  return rows.map(dueOf);
}

function dueOf(row: DueRow): Due {
  return { organisation: row.organisation_id, kind: row.kind, subject: row.subject, dueAt: row.due_at };
}

/**
 * Locks an occurrence for this transaction.
 * @returns false when another replica has it, or it isn't due any more
 */
export async function claimDue(tx: Tx, { kind, subject, dueAt }: Due): Promise<boolean> {
  const rows = await tx.rows(
    `select from due where organisation_id = $1 and kind = $2 and subject = $3 and due_at = $4
        for update skip locked`,
    [tx.organisation, kind, subject, dueAt],
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
