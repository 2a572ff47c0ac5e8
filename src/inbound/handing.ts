import type { Due } from "../jobs/due-store.ts";
import { isReminder } from "../jobs/reminder-store.ts";
import { type Turns, turnOf, turnsUntil } from "../jobs/turns.ts";
import type { OrganisationId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";

/** Who has fired what is due. */
export interface Hand {
  /**
   * The same may come again before it has fired.
   * @param turns those that may fire by it; what else is due for the same subject waits
   */
  on(due: readonly Due[], now: Date, turns: Turns): Promise<void>;
  /** Resolves when an organisation has nothing left that was handed on or that came of it, or once it is aborted. */
  fired(organisation: OrganisationId, signal: AbortSignal): Promise<void>;
}

export interface Handing {
  /**
   * Hands on what is due, longest due first. What came due in one minute goes at once, schedules and then reminders; of an
   * organisation for which several minutes came due, or one that is past, as after downtime, each waits until what was
   * handed on before, by whichever replica, has led to all that it leads to: a night's score is due there with the digests
   * that tell of it. Resolves before that; nobody else waits for it, nor do reminders that come due meanwhile.
   */
  begin(due: readonly Due[], now: Date): Promise<void>;
  /** Resolves when nothing waits any more. */
  caughtUp(): Promise<void>;
  /** Leaves what waits to the next tick. */
  stop(): Promise<void>;
}

interface CatchingUp {
  readonly since: Date;
  readonly ended: Promise<void>;
}

const AT_ONCE = 1000;
/** Ticks are a minute apart: what is older was missed. */
const LATE_MS = 2 * 60_000;
const PATIENCE_MS = 600_000;

export function createHanding(hand: Hand, log: Log): Handing {
  const catchingUp = new Map<OrganisationId, CatchingUp>();
  let before: ReadonlySet<string> = new Set();
  let stopping = new AbortController();

  async function catchUp(organisation: OrganisationId, waves: readonly Due[][], now: Date): Promise<void> {
    let waits = isLate(waves[0] ?? [], now);
    const patience = AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      for (const [at, wave] of waves.entries()) {
        if (waits) await hand.fired(organisation, patience);
        if (stopping.signal.aborted) return;
        const last = at < waves.length - 1 ? wave.at(-1) : undefined;
        await onInParts(wave, now, last ? { through: turnOf(last) } : turnsUntil(now));
        waits = true;
      }
    } catch (error) {
      log.error({ err: error, organisation }, "what came due could not be handed on; the next tick tries again");
    }
  }

  function isLate(wave: readonly Due[], now: Date): boolean {
    return wave.some((due) => now.getTime() - due.dueAt.getTime() > LATE_MS && !before.has(keyOf(due)));
  }

  async function onInParts(due: readonly Due[], now: Date, turns: Turns): Promise<void> {
    for (let from = 0; from < due.length; from += AT_ONCE) await hand.on(due.slice(from, from + AT_ONCE), now, turns);
  }

  return {
    async begin(due, now) {
      stopping = stopping.signal.aborted ? new AbortController() : stopping;
      const atOnce: Due[] = [];
      const meanwhile: Due[] = [];
      const later: [OrganisationId, Due[][]][] = [];
      for (const [organisation, all] of Map.groupBy(due, (each) => each.organisation)) {
        const busy = catchingUp.get(organisation);
        if (busy) {
          meanwhile.push(...all.filter(({ kind, dueAt }) => isReminder(kind) && dueAt > busy.since));
          continue;
        }
        const waves = wavesOf(all, before);
        if (waves.length === 1 && !isLate(all, now)) atOnce.push(...all);
        else later.push([organisation, waves]);
      }
      await onInParts(atOnce, now, turnsUntil(now));
      for (const [turn, reminders] of Map.groupBy(meanwhile, turnOf)) {
        await onInParts(reminders, now, { from: turn, through: turn });
      }
      for (const [organisation, waves] of later) {
        const ended = catchUp(organisation, waves, now).finally(() => catchingUp.delete(organisation));
        catchingUp.set(organisation, { since: now, ended });
      }
      before = new Set(due.map(keyOf));
    },
    async caughtUp() {
      await Promise.all([...catchingUp.values()].map(({ ended }) => ended));
    },
    async stop() {
      stopping.abort();
      await Promise.all([...catchingUp.values()].map(({ ended }) => ended));
    },
  };
}

/** One after the other. Nothing waits for what was handed on before and didn't fire. */
function wavesOf(due: readonly Due[], before: ReadonlySet<string>): Due[][] {
  const waves: Due[][] = [[]];
  const groups = [...Map.groupBy(due, turnOf)].toSorted(([one], [other]) => one - other);
  for (const [, all] of groups) {
    if (waves.at(-1)?.some((each) => !before.has(keyOf(each)))) waves.push([]);
    waves.at(-1)?.push(...all);
  }
  return waves;
}

function keyOf({ organisation, kind, subject, dueAt }: Due): string {
  return `${organisation} ${kind} ${subject} ${dueAt.toISOString()}`;
}
