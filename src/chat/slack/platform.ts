import { z } from "zod";
import type { WallClock } from "../../kernel/clock.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { Says } from "../../locales/say.ts";
import type { Drawn, Platform, PlatformUser, SendOutcome, Target } from "../platform.ts";
import { createChannels } from "./channels.ts";
import { createSlackCall, type SlackCall, type SlackClientParts } from "./client.ts";
import { createFiles } from "./files.ts";
import { createFind } from "./find.ts";
import { messageProblem } from "./limits.ts";
import { createLru } from "../../kernel/lru.ts";
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
const OPENED = z.object({ channel: z.object({ id: z.string().min(1) }) });
const IDENTITY = z.object({ team_id: z.string().min(1), team: z.string().default(""), user_id: z.string().min(1) });
const USER = z.object({
  user: z.object({
    id: z.string().min(1),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    tz: z.string().optional(),
    real_name: z.string().optional(),
    name: z.string().default(""),
    profile: z.object({ email: z.string().optional(), real_name: z.string().optional() }).default({}),
  }),
});

/** Slack as one of the platforms. Every send ends in one of the outcomes, and is one call but for `written`. */
export function createSlackPlatform(parts: SlackPlatformParts): SlackPlatform {
  const call = createSlackCall(parts);
  const directs = createLru<string>(5000);
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

  function rendered(drawn: Drawn, charts: Charts): Message | SendOutcome {
    const { card, summary, handles, locale, zone } = drawn;
    const message = renderMessage(card, { handles, zone, say: parts.says(locale as Locale) }, summary, charts);
    const problem = messageProblem(message);
    if (problem === undefined) return message;
    parts.log.error({ problem, deliveryId: drawn.deliveryId }, "a card is beyond Block Kit's limits");
    return { kind: "not-allowed", problem: `limits: ${problem}` };
  }

  async function post(workspace: string, method: string, body: Record<string, unknown>): Promise<SendOutcome> {
    try {
      const posted = POSTED.safeParse(await call(workspace, method, body));
      if (!posted.success) return { kind: "ambiguous", problem: "no answer of Slack's" };
      return { kind: "sent", ref: messageRef(posted.data.channel, posted.data.ts) };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  /** A workspace without charts refuses the whole message, of which nothing stands then: it gets the bars. */
  async function written(drawn: Drawn, send: (message: Message) => Promise<SendOutcome>): Promise<SendOutcome> {
    const message = rendered(drawn, "drawn");
    if ("kind" in message) return message;
    const outcome = await send(message);
    const isRefused = outcome.kind === "not-allowed" && outcome.problem === "invalid_blocks";
    if (!isRefused || !drawn.card.body.some(({ kind }) => kind === "chart")) return outcome;
    const plain = rendered(drawn, "written");
    return "kind" in plain ? plain : send(plain);
  }

  return {
    name: "slack",
    windows: slackWindows,
    call,
    async send(target, drawn) {
      const channel = await conversationOf(target);
      if (typeof channel !== "string") return channel;
      const outcome = await written(drawn, (message) =>
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
      const parsed = /^([^:]+):([^:]+)$/.exec(ref);
      if (!parsed) return { kind: "address-gone", problem: "no reference of Slack's" };
      return written(drawn, (message) =>
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
      try {
        const { user } = USER.parse(await patient(() => call(workspace, "users.lookupByEmail", { email })));
        if (user.deleted || user.is_bot) return undefined;
        const name = user.real_name ?? user.profile.real_name ?? user.name;
        return { user: user.id, email: user.profile.email, name, zone: user.tz };
      } catch (error) {
        const outcome = outcomeOf(error);
        if (outcome.kind === "address-gone" && /^users?_not_found$/.test(outcome.problem)) return undefined;
        throw error;
      }
    },
    async identify(workspace) {
      const identity = IDENTITY.parse(await call(workspace, "auth.test", {}));
      return { workspace: identity.team_id, workspaceName: identity.team, botUser: identity.user_id };
    },
  };
}
