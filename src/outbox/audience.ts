import type { ChannelMember } from "../chat/platform.ts";
import type { Person } from "../kernel/directory.ts";
import type { Audience, Clearance, Role } from "../kernel/permissions.ts";

/** Older flags don't count before a post with money, score or risk. */
const FLAGS_FRESH_MS = 60_000;
const MEMBERS_FRESH_MS = 24 * 3_600_000;

/** What is known of who reads a channel. Instants are wall time; undefined: never read. */
export interface ChannelReading {
  readonly clearance: Clearance;
  readonly external: boolean;
  readonly flagsReadAt: Date | undefined;
  readonly membersReadAt: Date | undefined;
  readonly members: readonly ChannelMember[];
  /** colleagues whom an administrator lets see what the channel is cleared for */
  readonly approved: ReadonlySet<string>;
}

/** Who reads, and in a channel the users behind the audience's members, in their order. */
export interface Readership {
  readonly audience: Audience;
  readonly users: readonly string[];
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
  return sensitive && !flagsFresh(channel, wallNow) ? "flags" : "nothing";
}

/** Whether what was last read shows outsiders: guests, external members, bots other than ours. */
export function showsOutsiders({ external, members }: Pick<ChannelReading, "external" | "members">): boolean {
  return external || members.some(({ kind }) => kind !== "member" && kind !== "self");
}

/**
 * A member whom nobody matched has no roles; a channel that was never read has outsiders. An approval lifts colleagues
 * only.
 * @param rolesOf the roles of a member by user id
 */
export function channelReadership(channel: ChannelReading, rolesOf: ReadonlyMap<string, readonly Role[]>): Readership {
  const readers = channel.members.filter(({ kind }) => kind !== "self");
  const isApproved = ({ kind, user }: ChannelMember): boolean => kind === "member" && channel.approved.has(user);
  const rolesIn = ({ user }: ChannelMember): readonly Role[] => rolesOf.get(user) ?? [];
  const counting = readers.filter((each) => !isApproved(each));
  const audience: Audience = {
    kind: "channel",
    clearance: channel.clearance,
    members: counting.map(rolesIn),
    approved: readers.filter(isApproved).map(rolesIn),
    outsiders: showsOutsiders(channel) || channel.flagsReadAt === undefined || channel.membersReadAt === undefined,
  };
  return { audience, users: counting.map(({ user }) => user) };
}

export function personAudience({ id, roles, region, covers }: Person): Audience {
  return { kind: "person", reader: { person: id, roles, region, covers } };
}

/** True when the flags were read within the last minute. */
export function flagsFresh({ flagsReadAt }: Pick<ChannelReading, "flagsReadAt">, wallNow: Date): boolean {
  return !olderThan(flagsReadAt, FLAGS_FRESH_MS, wallNow);
}

function olderThan(readAt: Date | undefined, ms: number, wallNow: Date): boolean {
  return readAt === undefined || wallNow.getTime() - readAt.getTime() > ms;
}
