import type { Statement, Tx } from "../../kernel/deps.ts";
import type { Touch, Visibility } from "../../kernel/events.ts";
import type { AccountId, ContactId, EntryId, PersonId } from "../../kernel/ids.ts";

/** What happened with an account, as its timeline keeps it. */
export interface Entry {
  readonly id: EntryId;
  readonly kind: string;
  readonly at: Date;
  readonly by: { readonly id: PersonId; readonly name: string } | undefined;
  readonly via: Touch["via"];
  readonly details: Readonly<Record<string, string | number>>;
  readonly contact: string | undefined;
  readonly direction: "in" | "out" | undefined;
  readonly proactive: boolean;
  readonly visibility: Visibility;
  readonly summary: string | undefined;
}

interface Row {
  id: EntryId;
  account_id: AccountId;
  kind: string;
  at: Date;
  via: Touch["via"];
  details: Entry["details"];
  direction: "in" | "out" | null;
  proactive: boolean;
  visibility: Visibility;
  summary: string | null;
  person_id: PersonId | null;
  person_name: string | null;
  contact_name: string | null;
}

const ENTRIES = `
  select t.id, t.account_id, t.kind, t.at, t.via, t.details, t.direction, t.proactive, t.visibility, t.summary,
         p.id as person_id, p.name as person_name, c.name as contact_name
    from timeline t
    left join person p on p.organisation_id = t.organisation_id and p.id = t.person_id
    left join contact c on c.organisation_id = t.organisation_id and c.id = t.contact_id`;

/** What a reader may read of a timeline. */
export interface Reading {
  readonly visibilities: readonly Visibility[];
  /** kinds of entries that they may not read, by how their names begin */
  readonly hiddenKinds: readonly string[];
}

const PAGE: Statement = {
  name: "accounts.timeline",
  sql: `${ENTRIES}
   where t.account_id = $1 and t.visibility = any($2::text[])
     and not exists (select 1 from unnest($3::text[]) hidden(begins) where starts_with(t.kind, hidden.begins))
     and ($4::uuid is null or (t.at, t.id) < (select o.at, o.id from timeline o where o.id = $4::uuid))
   order by t.at desc, t.id desc limit $5`,
};

/** The newest entries that a reader may read, or those before one of them. */
export async function entriesBefore(
  tx: Tx,
  account: AccountId,
  { visibilities, hiddenKinds }: Reading,
  before: EntryId | undefined,
  most: number,
): Promise<Entry[]> {
  return (await tx.rows<Row>(PAGE, [account, visibilities, hiddenKinds, before ?? null, most])).map(entryIn);
}

/** An entry with the account that it is of. */
export async function entryById(
  tx: Tx,
  id: EntryId,
): Promise<{ readonly account: AccountId; readonly entry: Entry } | undefined> {
  const [row] = await tx.rows<Row>(`${ENTRIES} where t.id = $1`, [id]);
  return row && { account: row.account_id, entry: entryIn(row) };
}

/** Entries with the accounts that they are of; unknown ids are left out. */
export async function entriesByIds(
  tx: Tx,
  ids: readonly EntryId[],
): Promise<Map<EntryId, { readonly account: AccountId; readonly entry: Entry }>> {
  const rows = await tx.rows<Row>(`${ENTRIES} where t.id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, { account: row.account_id, entry: entryIn(row) }]));
}

function entryIn(row: Row): Entry {
  return {
    id: row.id,
    kind: row.kind,
    at: row.at,
    by: row.person_id ? { id: row.person_id, name: row.person_name ?? "" } : undefined,
    via: row.via,
    details: row.details,
    contact: row.contact_name ?? undefined,
    direction: row.direction ?? undefined,
    proactive: row.proactive,
    visibility: row.visibility,
    summary: row.summary ?? undefined,
  };
}

/** An outbound touch of one person at the customer. */
export interface OutboundTouch {
  readonly at: Date;
  readonly by: PersonId | undefined;
}

/** Touches of a person since an instant, newest first; whoever has the same address at another account is the same person. */
export async function outboundTouches(tx: Tx, contact: ContactId, since: Date): Promise<OutboundTouch[]> {
  const rows = await tx.rows<{ at: Date; person_id: PersonId | null }>(
    `select t.at, t.person_id from timeline t
      where t.direction = 'out' and t.at >= $2
        and t.contact_id in (select same.id from contact asked
                               join contact same on same.organisation_id = asked.organisation_id
                                and (same.id = asked.id or same.email = asked.email)
                              where asked.id = $1)
      order by t.at desc, t.id desc`,
    [contact, since],
  );
  return rows.map(({ at, person_id }) => ({ at, by: person_id ?? undefined }));
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * True when the timeline has a meeting with the customer within an hour of an instant, or a check-in or review of its day:
 * these stand there with the time at which somebody said so.
 * @param zone in which that day is
 */
export async function hasMeetingNear(tx: Tx, account: AccountId, at: Date, zone: string): Promise<boolean> {
  const near = (ms: number): Date => new Date(at.getTime() + ms);
  const rows = await tx.rows(
    `select 1 from timeline t
      where t.account_id = $1 and t.at between $2 and $3
        and (t.kind in ('meeting', 'on-site') and t.at between $4 and $5
             or t.kind in ('check-in', 'review') and (t.at at time zone $7)::date = ($6::timestamptz at time zone $7)::date)
      limit 1`,
    [account, near(-DAY_MS), near(DAY_MS), near(-HOUR_MS), near(HOUR_MS), at, zone],
  );
  return rows.length > 0;
}

const APPEND: Statement = {
  name: "accounts.append-to-timeline",
  sql: `insert into timeline (organisation_id, id, account_id, kind, at, person_id, via, details, contact_id, direction,
                              proactive, visibility, summary, ingested_at, known_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
};

/** @param now when we got to know of it */
export function appendToTimeline(tx: Tx, id: string, touch: Touch, now: Date): void {
  tx.run(APPEND, [
    tx.organisation,
    id,
    touch.account,
    touch.what,
    touch.at ?? now,
    touch.by ?? null,
    touch.via,
    JSON.stringify(touch.details),
    touch.contact ?? null,
    touch.direction ?? null,
    touch.proactive ?? false,
    touch.visibility ?? "internal",
    touch.summary ?? null,
    now,
  ]);
}
