import { randomBytes } from "node:crypto";
import fastify from "fastify";
import type { Clock, WallClock } from "../../kernel/clock.ts";
import { createDriver, type Driver } from "./driver.ts";
import { BOT_USER_ID, startEmulator, type LocalChannel, type LocalPerson } from "./emulator.ts";
import { createLocalFiles, type LocalFile } from "./local-files.ts";
import { createMemory, type Change } from "./memory.ts";
import { eventCallback } from "./payload.ts";
import { registerApi } from "./proxy.ts";
import { readConversations, type Conversation } from "./read.ts";
import { postEvent, type Answer } from "./sign.ts";
import type { Json } from "./shapes.ts";
import type { World } from "./world.ts";

export type { LocalChannel, LocalPerson } from "./emulator.ts";
export type { Driver, Outcome } from "./driver.ts";

export interface LocalSlackOptions {
  readonly signingSecret: string;
  readonly botToken: string;
  /** where the app takes Slack's requests, e.g. "http://127.0.0.1:3000/slack/events" */
  readonly eventsUrl: string;
  readonly people: readonly LocalPerson[];
  readonly channels: readonly LocalChannel[];
  readonly wall: WallClock;
  /** the time that stands beside messages; the wall's when left out */
  readonly clock?: Clock;
  /** the app's name, "Tandem" when left out */
  readonly botName?: string;
  /** 0, when left out: any free one */
  readonly port?: number;
  /** Slack's own three seconds when left out */
  readonly answerWithinMs?: number;
}

export interface LocalSlack {
  /** for SLACK_API_URL */
  readonly apiUrl: string;
  readonly teamId: string;
  readonly botUserId: string;
  readonly botName: string;
  /** e-mail address → user id */
  readonly userIds: ReadonlyMap<string, string>;
  /** channel name → channel id */
  readonly channelIds: ReadonlyMap<string, string>;
  /** user id → who that is */
  readonly people: ReadonlyMap<string, LocalPerson>;
  /** a person at their screen; @throws Error for an unknown user id */
  person(userId: string): Driver;
  conversations(userId: string): Promise<Conversation[]>;
  /** the timestamp of the newest message this person sees there, "" for none since the start */
  latest(channel: string, userId: string): string;
  file(id: string): LocalFile | undefined;
  /** delivers an event such as member_joined_channel, signed */
  deliver(event: Json): Promise<Answer>;
  subscribe(listener: (change: Change) => void): () => void;
  close(): Promise<void>;
}

/** Starts a Slack of this machine: an emulator of the web API behind a proxy that adds what it lacks. */
export async function startLocalSlack(options: LocalSlackOptions): Promise<LocalSlack> {
  const { signingSecret, botToken, eventsUrl, wall } = options;
  const botName = options.botName ?? "Tandem";
  const emulated = await startEmulator(options.people, options.channels, botName);
  const memory = createMemory(options.clock ?? wall, wall, () => randomBytes(12).toString("hex"));
  const people = new Map(options.people.map((person) => [emulated.userIds.get(person.email) ?? "", person]));
  const channels = new Map(options.channels.map((one) => [emulated.channelIds.get(one.name) ?? "", one]));
  const { teamId } = emulated;
  const signed = { url: eventsUrl, signingSecret, wall, answerWithinMs: options.answerWithinMs ?? 3000 };
  const server = fastify({ bodyLimit: 4 * 1024 * 1024, forceCloseConnections: true });
  const newEventId = () => `Ev${randomBytes(8).toString("hex").toUpperCase()}`;
  const files = createLocalFiles();
  const parts = {
    emulated,
    memory,
    files,
    known: { teamId, botName, people, channels },
    signed,
    wall,
    botToken,
    newEventId,
  };
  registerApi(server, () => world);
  const origin = await server.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  const world: World = { ...parts, origin };

  return {
    apiUrl: `${origin}/api/`,
    teamId,
    botUserId: BOT_USER_ID,
    botName,
    userIds: emulated.userIds,
    channelIds: emulated.channelIds,
    people,
    person(userId) {
      const person = people.get(userId);
      if (!person) throw new Error(`nobody has the user id ${userId}`);
      const handle = person.email.split("@")[0] ?? person.email;
      return createDriver(world, { teamId, user: userId, handle, home: person.home ?? teamId });
    },
    conversations: (userId) => readConversations(world, userId),
    latest: (channel, userId) => memory.latest(channel, userId),
    file: (id) => files.find(id),
    deliver(event) {
      return postEvent(signed, eventCallback(teamId, newEventId(), event, wall.now()));
    },
    subscribe: (listener) => memory.subscribe(listener),
    async close() {
      await server.close();
      await emulated.close();
    },
  };
}
