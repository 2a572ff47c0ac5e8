import { BOT_USER_ID } from "./emulator.ts";
import { asString, isJson, toMessages, type Json, type SlackMessage } from "./shapes.ts";
import type { World } from "./world.ts";

/** A message as it stands on one person's screen. */
export interface Seen {
  readonly ts: string;
  /** a user id, the app's own included */
  readonly author: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
  /** in the demo's time */
  readonly at: Date;
  readonly edited: boolean;
  /** only this person sees it */
  readonly ephemeral: boolean;
  readonly replies: readonly Seen[];
  readonly files: readonly SeenFile[];
}

export interface SeenFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

export interface Conversation {
  readonly id: string;
  readonly name: string;
  readonly kind: "channel" | "private" | "direct";
  readonly topic: string;
  readonly shared: boolean;
}

const SHOWN = 120;
const SHOWN_REPLIES = 40;

/** What a person reads in a conversation, oldest first, their own ephemeral messages among the rest. */
export async function readSeen(world: World, user: string, channel: string): Promise<Seen[]> {
  const answer = await world.emulated.call({ user }, "conversations.history", { channel, limit: SHOWN });
  const messages = await Promise.all(
    toMessages(answer["messages"]).map(async (message) => {
      const replies = (message.reply_count ?? 0) > 0 ? await readReplies(world, user, channel, message.ts) : [];
      const files = world.files
        .with(channel, message.ts)
        .map(({ id, name, bytes }) => ({ id, name, bytes: bytes.length }));
      return { ...toSeen(world, message, false, replies), files };
    }),
  );
  const own = world.memory
    .ephemerals(user)
    .filter((one) => one.channel === channel)
    .map(({ ts, text, blocks }) =>
      toSeen(world, { ts, text, user: BOT_USER_ID, ...(Array.isArray(blocks) ? { blocks } : {}) }, true, []),
    );
  return [...messages, ...own].sort((a, b) => (a.ts < b.ts ? -1 : 1)).slice(-SHOWN);
}

/** The conversations a person is in: channels by name, then direct messages. */
export async function readConversations(world: World, user: string): Promise<Conversation[]> {
  const types = "public_channel,private_channel,im";
  const answer = await world.emulated.call({ user }, "conversations.list", { types, limit: 1000 });
  const channels = Array.isArray(answer["channels"]) ? answer["channels"].filter(isJson) : [];
  return channels
    .filter((channel) => channel["is_member"] === true && channel["is_archived"] !== true)
    .map((channel) => toConversation(world, channel))
    .sort((a, b) => (a.kind === "direct" ? 1 : 0) - (b.kind === "direct" ? 1 : 0) || (a.name < b.name ? -1 : 1));
}

function toConversation({ known }: World, channel: Json): Conversation {
  const id = asString(channel["id"]);
  const direct = channel["is_im"] === true;
  const local = known.channels.get(id);
  return {
    id,
    name: direct ? nameOf(known, asString(channel["user"])) : asString(channel["name"]),
    kind: direct ? "direct" : channel["is_private"] === true ? "private" : "channel",
    topic: local?.topic ?? "",
    shared: local?.shared === true || isWithGuests(known, local?.members ?? []),
  };
}

function isWithGuests({ people }: World["known"], members: readonly string[]): boolean {
  return [...people.values()].some(({ email, guest }) => guest === true && members.includes(email));
}

function nameOf(known: World["known"], user: string): string {
  return known.people.get(user)?.name ?? known.botName;
}

async function readReplies(world: World, user: string, channel: string, ts: string): Promise<Seen[]> {
  const answer = await world.emulated.call({ user }, "conversations.replies", { channel, ts });
  return toMessages(answer["messages"])
    .filter((message) => message.ts !== ts)
    .slice(-SHOWN_REPLIES)
    .map((message) => toSeen(world, message, false, []));
}

function toSeen(world: World, message: SlackMessage, ephemeral: boolean, replies: readonly Seen[]): Seen {
  const wallTime = new Date(Number(message.ts) * 1000);
  return {
    ts: message.ts,
    author: message.user ?? "",
    text: message.text,
    blocks: message.blocks ?? [],
    at: world.memory.shownAt(message.ts) ?? wallTime,
    edited: message.edited !== undefined,
    ephemeral,
    replies,
    files: [],
  };
}
