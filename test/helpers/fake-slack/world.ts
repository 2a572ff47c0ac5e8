import { asString } from "../../../src/demo/slack/shapes.ts";
import { randomBytes } from "node:crypto";
import type { WallClock } from "../../../src/kernel/clock.ts";
import type {
  ChannelChange,
  Json,
  SlackChannel,
  SlackEphemeral,
  SlackMessage,
  SlackReply,
  SlackTeam,
  SlackUser,
  SlackVersion,
  SlackViewShown,
} from "./shapes.ts";

export interface Team extends SlackTeam {
  readonly name: string;
  readonly botUser: string;
  readonly users: Map<string, SlackUser>;
}
export interface Channel extends SlackChannel {
  readonly team: string;
  /** whose direct conversation it is */
  readonly with?: string;
}

/** Everything the server knows. */
export interface World {
  readonly wall: WallClock;
  readonly teams: Map<string, Team>;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, SlackMessage>;
  readonly ephemerals: SlackEphemeral[];
  readonly views: Map<string, SlackViewShown>;
  readonly replies: SlackReply[];
  addTeam(team: SlackTeam): void;
  addUser(team: string, user: SlackUser): void;
  addChannel(team: string, channel: SlackChannel): void;
  setChannel(id: string, change: ChannelChange): void;
  teamOf(token: string): Team | undefined;
  direct(team: Team, user: string): Channel;
  members(channel: Channel): readonly string[];
  post(
    message: { team: Team; channel: string; threadTs: string | undefined } & Omit<SlackVersion, "atMs">,
  ): SlackMessage;
  redraw(message: SlackMessage, version: Omit<SlackVersion, "atMs">): SlackMessage;
  standing(channel: string): SlackMessage[];
  /** seconds and six digits, each later than the one before */
  nextTs(): string;
  nextId(letter: string): string;
}

export function createWorld(wall: WallClock): World {
  const teams = new Map<string, Team>();
  const channels = new Map<string, Channel>();
  const messages = new Map<string, SlackMessage>();
  let lastMicros = 0;
  let made = 0;

  function team(id: string): Team {
    const found = teams.get(id);
    if (!found) throw new Error(`Team ${id} is not known; addTeam makes one.`);
    return found;
  }
  const nowMs = (): number => wall.now().getTime();
  const nextId = (letter: string): string => `${letter}0F${String(++made).padStart(8, "0")}`;

  function nextTs(): string {
    lastMicros = Math.max(lastMicros + 1, nowMs() * 1000);
    return `${String(Math.floor(lastMicros / 1_000_000))}.${String(lastMicros % 1_000_000).padStart(6, "0")}`;
  }

  return {
    wall,
    teams,
    channels,
    messages,
    ephemerals: [],
    views: new Map(),
    replies: [],
    nextTs,
    nextId,
    addTeam({ id, token, otherTokens = [], name = id, botUser = `U0BOT${id}`, scopes }) {
      const users = teams.get(id)?.users ?? new Map<string, SlackUser>();
      users.set(botUser, { id: botUser, name: "tandem", bot: true });
      teams.set(id, { id, token, otherTokens, name, botUser, users, ...(scopes ? { scopes } : {}) });
    },
    addUser(id, user) {
      team(id).users.set(user.id, user);
    },
    addChannel(id, channel) {
      channels.set(channel.id, { ...channel, team: team(id).id });
    },
    setChannel(id, change) {
      const channel = channels.get(id);
      if (!channel) throw new Error(`Channel ${id} is not known; addChannel makes one.`);
      const { shared, ...rest } = { ...channel, ...change };
      channels.set(id, { ...rest, ...(shared ? { shared } : {}) });
    },
    teamOf: (token) => [...teams.values()].find((each) => each.token === token || each.otherTokens?.includes(token)),
    direct({ id }, user) {
      const known = [...channels.values()].find((each) => each.team === id && each.with === user);
      if (known) return known;
      const made: Channel = { id: nextId("D"), name: "", members: [user], private: true, team: id, with: user };
      channels.set(made.id, made);
      return made;
    },
    members({ members, team: id, withoutBot }) {
      const bot = team(id).botUser;
      return withoutBot || members.includes(bot) ? members : [...members, bot];
    },
    post({ team: { id, botUser }, channel, threadTs, ...content }) {
      const version = { ...content, atMs: nowMs() };
      const ts = nextTs();
      const message = { ...version, team: id, channel, ts, user: botUser, threadTs, versions: [version] };
      messages.set(`${channel}:${ts}`, message);
      return message;
    },
    redraw(message, content) {
      const version = { ...content, atMs: nowMs() };
      const redrawn = { ...message, ...version, versions: [...message.versions, version] };
      messages.set(`${message.channel}:${message.ts}`, redrawn);
      return redrawn;
    },
    standing: (channel) =>
      [...messages.values()].filter((each) => each.channel === channel).sort((a, b) => (a.ts < b.ts ? -1 : 1)),
  };
}

export function newHash(): string {
  return randomBytes(6).toString("hex");
}

/** What a method answers: `ok: true` and more. */
export function ok(more: Json = {}): Json {
  return { ok: true, ...more };
}

/** What a method answers when it did nothing. */
export function no(error: string, more: Json = {}): Json {
  return { ok: false, error, ...more };
}

/** @returns undefined for a channel that isn't there or is another workspace's */
export function inChannel(world: World, team: Team, id: unknown): Channel | undefined {
  const channel = world.channels.get(asString(id));
  return channel?.team === team.id ? channel : undefined;
}
