import { z } from "zod";
import type { WallClock } from "../../kernel/clock.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { Says } from "../../locales/say.ts";
import type { Drawn, Outsider, Platform, PlatformUser, SendOutcome, Target } from "../platform.ts";
import { createChannels, kindOf } from "./channels.ts";
import { createSlackCall, type SlackCall, type SlackClientParts } from "./client.ts";
import { createFiles } from "./files.ts";
import { createFind } from "./find.ts";
import { messageProblem } from "./limits.ts";
import { createBriefLru, createLru } from "../../kernel/lru.ts";
import { type Failure, outcomeOf } from "./outcome.ts";
import { slackWindows } from "./pace.ts";
import { patient } from "./patient.ts";
import { LITERAL, tagOf } from "./privately.ts";
import { type Charts, renderMessage, type Message } from "./render.ts";
import { messageRef } from "./translate.ts";

export interface SlackPlatformParts extends SlackClientParts {
  readonly says: Says;
  readonly wall: WallClock;
}

/** Who the bot is in a workspace, as Slack says. */
export interface Identity {
  readonly workspace: string;
  readonly workspaceName: string;
  readonly botUser: string;
}

export interface SlackPlatform extends Platform {
  /** auth.test. @throws when Slack refuses the token or can't be reached */
  identify(workspace: string): Promise<Identity>;
  readonly call: SlackCall;
  readonly sendFile: NonNullable<Platform["sendFile"]>;
}

const POSTED = z.object({ ok: z.literal(true), ts: z.string().min(1), channel: z.string().min(1) });
const POSTED_ALONE = z.object({ ok: z.literal(true), message_ts: z.string().min(1) });
const OPENED = z.object({ channel: z.object({ id: z.string().min(1) }) });
const IDENTITY = z.object({ team_id: z.string().min(1), team: z.string().default(""), user_id: z.string().min(1) });
const USER = z.object({
  user: z.object({
    id: z.string().min(1),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    team_id: z.string().optional(),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    tz: z.string().optional(),
    real_name: z.string().optional(),
    name: z.string().default(""),
    profile: z.object({ email: z.string().optional(), real_name: z.string().optional() }).default({}),
  }),
});

/** So long a workspace is taken to know no charts, since it refused one. */
const CHARTLESS_MS = 86_400_000;

/** Slack as one of the platforms. Every send ends in one of the outcomes, and is one call but for `written`. */
export function createSlackPlatform(parts: SlackPlatformParts): SlackPlatform {
  const call = createSlackCall(parts);
  const directs = createLru<string>(5000);
  const chartless = createBriefLru<true>(1000, CHARTLESS_MS, parts.wall);
  const channels = createChannels(call, parts.wall);

  async function conversationOf({ workspace, conversation }: Target): Promise<string | Failure> {
    if (!/^[UW]/.test(conversation)) return conversation;
    const key = `${workspace} ${conversation}`;
    const known = directs.get(key);
    if (known !== undefined) return known;
    try {
      const opened = OPENED.parse(await call(workspace, "conversations.open", { users: conversation }));
      directs.set(key, opened.channel.id);
      return opened.channel.id;
    } catch (error) {
      const outcome = outcomeOf(error);
      // Opening posts nothing, so a lost answer is only a delay.
      return outcome.kind === "ambiguous" ? { kind: "passing", problem: outcome.problem } : outcome;
    }
  }

  /** @returns undefined for nobody, somebody who has left, or a bot. @throws when Slack can't be asked */
  async function lookUp(workspace: string, email: string): Promise<z.infer<typeof USER>["user"] | undefined> {
    try {
      const { user } = USER.parse(await patient(() => call(workspace, "users.lookupByEmail", { email })));
      return user.deleted || user.is_bot ? undefined : user;
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome.kind === "address-gone" && /^users?_not_found$/.test(outcome.problem)) return undefined;
      throw error;
    }
  }

  function rendered(drawn: Drawn, charts: Charts): Message | SendOutcome {
    const { card, summary, handles, locale, zone } = drawn;
    const message = renderMessage(card, { handles, zone, say: parts.says(locale as Locale) }, summary, charts);
    const problem = messageProblem(message);
    if (problem === undefined) return message;
    parts.log.error({ problem, deliveryId: drawn.deliveryId }, "a card is beyond Block Kit's limits");
    return { kind: "not-allowed", problem: `limits: ${problem}` };
  }

  async function post(
    workspace: string,
    method: string,
    body: Record<string, unknown>,
    refIn: (answer: unknown) => string | undefined = postedRef,
  ): Promise<SendOutcome> {
    try {
      const ref = refIn(await call(workspace, method, body));
      return ref === undefined ? { kind: "ambiguous", problem: "no answer of Slack's" } : { kind: "sent", ref };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  /** Seen by one member alone, until they load Slack anew; it has no metadata, and nobody can ask whether it is there. */
  function sendAlone({ workspace, conversation: channel }: Target, user: string, drawn: Drawn): Promise<SendOutcome> {
    const refIn = (answer: unknown): string | undefined => {
      const { data } = POSTED_ALONE.safeParse(answer);
      return data && messageRef(channel, data.message_ts);
    };
    return written(workspace, drawn, (message) =>
      post(workspace, "chat.postEphemeral", { channel, user, ...message, parse: "none", link_names: false }, refIn),
    );
  }

  /** A workspace without charts refuses the whole message, of which nothing stands then: it gets the bars, and begins with them for a day. */
  async function written(
    workspace: string,
    drawn: Drawn,
    send: (message: Message) => Promise<SendOutcome>,
  ): Promise<SendOutcome> {
    const message = rendered(drawn, chartless.get(workspace) ? "written" : "drawn");
    if ("kind" in message) return message;
    const outcome = await send(message);
    const isRefused = outcome.kind === "not-allowed" && outcome.problem === "invalid_blocks";
    const hasCharts = drawn.card.body.some(({ kind }) => kind === "chart");
    if (!isRefused || !hasCharts || chartless.get(workspace)) return outcome;
    const plain = rendered(drawn, "written");
    if ("kind" in plain) return plain;
    const second = await send(plain);
    if (second.kind !== "not-allowed") chartless.set(workspace, true);
    return second;
  }

  return {
    name: "slack",
    windows: slackWindows,
    call,
    async send(target, drawn) {
      if (target.only !== undefined) return sendAlone(target, target.only, drawn);
      const channel = await conversationOf(target);
      if (typeof channel !== "string") return channel;
      const outcome = await written(target.workspace, drawn, (message) =>
        post(target.workspace, "chat.postMessage", {
          channel,
          ...message,
          ...LITERAL,
          metadata: tagOf(drawn.deliveryId),
        }),
      );
      if (outcome.kind === "address-gone") directs.delete(`${target.workspace} ${target.conversation}`);
      return outcome;
    },
    async update(target, ref, drawn) {
      if (target.only !== undefined) return { kind: "sent", ref };
      const parsed = /^([^:]+):([^:]+)$/.exec(ref);
      if (!parsed) return { kind: "address-gone", problem: "no reference of Slack's" };
      return written(target.workspace, drawn, (message) =>
        post(target.workspace, "chat.update", {
          channel: parsed[1],
          ts: parsed[2],
          ...message,
          parse: "none",
          link_names: false,
        }),
      );
    },
    find: createFind(call, conversationOf),
    ...createFiles({ ...parts, call, conversationOf }),
    channelFlags: channels.flags,
    channelFacts: channels.facts,
    async userByEmail(workspace, email): Promise<PlatformUser | undefined> {
      const user = await lookUp(workspace, email);
      if (!user) return undefined;
      const name = user.real_name ?? user.profile.real_name ?? user.name;
      return { user: user.id, email: user.profile.email, name, zone: user.tz };
    },
    async outsiderByEmail(workspace, email): Promise<Outsider | undefined> {
      const user = await lookUp(workspace, email);
      if (!user) return undefined;
      const kind = kindOf(user, workspace);
      if (kind === "guest") return { user: user.id, home: workspace };
      return kind === "external" && user.team_id !== undefined ? { user: user.id, home: user.team_id } : undefined;
    },
    async identify(workspace) {
      const identity = IDENTITY.parse(await call(workspace, "auth.test", {}));
      return { workspace: identity.team_id, workspaceName: identity.team, botUser: identity.user_id };
    },
  };
}

function postedRef(answer: unknown): string | undefined {
  const { data } = POSTED.safeParse(answer);
  return data && messageRef(data.channel, data.ts);
}
