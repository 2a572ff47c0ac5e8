import type { Due } from "../jobs/due-store.ts";
import { isReminder } from "../jobs/reminder-store.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";

/** Who has fired what is due. */
export interface Hand {
  /** the same may come again before it has fired */
  on(due: readonly Due[], now: Date): Promise<void>;
  /** Resolves when an organisation has nothing left that was handed on or that came of it, or once it is aborted. */
  fired(organisation: OrganisationId, signal: AbortSignal): Promise<void>;
}

export interface Handing {
  /**
   * Hands on what is due, longest due first. What came due in one minute goes at once, schedules and then reminders; of an
   * organisation for which several minutes came due, as after downtime, each waits until what the one before it led to is
   * done: a night's score is due there with the digests that tell of it. Resolves before that; nobody else waits for it.
   */
  begin(due: readonly Due[], now: Date): Promise<void>;
  /** Resolves when nothing waits any more. */
  caughtUp(): Promise<void>;
  /** Leaves what waits to the next tick. */
  stop(): Promise<void>;
}

const AT_ONCE = 1000;
const MINUTE_MS = 60_000;
const PATIENCE_MS = 600_000;

export function createHanding(hand: Hand, log: Log): Handing {
  const catchingUp = new Map<OrganisationId, Promise<void>>();
  let before: ReadonlySet<string> = new Set();
  let stopping = new AbortController();

  async function catchUp(organisation: OrganisationId, waves: readonly Due[][], now: Date): Promise<void> {
    const patience = AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      for (const wave of waves) {
        await hand.fired(organisation, patience);
        if (stopping.signal.aborted) return;
        await hand.on(wave, now);
      }
    } catch (error) {
      log.error({ err: error, organisation }, "what came due could not be handed on; the next tick tries again");
    }
  }

  return {
    async begin(due, now) {
      stopping = stopping.signal.aborted ? new AbortController() : stopping;
      const first: Due[] = [];
      const later: [OrganisationId, Due[][]][] = [];
      for (const [organisation, all] of Map.groupBy(due, (each) => each.organisation)) {
        if (catchingUp.has(organisation)) continue;
        const [soonest = [], ...rest] = wavesOf(all, before);
        first.push(...soonest);
        if (rest.length > 0) later.push([organisation, rest]);
      }
      before = new Set(due.map(keyOf));
      for (let from = 0; from < first.length; from += AT_ONCE) await hand.on(first.slice(from, from + AT_ONCE), now);
      for (const [organisation, waves] of later) {
        const ended = catchUp(organisation, waves, now).finally(() => catchingUp.delete(organisation));
        catchingUp.set(organisation, ended);
      }
    },
    async caughtUp() {
      await Promise.all(catchingUp.values());
    },
    async stop() {
      stopping.abort();
      await Promise.all(catchingUp.values());
    },
  };
}

/**
 * Minute by minute, its schedules before its reminders, some of which tell what didn't come with a digest. Nothing waits for
 * what was handed on before and didn't fire.
 */
function wavesOf(due: readonly Due[], before: ReadonlySet<string>): Due[][] {
  const waves: Due[][] = [[]];
  const groups = [...Map.groupBy(due, orderOf)].toSorted(([one], [other]) => one - other);
  for (const [, all] of groups) {
    if (waves.at(-1)?.some((each) => !before.has(keyOf(each)))) waves.push([]);
    waves.at(-1)?.push(...all);
  }
  return waves;
}

function orderOf({ dueAt, kind }: Due): number {
  return 2 * Math.floor(dueAt.getTime() / MINUTE_MS) + (isReminder(kind) ? 1 : 0);
}

function keyOf({ organisation, kind, subject, dueAt }: Due): string {
  return `${organisation} ${kind} ${subject} ${dueAt.toISOString()}`;
}
