import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../db/transaction.ts";
import type { Clock } from "../kernel/clock.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { Jobs } from "./boss.ts";
import { type Due, dueFor } from "./due-store.ts";

export interface DueJobsParts {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** fires one thing that is due, where this version knows it; what can't fire stays due */
  readonly fire: (due: Due, now: Date) => Promise<void>;
}

/** See `Hand` in inbound/ticker.ts. */
export interface DueJobs {
  on(due: readonly Due[]): Promise<void>;
  fired(signal: AbortSignal): Promise<void>;
}

const SLOTS = 4;
const LOOK_MS = 20;

/**
 * What is due is fired by jobs, one a subject, so that all replicas have a part in it and what is due for one subject
 * fires in its order.
 */
export function workDue({ db, jobs, clock, fire }: DueJobsParts): DueJobs {
  jobs.work(
    "due",
    async ({ data }) => {
      const { organisation = "", subject = "" } = data;
      const tried = new Set<string>();
      for (;;) {
        const now = clock.now();
        const all = await dueFor(db.system, organisation as OrganisationId, subject, now);
        const next = all.find((due) => !tried.has(keyOf(due)));
        if (!next) return;
        tried.add(keyOf(next));
        await fire(next, now);
      }
    },
    { slots: SLOTS },
  );
  return {
    async on(due) {
      const subjects = new Map(
        due.map(({ organisation, subject }) => [`${organisation} ${subject}`, { organisation, subject }]),
      );
      await jobs.sendNow(
        "due",
        [...subjects].map(([key, data]) => ({ key, data })),
      );
    },
    async fired(signal) {
      while (!signal.aborted && (await jobs.open("due", "feature")) > 0) await pause(LOOK_MS);
    },
  };
}

/** With its time: one that is wanted anew for an instant that is past fires too. */
function keyOf({ kind, dueAt }: Due): string {
  return `${kind} ${dueAt.toISOString()}`;
}
