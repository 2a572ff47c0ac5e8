import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../db/transaction.ts";
import type { Clock } from "../kernel/clock.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { Jobs } from "./boss.ts";
import { type Due, dueFor } from "./due-store.ts";
import { isWithin, type Turns } from "./turns.ts";

export interface DueJobsParts {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** fires one thing that is due, where this version knows it; what can't fire stays due */
  readonly fire: (due: Due, now: Date) => Promise<void>;
}

/** See `Hand` in inbound/handing.ts. */
export interface DueJobs {
  on(due: readonly Due[], now: Date, turns: Turns): Promise<void>;
  fired(organisation: OrganisationId, signal: AbortSignal): Promise<void>;
}

const SLOTS = 4;
const LOOK_MS = 20;
const LOOK_AT_MOST_MS = 500;

/**
 * What is due is fired by jobs, one a subject, so that all replicas have a part in it and what is due for one subject
 * fires in its order.
 */
export function workDue({ db, jobs, clock, fire }: DueJobsParts): DueJobs {
  jobs.work(
    "due",
    async ({ data }) => {
      const { organisation = "", subject = "", from, through } = data;
      const turns = { ...(from && { from: Number(from) }), ...(through && { through: Number(through) }) };
      const tried = new Set<string>();
      for (;;) {
        const now = clock.now();
        const all = await dueFor(db.system, organisation as OrganisationId, subject, now);
        const next = all.find((due) => isWithin(turns, due) && !tried.has(keyOf(due)));
        if (!next) return;
        tried.add(keyOf(next));
        await fire(next, now);
      }
    },
    { slots: SLOTS },
  );
  return {
    async on(due, _now, turns) {
      const span = Object.fromEntries(Object.entries(turns).map(([end, turn]) => [end, String(turn)]));
      const subjects = new Map(
        due.map(({ organisation, subject }) => [`${organisation} ${subject}`, { organisation, subject, ...span }]),
      );
      await jobs.sendNow(
        "due",
        [...subjects].map(([key, data]) => ({ key, data })),
      );
    },
    async fired(organisation, signal) {
      for (let waitMs = LOOK_MS; !signal.aborted && (await jobs.openFor(organisation, "due", "feature")) > 0;) {
        await pause(waitMs, undefined, { signal }).catch(() => undefined);
        waitMs = Math.min(2 * waitMs, LOOK_AT_MOST_MS);
      }
    },
  };
}

/** With its time: one that is wanted anew for an instant that is past fires too. */
function keyOf({ kind, dueAt }: Due): string {
  return `${kind} ${dueAt.toISOString()}`;
}
