import { addWorkingDays } from "../../kernel/business-time.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { PersonId } from "../../kernel/ids.ts";
import {
  climbed,
  offeredClocks,
  promisedClocks,
  promiseReminded,
  reassignedClocks,
  spottedClocks,
  stopped,
  waitingClocks,
} from "./clocks.ts";
import { decideClaim, type Opportunity } from "./decide.ts";
import { shutBy } from "./gate.ts";
import { ended, type Happening, isDue, type LifeOutcome, moved, type On } from "./life-model.ts";
import { mayAnswerOffer, mayRun } from "./life-rights.ts";

/** The one way to an offer. Churn first, then the gate; and never to the account's CSM (D2, D3, D9). */
export function route({ opportunity, stage, world }: On, to: Extract<Happening, { kind: "route" }>): LifeOutcome {
  const { now, held, scope, calendar } = world;
  const parked = opportunity.parked ?? held;
  if (stage !== "gated") return { kind: "not-now", stage };
  if (parked) return { kind: "parked", parked };
  const shut = shutBy(opportunity, now);
  if (shut) return { kind: "shut", by: shut };
  if (to.to === scope.csm && to.to !== scope.am) return { kind: "csm-refused" };
  const isFirst = opportunity.tried.length === 0 && opportunity.passed.length === 0;
  const clocks = offeredClocks(now, calendar);
  const { expiresAt = clocks.expiresAt } = isFirst ? clocks : opportunity.clocks;
  return moved({
    ...opportunity,
    stage: "routed",
    assignee: to.to,
    pool: to.pool,
    snoozedUntil: undefined,
    clocks: { ...clocks, expiresAt },
  });
}

/** An offer is made anew, by another turn or after a hold: where the gate is shut by now it waits to be routed again (D3). */
export function offeredAnew(opportunity: Opportunity, now: Date): Opportunity {
  if (opportunity.stage !== "routed" || !shutBy(opportunity, now)) return opportunity;
  return unoffered(opportunity);
}

function unoffered(opportunity: Opportunity): Opportunity {
  const clocks = waitingClocks(opportunity.clocks);
  return { ...opportunity, stage: "gated", assignee: undefined, pool: false, snoozedUntil: undefined, clocks };
}

export function claim({ opportunity, stage, world }: On, by: Person): LifeOutcome {
  const { now, scope, held } = world;
  const outcome = decideClaim({ ...opportunity, parked: opportunity.parked ?? held }, scope, by, now);
  if (outcome.kind === "not-offered") return { kind: "not-now", stage };
  if (outcome.kind === "already-yours") return { kind: "already" };
  if (outcome.kind !== "claimed") return outcome;
  return moved(claimedBy(opportunity, by, outcome.contactBy, now));
}

/** It is theirs, and contact is promised. */
export function claimedBy(opportunity: Opportunity, by: Person, contactBy: Date, now: Date): Opportunity {
  return {
    ...opportunity,
    stage: "claimed",
    claimed: { by: by.id, at: now, contactBy },
    snoozedUntil: undefined,
    clocks: promisedClocks(contactBy, now, by.calendar),
  };
}

/** Who is first in line, or alone, gives it back to be routed; who is only of the pool doesn't see it any more. */
export function pass({ opportunity, stage, world }: On, by: Person): LifeOutcome {
  const refusal = answerable({ opportunity, stage, world }, by);
  if (refusal) return refusal;
  if (opportunity.passed.includes(by.id)) return { kind: "already" };
  const after = { ...opportunity, passed: [...opportunity.passed, by.id] };
  if (!isAddressee(opportunity, by)) return moved(after);
  const passed = [
    ...after.passed,
    ...((opportunity.assignee ?? by.id) === by.id ? [] : [opportunity.assignee ?? by.id]),
  ];
  return moved(unoffered({ ...after, passed }));
}

export function snooze({ opportunity, stage, world }: On, by: Person, until: Date): LifeOutcome {
  const { now } = world;
  const refusal = answerable({ opportunity, stage, world }, by);
  if (refusal) return refusal;
  const { assignee } = opportunity;
  if (!isAddressee(opportunity, by)) return assignee ? { kind: "for-another", am: assignee } : { kind: "only-am" };
  if (opportunity.snoozedUntil) return { kind: "already" };
  if (opportunity.snoozes >= OPPORTUNITY.snoozesAtMost) return { kind: "snoozed-out" };
  const latest = addWorkingDays(now, OPPORTUNITY.snoozeAtMostWorkingDays, by.calendar);
  if (until <= now || until > latest) return { kind: "snooze-wrong", latest };
  const clocks = stopped(opportunity.clocks, now);
  return moved({ ...opportunity, snoozedUntil: until, snoozes: opportunity.snoozes + 1, clocks });
}

function answerable({ opportunity, stage, world }: On, by: Person): LifeOutcome | undefined {
  const { claimed } = opportunity;
  if (claimed) return { kind: "taken", by: claimed.by, at: claimed.at };
  const refusal = mayAnswerOffer(opportunity, world.scope, by);
  if (refusal) return refusal;
  const parked = opportunity.parked ?? world.held;
  if (parked) return { kind: "parked", parked };
  return stage === "routed" ? undefined : { kind: "not-now", stage };
}

function isAddressee({ assignee, pool }: Opportunity, { id, covers }: Person): boolean {
  return !pool || assignee === id || (assignee !== undefined && covers.includes(assignee));
}

export function release(on: On, by: Person | undefined): LifeOutcome {
  const { opportunity, stage, world } = on;
  const { claimed } = opportunity;
  const refusal = by && mayRun(opportunity, world.scope, by);
  if (refusal) return refusal;
  if (!claimed || stage === "won") return { kind: "not-now", stage };
  return moved(givenBack(on, claimed.by));
}

/** It waits to be offered anew; whoever had it comes last. */
function givenBack({ opportunity, world }: On, from: PersonId): Opportunity {
  const fresh = spottedClocks(world.now);
  const tried = [...opportunity.tried.filter((each) => each !== from), from];
  const { parked, hold } = opportunity;
  return {
    ...opportunity,
    stage: "gated",
    claimed: undefined,
    assignee: undefined,
    pool: false,
    tried,
    clocks: parked ? stopped(fresh, world.now) : fresh,
    contactedAt: undefined,
    proposedAt: undefined,
    hold: parked ? undefined : hold,
  };
}

export function climb(on: On, kind: "remind" | "escalate"): LifeOutcome {
  const { opportunity, stage, world } = on;
  const { clocks, claimed, pool } = opportunity;
  if (kind === "escalate" && (stage === "contacted" || stage === "proposed")) return askManager(on);
  if (kind === "remind" && stage === "spotted") {
    return isDue(on)
      ? moved({ ...opportunity, clocks: { ...clocks, rung: 1, dueAt: undefined } })
      : { kind: "not-due" };
  }
  const isPromise = stage === "claimed" && kind === "remind";
  if (!isPromise && stage !== "routed") return { kind: "not-now", stage };
  if (!isDue(on) || clocks.rung !== (kind === "remind" ? 0 : 1)) return { kind: "not-due" };
  if (!isPromise || !claimed) return moved({ ...opportunity, clocks: climbed(clocks, pool, world.calendar) });
  return moved({ ...opportunity, clocks: promiseReminded(clocks, claimed.contactBy, world.calendar) });
}

/** Nobody decided on a running deal in time: the manager is asked, each working day until somebody does (D2). */
function askManager({ opportunity, world }: On): LifeOutcome {
  const { hold, parked } = opportunity;
  if (!parked || !hold?.decideBy || hold.decided || hold.decideBy > world.now) return { kind: "not-due" };
  const decideBy = addWorkingDays(world.now, OPPORTUNITY.holdDecideWithinWorkingDays, world.calendar);
  return moved({ ...opportunity, hold: { ...hold, decideBy } });
}

export function reassign(on: On, what: Extract<Happening, { kind: "reassign" }>): LifeOutcome {
  const { opportunity, stage, world } = on;
  const { assignee, clocks, pool } = opportunity;
  const { to } = what;
  if (to !== undefined && to === world.scope.csm && to !== world.scope.am) return { kind: "csm-refused" };
  if (what.because === "slot" && opportunity.claimed && stage !== "won") return moved({ ...opportunity, assignee: to });
  if (stage !== "routed" || (what.because === "turn" && !pool)) return { kind: "not-now", stage };
  if (what.because === "turn" && (!isDue(on) || clocks.rung !== 2)) return { kind: "not-due" };
  if (to === undefined) return moved({ ...opportunity, clocks: climbed(clocks, pool, world.calendar) });
  const offered = offeredAnew(opportunity, world.now);
  if (offered.stage !== "routed") return moved(offered);
  const anew = reassignedClocks(clocks, world.now, world.calendar);
  if (what.because === "turn") {
    const tried = assignee ? [...opportunity.tried, assignee] : opportunity.tried;
    return moved({ ...opportunity, assignee: to, tried, clocks: anew });
  }
  const stays = opportunity.parked ? stopped(anew, world.now) : anew;
  return moved({ ...opportunity, assignee: to, pool: what.pool, snoozedUntil: undefined, clocks: stays });
}

export function lapse(on: On): LifeOutcome {
  const { opportunity, stage } = on;
  if (stage !== "claimed" || !opportunity.claimed) return { kind: "not-now", stage };
  if (!isDue(on) || opportunity.clocks.rung !== 1) return { kind: "not-due" };
  return moved(givenBack(on, opportunity.claimed.by));
}

export function expire(on: On): LifeOutcome {
  const { opportunity, stage, world } = on;
  const { expiresAt, stoppedAt } = opportunity.clocks;
  if (stage !== "spotted" && stage !== "gated" && stage !== "routed") return { kind: "not-now", stage };
  return stoppedAt || !expiresAt || expiresAt > world.now ? { kind: "not-due" } : ended(on, "expired");
}
