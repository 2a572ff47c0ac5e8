import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId, ContactId, PersonId } from "../../../kernel/ids.ts";
import type { CalendarVersion } from "../calendar-store.ts";
import type { Invited, MeetingSeenId, Seen } from "./model.ts";

export { type AuditAction, writeAudit } from "../../../db/audit.ts";

/** Until when what was held has been looked at; undefined where its owner doesn't want it looked at. */
export async function seeingOf(
  tx: Tx,
  person: PersonId,
  version: CalendarVersion,
): Promise<{ readonly until: Date | undefined } | undefined> {
  const [row] = await tx.rows<{ seen_until: Date | null }>(
    "select seen_until from person_calendar where person_id = $1 and version = $2 and suggests_since is not null",
    [person, version],
  );
  return row && { until: row.seen_until ?? undefined };
}

/** @returns false: its owner doesn't want it any more */
export async function saveLookedUntil(tx: Tx, person: PersonId, until: Date): Promise<boolean> {
  const rows = await tx.rows(
    "update person_calendar set seen_until = $2 where person_id = $1 and suggests_since is not null returning 1",
    [person, until],
  );
  return rows.length > 0;
}

/** @returns the calendar to be read; undefined where there is none */
export async function consent(tx: Tx, person: PersonId, at: Date): Promise<CalendarVersion | undefined> {
  const [row] = await tx.rows<{ version: CalendarVersion }>(
    `update person_calendar set suggests_since = coalesce(suggests_since, $2) where person_id = $1 returning version`,
    [person, at],
  );
  return row?.version;
}

/** What was suggested goes with it. @returns what did */
export async function withdraw(tx: Tx, person: PersonId): Promise<MeetingSeenId[]> {
  await tx.rows("update person_calendar set suggests_since = null, seen_until = null where person_id = $1", [person]);
  return removeWhere(tx, "m.person_id = $1", [person]);
}

/** Who wants meetings suggested, as far as they are still with us. */
export async function suggestedTo(tx: Tx): Promise<PersonId[]> {
  const rows = await tx.rows<{ id: PersonId }>(
    `select p.id from person_calendar c
       join person p on p.organisation_id = c.organisation_id and p.id = c.person_id and p.active
      where c.suggests_since is not null order by p.id`,
  );
  return rows.map(({ id }) => id);
}

/** Contacts with one of these addresses, in small letters, at customers that there are. */
export async function contactsAddressed(
  tx: Tx,
  addresses: readonly string[],
): Promise<
  { readonly id: ContactId; readonly account: AccountId; readonly email: string; readonly leftOn: string | undefined }[]
> {
  const rows = await tx.rows<{ id: ContactId; account: AccountId; email: string; left_on: string | null }>(
    `select c.id, c.account_id as account, lower(c.email) as email, c.left_on from contact c
       join account a on a.organisation_id = c.organisation_id and a.id = c.account_id and a.merged_into is null
      where lower(c.email) = any($1::text[])`,
    [addresses],
  );
  return rows.map(({ left_on, ...row }) => ({ ...row, leftOn: left_on ?? undefined }));
}

/** True when one of these isn't to be suggested again. */
export async function isMarked(tx: Tx, person: PersonId, hmacs: readonly string[]): Promise<boolean> {
  const rows = await tx.rows("select 1 from meeting_mark where person_id = $1 and hmac = any($2::text[]) limit 1", [
    person,
    hmacs,
  ]);
  return rows.length > 0;
}

/** @param until left out: for good. @returns false: it was marked already */
export async function mark(tx: Tx, person: PersonId, hmac: string, until?: Date): Promise<boolean> {
  const rows = await tx.rows(
    `insert into meeting_mark (organisation_id, person_id, hmac, until) values ($1, $2, $3, $4)
     on conflict (organisation_id, person_id, hmac) do nothing returning 1`,
    [tx.organisation, person, hmac, until ?? null],
  );
  return rows.length > 0;
}

export async function insertSeen(
  tx: Tx,
  seen: Pick<Seen, "id" | "person" | "title" | "from"> & {
    readonly to: Date;
    readonly eventHmac: string;
    readonly contacts: readonly ContactId[];
  },
  at: Date,
): Promise<void> {
  const { id, person, eventHmac, title, from, to, contacts } = seen;
  await tx.rows(
    `insert into meeting_seen (organisation_id, id, person_id, event_hmac, title, starts_at, ends_at, seen_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tx.organisation, id, person, eventHmac, title, from, to, at],
  );
  await tx.rows(
    `insert into meeting_seen_contact (organisation_id, meeting_id, contact_id)
     select $1, $2, c from unnest($3::uuid[]) as c`,
    [tx.organisation, id, contacts],
  );
}

interface Row {
  id: MeetingSeenId;
  person_id: PersonId;
  title: string;
  starts_at: Date;
  asked_at: Date | null;
  contacts: { id: ContactId; name: string; account: AccountId }[];
}
/** With who was invited, and where they are. */
export type SeenRow = Seen & { readonly contacts: readonly (Invited & { readonly account: AccountId })[] };

const SEEN = `
  select m.id, m.person_id, m.title, m.starts_at, m.asked_at,
         (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'account', c.account_id) order by c.name, c.id), '[]')
            from meeting_seen_contact i join contact c on c.organisation_id = i.organisation_id and c.id = i.contact_id
            join account a on a.organisation_id = c.organisation_id and a.id = c.account_id and a.merged_into is null
           where i.organisation_id = m.organisation_id and i.meeting_id = m.id) as contacts
    from meeting_seen m`;

/** What somebody hasn't said anything of, the oldest first. */
export async function seenOf(tx: Tx, person: PersonId): Promise<SeenRow[]> {
  return (await tx.rows<Row>(`${SEEN} where m.person_id = $1 order by m.starts_at, m.id`, [person])).map(seenIn);
}

export async function seenById(tx: Tx, id: MeetingSeenId): Promise<SeenRow | undefined> {
  return (await tx.rows<Row>(`${SEEN} where m.id = $1`, [id])).map(seenIn)[0];
}

function seenIn({ id, person_id, title, starts_at, asked_at, contacts }: Row): SeenRow {
  return { id, person: person_id, title, from: starts_at, askedAt: asked_at ?? undefined, contacts };
}

export function saveAsked(tx: Tx, ids: readonly MeetingSeenId[], at: Date): void {
  tx.run("update meeting_seen set asked_at = $2 where id = any($1::uuid[])", [ids, at]);
}

/** What couldn't be asked of these people waits as if it were seen only now. */
export function keepWaiting(tx: Tx, people: readonly PersonId[], at: Date): void {
  tx.run("update meeting_seen set seen_at = $2 where person_id = any($1::uuid[]) and asked_at is null", [people, at]);
}

/** @returns false: it was gone already */
export async function removeSeen(tx: Tx, id: MeetingSeenId): Promise<boolean> {
  return (await removeWhere(tx, "m.id = $1", [id])).length > 0;
}

/** All that is suggested of the same event, which isn't suggested any more. */
export async function removeEvent(tx: Tx, id: MeetingSeenId, person: PersonId): Promise<MeetingSeenId[]> {
  const [row] = await tx.rows<{ event_hmac: string }>(
    "select event_hmac from meeting_seen where id = $1 and person_id = $2 for update",
    [id, person],
  );
  if (!row) return [];
  await mark(tx, person, row.event_hmac);
  return removeWhere(tx, "m.person_id = $1 and m.event_hmac = $2", [person, row.event_hmac]);
}

/**
 * Forgets what nobody said anything of, and what is of those who have left.
 * @param askedBefore what stands on a card since then
 * @param seenBefore what stood on none since then
 * @param heldBefore what stood on none, and ended before then
 */
export async function forgetSeen(
  tx: Tx,
  {
    askedBefore,
    seenBefore,
    heldBefore,
    now,
  }: Readonly<Record<"askedBefore" | "seenBefore" | "heldBefore" | "now", Date>>,
): Promise<MeetingSeenId[]> {
  const left = "select p.id from person p where not p.active";
  await tx.rows(
    `update person_calendar set suggests_since = null, seen_until = null
      where suggests_since is not null and person_id in (${left})`,
  );
  await tx.rows(`delete from meeting_mark where until < $1 or person_id in (${left})`, [now]);
  return removeWhere(
    tx,
    `m.asked_at < $1 or m.asked_at is null and (m.seen_at < $2 or m.ends_at < $3) or m.person_id in (${left})`,
    [askedBefore, seenBefore, heldBefore],
  );
}

async function removeWhere(tx: Tx, condition: string, values: readonly unknown[]): Promise<MeetingSeenId[]> {
  const rows = await tx.rows<{ id: MeetingSeenId }>(
    `with gone as (select m.organisation_id, m.id from meeting_seen m where ${condition}),
          their as (delete from meeting_seen_contact c using gone g
                     where c.organisation_id = g.organisation_id and c.meeting_id = g.id)
     delete from meeting_seen m using gone g where m.organisation_id = g.organisation_id and m.id = g.id returning m.id`,
    [...values],
  );
  return rows.map(({ id }) => id);
}
