import type { Target } from "../chat/platform.ts";
import type { Address } from "../features/feature.ts";
import { goneWorkspaces } from "../db/installations.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Person } from "../kernel/directory.ts";
import type { ChannelId, PersonId } from "../kernel/ids.ts";
import { NOBODY } from "../kernel/permissions.ts";
import { channelReadership, flagsFresh, personAudience, refreshOf } from "./audience.ts";
import { rolesByUser, storedChannel } from "./channels.ts";
import { contactStanding } from "./contact-address.ts";
import { mailStanding } from "./mail-address.ts";
import {
  type AddressParts,
  courierOf,
  firstReached,
  isGone,
  nowhere,
  type ReachParts,
  type Standing,
  targetIn,
  targetOf,
} from "./standing.ts";
import type { Stand } from "./store.ts";

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
  const standing = await standingIn(tx, { ...parts, gone }, id, post, wallNow);
  return standing.kind === "here" && isGone(gone, standing.target) ? nowhere("app_uninstalled") : standing;
}

function standingIn(
  tx: Tx,
  parts: ReachParts,
  id: string,
  post: Parameters<typeof standingOf>[2],
  wallNow: Date,
): Promise<Standing> {
  if (post.address.startsWith("channel:")) return channelStanding(tx, parts, id as ChannelId, post, wallNow);
  if (post.address.startsWith("mail:")) return mailStanding(tx, parts, id, post.stand);
  if (post.address.startsWith("contact:")) return contactStanding(tx, parts, id, post.stand);
  return personStanding(tx, parts, id as PersonId, post);
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
  if (!courierOf({ platforms }, stored.target)) return nowhere("platform not connected");
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

async function personStanding(
  tx: Tx,
  parts: ReachParts,
  id: PersonId,
  { stand, confidential }: { readonly stand: Stand | undefined; readonly confidential: boolean },
): Promise<Standing> {
  if (stand) {
    const reader = await parts.directory.person(tx, stand.reader ?? id);
    if (!reader?.active) return nowhere("person inactive");
    if (!courierOf(parts, stand)) return nowhere("platform not connected");
    const target = targetIn(stand);
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

async function directTarget(tx: Tx, parts: ReachParts, person: PersonId): Promise<Target | undefined> {
  const first = firstReached(parts, await parts.directory.handles(tx, [person]));
  return first && { platform: first.platform, workspace: first.workspace, conversation: first.user };
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
