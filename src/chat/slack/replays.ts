import type { WallClock } from "../../kernel/clock.ts";

/** What a request is answered with, as JSON; "" is an empty body. */
export type Written = string;

/** Remembers how requests were answered, so that a copy of one gets the same answer and no second effect. */
export interface Replays {
  /** Runs `answer` unless this signature was answered, or is being answered, within ten minutes. */
  once(signature: string, answer: () => Promise<Written>): Promise<Written>;
}

interface Kept {
  readonly at: number;
  readonly answer: Promise<Written>;
  weight: number;
}

const KEPT_MS = 600_000;
const MOST_KEPT = 20_000;
const MOST_LETTERS = 8_000_000;

/** A signature is good for 300 s on either side of now, so after ten minutes a copy is refused by its age. */
export function createReplays(wall: WallClock): Replays {
  const kept = new Map<string, Kept>();
  let letters = 0;
  function forget(nowMs: number): void {
    for (const [signature, entry] of kept) {
      if (nowMs - entry.at < KEPT_MS && kept.size <= MOST_KEPT && letters <= MOST_LETTERS) return;
      kept.delete(signature);
      letters -= entry.weight;
    }
  }
  return {
    once(signature, answer) {
      const nowMs = wall.monotonicMs();
      const known = kept.get(signature);
      if (known && nowMs - known.at < KEPT_MS) return known.answer;
      const entry: Kept = { at: nowMs, answer: answer(), weight: 0 };
      kept.delete(signature);
      kept.set(signature, entry);
      forget(nowMs);
      void entry.answer.then((body) => {
        if (body === "" || kept.get(signature) !== entry) return;
        entry.weight = body.length;
        letters += entry.weight;
        forget(nowMs);
      });
      return entry.answer;
    },
  };
}
