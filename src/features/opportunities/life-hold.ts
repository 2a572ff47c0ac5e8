import { addWorkingDays } from "../../kernel/business-time.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import { stopped } from "./clocks.ts";
import type { ParkReason } from "./decide.ts";
import type { Gate } from "./gate.ts";
import { wordBegins } from "./life-gate.ts";
import { type Happening, type LifeOutcome, moved, type On, running } from "./life-model.ts";
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

type Decision = Extract<Happening, { kind: "hold-continue" | "hold-pause" }>;

export function decideHold({ opportunity, stage, world }: On, what: Decision): LifeOutcome {
  const { kind, by } = what;
  const { now, scope } = world;
  const { parked, hold } = opportunity;
  const refusal = kind === "hold-continue" ? mayContinue(scope, by) : mayPause(opportunity, scope, by);
  if (refusal) return refusal;
  if (!parked) return hold?.decided ? { kind: "already" } : { kind: "not-now", stage };
  if (kind === "hold-continue") {
    const decided = { what: "continue", by: by.id, at: now } as const;
    const offered = offeredAnew(opportunity, now);
    const on = { ...offered, parked: undefined, hold: { decideBy: undefined, decided } };
    return moved(wordBegins(running(on, world), { held: opportunity, gate: what.gate, world }));
  }
  if (stage !== "contacted" && stage !== "proposed") return { kind: "not-now", stage };
  if (hold?.decided) return { kind: "already" };
  return moved({ ...opportunity, hold: { decideBy: undefined, decided: { what: "pause", by: by.id, at: now } } });
}

export function recovered({ opportunity, world }: On, gate: Gate | undefined): LifeOutcome {
  const offered = offeredAnew(opportunity, world.now);
  if (!opportunity.parked && !opportunity.hold && offered === opportunity) return { kind: "already" };
  const on = running({ ...offered, parked: undefined, hold: undefined }, world);
  return moved(wordBegins(on, { held: opportunity, gate, world }));
}

/** Back when it was wished for; an offer whose word has lapsed meanwhile goes back to the gate. */
export function awake({ opportunity, world }: On): LifeOutcome {
  const { snoozedUntil } = opportunity;
  if (!snoozedUntil || snoozedUntil > world.now) return { kind: "not-due" };
  return moved(running({ ...offeredAnew(opportunity, world.now), snoozedUntil: undefined }, world));
}
