import type { Tx } from "../../kernel/deps.ts";
import type { ChannelId, PersonId } from "../../kernel/ids.ts";

/** A member of a channel because of whom parts of posts are left out there. */
export interface HiddenMember {
  readonly user: string;
  /** undefined: nobody has matched them */
  readonly person: PersonId | undefined;
  readonly name: string | undefined;
  /** undefined: undecided */
  readonly approved: boolean | undefined;
}

/** Notes those whom nobody was asked about before. @returns how many */
export async function askAbout(tx: Tx, channel: ChannelId, users: readonly string[], now: Date): Promise<number> {
  const rows = await tx.rows(
    `insert into channel_approval (organisation_id, channel_id, user_id, at)
     select $1, $2, each, $4 from unnest($3::text[]) as each
     on conflict (organisation_id, channel_id, user_id) do nothing returning user_id`,
    [tx.organisation, channel, users, now],
  );
  return rows.length;
}

export async function channelBeginning(tx: Tx, beginning: string): Promise<ChannelId | undefined> {
  const [row] = await tx.rows<{ id: ChannelId }>("select id from channel where starts_with(id::text, $1)", [beginning]);
  return row?.id;
}

/** Those who still are members, by name. */
export async function hiddenMembers(tx: Tx, channel: ChannelId): Promise<HiddenMember[]> {
  const rows = await tx.rows<{
    user_id: string;
    person_id: PersonId | null;
    name: string | null;
    approved: boolean | null;
  }>(
    `select v.user_id, p.id as person_id, p.name, v.approved from channel_approval v
       join channel c on c.organisation_id = v.organisation_id and c.id = v.channel_id
       join channel_member m on m.organisation_id = v.organisation_id and m.channel_id = v.channel_id
                            and m.user_id = v.user_id and m.kind = 'member'
       left join handle h on h.organisation_id = v.organisation_id and h.platform = c.platform
                         and h.workspace = c.workspace and h.user_id = v.user_id
       left join person p on p.organisation_id = h.organisation_id and p.id = h.person_id
      where v.channel_id = $1 order by p.name nulls last, v.user_id`,
    [channel],
  );
  return rows.map((row) => ({
    user: row.user_id,
    person: row.person_id ?? undefined,
    name: row.name ?? undefined,
    approved: row.approved ?? undefined,
  }));
}

/** Decides about members; those who are decided so already are left alone. @returns whom it was decided about */
export async function decideAbout(
  tx: Tx,
  channel: ChannelId,
  users: readonly string[],
  approved: boolean,
  by: PersonId,
  now: Date,
): Promise<string[]> {
  const rows = await tx.rows<{ user_id: string }>(
    `update channel_approval set approved = $4, decided_by = $5, at = $6
      where organisation_id = $1 and channel_id = $2 and user_id = any($3::text[]) and approved is distinct from $4
      returning user_id`,
    [tx.organisation, channel, users, approved, by, now],
  );
  return rows.map((row) => row.user_id);
}
