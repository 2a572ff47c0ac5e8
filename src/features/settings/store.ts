import type { LocalTime } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { ChannelId, PersonId } from "../../kernel/ids.ts";
import type { ChannelPlace, ChannelSetUp } from "./decide.ts";

/** Language, zone and digest time, of a person or of the organisation. */
export interface Preferences {
  readonly locale: Locale;
  readonly zone: string;
  readonly digestAt: LocalTime;
}

export async function savePersonPreferences(
  tx: Tx,
  person: PersonId,
  { locale, zone, digestAt }: Preferences,
): Promise<void> {
  await tx.rows("update person set locale = $2, zone = $3, digest_at = $4 where id = $1", [
    person,
    locale,
    zone,
    digestAt,
  ]);
}

export async function saveDefaults(tx: Tx, preferences: Preferences): Promise<void> {
  for (const [name, value] of Object.entries(preferences)) {
    await tx.rows(
      `insert into setting (organisation_id, name, value) values ($1, $2, $3)
       on conflict (organisation_id, name) do update set value = excluded.value`,
      [tx.organisation, name, JSON.stringify(value)],
    );
  }
}

/** Gives a channel its purpose and clearance. Its flags and members are unknown until they are read. */
export async function saveChannel(tx: Tx, id: ChannelId, place: ChannelPlace, setUp: ChannelSetUp): Promise<void> {
  await tx.rows(
    `insert into channel (organisation_id, id, platform, workspace, conversation, name, purpose, clearance, locale, digest_at, manager_id, region)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (organisation_id, platform, workspace, conversation) do update
        set purpose = excluded.purpose, clearance = excluded.clearance, locale = excluded.locale, digest_at = excluded.digest_at,
            manager_id = excluded.manager_id, region = excluded.region, archived = false, name = excluded.name`,
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
}

export type ChannelChangeKind = "joined" | "left" | "shared" | "unshared" | "archived";

/** Notes a change of a channel we have; its flags and members are read again before the next sensitive post. */
export async function noteChannelChange(
  tx: Tx,
  platform: string,
  workspace: string,
  conversation: string,
  change: ChannelChangeKind,
): Promise<ChannelId | undefined> {
  const [row] = await tx.rows<{ id: ChannelId }>(
    `update channel
        set flags_read_at = null,
            members_read_at = null,
            external = external or $4 = 'shared',
            archived = archived or $4 = 'archived'
      where platform = $1 and workspace = $2 and conversation = $3 returning id`,
    [platform, workspace, conversation, change],
  );
  return row?.id;
}

export async function auditSetting(
  tx: Tx,
  id: string,
  at: Date,
  by: PersonId,
  action: string,
  details: object,
): Promise<void> {
  await tx.rows(
    `insert into audit (organisation_id, id, at, person_id, action, subject, details) values ($1, $2, $3, $4, $5, '', $6)`,
    [tx.organisation, id, at, by, action, JSON.stringify(details)],
  );
}
