import type { ChannelId } from "../../kernel/ids.ts";
import type { HiddenMember } from "./hidden-store.ts";

const BETWEEN = " ";

/** What a button about the members of a channel is about: the channel, and a mark of exactly these members. */
export function aboutThose(channel: ChannelId, members: readonly HiddenMember[]): string {
  return `${channel}${BETWEEN}${markOf(members)}`;
}

/** The channel that a button is about, and whether its members still are those that stood above the button. */
export function channelAsked(subject: string): {
  readonly channel: ChannelId;
  readonly isAbout: (members: readonly HiddenMember[]) => boolean;
} {
  const [channel = "", mark = ""] = subject.split(BETWEEN);
  return { channel: channel as ChannelId, isAbout: (members) => mark === markOf(members) };
}

const PRIMES = [16_777_619, 2_246_822_519] as const;

/** Two sums of the users by Fowler, Noll and Vo's way: one joins or leaves, and they are others. */
function markOf(members: readonly HiddenMember[]): string {
  const users = members.map(({ user, person }) => `${user}${BETWEEN}${person ?? ""}`).toSorted();
  return PRIMES.map((prime) => {
    let sum = 2_166_136_261;
    for (const letter of users.join("\n")) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), prime) >>> 0;
    return sum.toString(36);
  }).join("-");
}
