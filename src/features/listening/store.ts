export { writeAudit } from "../../db/audit.ts";
import type { Place, Sender } from "../../chat/interaction.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { ChannelId } from "../../kernel/ids.ts";

export type Where = Pick<Sender, "platform" | "workspace"> & Pick<Place, "conversation">;

export const NOTICE = "listening.notice";
/** The slot of the notice that it is on. */
export function onSlot(since: Date): string {
  return `on ${since.toISOString()}`;
}

const AT = "platform = $1 and workspace = $2 and conversation = $3";

/** A channel in which it is switched on, announced or not. */
export async function isOnAt(tx: Tx, where: Where): Promise<boolean> {
  const rows = await tx.rows(`select 1 from channel where ${AT} and listens_since is not null and not archived`, [
    where.platform,
    where.workspace,
    where.conversation,
  ]);
  return rows.length > 0;
}

/** A channel in which it is switched on, and where the notice of just that stands: before it does, nothing is looked at. */
export async function listenedAt(tx: Tx, where: Where): Promise<ChannelId | undefined> {
  const [row] = await tx.rows<{ id: ChannelId; since: Date }>(
    `select id, listens_since as since from channel where ${AT} and listens_since is not null and not archived`,
    [where.platform, where.workspace, where.conversation],
  );
  if (!row) return undefined;
  const standing = await tx.rows(
    "select 1 from post where card = $1 and subject = $2 and slot = $3 and state in ('sent', 'wanted', 'sending', 'ambiguous') and ref is not null",
    [NOTICE, row.id, onSlot(row.since)],
  );
  return standing.length > 0 ? row.id : undefined;
}

export async function isListenedTo(tx: Tx, channel: ChannelId): Promise<boolean> {
  const rows = await tx.rows("select 1 from channel where id = $1 and listens_since is not null and not archived", [
    channel,
  ]);
  return rows.length > 0;
}

/** A channel that nobody has given a purpose is one for talking with a customer. @returns undefined: it is on already */
export async function switchOn(
  tx: Tx,
  id: ChannelId,
  where: Where & { readonly name: string },
  now: Date,
): Promise<ChannelId | undefined> {
  const [row] = await tx.rows<{ id: ChannelId }>(
    `insert into channel (organisation_id, id, platform, workspace, conversation, name, purpose, clearance, listens_since)
     values ($1, $2, $3, $4, $5, $6, 'customer', 'none', $7)
     on conflict (organisation_id, platform, workspace, conversation) do update
        set listens_since = excluded.listens_since, archived = false
      where channel.listens_since is null or channel.archived
     returning id`,
    [tx.organisation, id, where.platform, where.workspace, where.conversation, where.name, now],
  );
  return row?.id;
}

/** @returns undefined: it is off already */
export async function switchOff(tx: Tx, where: Where): Promise<ChannelId | undefined> {
  const [row] = await tx.rows<{ id: ChannelId }>(
    `update channel set listens_since = null where ${AT} and listens_since is not null returning id`,
    [where.platform, where.workspace, where.conversation],
  );
  return row?.id;
}

/** @returns whether it was on */
export async function endListening(tx: Tx, channel: ChannelId): Promise<boolean> {
  const rows = await tx.rows(
    "update channel set listens_since = null where id = $1 and listens_since is not null returning id",
    [channel],
  );
  return rows.length > 0;
}
