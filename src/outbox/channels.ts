import type { ChannelFlags, ChannelMember, Target } from "../chat/platform.ts";
import type { PlatformName } from "../chat/interaction.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Directory } from "../kernel/directory.ts";
import type { ChannelId } from "../kernel/ids.ts";
import type { Clearance, Role } from "../kernel/permissions.ts";
import type { ChannelReading } from "./audience.ts";

const MOST_ROWS = 1000;

export interface StoredChannel extends ChannelReading {
  readonly target: Target;
  readonly archived: boolean;
  /** colleagues whom an administrator lets see what the channel is cleared for */
  readonly approved: ReadonlySet<string>;
}

/** A channel with what was last read of it. */
export async function storedChannel(tx: Tx, id: ChannelId): Promise<StoredChannel | undefined> {
  const [row] = await tx.rows<{
    platform: PlatformName;
    workspace: string;
    conversation: string;
    clearance: Clearance;
    external: boolean;
    archived: boolean;
    flags_read_at: Date | null;
    members_read_at: Date | null;
    members: ChannelMember[];
    approved: string[];
  }>(
    `select platform, workspace, conversation, clearance, external, archived, flags_read_at, members_read_at,
            (select coalesce(jsonb_agg(jsonb_build_object('user', user_id, 'kind', kind)), '[]') from channel_member m
              where m.organisation_id = c.organisation_id and m.channel_id = c.id) as members,
            array(select user_id from channel_approval v
                   where v.organisation_id = c.organisation_id and v.channel_id = c.id and v.approved) as approved
       from channel c where organisation_id = $1 and id = $2`,
    [tx.organisation, id],
  );
  if (!row) return undefined;
  const { platform, workspace, conversation, clearance, external, archived, members } = row;
  return {
    target: { platform, workspace, conversation },
    clearance,
    external,
    archived,
    members,
    approved: new Set(row.approved),
    flagsReadAt: row.flags_read_at ?? undefined,
    membersReadAt: row.members_read_at ?? undefined,
  };
}

/**
 * Keeps what a platform was asked about a channel at `wallNow`; the members when they were read too.
 * @returns whether it was listened to until now, which ends where it is archived
 */
export async function keepReading(tx: Tx, id: ChannelId, reading: ChannelFlags, wallNow: Date): Promise<boolean> {
  const { external, archived, members } = reading;
  const [row] = await tx.rows<{ ended: boolean }>(
    `with was as (select id, listens_since is not null and $4 as ended from channel
                   where organisation_id = $1 and id = $2 for update)
     update channel c set external = $3, archived = $4, flags_read_at = $5,
                          listens_since = case when $4 then null else listens_since end,
                          members_read_at = case when $6 then $5 else members_read_at end
       from was where c.organisation_id = $1 and c.id = was.id returning was.ended`,
    [tx.organisation, id, external, archived, wallNow, members !== undefined],
  );
  if (members) await keepMembers(tx, id, members);
  return row?.ended ?? false;
}

async function keepMembers(tx: Tx, id: ChannelId, members: NonNullable<ChannelFlags["members"]>): Promise<void> {
  await tx.rows(
    "delete from channel_member where organisation_id = $1 and channel_id = $2 and user_id <> all($3::text[])",
    [tx.organisation, id, members.map((member) => member.user)],
  );
  for (let at = 0; at < members.length; at += MOST_ROWS) {
    const some = members.slice(at, at + MOST_ROWS);
    await tx.rows(
      `insert into channel_member (organisation_id, channel_id, user_id, kind)
       select $1, $2, each.* from unnest($3::text[], $4::text[]) as each
       on conflict (organisation_id, channel_id, user_id) do update set kind = excluded.kind`,
      [tx.organisation, id, some.map((member) => member.user), some.map((member) => member.kind)],
    );
  }
}

/** The roles of a workspace's users, of those whom somebody matched. */
export async function rolesByUser(
  tx: Tx,
  directory: Directory,
  { platform, workspace }: Target,
): Promise<ReadonlyMap<string, readonly Role[]>> {
  const people = await directory.people(tx);
  const roles = new Map(people.map((person) => [person.id, person.roles]));
  const handles = await directory.handles(tx, [...roles.keys()]);
  return new Map(
    handles
      .filter((handle) => handle.platform === platform && handle.workspace === workspace)
      .map((handle) => [handle.user, roles.get(handle.person) ?? []]),
  );
}
