import type { ChannelFlags, Platform, SendOutcome, Target } from "../chat/platform.ts";
import type { PlatformName } from "../chat/interaction.ts";
import { writeAudit } from "../db/audit.ts";
import type { Database } from "../db/transaction.ts";
import type { Clock, WallClock } from "../kernel/clock.ts";
import type { Tx } from "../kernel/deps.ts";
import type { ChannelId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import { within } from "../kernel/within.ts";
import { standingOf } from "./address.ts";
import { showsOutsiders } from "./audience.ts";
import { keepReading, storedChannel } from "./channels.ts";
import { believeFound, drawOnceMore } from "./doubt-store.ts";
import { draft, type Draft, DrawFailure, type DrawParts, isLate } from "./draw.ts";
import { holdLane, type Lane, laneWaits, settleLane } from "./lane-store.ts";
import { createLook } from "./look.ts";
import { countFrom, type Pacer, windowsOf } from "./pacer.ts";
import { againOf, firstLookAt, SEND_STARTS_WITHIN_MS, settlementOf } from "./retry.ts";
import { courierOf, targetIn } from "./standing.ts";
import { endPost, nextAt, putOff, settleLeft, settleSend, type Left, type WaitingPost } from "./store.ts";
import type { Timers } from "./timers.ts";
import { tellUnsettled } from "./unsettled.ts";

export interface LaneParts extends DrawParts {
  readonly db: Database;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly clock: Clock;
  readonly wall: WallClock;
  readonly log: Log;
  readonly timers: Timers;
  readonly random: () => number;
  readonly pacer: Pacer;
}

/** What the lane is left with: something due now, or something that waits for an instant of wall time. */
export interface LaneEnd {
  readonly dueNow: boolean;
  readonly waitsUntil: Date | undefined;
}

/** A draft, and until when what it says may be sent (monotonic). */
type Drafted = Draft & { readonly sendBeforeMs: number };
type Ready = Extract<Drafted, { readonly kind: "ready" }>;

const SENDS_START_WITHIN_MS = 20_000;
/** With these three a job ends before it expires at 60 s. */
const DRAWS_START_WITHIN_MS = 30_000;
const SEND_WITHIN_MS = 20_000;
const READ_WITHIN_MS = 15_000;
const SETTLE_TRIES = 4;
const SETTLE_PAUSE_MS = 500;
const NOTHING_LEFT: LaneEnd = { dueNow: false, waitsUntil: undefined };
/** What a former holder learnt late may have left something to do. */
const FENCED: LaneEnd = { dueNow: true, waitsUntil: undefined };

/** Serves one address: starts sends for up to 20 s, one after the other. Failed sends stand in rows and don't throw. */
export function createLaneRunner(parts: LaneParts): (lane: Lane, signal: AbortSignal) => Promise<LaneEnd> {
  const { db, clock, wall, log } = parts;
  const look = createLook(parts);

  return async function runLane(lane, signal) {
    const held = await holdLane(db.system, lane);
    if (!held) return NOTHING_LEFT;
    const { fence, notBefore } = held;
    if (notBefore && notBefore.getTime() > wall.now().getTime()) return { dueNow: false, waitsUntil: notBefore };
    const startMs = wall.monotonicMs();
    while (!signal.aborted && wall.monotonicMs() < startMs + SENDS_START_WITHIN_MS) {
      const next = await sendNext(lane, fence, startMs + DRAWS_START_WITHIN_MS, signal);
      if (next === "fenced") return FENCED;
      if (next === "stop") break;
    }
    return db.write(lane.organisation, (tx) => settleLane(tx, lane.address, fence, clock.now(), wall.now()));
  };

  async function sendNext(
    lane: Lane,
    fence: number,
    drawBeforeMs: number,
    signal: AbortSignal,
  ): Promise<"next" | "stop" | "fenced"> {
    const { organisation, address } = lane;
    const { next, standing } = await db.read(organisation, async (tx) => {
      const found = await nextAt(tx, address, fence, clock.now(), wall.now());
      if (found.kind !== "post") return { next: found, standing: undefined };
      const { sensitive = false, direct } = parts.cards.get(found.post.card) ?? {};
      const post = { ...found.post, sensitive, confidential: direct?.confidential ?? false };
      return { next: found, standing: await standingOf(tx, parts, post, wall.now()) };
    });
    if (next.kind === "nothing") return "stop";
    if (next.kind === "doubt") return look(organisation, next.post, fence, signal);
    if (next.kind === "left") {
      const lookAt = firstLookAt(wall.now());
      const posts = await db.write(organisation, (tx) => settleLeft(tx, address, fence, lookAt));
      log.warn({ organisation, address, posts }, "a send was interrupted; whether it was posted is not known");
      return "next";
    }
    const { post } = next;
    if (standing?.kind === "here" && !isLate(post, clock.now())) {
      if (standing.refresh !== "nothing" && standing.channel) {
        const read = await readChannel(lane, post, standing.channel, standing.target, standing.refresh, fence, signal);
        if (read !== "read") return read;
      }
      const turn = await takeTurn(lane, standing.target, post.stand ? "update" : "post", fence, signal);
      if (turn !== "taken") return "stop";
    }
    return wall.monotonicMs() < drawBeforeMs ? drawAndSend(lane, post, fence) : "stop";
  }

  /** Reads a channel's flags, or flags and members, without a transaction, and keeps what it was told. */
  async function readChannel(
    lane: Lane,
    post: WaitingPost,
    channel: ChannelId,
    target: Target,
    refresh: "flags" | "members",
    fence: number,
    signal: AbortSignal,
  ): Promise<"read" | "next" | "stop"> {
    const platform = target.platform === "email" ? undefined : parts.platforms.get(target.platform);
    if ((await takeTurn(lane, target, "read", fence, signal)) !== "taken" || !platform) return "stop";
    try {
      const askedAt = wall.now();
      const asked: Promise<ChannelFlags> =
        refresh === "members" ? platform.channelFacts(target) : platform.channelFlags(target);
      const reading = await within(READ_WITHIN_MS, asked);
      if (!reading) throw new Error("The channel was not read in time.");
      await db.write(lane.organisation, async (tx) => {
        const before = await storedChannel(tx, channel);
        const { ids, now, posts } = parts.context(tx, clock.now());
        if (await keepReading(tx, channel, reading, askedAt)) {
          const details = { because: "archived" };
          writeAudit(tx, {
            id: ids.next(),
            at: now,
            by: undefined,
            action: "listening.off",
            subject: channel,
            details,
          });
        }
        const after = await storedChannel(tx, channel);
        const opened = before && after && !showsOutsiders(before) && showsOutsiders(after);
        if (opened) posts.redrawAt(lane.address);
      });
      return "read";
    } catch (error) {
      log.warn({ err: error, organisation: lane.organisation, channel }, "a channel could not be read");
      const attempt = { attempts: post.attempts + 1, update: post.stand !== undefined };
      const later = againOf("channel unread", attempt, wall.now(), parts.random());
      await db.write(lane.organisation, async (tx) => tell(tx, post, await putOff(tx, post, later)));
      return "next";
    }
  }

  async function takeTurn(
    lane: Lane,
    target: Target,
    call: "post" | "update" | "read",
    fence: number,
    signal: AbortSignal,
  ): Promise<"taken" | "none"> {
    const askedAt = wall.now();
    const { kind, waitMs } = await parts.pacer.reserve(windowsOf(parts, target, call), askedAt);
    const until = new Date(askedAt.getTime() + waitMs);
    if (kind === "full") {
      await db.write(lane.organisation, (tx) => laneWaits(tx, lane.address, fence, until));
      return "none";
    }
    const leftMs = until.getTime() - wall.now().getTime();
    if (leftMs > 0) await parts.timers.sleep(leftMs, signal);
    return signal.aborted ? "none" : "taken";
  }

  async function drawAndSend(lane: Lane, post: WaitingPost, fence: number): Promise<"next" | "stop" | "fenced"> {
    const ready = await drafted(lane, post, fence);
    if (ready.kind === "fenced") return "fenced";
    if (ready.kind !== "ready") return "next";
    const { sentTo, stand, drawn, attempts } = ready;
    const outcome = await sent(ready);
    const endedAt = wall.now();
    const repeats = courierOf(parts, sentTo)?.repeats ?? false;
    const attempt = { attempts, update: stand !== undefined, repeats };
    const settlement = settlementOf(outcome, attempt, endedAt, parts.random());
    if (settlement.kind === "failed" || settlement.kind === "ambiguous") {
      log.warn({ organisation: lane.organisation, post: post.id, ...settlement }, "a post was not sent for sure");
    }
    const stands = settlement.kind === "sent" ? { ...sentTo, ref: settlement.ref } : undefined;
    const windows = windowsOf(parts, sentTo, stand ? "update" : "post");
    const { deliveryId } = drawn;
    const left = await persistently(() =>
      db.write(lane.organisation, async (tx) => {
        await countFrom(tx, windows, endedAt);
        const settled = await settleSend(tx, post, { deliveryId, fence }, settlement, stands);
        await tell(tx, post, settled);
        if (settled) return settled;
        // Somebody else holds the lane by now.
        if (stand) drawOnceMore(tx, post.id, clock.now());
        else if (stands) await believeFound(tx, { id: post.id, deliveryId, sentTo, ref: stands.ref }, clock.now());
        return undefined;
      }),
    );
    if (left === undefined) return "fenced";
    return settlement.kind === "address-waits" ? "stop" : "next";
  }

  function tell(tx: Tx, post: WaitingPost, left: Left | undefined): Promise<void> {
    return tellUnsettled(parts.context(tx, clock.now()), post, left);
  }

  async function drafted(lane: Lane, post: WaitingPost, fence: number): Promise<Drafted> {
    try {
      return await db.write(lane.organisation, async (tx) => {
        const sendBeforeMs = wall.monotonicMs() + SEND_STARTS_WITHIN_MS;
        return { ...(await draft(tx, parts, post, fence, clock.now(), wall.now())), sendBeforeMs };
      });
    } catch (error) {
      if (!(error instanceof DrawFailure)) throw error;
      log.error({ err: error.cause, organisation: lane.organisation, card: post.card }, "a card could not be drawn");
      await db.write(lane.organisation, async (tx) => tell(tx, post, await endPost(tx, post, "failed", "draw")));
      return { kind: "done", sendBeforeMs: 0 };
    }
  }

  async function sent({ sentTo, stand, drawn, sendBeforeMs }: Ready): Promise<SendOutcome> {
    const platform = courierOf(parts, sentTo);
    if (!platform) return { kind: "not-allowed", problem: "platform not connected" };
    // A later send could come when somebody else has looked and found nothing.
    if (wall.monotonicMs() > sendBeforeMs) return { kind: "passing", problem: "held up" };
    const target = targetIn(sentTo);
    try {
      const call = stand ? platform.update(target, stand.ref, drawn) : platform.send(target, drawn);
      return (await within(SEND_WITHIN_MS, call)) ?? { kind: "ambiguous", problem: "no answer in time" };
    } catch (error) {
      return { kind: "ambiguous", problem: error instanceof Error ? error.message : String(error) };
    }
  }

  /** The outcome of a send is worth some tries: without it the post would be ambiguous. */
  async function persistently<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (tries === SETTLE_TRIES) throw error;
        await parts.timers.sleep(SETTLE_PAUSE_MS * 2 ** tries, new AbortController().signal);
      }
    }
  }
}
