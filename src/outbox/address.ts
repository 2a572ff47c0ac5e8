import type { PlatformName } from "../chat/interaction.ts";
import type { Target } from "../chat/platform.ts";
import type { Address } from "../features/feature.ts";
import { goneSubject, goneWorkspaces } from "../db/installations.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Directory, Locale, Person } from "../kernel/directory.ts";
import type { ChannelId, PersonId } from "../kernel/ids.ts";
import { NOBODY } from "../kernel/permissions.ts";
import { channelReadership, flagsFresh, personAudience, type Readership, refreshOf, type Refresh } from "./audience.ts";
import { rolesByUser, storedChannel } from "./channels.ts";
import type { Stand } from "./store.ts";

export interface AddressParts {
  readonly directory: Directory;
  readonly platforms: ReadonlyMap<PlatformName, unknown>;
}

/** Where an address goes right now, and who reads there. */
export type Standing =
  | { readonly kind: "nowhere"; readonly reason: string }
  | {
      readonly kind: "here";
      readonly target: Target;
      /** a channel whose flags or members have to be read before anything is drawn for it */
      readonly refresh: Refresh;
      readonly channel: ChannelId | undefined;
      /** whose direct message it is */
      readonly reader: PersonId | undefined;
      /** who is away, for whom the reader stands in */
      readonly insteadOf: Person | undefined;
      readonly locale: Locale;
      readonly zone: string;
      /** asks the database for the members' roles, so only when something is drawn */
      readership(): Promise<Readership>;
    };

const HIGHEST_FALLBACK = 3;

/**
 * Where a post goes. A message that stands already is drawn anew where it stands, for whom it was sent to.
 * @param stand of a post that was sent
 */
export async function standingOf(
  tx: Tx,
  parts: AddressParts,
  post: {
    readonly address: Address;
    readonly stand: Stand | undefined;
    readonly sensitive: boolean;
    /** for its addressee alone */
    readonly confidential: boolean;
  },
  wallNow: Date,
): Promise<Standing> {
  const at = post.address.indexOf(":");
  const id = post.address.slice(at + 1);
  const gone = await goneWorkspaces(tx);
  const standing = await (post.address.startsWith("channel:")
    ? channelStanding(tx, parts, id as ChannelId, post, wallNow)
    : personStanding(tx, { ...parts, gone }, id as PersonId, post));
  return standing.kind === "here" && isGone(gone, standing.target) ? nowhere("app_uninstalled") : standing;
}

async function channelStanding(
  tx: Tx,
  { directory, platforms }: AddressParts,
  id: ChannelId,
  { stand, sensitive }: { readonly stand: Stand | undefined; readonly sensitive: boolean },
  wallNow: Date,
): Promise<Standing> {
  const stored = await storedChannel(tx, id);
  if (!stored) return nowhere("channel unknown");
  if (stored.archived && flagsFresh(stored, wallNow)) return nowhere("channel archived");
  if (!platforms.has(stored.target.platform)) return nowhere("platform not connected");
  const here = {
    kind: "here",
    target: targetOf(stand) ?? stored.target,
    refresh: stored.archived ? "flags" : refreshOf(stored, sensitive, wallNow),
    channel: id,
    reader: undefined,
    insteadOf: undefined,
  } as const;
  // The directory leaves out archived channels; whether this one still is, is asked before anything is drawn.
  if (stored.archived)
    return { ...here, locale: "en", zone: "UTC", readership: () => Promise.resolve({ audience: NOBODY, users: [] }) };
  const channel = await directory.channel(tx, id);
  if (!channel) return nowhere("channel unknown");
  return {
    ...here,
    locale: channel.locale,
    zone: channel.calendar.zone,
    readership: async () => channelReadership(stored, await rolesByUser(tx, directory, stored.target)),
  };
}

/** A person may still be reached elsewhere. */
type PersonParts = AddressParts & { readonly gone: ReadonlySet<string> };

async function personStanding(
  tx: Tx,
  parts: PersonParts,
  id: PersonId,
  { stand, confidential }: { readonly stand: Stand | undefined; readonly confidential: boolean },
): Promise<Standing> {
  if (stand) {
    const reader = await parts.directory.person(tx, stand.reader ?? id);
    if (!reader?.active) return nowhere("person inactive");
    if (!parts.platforms.has(stand.platform)) return nowhere("platform not connected");
    const target = { platform: stand.platform, workspace: stand.workspace, conversation: stand.conversation };
    const insteadOf = reader.covers.includes(id) ? await parts.directory.person(tx, id) : undefined;
    return { ...direct(reader, target), insteadOf };
  }
  const addressee = await parts.directory.person(tx, id);
  if (confidential) {
    const own = addressee?.active && !addressee.cover ? await directTarget(tx, parts, addressee.id) : undefined;
    return addressee && own ? direct(addressee, own) : nowhere("person not there");
  }
  const cover = addressee?.cover && (await parts.directory.person(tx, addressee.cover));
  const coverTarget = cover?.active ? await directTarget(tx, parts, cover.id) : undefined;
  if (cover && coverTarget) return { ...direct(cover, coverTarget), insteadOf: addressee };
  let person = addressee;
  for (let height = 0; person !== undefined && height <= HIGHEST_FALLBACK; height++) {
    const target = person.active ? await directTarget(tx, parts, person.id) : undefined;
    if (target) return direct(person, target);
    person = person.manager && (await parts.directory.person(tx, person.manager));
  }
  return nowhere("person not reachable");
}

async function directTarget(
  tx: Tx,
  { directory, platforms, gone }: PersonParts,
  person: PersonId,
): Promise<Target | undefined> {
  const handles = (await directory.handles(tx, [person])).filter((handle) => platforms.has(handle.platform));
  const sortKey = (at: (typeof handles)[number]): string =>
    `${isGone(gone, at) ? "2" : "1"} ${at.platform} ${at.workspace}`;
  const [first] = handles.toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  return first && { platform: first.platform, workspace: first.workspace, conversation: first.user };
}

function isGone(gone: ReadonlySet<string>, { platform, workspace }: Pick<Target, "platform" | "workspace">): boolean {
  return gone.has(goneSubject(platform, workspace));
}

function direct(reader: Person, target: Target): Extract<Standing, { kind: "here" }> {
  return {
    kind: "here",
    target,
    refresh: "nothing",
    channel: undefined,
    reader: reader.id,
    insteadOf: undefined,
    locale: reader.locale,
    zone: reader.calendar.zone,
    readership: () => Promise.resolve({ audience: personAudience(reader), users: [] }),
  };
}

function targetOf(stand: Stand | undefined): Target | undefined {
  return stand && { platform: stand.platform, workspace: stand.workspace, conversation: stand.conversation };
}

function nowhere(reason: string): Standing {
  return { kind: "nowhere", reason };
}
