import {
  addDays,
  fixedTime,
  instantOf,
  type LocalDate,
  localDateOf,
  type LocalTime,
  localTimeOf,
  weekdayOf,
} from "../../kernel/business-time.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { Person } from "../../kernel/directory.ts";
import type { CadencePairId } from "../../kernel/ids.ts";
import { commonDays, firstDay, weekdayFor } from "./decide.ts";
import type { Frequency, Pair, Rhythm } from "./model.ts";
import { findSlots } from "./slots.ts";

type Both = Pick<Person, "id" | "name" | "calendar">;

const MINUTE_MS = 60_000;
const WEEK_DAYS = 7;

/** When people of these pairs meet, or are asked to. */
export function rhythmsTaken(pairs: readonly Pick<Pair, "state" | "rhythm" | "jointWith">[]): Rhythm[] {
  return pairs
    .filter(({ state, jointWith }) => (state === "proposed" || state === "active" || state === "paused") && !jointWith)
    .map(({ rhythm }) => rhythm);
}

/**
 * A day in the middle of the week and the time nearest to ten at which both work and meet nobody else so; where that day
 * has none, another one.
 * @param taken when either of them meets others
 */
export function rhythmFor(
  id: CadencePairId,
  csm: Both,
  am: Both,
  frequency: Frequency,
  now: Date,
  taken: readonly Rhythm[],
): Rhythm {
  const days = commonDays([csm.calendar, am.calendar]) ?? csm.calendar;
  const { zone } = csm.calendar;
  const { minutes } = CADENCE;
  const today = localDateOf(now, zone);
  const best = weekdayFor(id, days);
  for (const weekday of [best, ...days.workdays.filter((day) => day !== best)]) {
    const at = timeOn(weekday, [csm, am], { taken, zone, today, now });
    if (at) return { frequency, weekday, at, zone, minutes };
  }
  return { frequency, weekday: best, at: fixedTime(CADENCE.at), zone, minutes };
}

interface Looked {
  readonly taken: readonly Rhythm[];
  readonly zone: string;
  readonly today: LocalDate;
  readonly now: Date;
}

/** On the first of the next days with that weekday that isn't a holiday. */
function timeOn(weekday: number, both: readonly Both[], { taken, zone, today, now }: Looked): LocalTime | undefined {
  const first = firstDay(weekday, today);
  for (let week = 0; week < CADENCE.rhythmWeeks; week++) {
    const on = addDays(first, week * WEEK_DAYS);
    const busy = taken.flatMap((rhythm) => timesOf(rhythm, on));
    const wanted = { on, at: fixedTime(CADENCE.at), zone, minutes: CADENCE.minutes, from: now, until: on };
    const [start] = findSlots(
      both.map((person) => ({ ...person, away: [], busy })),
      wanted,
    );
    if (start) return localTimeOf(start, zone);
  }
  return undefined;
}

/** Their own zone may have another day. */
function timesOf({ weekday, at, zone, minutes }: Rhythm, on: LocalDate): { readonly from: Date; readonly to: Date }[] {
  return [addDays(on, -1), on, addDays(on, 1)]
    .filter((day) => weekdayOf(day) === weekday)
    .map((day) => {
      const from = instantOf(day, at, zone);
      return { from, to: new Date(from.getTime() + minutes * MINUTE_MS) };
    });
}
