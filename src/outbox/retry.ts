import type { FindOutcome, SendOutcome } from "../chat/platform.ts";
import { never } from "../kernel/errors.ts";

export const MOST_ATTEMPTS = 8;
/** Of what is repeated without harm: a day of half hours, for mail servers that take nothing yet or are down. */
export const MOST_REPEATS = 54;
const FIRST_BACKOFF_MS = 2000;
const BACKOFF_FACTOR = 4;
const LONGEST_BACKOFF_MS = 30 * 60_000;
const JITTER_SHARE = 0.25;

/** A send begins at most this long after it was noted, and has ended another 20 s later. */
export const SEND_STARTS_WITHIN_MS = 10_000;
const FIRST_LOOK_MS = 5000;
/** Another minute after the end of the send: so long a platform may still be at work on it. */
export const ABSENCE_COUNTS_AFTER_MS = SEND_STARTS_WITHIN_MS + 20_000 + 60_000;
/** The pauses between looks that told nothing; after the last one there is no other. */
const LOOK_PAUSES_MS = [60_000, 600_000];
const LEAST_LOOK_PAUSE_MS = 1000;
const LOOKS_END_AFTER_MS = 24 * 3_600_000;

/** What becomes of a post after a send. Instants are wall time. */
export type Settlement =
  | { readonly kind: "sent"; readonly ref: string }
  | { readonly kind: "again"; readonly notBefore: Date; readonly reason: string }
  /** the whole address waits, and the attempt doesn't count */
  | { readonly kind: "address-waits"; readonly notBefore: Date }
  /** it may stand there: it is looked up at `notBefore` */
  | { readonly kind: "ambiguous"; readonly notBefore: Date; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

export interface Attempt {
  /** this one included */
  readonly attempts: number;
  /** an update of a message that stands: repeating it is harmless */
  readonly update: boolean;
  /** sent again it is the same message to its reader */
  readonly repeats?: boolean;
}

/**
 * Milliseconds until the next attempt: 2 s, 8 s, 32 s, … up to 30 min, a quarter more or less.
 * @param attempts made so far, ≥ 1
 * @param jitter 0 ≤ jitter < 1
 */
export function backoffMs(attempts: number, jitter: number): number {
  const plainMs = Math.min(FIRST_BACKOFF_MS * BACKOFF_FACTOR ** (attempts - 1), LONGEST_BACKOFF_MS);
  return Math.round(plainMs * (1 + JITTER_SHARE * (2 * jitter - 1)));
}

export function settlementOf(outcome: SendOutcome, attempt: Attempt, wallNow: Date, jitter: number): Settlement {
  switch (outcome.kind) {
    case "sent":
      return { kind: "sent", ref: outcome.ref };
    case "slow-down":
      return { kind: "address-waits", notBefore: later(wallNow, outcome.waitMs) };
    case "passing":
      return againOf(`passing: ${outcome.problem}`, attempt, wallNow, jitter);
    case "ambiguous":
      return attempt.update || attempt.repeats
        ? againOf(`passing: ${outcome.problem}`, attempt, wallNow, jitter)
        : { kind: "ambiguous", notBefore: firstLookAt(wallNow), reason: outcome.problem };
    case "address-gone":
    case "not-allowed":
      return { kind: "failed", reason: `${outcome.kind}: ${outcome.problem}` };
    default:
      return never(outcome);
  }
}

/** Another try, or the end of trying after the last. */
export function againOf(reason: string, { attempts, repeats }: Attempt, wallNow: Date, jitter: number): Settlement {
  if (attempts >= (repeats ? MOST_REPEATS : MOST_ATTEMPTS)) return { kind: "failed", reason };
  return { kind: "again", notBefore: later(wallNow, backoffMs(attempts, jitter)), reason };
}

/** When a send of which nobody knows what came of it is looked up for the first time. */
export function firstLookAt(wallNow: Date): Date {
  return later(wallNow, FIRST_LOOK_MS);
}

/** A send of which nobody knows whether it posted. Instants are wall time. */
export interface Doubt {
  readonly reason: string;
  /** sends so far, this one included */
  readonly attempts: number;
  /** looks that were made before */
  readonly looks: number;
  /** when the send was noted */
  readonly sendingAt: Date;
}

/** What becomes of a doubtful send after a look. */
export type AfterLook =
  | { readonly kind: "found"; readonly ref: string }
  | { readonly kind: "look-again"; readonly looks: number; readonly notBefore: Date }
  /** it was never posted, so it is sent anew */
  | { readonly kind: "post-again" }
  | { readonly kind: "failed"; readonly reason: string }
  /** nobody will ever know without looking there: a person decides */
  | { readonly kind: "for-good"; readonly reason: string };

/** @param askedAt when the platform was asked: it may have posted a moment later */
export function afterLook(found: FindOutcome, doubt: Doubt, askedAt: Date, wallNow: Date): AfterLook {
  const { reason, attempts, sendingAt } = doubt;
  const looks = doubt.looks + 1;
  const forGood = (problem: string): AfterLook => ({ kind: "for-good", reason: `${reason}; looked up: ${problem}` });
  switch (found.kind) {
    case "found":
      return found;
    case "absent": {
      const countsFrom = later(sendingAt, ABSENCE_COUNTS_AFTER_MS);
      if (askedAt.getTime() < countsFrom.getTime()) return { kind: "look-again", looks, notBefore: countsFrom };
      return attempts >= MOST_ATTEMPTS ? { kind: "failed", reason: `passing: ${reason}` } : { kind: "post-again" };
    }
    case "unknown": {
      const pauseMs = LOOK_PAUSES_MS[looks - 1];
      if (!found.again || pauseMs === undefined) return forGood(found.problem);
      return { kind: "look-again", looks, notBefore: later(wallNow, pauseMs) };
    }
    case "slow-down":
      if (wallNow.getTime() - sendingAt.getTime() > LOOKS_END_AFTER_MS) return forGood("no turn within a day");
      return {
        kind: "look-again",
        looks: doubt.looks,
        notBefore: later(wallNow, Math.max(LEAST_LOOK_PAUSE_MS, found.waitMs)),
      };
    default:
      return never(found);
  }
}

function later(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}
