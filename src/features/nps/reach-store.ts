import type { LocalDate } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { ChannelId, ContactId } from "../../kernel/ids.ts";
import { LEFT, OPTED_OUT } from "./decide.ts";
import { type SurveyContact, type Via, WHO } from "./survey-store.ts";

/** Since when one more touch of a person is within the cap (A14): now, or as the oldest of the newest ones is a month old. */
export async function touchableFrom(
  tx: Tx,
  { id, email }: Pick<SurveyContact, "id" | "email">,
  now: Date,
): Promise<Date> {
  const spanMs = ACCOUNT.contactCapDays * 86_400_000;
  const [row] = await tx.rows<{ at: Date }>(
    `select t.at from timeline t join contact c on c.id = t.contact_id
      where (c.id = $1 or lower(c.email) = lower($2)) and t.direction = 'out' and t.at <= $3 and t.at > $4
      order by t.at desc offset ${String(ACCOUNT.contactCap - 1)} limit 1`,
    [id, email ?? null, now, new Date(now.getTime() - spanMs)],
  );
  return row ? new Date(row.at.getTime() + spanMs) : now;
}

/** Holds people until the transaction ends, at each customer that has them, so that the touches of two don't pass the cap together. */
export async function holdTouchable(tx: Tx, people: readonly Pick<SurveyContact, "id" | "email">[]): Promise<void> {
  if (people.length === 0) return;
  await tx.rows(
    "select 1 from contact where id = any($1::uuid[]) or lower(email) = any($2::text[]) order by id for no key update",
    [people.map(({ id }) => id), people.flatMap(({ email }) => email?.toLowerCase() ?? [])],
  );
}

/** The rows of one person: those with their address, and those whom they are in chat. */
export async function rowsOf(tx: Tx, contact: ContactId): Promise<ContactId[]> {
  const rows = await tx.rows<{ id: ContactId }>(
    `with met as (
       select $1::uuid as id
       union
       select other.contact_id from contact_handle one
         join contact_handle other on (other.platform, other.workspace, other.user_id) = (one.platform, one.workspace, one.user_id)
        where one.contact_id = $1)
     select id from met
     union
     select c.id from met join contact m on m.id = met.id join contact c on lower(c.email) = lower(m.email)`,
    [contact],
  );
  return rows.map(({ id }) => id);
}

/** @param rows of one person @returns false when they had said so before */
export async function optOut(tx: Tx, rows: readonly ContactId[], via: Via, now: Date): Promise<boolean> {
  const made = await tx.rows(
    `insert into survey_opt_out (organisation_id, who, at, via)
     select distinct $1::uuid, ${WHO}, $3::timestamptz, $4 from contact c where c.id = any($2::uuid[])
     on conflict (organisation_id, who) do nothing returning who`,
    [tx.organisation, rows, now, via],
  );
  return made.length > 0;
}

/** Why somebody who was asked isn't written to any more; undefined: nothing speaks against it. */
export async function goneBy(
  tx: Tx,
  contact: ContactId,
  day: LocalDate,
): Promise<typeof OPTED_OUT | typeof LEFT | undefined> {
  const [row] = await tx.rows<{ out: boolean; gone: boolean }>(
    `select exists (select from survey_opt_out where who = ${WHO}) as out,
            coalesce(c.left_on <= $2::date, false) or a.lifecycle_stage = 'churned' as gone
       from contact c join account a on a.id = c.account_id where c.id = $1`,
    [contact, day],
  );
  if (!row || row.gone) return LEFT;
  return row.out ? OPTED_OUT : undefined;
}

/** Where each contact is met in chat; the first by `turn`, then the rest, is where they are asked. */
export const PLACES = `
  select h.contact_id, h.platform, h.user_id, null::uuid as channel, 1 as turn
    from contact_handle h
    join workspace w on w.organisation_id = h.organisation_id and w.platform = h.platform and w.external_id = h.workspace
  union all
  select h.contact_id, h.platform, h.user_id, c.id, 2
    from contact_handle h
    join channel_member m on m.user_id = h.user_id
    join channel c on c.id = m.channel_id
   where h.platform = 'slack' and c.platform = 'slack' and c.purpose = 'customer' and not c.archived`;

/** Where somebody is met in chat: their own conversation with the bot before a channel that we share. */
export interface MetAt {
  readonly platform: "slack" | "teams";
  /** undefined: their own conversation */
  readonly channel: ChannelId | undefined;
}

export async function placeOf(tx: Tx, contact: ContactId): Promise<MetAt | undefined> {
  const [row] = await tx.rows<{ platform: "slack" | "teams"; channel: ChannelId | null }>(
    `select platform, channel from (${PLACES}) met
      where contact_id = $1 order by turn, platform, user_id, channel limit 1`,
    [contact],
  );
  return row && { platform: row.platform, channel: row.channel ?? undefined };
}
