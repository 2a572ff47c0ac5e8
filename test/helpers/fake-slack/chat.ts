import { asString, isJson } from "../../../src/demo/slack/shapes.ts";
import { blockProblems } from "../../../src/demo/slack/strict.ts";
import type { Json } from "./shapes.ts";
import { inChannel, no, ok, type Team, type World } from "./world.ts";

const MOST_LETTERS = 40_000;
const MOST_METADATA_BYTES = 8000;

interface Content {
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly metadata: Json | undefined;
}

export function postMessage(world: World, team: Team, args: Json): Json {
  const asked = asString(args["channel"]);
  const to = /^[UW]/.test(asked) && team.users.has(asked) ? world.direct(team, asked).id : asked;
  const channel = inChannel(world, team, to);
  if (!channel) return no("channel_not_found");
  if (channel.archived) return no("is_archived");
  if (channel.withoutBot) return no("not_in_channel");
  const content = contentOf(args);
  if ("ok" in content) return content;
  const threadTs = typeof args["thread_ts"] === "string" ? args["thread_ts"] : undefined;
  const message = world.post({ team, channel: channel.id, threadTs, ...content });
  return ok({ channel: channel.id, ts: message.ts, message: shownMessage(message) });
}

export function update(world: World, team: Team, args: Json): Json {
  const channel = inChannel(world, team, args["channel"]);
  if (!channel) return no("channel_not_found");
  const message = world.messages.get(`${channel.id}:${asString(args["ts"])}`);
  if (!message) return no("message_not_found");
  if (message.user !== team.botUser) return no("cant_update_message");
  if (channel.archived) return no("is_inactive");
  const content = contentOf(args);
  if ("ok" in content) return content;
  // Left out, metadata stays as it is; given as {}, it goes.
  const metadata = "metadata" in args ? content.metadata : message.metadata;
  const redrawn = world.redraw(message, { ...content, metadata });
  return ok({ channel: channel.id, ts: message.ts, text: redrawn.text, message: shownMessage(redrawn) });
}

export function remove(world: World, team: Team, args: Json): Json {
  const channel = inChannel(world, team, args["channel"]);
  if (!channel) return no("channel_not_found");
  const message = world.messages.get(`${channel.id}:${asString(args["ts"])}`);
  if (!message) return no("message_not_found");
  if (message.user !== team.botUser) return no("cant_delete_message");
  world.messages.delete(`${channel.id}:${message.ts}`);
  return ok({ channel: channel.id, ts: message.ts });
}

export function postEphemeral(world: World, team: Team, args: Json): Json {
  const channel = inChannel(world, team, args["channel"]);
  if (!channel) return no("channel_not_found");
  if (channel.archived) return no("is_archived");
  if (channel.withoutBot) return no("not_in_channel");
  const user = asString(args["user"]);
  if (!channel.members.includes(user)) return no("user_not_in_channel");
  const content = contentOf(args);
  if ("ok" in content) return content;
  world.ephemerals.push({ team: team.id, channel: channel.id, user, text: content.text, blocks: content.blocks });
  return ok({ message_ts: world.nextTs() });
}

/** A message as Slack shows it in answers. */
export function shownMessage(message: { ts: string; user: string; threadTs: string | undefined } & Content): Json {
  return {
    type: "message",
    user: message.user,
    bot_id: `B${message.user.slice(1)}`,
    ts: message.ts,
    text: message.text,
    blocks: message.blocks,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  };
}

/** @returns what is to stand, or Slack's refusal */
export function contentOf(args: Json): Content | (Json & { ok: false }) {
  const text = asString(args["text"]);
  const blocks: unknown = args["blocks"] ?? [];
  if (!Array.isArray(blocks)) return refused("invalid_blocks_format");
  if (text === "" && blocks.length === 0) return refused("no_text");
  if (text.length > MOST_LETTERS) return refused("msg_too_long");
  const problems = blockProblems(blocks, "message");
  if (problems.length > 0) return refused("invalid_blocks", problems);
  const metadata = args["metadata"];
  if (metadata === undefined) return { text, blocks, metadata: undefined };
  if (!isJson(metadata)) return refused("invalid_metadata_format");
  if (Object.keys(metadata).length === 0) return { text, blocks, metadata: undefined };
  if (typeof metadata["event_type"] !== "string" || !isJson(metadata["event_payload"]))
    return refused("invalid_metadata_format");
  if (JSON.stringify(metadata).length > MOST_METADATA_BYTES) return refused("metadata_too_large");
  return { text, blocks, metadata };
}

function refused(error: string, problems: readonly string[] = []): Json & { ok: false } {
  return {
    ok: false,
    error,
    ...(problems.length === 0 ? {} : { response_metadata: { messages: problems.map((each) => `[ERROR] ${each}`) } }),
  };
}
