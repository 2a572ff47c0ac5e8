import type { Person } from "../../kernel/directory.ts";
import { offeredClocks, waitingClocks } from "./clocks.ts";
import type { Opportunity } from "./decide.ts";
import { failedLegs, type Gate, verdictOf, wordHolds } from "./gate.ts";
import { ended, type Happening, type LifeOutcome, moved, type On, running, type World } from "./life-model.ts";
import { mayApprove, mayGiveWord } from "./life-rights.ts";

/** The CSM's word, asked for once nothing holds it any more (D2): it goes on, waits for a manager where too little is known, or ends at the legs that fail (D3). */
export function confirm(on: On, { by, benefit, gate }: Extract<Happening, { kind: "confirm" }>): LifeOutcome {
  const { opportunity, stage, world } = on;
  if (stage !== "spotted" && stage !== "gated") return { kind: "not-now", stage };
  const refusal = mayGiveWord(world.scope, by);
  if (refusal) return refusal;
  if (opportunity.parked) return { kind: "parked", parked: opportunity.parked };
  const confirmed = { by: by.id, at: world.now };
  const clocks = waitingClocks(opportunity.clocks);
  const said = { ...opportunity, benefit, gate, confirmed, managerOk: undefined, clocks };
  switch (verdictOf(gate)) {
    case "failed":
      return ended({ ...on, opportunity: said }, "gate-failed");
    case "needs-manager":
      return moved({
        ...said,
        stage: "spotted",
        clocks: { ...clocks, dueAt: offeredClocks(world.now, world.calendar).dueAt },
      });
    case "passed":
      return moved({ ...said, stage: "gated" });
  }
}

/** Its word was given while it stood on hold, so that nobody could be offered it. */
export function isGivenOnHold({ stage, asked, confirmed, parked }: Opportunity): boolean {
  if (!parked || !confirmed || asked) return false;
  return (stage === "spotted" || stage === "gated") && confirmed.at >= parked.since;
}

interface LetGo {
  /** as it was while it was held */
  readonly held: Opportunity;
  /** as it stands when it is let go */
  readonly gate: Gate | undefined;
  readonly world: World;
}

/** A word given on hold begins when it is let go, by the figures of then; where those don't pass, it is asked for anew (D3). */
export function wordBegins(opportunity: Opportunity, { held, gate, world }: LetGo): Opportunity {
  const { confirmed } = opportunity;
  if (!confirmed || !isGivenOnHold(held)) return opportunity;
  const verdict = gate ? verdictOf(gate) : "failed";
  const clocks = waitingClocks(opportunity.clocks);
  const anew = { ...opportunity, stage: "gated", managerOk: undefined, clocks } as const;
  if (verdict === "failed") return { ...anew, confirmed: undefined };
  const begun = { ...anew, gate, confirmed: { ...confirmed, at: world.now } };
  if (verdict === "passed") return begun;
  return { ...begun, stage: "spotted", clocks: { ...clocks, dueAt: offeredClocks(world.now, world.calendar).dueAt } };
}

/** A manager lets it go on although nobody can measure it, or not now (D3). */
export function decideGate(on: On, kind: "approve" | "not-now", by: Person): LifeOutcome {
  const { opportunity, stage, world } = on;
  const { gate, confirmed } = opportunity;
  const refusal = mayApprove(opportunity, world.scope, by);
  if (refusal) return refusal;
  if (opportunity.managerOk) return { kind: "already" };
  const parked = opportunity.parked ?? world.held;
  if (parked) return { kind: "parked", parked };
  if (stage !== "spotted" || !gate || !confirmed || failedLegs(gate).length > 0) return { kind: "not-now", stage };
  if (!wordHolds(confirmed, world.now)) return { kind: "shut", by: "word" };
  if (kind === "not-now")
    return ended({ ...on, opportunity: { ...opportunity, gate: { ...gate, refused: true } } }, "gate-failed");
  const clocks = waitingClocks(opportunity.clocks);
  return moved({ ...opportunity, stage: "gated", managerOk: { by: by.id, at: world.now }, clocks });
}

export function decline(on: On, by: Person): LifeOutcome {
  const { stage, world } = on;
  if (stage !== "spotted") return { kind: "not-now", stage };
  return mayGiveWord(world.scope, by) ?? ended(on, "withdrawn");
}

/** From now on neither churn nor the gate holds it (D1). */
export function ask({ opportunity, stage, world }: On): LifeOutcome {
  if (opportunity.asked) return { kind: "already" };
  const asked = { ...opportunity, asked: true, parked: undefined, hold: undefined };
  if (stage !== "spotted") return moved(running(asked, world));
  return moved(running({ ...asked, stage: "gated", clocks: waitingClocks(opportunity.clocks) }, world));
}
