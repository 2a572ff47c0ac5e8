import type { Target } from "../chat/platform.ts";
import { workspacesOf } from "../db/shell.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Contact } from "../kernel/directory.ts";
import type { ChannelId, ContactId } from "../kernel/ids.ts";
import { NOBODY } from "../kernel/permissions.ts";
import { storedChannel } from "./channels.ts";
import { courierOf, firstReached, nowhere, type ReachParts, type Standing, targetIn, unwanted } from "./standing.ts";
import type { Stand } from "./store.ts";

/**
 * Where a message to somebody of a customer's goes: to nobody in their place, and nowhere once they have left or don't want
 * to be asked. What stands already is still drawn anew, so that it says so.
 * @param id "<contact>", or "<contact>@<channel>" for what they alone see in a channel
 */
export async function contactStanding(
  tx: Tx,
  parts: ReachParts,
  id: string,
  stand: Stand | undefined,
): Promise<Standing> {
  const [who = "", channel] = id.split("@");
  const contact = await parts.directory.contact(tx, who as ContactId);
  if (!contact) return nowhere("contact unknown");
  if (stand) return courierOf(parts, stand) ? here(contact, targetIn(stand)) : nowhere("platform not connected");
  if (contact.hasLeft) return unwanted("contact left");
  if (await hasOptedOut(tx, contact)) return unwanted("opted out");
  if (channel !== undefined) return inChannel(tx, parts, contact, channel as ChannelId);
  const target = await directTarget(tx, parts, contact);
  return target ? here(contact, target) : nowhere("contact not reachable");
}

/** A guest's own conversation with the bot. In a workspace that isn't ours the bot can begin none. */
async function directTarget(tx: Tx, parts: ReachParts, { handles }: Contact): Promise<Target | undefined> {
  const ours = new Set<string>();
  for (const platform of new Set(handles.map((handle) => handle.platform))) {
    for (const workspace of await workspacesOf(tx, tx.organisation, platform)) ours.add(`${platform} ${workspace}`);
  }
  const guests = handles
    .filter(({ platform, home }) => ours.has(`${platform} ${home}`))
    .map(({ platform, home, user }): Target => ({ platform, workspace: home, conversation: user }));
  return firstReached(parts, guests);
}

async function inChannel(tx: Tx, { platforms }: ReachParts, contact: Contact, id: ChannelId): Promise<Standing> {
  const stored = await storedChannel(tx, id);
  if (!stored) return nowhere("channel unknown");
  if (stored.archived) return nowhere("channel archived");
  const { platform } = stored.target;
  if (platform !== "slack") return nowhere("nobody is told alone in a channel there");
  if (!courierOf({ platforms }, { platform })) return nowhere("platform not connected");
  const users = contact.handles.filter((handle) => handle.platform === platform).map(({ user }) => user);
  const members = new Set(stored.members.map(({ user }) => user));
  const only = users.find((user) => members.has(user)) ?? users[0];
  return only === undefined ? nowhere("contact not reachable") : here(contact, { ...stored.target, only });
}

function here({ locale, zone }: Contact, target: Target): Standing {
  return {
    kind: "here",
    target,
    refresh: "nothing",
    channel: undefined,
    reader: undefined,
    insteadOf: undefined,
    locale,
    zone,
    readership: () => Promise.resolve({ audience: NOBODY, users: [] }),
  };
}

export async function hasOptedOut(tx: Tx, { id, email }: Contact): Promise<boolean> {
  const who = email?.toLowerCase() ?? id;
  return (await tx.rows("select 1 from survey_opt_out where who = $1", [who])).length > 0;
}
