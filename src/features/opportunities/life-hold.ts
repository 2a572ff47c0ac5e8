import { addWorkingDays } from "../../kernel/business-time.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import { stopped } from "./clocks.ts";
import type { ParkReason } from "./decide.ts";
import { type LifeOutcome, moved, type On, running } from "./life-model.ts";
import { offeredAnew } from "./life-offer.ts";
import { mayContinue, mayPause } from "./life-rights.ts";

/**
 * What a manager went over isn't held for that again, and what the customer asked for never (D1).
 * @param because another reason than the one it is held for already takes its place
 */
export function park({ opportunity, stage, world }: On, because: ParkReason): LifeOutcome {
  const { now, calendar, held } = world;
  if (stage === "won") return { kind: "not-now", stage };
  if (opportunity.asked) return { kind: "already" };
  const { parked, hold } = opportunity;
  const isGoneOver = !parked && !held && hold?.decided?.what === "continue";
  if (parked?.because === because || isGoneOver) return { kind: "already" };
  const since = held?.because === because ? held.since : now;
  const runs = stage === "contacted" || stage === "proposed";
  const decideBy = runs ? addWorkingDays(now, OPPORTUNITY.holdDecideWithinWorkingDays, calendar) : undefined;
  return moved({
    ...opportunity,
    parked: { because, since: parked?.since ?? since },
    hold: parked ? hold : { decideBy, decided: undefined },
    clocks: stopped(opportunity.clocks, now),
  });
}

export function decideHold(
  { opportunity, stage, world }: On,
  kind: "hold-continue" | "hold-pause",
  by: Person,
): LifeOutcome {
  const { now, scope } = world;
  const { parked, hold } = opportunity;
  const refusal = kind === "hold-continue" ? mayContinue(scope, by) : mayPause(opportunity, scope, by);
  if (refusal) return refusal;
  if (!parked) return hold?.decided ? { kind: "already" } : { kind: "not-now", stage };
  if (kind === "hold-continue") {
    const decided = { what: "continue", by: by.id, at: now } as const;
    const offered = offeredAnew(opportunity, now);
    return moved(running({ ...offered, parked: undefined, hold: { decideBy: undefined, decided } }, world));
  }
  if (stage !== "contacted" && stage !== "proposed") return { kind: "not-now", stage };
  if (hold?.decided) return { kind: "already" };
  return moved({ ...opportunity, hold: { decideBy: undefined, decided: { what: "pause", by: by.id, at: now } } });
}

export function recovered({ opportunity, world }: On): LifeOutcome {
  const offered = offeredAnew(opportunity, world.now);
  if (!opportunity.parked && !opportunity.hold && offered === opportunity) return { kind: "already" };
  return moved(running({ ...offered, parked: undefined, hold: undefined }, world));
}

export function awake({ opportunity, world }: On): LifeOutcome {
  const { snoozedUntil } = opportunity;
  if (!snoozedUntil || snoozedUntil > world.now) return { kind: "not-due" };
  return moved(running({ ...opportunity, snoozedUntil: undefined }, world));
}
