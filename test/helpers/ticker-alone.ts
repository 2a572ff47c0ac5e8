import type { Reminder, Schedule } from "../../src/features/feature.ts";
import { createFiring } from "../../src/inbound/firing.ts";
import { createTicker, type Ticker, type TickerParts } from "../../src/inbound/ticker.ts";

export type AloneParts = Omit<TickerParts, "hand" | "schedules" | "reminders" | "afterwards"> & {
  readonly schedules?: ReadonlyMap<string, Schedule>;
  readonly reminders?: ReadonlyMap<string, Reminder>;
  readonly afterwards?: TickerParts["afterwards"];
};

/** A ticker beside no jobs: what is due fires during the tick, one after the other. */
export function tickerAlone({ schedules = new Map(), reminders = new Map(), ...given }: AloneParts): Ticker {
  const parts = { afterwards: [], ...given, schedules, reminders };
  const fire = createFiring(parts);
  return createTicker({
    ...parts,
    hand: {
      async on(due, now) {
        for (const each of due) await fire(each, now);
      },
      fired: () => Promise.resolve(),
    },
  });
}
