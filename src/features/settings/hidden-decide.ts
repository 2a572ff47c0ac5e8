import type { ChannelId } from "../../kernel/ids.ts";
import type { HiddenMember } from "./hidden-store.ts";

/** As much of a channel's id as stays in the id that its buttons carry. */
const KEPT = "00000000-0000-7000-8000-".length;
const MARK_LETTERS = 6;

/** What a button about the members of a channel is about: an id whose end marks exactly these members. */
export function aboutThose(channel: ChannelId, members: readonly HiddenMember[]): string {
  return beginningOf(channel) + markOf(members);
}

/** The beginning of the channel's own id. */
export function beginningOf(subject: string): string {
  return subject.slice(0, KEPT);
}

const PRIMES = [16_777_619, 2_246_822_519] as const;

/** Two sums of the users by Fowler, Noll and Vo's way: one joins or leaves, and they are others. */
function markOf(members: readonly HiddenMember[]): string {
  const users = members.map(({ user, person }) => `${user} ${person ?? ""}`).toSorted();
  const sums = PRIMES.map((prime) => {
    let sum = 2_166_136_261;
    for (const letter of users.join("\n")) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), prime) >>> 0;
    return sum
      .toString(16)
      .padStart(2 * MARK_LETTERS, "0")
      .slice(-MARK_LETTERS);
  });
  return sums.join("");
}
