import type { Due } from "./due-store.ts";
import { isReminder } from "./reminder-store.ts";

/** A span of turns, both ends within it; without an end it is open there. */
export interface Turns {
  readonly from?: number;
  readonly through?: number;
}

const MINUTE_MS = 60_000;

/** Minute by minute, of one minute schedules before reminders, some of which tell what didn't come with a digest. */
export function turnOf({ dueAt, kind }: Due): number {
  return 2 * Math.floor(dueAt.getTime() / MINUTE_MS) + (isReminder(kind) ? 1 : 0);
}

/** All that has come due by an instant, its minute included. */
export function turnsUntil(now: Date): Turns {
  return { through: 2 * Math.floor(now.getTime() / MINUTE_MS) + 1 };
}

export function isWithin({ from = -Infinity, through = Infinity }: Turns, due: Due): boolean {
  const turn = turnOf(due);
  return turn >= from && turn <= through;
}
