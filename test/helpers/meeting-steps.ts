import fc from "fast-check";
import type { Frequency } from "../../src/features/cadence/model.ts";

/** What happens to a pair's meetings next; times are counted from the clock's. */
export type Step =
  | { readonly kind: "hours" | "days"; readonly count: number }
  | { readonly kind: "pick"; readonly which: number }
  | { readonly kind: "undo" | "skip" | "hold" | "miss" | "pause" }
  | { readonly kind: "move"; readonly days: number; readonly hour: number }
  | { readonly kind: "away"; readonly who: number; readonly from: number; readonly days: number }
  | { readonly kind: "busy"; readonly who: number; readonly from: number; readonly hours: number };

const number = (min: number, max: number) => fc.integer({ min, max });
export const someSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: number(1, 30).map((count): Step => ({ kind: "hours", count })) },
    { weight: 3, arbitrary: number(1, 40).map((count): Step => ({ kind: "days", count })) },
    { weight: 3, arbitrary: number(0, 2).map((which): Step => ({ kind: "pick", which })) },
    {
      weight: 5,
      arbitrary: fc
        .constantFrom<"undo" | "skip" | "hold" | "miss" | "pause">("undo", "skip", "hold", "miss", "pause")
        .map((kind): Step => ({ kind })),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(number(-2, 20), number(0, 23)).map(([days, hour]): Step => ({ kind: "move", days, hour })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(number(0, 1), number(0, 10), number(1, 30))
        .map(([who, from, days]): Step => ({ kind: "away", who, from, days })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(number(0, 1), number(0, 120), number(1, 9))
        .map(([who, from, hours]): Step => ({ kind: "busy", who, from, hours })),
    },
  ),
  { minLength: 20, maxLength: 60 },
);
export const someRhythm = fc.record({
  frequency: fc.constantFrom<Frequency>("weekly", "fortnightly", "monthly"),
  weekday: number(1, 5),
  zone: fc.constantFrom("Europe/Berlin", "America/New_York", "Asia/Shanghai", "Pacific/Apia"),
});
