import { asString } from "../../../src/demo/slack/shapes.ts";
import { shownMessage } from "./chat.ts";
import type { Json } from "./shapes.ts";
import { inChannel, no, ok, type Team, type World } from "./world.ts";

export function open(world: World, team: Team, args: Json): Json {
  const [user = "", ...more] = asString(args["users"])
    .split(",")
    .filter((each) => each !== "");
  if (more.length > 0) return no("method_not_supported_for_channel_type");
  const known = team.users.get(user);
  if (!known) return no("user_not_found");
  if (known.deleted) return no("user_disabled");
  if (known.bot) return no("cannot_dm_bot");
  return ok({ channel: { id: world.direct(team, user).id } });
}

export function info(world: World, team: Team, args: Json): Json {
  const channel = inChannel(world, team, args["channel"]);
  if (!channel) return no("channel_not_found");
  const isDirect = channel.with !== undefined;
  return ok({
    channel: {
      id: channel.id,
      ...(isDirect ? { user: channel.with } : { name: channel.name }),
      is_channel: !isDirect && !channel.private,
      is_group: !isDirect && (channel.private ?? false),
      is_im: isDirect,
      is_private: channel.private ?? false,
      is_member: !channel.withoutBot,
      is_archived: channel.archived ?? false,
      is_shared: channel.shared === "external" || channel.shared === "org",
      is_ext_shared: channel.shared === "external",
      is_org_shared: channel.shared === "org",
      is_pending_ext_shared: channel.shared === "pending",
      pending_shared: channel.shared === "pending" ? ["T0PENDING"] : [],
    },
  });
}

export function members(world: World, team: Team, args: Json): Json {
  const channel = inChannel(world, team, args["channel"]);
  if (!channel) return no("channel_not_found");
  const all = world.members(channel);
  const cursor = asString(args["cursor"]);
  const from = cursor === "" ? 0 : Number(Buffer.from(cursor, "base64").toString().replace("from:", ""));
  const limit = Number(args["limit"] ?? 100);
  if (!Number.isInteger(from) || from > all.length) return no("invalid_cursor");
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) return no("invalid_limit");
  const until = from + limit;
  const next = until < all.length ? Buffer.from(`from:${String(until)}`).toString("base64") : "";
  return ok({ members: all.slice(from, until), response_metadata: { next_cursor: next } });
}

const MOST_MESSAGES = 15;

/** Newest first; replies in a thread aren't in it. */
export function history(world: World, team: Team, args: Json): Json {
  const channel = inChannel(world, team, args["channel"]);
  if (!channel) return no("channel_not_found");
  if (channel.withoutBot) return no("not_in_channel");
  const oldest = asString(args["oldest"]) || "0";
  const latest = asString(args["latest"]) || "99999999999";
  if (!isTs(oldest)) return no("invalid_ts_oldest");
  if (!isTs(latest)) return no("invalid_ts_latest");
  const inclusive = isTrue(args["inclusive"]);
  const asked = Number(args["limit"] ?? MOST_MESSAGES);
  if (!Number.isInteger(asked) || asked < 1) return no("invalid_limit");
  const found = world
    .standing(channel.id)
    .filter(({ ts, threadTs }) => {
      const after = compareTs(ts, oldest);
      const before = compareTs(ts, latest);
      return threadTs === undefined && (inclusive ? after >= 0 && before <= 0 : after > 0 && before < 0);
    })
    .reverse();
  const limit = Math.min(asked, MOST_MESSAGES);
  const withMetadata = isTrue(args["include_all_metadata"]);
  return ok({
    messages: found.slice(0, limit).map((message) => ({
      ...shownMessage(message),
      ...(message.versions.length > 1 ? { edited: { user: message.user, ts: tsOf(message.atMs) } } : {}),
      ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
    })),
    has_more: found.length > limit,
  });
}

function isTs(value: string): boolean {
  return /^\d{1,16}(\.\d{1,9})?$/.test(value);
}

/** Seconds and microseconds as whole numbers: as one floating-point number the last digits are lost. */
function compareTs(one: string, other: string): number {
  const [a, b] = [microsOf(one), microsOf(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function microsOf(ts: string): bigint {
  const [seconds = "0", fraction = ""] = ts.split(".");
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

function tsOf(ms: number): string {
  return `${String(Math.floor(ms / 1000))}.000000`;
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true" || value === "1" || value === 1;
}
