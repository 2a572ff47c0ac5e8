export { type AuditAction, writeAudit } from "../../db/audit.ts";
import { prismaOf } from "../../db/prisma.ts";
import type { LocalTime } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { ChannelId, PersonId } from "../../kernel/ids.ts";
import type { ChannelPlace, ChannelSetUp } from "./decide.ts";
import type { OrganisationDefaults } from "./defaults-decide.ts";
import type { Wish } from "./notify-decide.ts";

/** Language, zone and digest time of a person. */
export interface Preferences {
  readonly locale: Locale;
  readonly zone: string;
  readonly digestAt: LocalTime;
}

export async function savePersonPreferences(tx: Tx, person: PersonId, preferences: Preferences): Promise<void> {
  const key = { organisationId: tx.organisation, id: person };
  await prismaOf(tx).person.update({ where: { organisationId_id: key }, data: preferences });
}

export async function saveDefaults(tx: Tx, defaults: OrganisationDefaults): Promise<void> {
  await tx.rows(
    `insert into setting (organisation_id, name, value) select $1, key, value from jsonb_each($2::jsonb)
     on conflict (organisation_id, name) do update set value = excluded.value`,
    [tx.organisation, JSON.stringify(defaults)],
  );
}

/** How somebody wants each kind of message; those that aren't there come at once. */
export async function wishesOf(tx: Tx, person: PersonId): Promise<ReadonlyMap<string, Wish>> {
  const rows = await tx.rows<{ kind: string; wish: Wish }>("select kind, wish from preference where person_id = $1", [
    person,
  ]);
  return new Map(rows.map(({ kind, wish }) => [kind, wish]));
}

export async function saveWishes(tx: Tx, person: PersonId, wishes: ReadonlyMap<string, Wish>): Promise<void> {
  await tx.rows(
    `insert into preference (organisation_id, person_id, kind, wish)
     select $1, $2, key, value from jsonb_each_text($3::jsonb)
     on conflict (organisation_id, person_id, kind) do update set wish = excluded.wish`,
    [tx.organisation, person, JSON.stringify(Object.fromEntries(wishes))],
  );
}

/**
 * Gives a channel its purpose and clearance. Its flags and members are unknown until they are read. What was approved
 * for another clearance is asked for anew.
 */
export async function saveChannel(tx: Tx, id: ChannelId, place: ChannelPlace, setUp: ChannelSetUp): Promise<ChannelId> {
  await tx.rows(
    `delete from channel_approval v using channel c
      where c.organisation_id = v.organisation_id and c.id = v.channel_id
        and c.platform = $1 and c.workspace = $2 and c.conversation = $3 and c.clearance <> $4`,
    [place.platform, place.workspace, place.conversation, setUp.clearance],
  );
  const [row] = await tx.rows<{ id: ChannelId }>(
    `insert into channel (organisation_id, id, platform, workspace, conversation, name, purpose, clearance, locale, digest_at, manager_id, region)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (organisation_id, platform, workspace, conversation) do update
        set purpose = excluded.purpose, clearance = excluded.clearance, locale = excluded.locale, digest_at = excluded.digest_at,
            manager_id = excluded.manager_id, region = excluded.region, archived = false, name = excluded.name
     returning id`,
    [
      tx.organisation,
      id,
      place.platform,
      place.workspace,
      place.conversation,
      place.name,
      setUp.purpose,
      setUp.clearance,
      setUp.locale,
      setUp.digestAt,
      setUp.forWhom.kind === "team" ? setUp.forWhom.manager : null,
      setUp.forWhom.kind === "region" ? setUp.forWhom.region : null,
    ],
  );
  return row?.id ?? id;
}

export type ChannelChangeKind = "joined" | "left" | "shared" | "unshared" | "archived" | "removed";

/**
 * Notes a change of a channel we have; its flags and members are read again before the next sensitive post, and where it
 * can't post it doesn't listen.
 */
export async function noteChannelChange(
  tx: Tx,
  platform: string,
  workspace: string,
  conversation: string,
  change: ChannelChangeKind,
): Promise<{ readonly id: ChannelId; readonly endedListening: boolean } | undefined> {
  const [row] = await tx.rows<{ id: ChannelId; ended: boolean }>(
    `with was as (
       select id, listens_since is not null and $4 in ('archived', 'removed') as ended from channel
        where platform = $1 and workspace = $2 and conversation = $3 for update)
     update channel c
        set flags_read_at = null,
            members_read_at = null,
            external = external or $4 = 'shared',
            archived = archived or $4 = 'archived',
            listens_since = case when was.ended then null else listens_since end
       from was where c.id = was.id returning c.id, was.ended`,
    [platform, workspace, conversation, change],
  );
  return row && { id: row.id, endedListening: row.ended };
}
