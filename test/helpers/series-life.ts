import fc from "fast-check";
import { addDays, fixedDate, fixedTime, isWorkingDay, type LocalDate } from "../../src/kernel/business-time.ts";
import type { AccountId } from "../../src/kernel/ids.ts";
import { mayMove, occurrencesOn } from "../../src/kernel/recurrence.ts";
import type { Series } from "../../src/kernel/recurrence-rule.ts";
import { type Cadence, lastDayOf, occurrenceAfter, seriesFrom } from "../../src/features/checkins/series/decide.ts";
import { berlin } from "./opportunity-life.ts";

/** A sample; 100,000 and more as in `SERIES_STEPS=200000 npx vitest run test/series-life.test.ts`. */
export const STEPS = Number(process.env["SERIES_STEPS"] ?? 8_000);

type Step =
  | { readonly kind: "days"; readonly count: number }
  | { readonly kind: "hold" | "skip" | "miss" }
  | { readonly kind: "move"; readonly by: number }
  | { readonly kind: "change"; readonly cadence: number };

const CADENCES: readonly Exclude<Cadence, undefined>[] = [
  { weeks: 1 },
  { weeks: 2 },
  { months: 1 },
  { months: 3 },
  { days: [7, 30, 60] },
];
const FIRST = fixedDate("2026-11-24");

interface Open {
  readonly originalOn: LocalDate;
  dueOn: LocalDate;
}

const someSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }).map((count): Step => ({ kind: "days", count })) },
    {
      weight: 4,
      arbitrary: fc
        .constantFrom<Step["kind"] & ("hold" | "skip" | "miss")>("hold", "skip", "miss")
        .map((kind): Step => ({ kind })),
    },
    { weight: 2, arbitrary: fc.integer({ min: -10, max: 20 }).map((by): Step => ({ kind: "move", by })) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0, max: CADENCES.length - 1 }).map((cadence): Step => ({ kind: "change", cadence })),
    },
  ),
  { minLength: 20, maxLength: 60 },
);

/**
 * Series that live at random: held, skipped, missed, moved, changed, with days and weeks in between as after downtime.
 * @param next stands in for decide.ts where a fault is planted
 * @throws Error when one takes place twice on a day, on a day off, in the past of what is over, or on a day that isn't its rule's
 */
export function liveAtRandom(steps: number, next: typeof occurrenceAfter = occurrenceAfter): number {
  let done = 0;
  for (let seed = 1; done < steps; seed++) {
    fc.assert(
      fc.property(someSteps, fc.integer({ min: 0, max: 0xffffff }), (all, account) => {
        done += live(all, account, next);
      }),
      { numRuns: 20, seed },
    );
  }
  return done;
}

function live(all: readonly Step[], account: number, next: typeof occurrenceAfter): number {
  const id = account.toString(16).padStart(12, "0") as AccountId;
  let today = FIRST;
  let series = begun(0, today, id);
  let open = first(series, today, next);
  let over = addDays(today, -1);
  for (const step of all) {
    switch (step.kind) {
      case "days":
        today = addDays(today, step.count);
        break;
      case "change": {
        series = begun(step.cadence, today, id);
        open = first(series, today, next);
        break;
      }
      case "move": {
        if (!open) break;
        const on = addDays(open.dueOn, step.by);
        if (on > today && isWorkingDay(on, berlin) && mayMove(series, berlin, open.originalOn, on)) open.dueOn = on;
        break;
      }
      case "hold":
      case "skip":
      case "miss": {
        if (!open || (step.kind === "miss" && open.dueOn > today)) break;
        const last: LocalDate = lastDayOf(open);
        const from: LocalDate = step.kind !== "miss" && today > last ? today : last;
        over = from;
        open = opened(next(series, berlin, from, today));
        if (open && open.dueOn <= over) throw new Error(`after ${over} it comes again on ${open.dueOn}`);
        break;
      }
    }
    if (open) hold(open, series, today);
  }
  return all.length;
}

function begun(cadence: number, today: LocalDate, account: AccountId): Series {
  const chosen = CADENCES[cadence] ?? { weeks: 1 };
  return seriesFrom(chosen, { today, calendar: berlin, account, since: "days" in chosen ? today : undefined });
}

function first(series: Series, today: LocalDate, next: typeof occurrenceAfter): Open | undefined {
  return opened(next(series, berlin, addDays(series.startsOn, -1), today));
}

function opened(found: ReturnType<typeof occurrenceAfter>): Open | undefined {
  return found && { originalOn: found.original, dueOn: found.on };
}

/** What is open is an occurrence of its rule, on a working day, and of those that have come the latest. */
function hold({ originalOn, dueOn }: Open, series: Series, today: LocalDate): void {
  if (!isWorkingDay(dueOn, berlin)) throw new Error(`${dueOn} is a day off`);
  const ruled = occurrencesOn(
    { ...series, zone: "UTC", at: fixedTime("12:00") },
    berlin,
    originalOn,
    addDays(originalOn, 14),
  );
  if (!ruled.some(({ original }) => original === originalOn)) throw new Error(`${originalOn} isn't its rule's`);
  if (today < FIRST) throw new Error("time went back");
}
