import type { App } from "../app.ts";
import { addDays, fixedTime, instantOf, isWorkingDay, localDateOf, type LocalDate } from "../kernel/business-time.ts";
import type { MovableClock } from "../kernel/clock.ts";
import type { DemoClock } from "./page/plugin.ts";

const HOUR_MS = 3_600_000;
const NIGHT = fixedTime("01:00");
const MORNING = fixedTime("08:00");

export interface DemoClockParts {
  readonly app: App;
  readonly clock: MovableClock;
  readonly zone: string;
  /** brings in what the day that has just ended brought, as an ordinary import */
  readonly night: (day: LocalDate) => Promise<void>;
}

/** Moves the domain's clock from one due instant to the next; whatever is due on the way happens at its time. */
export function createDemoClock({
  app,
  clock,
  zone,
  night,
}: DemoClockParts): DemoClock & { runTo(target: Date): Promise<void> } {
  async function runTo(target: Date): Promise<void> {
    await app.settle();
    while (clock.now() < target) {
      const now = clock.now();
      const nightAt = nextNight(now);
      const dueAt = await app.nextDue(now);
      const instants = [target, nightAt, ...(dueAt ? [dueAt] : [])];
      const next = new Date(Math.min(...instants.map((instant) => instant.getTime())));
      clock.set(next);
      if (next.getTime() === nightAt.getTime()) await night(addDays(localDateOf(next, zone), -1));
      await app.settle();
    }
  }

  function nextNight(now: Date): Date {
    const today = localDateOf(now, zone);
    const tonight = instantOf(today, NIGHT, zone);
    return tonight > now ? tonight : instantOf(addDays(today, 1), NIGHT, zone);
  }

  function nextMorning(now: Date): Date {
    let day = localDateOf(now, zone);
    while (
      instantOf(day, MORNING, zone) <= now ||
      !isWorkingDay(day, { workdays: [1, 2, 3, 4, 5], holidays: new Set() })
    ) {
      day = addDays(day, 1);
    }
    return instantOf(day, MORNING, zone);
  }

  return {
    zone,
    now: () => clock.now(),
    runTo,
    async advance(step) {
      const now = clock.now();
      switch (step) {
        case "hour":
          return runTo(new Date(now.getTime() + HOUR_MS));
        case "morning":
          return runTo(nextMorning(now));
        case "week":
          return runTo(instantOf(addDays(localDateOf(now, zone), 7), MORNING, zone));
      }
    },
  };
}
