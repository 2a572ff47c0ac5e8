import type { PostId } from "../../kernel/ids.ts";
import type { UnsettledPost } from "../feature.ts";

/** Older ones are neither told nor listed any more. */
export const LISTED_DAYS = 30;
export const MOST_LINES = 8;

/** Why something did not arrive, by what a person can do about it. */
export type Trouble =
  /** it may have arrived */
  | "unknown"
  /** the same, and we may not read there */
  | "unread"
  | "archived"
  | "shut"
  | "person"
  | "cut-off"
  | "ours"
  | "refused"
  | "down";

/** In the outbox's and the platforms' words; the first that fits. */
const TROUBLES: readonly (readonly [RegExp, Trouble])[] = [
  [/^passing: /, "down"],
  [/\b(channel archived|is_archived)$/, "archived"],
  [/\b(channel unknown|channel unread|not_in_channel|channel_not_found)$/, "shut"],
  [
    /\b(person \w+( reachable)?|(contact|person) without an address|contact (unknown|not reachable)|users?_\w+|cannot_dm_bot)$/,
    "person",
  ],
  [/\b(platform not connected|account_inactive|token_\w+|invalid_auth|not_authed|team_\w+)$/, "cut-off"],
  [/\b(app_uninstalled|not_installed|missing_scope)$/, "cut-off"],
  [/^(draw|card unknown)$|\b(limits: .*|invalid_(blocks|arguments)|msg_(blocks_)?too_long)/, "ours"],
];

export function troubleOf({ fate, reason }: Pick<UnsettledPost, "fate" | "reason">): Trouble {
  if (fate === "unknown") return /looked up: (missing_scope|no_permission)$/.test(reason) ? "unread" : "unknown";
  return TROUBLES.find(([words]) => words.test(reason))?.[1] ?? "refused";
}

/** Posts of one trouble at one address, or at all when there are too many addresses for a card. */
export interface Line {
  /** the oldest of its posts, by which a press names the line */
  readonly id: PostId;
  readonly trouble: Trouble;
  /** at several addresses */
  readonly wide: boolean;
  /** oldest first, at least one */
  readonly posts: readonly UnsettledPost[];
}

/**
 * Unsettled posts as lines, the longest first.
 * @param posts oldest first
 * @returns at most MOST_LINES lines, and how many posts they leave out
 */
export function linesOf(posts: readonly UnsettledPost[]): { readonly lines: readonly Line[]; readonly more: number } {
  const narrow = grouped(posts, false);
  const all = narrow.length <= MOST_LINES ? narrow : grouped(posts, true);
  const sorted = all.toSorted((one, other) => other.posts.length - one.posts.length);
  const more = sorted.slice(MOST_LINES).reduce((sum, line) => sum + line.posts.length, 0);
  return { lines: sorted.slice(0, MOST_LINES), more };
}

function grouped(posts: readonly UnsettledPost[], wide: boolean): Line[] {
  const groups = Map.groupBy(posts, (post) => `${troubleOf(post)} ${wide ? "" : post.address}`);
  return [...groups.values()].flatMap((group): Line[] => {
    const [first] = group;
    const several = wide && group.some(({ address }) => address !== first?.address);
    return first ? [{ id: first.id, trouble: troubleOf(first), wide: several, posts: group }] : [];
  });
}

/** The posts of the line that a press names, as they are by now; none when that line is settled. */
export function chosenOf(posts: readonly UnsettledPost[], id: string, wide: boolean): readonly UnsettledPost[] {
  return grouped(posts, wide).find((line) => line.posts.some((post) => post.id === id))?.posts ?? [];
}

/** What the platform or the outbox called it, for whoever looks further. */
export function codeOf(reason: string): string {
  return reason.replace(/^[a-z-]+: /, "");
}
