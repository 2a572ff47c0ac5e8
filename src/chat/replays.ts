import type { WallClock } from "../kernel/clock.ts";

/** What a request is answered with, as JSON; "" is an empty body. */
export type Written = string;

/** Remembers how requests were answered, so that a copy of one gets the same answer and no second effect. */
export interface Replays {
  /** Runs `answer` unless this signature was answered, or is being answered, within ten minutes. */
  once(signature: string, answer: () => Promise<Written>): Promise<Written>;
}

/** Answers that are forgotten together: one by one would cost more the more there are. */
interface Generation {
  readonly answers: Map<string, Promise<Written>>;
  readonly sinceMs: number;
  letters: number;
}

/** A signature is good for 300 s on either side of now, so after ten minutes a copy is refused by its age. */
const KEPT_MS = 600_000;
/** of each of the two generations */
const MOST_ANSWERS = 10_000;
const MOST_LETTERS = 4_000_000;

export function createReplays(wall: WallClock): Replays {
  let young = generation();
  let old = young;

  function generation(): Generation {
    return { answers: new Map(), sinceMs: wall.monotonicMs(), letters: 0 };
  }
  function age(): void {
    const isOver = wall.monotonicMs() - young.sinceMs >= KEPT_MS;
    if (!isOver && young.answers.size < MOST_ANSWERS && young.letters < MOST_LETTERS) return;
    old = young;
    young = generation();
  }
  async function weighed(answer: Promise<Written>, kept: Generation): Promise<Written> {
    const written = await answer;
    kept.letters += written.length;
    return written;
  }

  return {
    once(signature, answer) {
      age();
      const known = young.answers.get(signature) ?? old.answers.get(signature);
      if (known) return known;
      const made = weighed(answer(), young);
      young.answers.set(signature, made);
      return made;
    },
  };
}
