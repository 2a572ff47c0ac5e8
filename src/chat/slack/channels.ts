import { z } from "zod";
import type { WallClock } from "../../kernel/clock.ts";
import type { ChannelFacts, ChannelMember, Target } from "../platform.ts";
import type { SlackCall } from "./client.ts";
import { createLru } from "../../kernel/lru.ts";
import { patient } from "./patient.ts";

const flag = z.boolean().default(false);
const INFO = z.object({
  channel: z.object({
    is_archived: flag,
    is_shared: flag,
    is_ext_shared: flag,
    is_pending_ext_shared: flag,
    is_org_shared: flag,
    pending_shared: z.array(z.unknown()).default([]),
  }),
});
const MEMBERS = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().default("") }).default({ next_cursor: "" }),
});
const USER = z.object({
  user: z.object({
    id: z.string().min(1),
    team_id: z.string().optional(),
    is_bot: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
  }),
});
const SELF = z.object({ user_id: z.string().min(1) });

const MEMBER_KNOWN_MS = 300_000;
const AT_ONCE = 4;

interface KnownMember {
  readonly member: ChannelMember;
  readonly atMs: number;
}

interface Channels {
  readonly flags: (target: Target) => Promise<Pick<ChannelFacts, "external" | "archived">>;
  readonly facts: (target: Target) => Promise<ChannelFacts>;
}

/** Reads what a channel is and who stands in it. @throws what the client throws; nothing is guessed */
export function createChannels(call: SlackCall, wall: WallClock): Channels {
  const known = createLru<KnownMember>(20_000);
  const selves = createLru<string>(100);

  async function flags({ workspace, conversation }: Target): Promise<Pick<ChannelFacts, "external" | "archived">> {
    const { channel } = INFO.parse(await call(workspace, "conversations.info", { channel: conversation }));
    const external =
      channel.is_ext_shared ||
      channel.is_pending_ext_shared ||
      channel.is_org_shared ||
      channel.is_shared ||
      channel.pending_shared.length > 0;
    return { external, archived: channel.is_archived };
  }

  async function facts(target: Target): Promise<ChannelFacts> {
    const now = await flags(target);
    const self = await selfOf(target.workspace);
    const users = await membersOf(target);
    const members: ChannelMember[] = [];
    for (let at = 0; at < users.length; at += AT_ONCE) {
      const some = users.slice(at, at + AT_ONCE);
      members.push(...(await Promise.all(some.map((user) => memberOf(target.workspace, user, self)))));
    }
    return { ...now, members };
  }

  async function selfOf(workspace: string): Promise<string> {
    const cached = selves.get(workspace);
    if (cached !== undefined) return cached;
    const self = SELF.parse(await call(workspace, "auth.test", {})).user_id;
    selves.set(workspace, self);
    return self;
  }

  async function membersOf({ workspace, conversation }: Target): Promise<string[]> {
    const found: string[] = [];
    let cursor = "";
    do {
      const parameters = { channel: conversation, limit: 200, ...(cursor === "" ? {} : { cursor }) };
      const page = MEMBERS.parse(await patient(() => call(workspace, "conversations.members", parameters)));
      found.push(...page.members);
      cursor = page.response_metadata.next_cursor;
    } while (cursor !== "");
    return found;
  }

  async function memberOf(workspace: string, user: string, self: string): Promise<ChannelMember> {
    if (user === self) return { user, kind: "self" };
    const key = `${workspace} ${user}`;
    const nowMs = wall.monotonicMs();
    const cached = known.get(key);
    if (cached && nowMs - cached.atMs < MEMBER_KNOWN_MS) return cached.member;
    const answer = USER.parse(await patient(() => call(workspace, "users.info", { user })));
    const member = { user, kind: kindOf(answer.user, workspace) };
    known.set(key, { member, atMs: nowMs });
    return member;
  }

  return { flags, facts };
}

/** @param user as Slack says who they are, in a workspace of ours */
export function kindOf(user: z.infer<typeof USER>["user"], workspace: string): ChannelMember["kind"] {
  if (user.is_stranger || (user.team_id !== undefined && user.team_id !== workspace)) return "external";
  if (user.is_restricted || user.is_ultra_restricted) return "guest";
  return user.is_bot || user.id === "USLACKBOT" ? "bot" : "member";
}
