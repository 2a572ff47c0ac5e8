import type { Sealer } from "../../db/seal.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Id, PersonId } from "../../kernel/ids.ts";
import type { Busy } from "./calendar-text.ts";

export type CalendarVersion = Id<"calendar-version">;

/** Where somebody's own calendar can be read, as they may see it. */
export interface OwnCalendar {
  readonly version: CalendarVersion;
  readonly host: string;
  readonly readAt: Date | undefined;
  /** why it couldn't be read last time */
  readonly problem: "fetch" | "text" | undefined;
  /** how many of its events couldn't be read */
  readonly unread: number;
  /** they want meetings with customers suggested for the timeline */
  readonly suggests: boolean;
}

function placeOf({ organisation }: Tx, person: PersonId) {
  return { table: "person_calendar", row: [organisation, person], version: 1 } as const;
}

/** Its address is kept sealed; what was read of another before is forgotten. */
export async function saveCalendar(
  tx: Tx,
  sealer: Sealer,
  set: {
    readonly person: PersonId;
    readonly address: string;
    readonly host: string;
    readonly version: CalendarVersion;
  },
  at: Date,
): Promise<void> {
  const { keyId, sealed } = sealer.seal(set.address, placeOf(tx, set.person));
  await tx.rows("delete from calendar_busy where person_id = $1", [set.person]);
  await tx.rows(
    `insert into person_calendar (organisation_id, person_id, key_id, sealed, version, host, set_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (organisation_id, person_id) do update set key_id = excluded.key_id, sealed = excluded.sealed,
       version = excluded.version, host = excluded.host, set_at = excluded.set_at, read_at = null, problem = null, unread = 0,
       seen_until = null`,
    [tx.organisation, set.person, keyId, sealed, set.version, set.host, at],
  );
}

export async function dropCalendar(tx: Tx, person: PersonId): Promise<void> {
  await tx.rows("delete from calendar_busy where person_id = $1", [person]);
  await tx.rows("delete from person_calendar where person_id = $1", [person]);
}

interface Row {
  version: CalendarVersion;
  host: string;
  read_at: Date | null;
  problem: OwnCalendar["problem"] | null;
  unread: number;
  suggests: boolean;
}

export async function calendarOfPerson(tx: Tx, person: PersonId): Promise<OwnCalendar | undefined> {
  const rows = await tx.rows<Row>(
    "select version, host, read_at, problem, unread, suggests_since is not null as suggests from person_calendar where person_id = $1",
    [person],
  );
  return rows.map(({ version, host, read_at, problem, unread, suggests }) => ({
    ...{ version, host, unread, suggests },
    readAt: read_at ?? undefined,
    problem: problem ?? undefined,
  }))[0];
}

/** Who has one, as far as they are still with us. */
export async function calendarOwners(
  tx: Tx,
): Promise<{ readonly person: PersonId; readonly version: CalendarVersion }[]> {
  return tx.rows(
    `select c.person_id as person, c.version from person_calendar c
       join person p on p.organisation_id = c.organisation_id and p.id = c.person_id and p.active order by c.person_id`,
  );
}

/** @throws SealBroken where its key isn't known any more */
export async function addressOf(
  tx: Tx,
  sealer: Sealer,
  person: PersonId,
  version: CalendarVersion,
): Promise<string | undefined> {
  const [row] = await tx.rows<{ key_id: string; sealed: Uint8Array }>(
    "select key_id, sealed from person_calendar where person_id = $1 and version = $2",
    [person, version],
  );
  return row && sealer.open({ keyId: row.key_id, sealed: Buffer.from(row.sealed) }, placeOf(tx, person));
}

/** What was read takes the place of what stood there. @returns false: another address was set meanwhile, and nothing is saved */
export async function saveBusy(
  tx: Tx,
  person: PersonId,
  version: CalendarVersion,
  read: { readonly busy: readonly Busy[]; readonly unread: number } | { readonly problem: "fetch" | "text" },
  at: Date,
): Promise<boolean> {
  const held = await tx.rows("select 1 from person_calendar where person_id = $1 and version = $2 for update", [
    person,
    version,
  ]);
  if (held.length === 0) return false;
  if ("problem" in read) {
    await tx.rows("update person_calendar set problem = $2 where person_id = $1", [person, read.problem]);
    return true;
  }
  await tx.rows("delete from calendar_busy where person_id = $1", [person]);
  for (let first = 0; first < read.busy.length; first += 1000) {
    const batch = read.busy.slice(first, first + 1000);
    await tx.rows(
      `insert into calendar_busy (organisation_id, person_id, starts_at, ends_at)
       select $1, $2, s, e from unnest($3::timestamptz[], $4::timestamptz[]) as b (s, e)
       on conflict (organisation_id, person_id, starts_at, ends_at) do nothing`,
      [tx.organisation, person, batch.map(({ from }) => from), batch.map(({ to }) => to)],
    );
  }
  await tx.rows("update person_calendar set problem = null, unread = $2, read_at = $3 where person_id = $1", [
    person,
    read.unread,
    at,
  ]);
  return true;
}

/** When these people's own calendars say that they are busy, from an instant on. */
export async function busyTimes(
  tx: Tx,
  people: readonly PersonId[],
  from: Date,
): Promise<{ readonly person: PersonId; readonly from: Date; readonly to: Date }[]> {
  return tx.rows(
    `select person_id as person, starts_at as "from", ends_at as "to" from calendar_busy
      where person_id = any($1::uuid[]) and ends_at > $2 order by starts_at`,
    [people, from],
  );
}
