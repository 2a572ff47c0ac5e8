import type { SendOutcome } from "../chat/platform.ts";
import { never } from "../kernel/errors.ts";

export const MOST_ATTEMPTS = 8;
const FIRST_BACKOFF_MS = 2000;
const BACKOFF_FACTOR = 4;
const LONGEST_BACKOFF_MS = 30 * 60_000;
const JITTER_SHARE = 0.25;

/** What becomes of a post after a send. Instants are wall time. */
export type Settlement =
  | { readonly kind: "sent"; readonly ref: string }
  | { readonly kind: "again"; readonly notBefore: Date; readonly reason: string }
  /** the whole address waits, and the attempt doesn't count */
  | { readonly kind: "address-waits"; readonly notBefore: Date }
  | { readonly kind: "ambiguous"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

export interface Attempt {
  /** this one included */
  readonly attempts: number;
  /** an update of a message that stands: repeating it is harmless */
  readonly update: boolean;
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
      return { kind: "address-waits", notBefore: new Date(wallNow.getTime() + outcome.waitMs) };
    case "passing":
      return againOf(`passing: ${outcome.problem}`, attempt, wallNow, jitter);
    case "ambiguous":
      return attempt.update
        ? againOf(`passing: ${outcome.problem}`, attempt, wallNow, jitter)
        : { kind: "ambiguous", reason: outcome.problem };
    case "address-gone":
    case "not-allowed":
      return { kind: "failed", reason: `${outcome.kind}: ${outcome.problem}` };
    default:
      return never(outcome);
  }
}

/** Another try, or the end of trying after the eighth. */
export function againOf(reason: string, { attempts }: Attempt, wallNow: Date, jitter: number): Settlement {
  if (attempts >= MOST_ATTEMPTS) return { kind: "failed", reason };
  return { kind: "again", notBefore: new Date(wallNow.getTime() + backoffMs(attempts, jitter)), reason };
}
