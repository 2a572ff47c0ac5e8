import { ACCOUNT } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { ChannelId, ContactId } from "../../kernel/ids.ts";
import type { SurveyContact, Via } from "./survey-store.ts";

/** Since when one more touch of a person is within the cap (A14): now, or as the oldest of the newest ones is a month old. */
export async function touchableFrom(tx: Tx, { id, email }: SurveyContact, now: Date): Promise<Date> {
  const spanMs = ACCOUNT.contactCapDays * 86_400_000;
  const [row] = await tx.rows<{ at: Date }>(
    `select t.at from timeline t join contact c on c.id = t.contact_id
      where (c.id = $1 or lower(c.email) = lower($2)) and t.direction = 'out' and t.at <= $3 and t.at > $4
      order by t.at desc offset ${String(ACCOUNT.contactCap - 1)} limit 1`,
    [id, email ?? null, now, new Date(now.getTime() - spanMs)],
  );
  return row ? new Date(row.at.getTime() + spanMs) : now;
}

/** @returns false when they had said so before */
export async function optOut(tx: Tx, contact: SurveyContact, via: Via, now: Date): Promise<boolean> {
  const made = await tx.rows(
    "insert into survey_opt_out (organisation_id, who, at, via) values ($1, $2, $3, $4) on conflict (organisation_id, who) do nothing returning who",
    [tx.organisation, contact.email?.toLowerCase() ?? contact.id, now, via],
  );
  return made.length > 0;
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
