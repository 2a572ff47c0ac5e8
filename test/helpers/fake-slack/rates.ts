import type { WallClock } from "../../../src/kernel/clock.ts";
import type { Json } from "./shapes.ts";

const TIER = { two: 20, three: 50, four: 100, special: 600 } as const;

/** Calls a minute, method and workspace. Source: the methods' pages, docs.slack.dev/apis/web-api/rate-limits. */
const TIERS: Readonly<Record<string, number>> = {
  "auth.test": TIER.special,
  "chat.postMessage": TIER.special,
  "chat.update": TIER.three,
  "chat.delete": TIER.three,
  "chat.postEphemeral": TIER.four,
  "conversations.open": TIER.three,
  "conversations.info": TIER.three,
  "conversations.members": TIER.four,
  "conversations.history": TIER.three,
  "users.info": TIER.four,
  "users.lookupByEmail": TIER.three,
  "views.open": TIER.four,
  "views.push": TIER.four,
  "views.update": TIER.four,
};
const MINUTE_MS = 60_000;
/** A tier's number is "and more": a fifth is let through above it. */
const LENIENCY = 1.2;
const CHANNEL_GAP_MS = 1000;

export interface Rates {
  /** Counts a call in. @returns seconds to wait when it comes too fast; it isn't counted then */
  take(team: string, method: string, args: Json): number | undefined;
}

/** Slack's windows: a number a minute for each method and workspace, and one message a second and channel. */
export function createRates(wall: WallClock): Rates {
  const minutes = new Map<string, number[]>();
  const posted = new Map<string, number>();
  return {
    take(team, method, args) {
      const nowMs = wall.monotonicMs();
      const key = `${team} ${method}`;
      const recent = (minutes.get(key) ?? []).filter((atMs) => atMs > nowMs - MINUTE_MS);
      const [oldest] = recent;
      if (oldest !== undefined && recent.length >= (TIERS[method] ?? TIER.two) * LENIENCY) {
        return seconds(oldest + MINUTE_MS - nowMs);
      }
      if (method === "chat.postMessage") {
        const channel = `${team} ${String(args["channel"])}`;
        const waitMs = (posted.get(channel) ?? -CHANNEL_GAP_MS) + CHANNEL_GAP_MS - nowMs;
        if (waitMs > 0) return seconds(waitMs);
        posted.set(channel, nowMs);
      }
      minutes.set(key, [...recent, nowMs]);
      return undefined;
    },
  };
}

function seconds(waitMs: number): number {
  return Math.max(1, Math.ceil(waitMs / 1000));
}
