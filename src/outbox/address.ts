import type { PlatformName } from "../chat/interaction.ts";
import type { Target } from "../chat/platform.ts";
import type { Address } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Directory, Locale, Person } from "../kernel/directory.ts";
import type { ChannelId, PersonId } from "../kernel/ids.ts";
import { type Audience, NOBODY } from "../kernel/permissions.ts";
import { channelAudience, flagsFresh, personAudience, refreshOf, type Refresh } from "./audience.ts";
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
      readonly locale: Locale;
      readonly zone: string;
      /** asks the database for the members' roles, so only when something is drawn */
      audience(): Promise<Audience>;
    };

const HIGHEST_FALLBACK = 3;

/**
 * Where a post goes. A message that stands already is drawn anew where it stands, for whom it was sent to.
 * @param stand of a post that was sent
 */
export async function standingOf(
  tx: Tx,
  parts: AddressParts,
  post: { readonly address: Address; readonly stand: Stand | undefined; readonly sensitive: boolean },
  wallNow: Date,
): Promise<Standing> {
  const at = post.address.indexOf(":");
  const id = post.address.slice(at + 1);
  return post.address.startsWith("channel:")
    ? channelStanding(tx, parts, id as ChannelId, post, wallNow)
    : personStanding(tx, parts, id as PersonId, post.stand);
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
  } as const;
  // The directory leaves out archived channels; whether this one still is, is asked before anything is drawn.
  if (stored.archived) return { ...here, locale: "en", zone: "UTC", audience: () => Promise.resolve(NOBODY) };
  const channel = await directory.channel(tx, id);
  if (!channel) return nowhere("channel unknown");
  return {
    ...here,
    locale: channel.locale,
    zone: channel.calendar.zone,
    audience: async () => channelAudience(stored, await rolesByUser(tx, directory, stored.target)),
  };
}

async function personStanding(tx: Tx, parts: AddressParts, id: PersonId, stand: Stand | undefined): Promise<Standing> {
  if (stand) {
    const reader = await parts.directory.person(tx, stand.reader ?? id);
    if (!reader?.active) return nowhere("person inactive");
    if (!parts.platforms.has(stand.platform)) return nowhere("platform not connected");
    return direct(reader, { platform: stand.platform, workspace: stand.workspace, conversation: stand.conversation });
  }
  let next: PersonId | undefined = id;
  for (let height = 0; next !== undefined && height <= HIGHEST_FALLBACK; height++) {
    const person: Person | undefined = await parts.directory.person(tx, next);
    if (!person) break;
    const target = person.active ? await directTarget(tx, parts, person.id) : undefined;
    if (target) return direct(person, target);
    next = person.manager;
  }
  return nowhere("person not reachable");
}

async function directTarget(
  tx: Tx,
  { directory, platforms }: AddressParts,
  person: PersonId,
): Promise<Target | undefined> {
  const handles = (await directory.handles(tx, [person])).filter((handle) => platforms.has(handle.platform));
  const [first] = handles.toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  return first && { platform: first.platform, workspace: first.workspace, conversation: first.user };
}

function sortKey({ platform, workspace }: { readonly platform: string; readonly workspace: string }): string {
  return `${platform} ${workspace}`;
}

function direct(reader: Person, target: Target): Standing {
  return {
    kind: "here",
    target,
    refresh: "nothing",
    channel: undefined,
    reader: reader.id,
    locale: reader.locale,
    zone: reader.calendar.zone,
    audience: () => Promise.resolve(personAudience(reader)),
  };
}

function targetOf(stand: Stand | undefined): Target | undefined {
  return stand && { platform: stand.platform, workspace: stand.workspace, conversation: stand.conversation };
}

function nowhere(reason: string): Standing {
  return { kind: "nowhere", reason };
}
