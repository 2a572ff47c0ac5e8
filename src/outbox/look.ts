import type { PlatformName } from "../chat/interaction.ts";
import type { Courier, FindOutcome, Platform } from "../chat/platform.ts";
import type { Database } from "../db/transaction.ts";
import type { Context } from "../features/feature.ts";
import type { Clock, WallClock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import { within } from "../kernel/within.ts";
import { settleLook } from "./doubt-store.ts";
import { holdWindow, type Pacer, windowsOf } from "./pacer.ts";
import { afterLook } from "./retry.ts";
import { courierOf, targetIn } from "./standing.ts";
import type { DoubtfulPost } from "./store.ts";
import type { Timers } from "./timers.ts";
import { tellUnsettled } from "./unsettled.ts";

export interface LookParts {
  readonly db: Database;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly mail?: Courier | undefined;
  readonly context: (tx: Tx, now: Date) => Context;
  readonly clock: Clock;
  readonly wall: WallClock;
  readonly log: Log;
  readonly timers: Timers;
  readonly pacer: Pacer;
}

/** @returns "stop" when the caller no longer has a say in the post */
export type Look = (
  organisation: OrganisationId,
  post: DoubtfulPost,
  fence: number,
  signal: AbortSignal,
) => Promise<"next" | "stop">;

const FIND_WITHIN_MS = 15_000;

/**
 * Looks a doubtful send up, without a transaction, and writes what becomes of it. A crash in between only repeats the
 * look. In a workspace where looks turned out to be scarce there is one a minute from then on.
 */
export function createLook(parts: LookParts): Look {
  const { db, clock, wall, log } = parts;
  const scarceIn = new Set<string>();

  return async function look(organisation, post, fence, signal) {
    const place = `${post.sentTo.platform} ${post.sentTo.workspace}`;
    const windows = windowsOf(parts, post.sentTo, scarceIn.has(place) ? "scarce-look" : "look");
    const turn = await parts.pacer.reserve(windows, wall.now());
    if (turn.kind === "full") {
      const now = wall.now();
      const later = afterLook({ kind: "slow-down", waitMs: turn.waitMs }, post, now, now);
      return settle(organisation, post, later, fence);
    }
    if (turn.waitMs > 0) await parts.timers.sleep(turn.waitMs, signal);
    if (signal.aborted) return "stop";
    const askedAt = wall.now();
    const found = await find(post, askedAt);
    if (found.kind === "slow-down") {
      scarceIn.add(place);
      const until = new Date(wall.now().getTime() + found.waitMs);
      await db.write(organisation, (tx) => holdWindow(tx, windowsOf(parts, post.sentTo, "look"), until));
    }
    const after = afterLook(found, post, askedAt, wall.now());
    log.info({ organisation, post: post.id, found, after }, "a doubtful send was looked up");
    return settle(organisation, post, after, fence);
  };

  async function settle(
    organisation: OrganisationId,
    post: DoubtfulPost,
    after: ReturnType<typeof afterLook>,
    fence: number,
  ): Promise<"next" | "stop"> {
    const left = await db.write(organisation, async (tx) => {
      const settled = await settleLook(tx, post, after, fence, clock.now());
      await tellUnsettled(parts.context(tx, clock.now()), post, settled);
      return settled;
    });
    return left === undefined ? "stop" : "next";
  }

  async function find({ sentTo, deliveryId, sendingAt }: DoubtfulPost, askedAt: Date): Promise<FindOutcome> {
    const platform = courierOf(parts, sentTo);
    if (!platform) return { kind: "unknown", problem: "platform not connected", again: true };
    try {
      const asked = platform.find(targetIn(sentTo), deliveryId, { from: sendingAt, to: askedAt });
      return (await within(FIND_WITHIN_MS, asked)) ?? { kind: "unknown", problem: "no answer in time", again: true };
    } catch (error) {
      return { kind: "unknown", problem: error instanceof Error ? error.message : String(error), again: true };
    }
  }
}
