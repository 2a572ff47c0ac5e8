import { setTimeout as pause } from "node:timers/promises";
import { wallClock } from "../../src/kernel/clock.ts";
import type { FakeSlack } from "../helpers/fake-slack.ts";

/** What a person was answered by a response_url. */
export interface Answer {
  /** the letters, as a notification says them */
  readonly text: string;
  /** when the rig saw it first; monotonic milliseconds */
  readonly seenMs: number;
}

/** The answers that came to response_urls, by the token given out. */
export interface Answers {
  of(token: string): readonly Answer[];
  /** Resolves with the first answer, or undefined when `giveUp` says so first; it is asked again and again. */
  first(token: string, giveUp: () => boolean): Promise<Answer | undefined>;
  /** Nobody will ask for it any more. */
  forget(token: string): void;
  /** answers that came when their token was forgotten already */
  readonly late: number;
}

const LOOK_MS = 4;

export function createAnswers(slack: FakeSlack): Answers {
  const known = new Map<string, Answer[]>();
  const forgotten = new Set<string>();
  let late = 0;
  let read = 0;

  function look(): void {
    if (read === slack.replies.length) return;
    const seenMs = wallClock.monotonicMs();
    for (; read < slack.replies.length; read++) {
      const reply = slack.replies[read];
      if (!reply) continue;
      if (forgotten.has(reply.token)) {
        late++;
        continue;
      }
      const text = typeof reply.body["text"] === "string" ? reply.body["text"] : JSON.stringify(reply.body);
      const answers = known.get(reply.token) ?? [];
      answers.push({ text, seenMs });
      known.set(reply.token, answers);
    }
  }

  return {
    of(token) {
      look();
      return known.get(token) ?? [];
    },
    async first(token, giveUp) {
      for (;;) {
        look();
        const answer = known.get(token)?.[0];
        if (answer || giveUp()) return answer;
        await pause(LOOK_MS);
      }
    },
    forget(token) {
      known.delete(token);
      forgotten.add(token);
    },
    get late() {
      look();
      return late;
    },
  };
}
