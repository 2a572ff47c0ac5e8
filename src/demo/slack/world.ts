import type { WallClock } from "../../kernel/clock.ts";
import type { Known } from "./augment.ts";
import { BOT, type Emulated } from "./emulator.ts";
import type { LocalFiles } from "./local-files.ts";
import type { Memory } from "./memory.ts";
import type { Signed } from "./sign.ts";
import { asString, isJson, toMessages, toView, type Json, type SlackView } from "./shapes.ts";

/** All that the proxy and the driver share. */
export interface World {
  readonly emulated: Emulated;
  readonly memory: Memory;
  readonly known: Known;
  readonly files: LocalFiles;
  readonly signed: Signed;
  readonly wall: WallClock;
  readonly botToken: string;
  /** "http://127.0.0.1:PORT" of our proxy */
  readonly origin: string;
  newEventId(): string;
}

/** A message of the app in a channel, seen by all in it. @returns its timestamp */
export async function postAsBot(world: World, channel: string, said: Json): Promise<string> {
  const answer = await world.emulated.call(BOT, "chat.postMessage", { channel, ...said });
  const ts = asString(answer["ts"]);
  await keepTidy(world, asString(answer["channel"]), ts, "");
  return ts;
}

/** Notes a new message and lets the oldest of a very full channel go. `by` is a user, or "" for the app. */
export async function keepTidy(world: World, channel: string, ts: string, by: string): Promise<void> {
  for (const old of world.memory.posted(channel, ts, by)) {
    const caller = old.by === "" ? BOT : { user: old.by };
    // A message the app has deleted itself is gone already.
    await world.emulated.call(caller, "chat.delete", { channel, ts: old.ts }).catch(() => undefined);
  }
}

/** What an app says by a response_url or in a command's answer. Source: Slack's "Responding to interactions". */
export async function respond(
  world: World,
  to: { user: string; channel: string; ts?: string; ephemeral: boolean },
  body: Json,
): Promise<void> {
  const { memory, emulated } = world;
  const said = { text: asString(body["text"]), blocks: body["blocks"] };
  const truthy = (value: unknown) => value === true || value === "true";
  if (truthy(body["delete_original"]) && to.ts !== undefined) {
    if (to.ephemeral) memory.dropEphemeral(to.user, to.ts);
    else await emulated.call(BOT, "chat.delete", { channel: to.channel, ts: to.ts });
    return memory.changed({ channel: to.channel });
  }
  if (truthy(body["replace_original"]) && to.ts !== undefined) {
    if (to.ephemeral) return memory.replaceEphemeral(to.user, to.ts, said);
    await emulated.call(BOT, "chat.update", { channel: to.channel, ts: to.ts, ...said });
    return memory.changed({ channel: to.channel });
  }
  if (body["response_type"] === "in_channel") {
    await postAsBot(world, to.channel, said);
    return;
  }
  memory.addEphemeral(to.user, { channel: to.channel, ...said });
}

/** A trigger_id for one person, which opens a form within three seconds. */
export async function newTrigger(world: World, user: string, view?: string): Promise<string> {
  const args = { user_id: user, ...(view === undefined ? {} : { view_id: view }) };
  const answer = await world.emulated.call(BOT, "views.generateTriggerId", args);
  const trigger = asString(answer["trigger_id"]);
  world.memory.addTrigger(trigger, user);
  return trigger;
}

export async function updateView(world: World, id: string, view: unknown): Promise<void> {
  const answer = await world.emulated.call(BOT, "views.update", { view_id: id, view });
  const updated = toView(answer["view"]);
  if (updated) world.memory.updateView(updated);
}

export async function pushView(world: World, user: string, above: SlackView, view: unknown): Promise<void> {
  const trigger = await newTrigger(world, user, above.id);
  const answer = await world.emulated.call(BOT, "views.push", { trigger_id: trigger, view });
  const pushed = toView(answer["view"]);
  if (pushed) world.memory.pushView(user, pushed);
}

/** One message as a person can read it; undefined when there is none, or it isn't theirs to see. */
export async function readMessage(world: World, user: string, channel: string, ts: string) {
  const answer = await world.emulated.call({ user }, "conversations.replies", { channel, ts });
  return toMessages(answer["messages"]).find((message) => message.ts === ts);
}

/** A conversation as a person sees it; undefined when they stand outside. */
export async function readChannel(world: World, user: string, channel: string): Promise<Json | undefined> {
  try {
    const answer = await world.emulated.call({ user }, "conversations.info", { channel });
    const found = answer["channel"];
    return isJson(found) && found["is_member"] === true ? found : undefined;
  } catch {
    return undefined;
  }
}
