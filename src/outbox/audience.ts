import type { ChannelMember } from "../chat/platform.ts";
import type { Person } from "../kernel/directory.ts";
import type { Audience, Clearance, Role } from "../kernel/permissions.ts";

const FLAGS_FRESH_MS = 60_000;
const MEMBERS_FRESH_MS = 24 * 3_600_000;

/** What is known of who reads a channel. Instants are wall time; undefined: never read. */
export interface ChannelReading {
  readonly clearance: Clearance;
  readonly external: boolean;
  readonly flagsReadAt: Date | undefined;
  readonly membersReadAt: Date | undefined;
  readonly members: readonly ChannelMember[];
}

export type Refresh = "nothing" | "flags" | "members";

/** What has to be read anew before a card may be drawn for a channel. Reading the members reads the flags too. */
export function refreshOf(
  channel: Pick<ChannelReading, "flagsReadAt" | "membersReadAt">,
  sensitive: boolean,
  wallNow: Date,
): Refresh {
  if (olderThan(channel.membersReadAt, MEMBERS_FRESH_MS, wallNow)) return "members";
  if (channel.flagsReadAt === undefined) return "flags";
  return sensitive && olderThan(channel.flagsReadAt, FLAGS_FRESH_MS, wallNow) ? "flags" : "nothing";
}

/** Guests, external members and bots other than ours; and nobody knows who reads a channel that was never read. */
export function hasOutsiders(channel: Omit<ChannelReading, "clearance">): boolean {
  return (
    channel.external ||
    channel.flagsReadAt === undefined ||
    channel.membersReadAt === undefined ||
    channel.members.some(({ kind }) => kind !== "member" && kind !== "self")
  );
}

/**
 * A member whom nobody matched has no roles.
 * @param rolesOf the roles of a member by user id
 */
export function channelAudience(channel: ChannelReading, rolesOf: ReadonlyMap<string, readonly Role[]>): Audience {
  const readers = channel.members.filter((member) => member.kind !== "self");
  return {
    kind: "channel",
    clearance: channel.clearance,
    members: readers.map((member) => rolesOf.get(member.user) ?? []),
    outsiders: hasOutsiders(channel),
  };
}

export function personAudience({ id, roles, region, covers }: Person): Audience {
  return { kind: "person", reader: { person: id, roles, region, covers } };
}

function olderThan(readAt: Date | undefined, ms: number, wallNow: Date): boolean {
  return readAt === undefined || wallNow.getTime() - readAt.getTime() > ms;
}
