import type { Context, Feature, JobStarter, Posts } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import type { Directory } from "../kernel/directory.ts";
import type { DomainEvent } from "../kernel/events.ts";
import type { Ids } from "../kernel/ids.ts";
import { createReminders } from "./reminding.ts";

export interface ContextParts {
  readonly features: readonly Feature[];
  readonly ids: Ids;
  readonly directory: Directory;
  readonly posts: (tx: Tx, now: Date) => Posts;
  readonly jobs: (tx: Tx) => JobStarter;
  /** the shell's own ear; it may only note what to do after the commit */
  readonly onEvent: (tx: Tx, event: DomainEvent) => void;
}

const DEEPEST_REACTION = 3;

/** What a slice gets while a transaction is open. Reactions run in it, in the order of the features. */
export function createContexts(parts: ContextParts): (tx: Tx, now: Date) => Context {
  return (tx, now) => {
    const base = {
      tx,
      now,
      ids: parts.ids,
      directory: parts.directory,
      posts: parts.posts(tx, now),
      jobs: parts.jobs(tx),
      reminders: createReminders(tx),
    };
    function at(depth: number): Context {
      return { ...base, emit: (event) => react(event, depth) };
    }
    async function react<E extends DomainEvent>(event: E, depth: number): Promise<void> {
      parts.onEvent(tx, event);
      if (depth > DEEPEST_REACTION) throw new Error(`reactions to ${event.kind} go deeper than ${DEEPEST_REACTION}`);
      for (const feature of parts.features) {
        const reaction = feature.reactions?.[event.kind] as ((context: Context, event: E) => Promise<void>) | undefined;
        await reaction?.(at(depth + 1), event);
      }
    }
    return at(0);
  };
}
