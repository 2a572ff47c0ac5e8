import { z } from "zod";
import { never } from "../../kernel/errors.ts";
import type { Between, FindOutcome, Platform, Target } from "../platform.ts";
import type { SlackCall } from "./client.ts";
import { type Failure, outcomeOf } from "./outcome.ts";
import { deliveryIdIn } from "./privately.ts";
import { messageRef } from "./translate.ts";

/** What an app that is sold outside the Marketplace may read at once. */
const MOST_MESSAGES = 15;
/** Clocks that differ by more can't talk to Slack at all: its requests would count as too old. */
const CLOCKS_APART_MS = 300_000;

const HISTORY = z.object({
  ok: z.literal(true),
  messages: z.array(z.object({ ts: z.string().min(1), metadata: z.unknown().optional() })),
  has_more: z.boolean().default(false),
});

/** Looks for a message of ours by its delivery id, with one call of conversations.history. */
export function createFind(
  call: SlackCall,
  conversationOf: (target: Target) => Promise<string | Failure>,
): Platform["find"] {
  return async (target, deliveryId, between) => {
    if (target.only !== undefined) return { kind: "unknown", problem: "one alone sees it", again: false };
    const channel = await conversationOf(target);
    if (typeof channel !== "string") return untold(channel);
    const parameters = { channel, ...spanOf(between), limit: MOST_MESSAGES, include_all_metadata: true };
    try {
      const page = HISTORY.safeParse(await call(target.workspace, "conversations.history", parameters));
      if (!page.success) return { kind: "unknown", problem: "no answer of Slack's", again: true };
      const found = page.data.messages.find(({ metadata }) => deliveryIdIn(metadata) === deliveryId);
      if (found) return { kind: "found", ref: messageRef(channel, found.ts) };
      return page.data.has_more ? { kind: "unknown", problem: "too many messages", again: false } : { kind: "absent" };
    } catch (error) {
      return untold(outcomeOf(error));
    }
  };
}

/** Slack's time of a message is in seconds. */
function spanOf({ from, to }: Between): Readonly<Record<string, unknown>> {
  return {
    oldest: ((from.getTime() - CLOCKS_APART_MS) / 1000).toFixed(6),
    latest: ((to.getTime() + CLOCKS_APART_MS) / 1000).toFixed(6),
    inclusive: true,
  };
}

/** What Slack refuses for good isn't worth another look. */
function untold(failure: Failure): FindOutcome {
  switch (failure.kind) {
    case "slow-down":
      return failure;
    case "address-gone":
    case "not-allowed":
      return { kind: "unknown", problem: failure.problem, again: false };
    case "passing":
    case "ambiguous":
      return { kind: "unknown", problem: failure.problem, again: true };
    default:
      return never(failure);
  }
}
