import type { Person } from "../../kernel/directory.ts";
import { never } from "../../kernel/errors.ts";
import { keptClocks, spottedClocks } from "./clocks.ts";
import { isClosed, type Opportunity, refusePress, type Stage, UNTOUCHED } from "./decide.ts";
import { ask, confirm, decideGate, decline } from "./life-gate.ts";
import { awake, decideHold, park, recovered } from "./life-hold.ts";
import { ended, type Happening, type LifeOutcome, moved, type On, type World } from "./life-model.ts";
import { claim, climb, expire, lapse, pass, reassign, release, route, snooze } from "./life-offer.ts";
import { mayRun, mayTakeOver } from "./life-rights.ts";

/** @param opportunity undefined: there is none of that account and product that is open */
export function decideLife(opportunity: Opportunity | undefined, what: Happening, world: World): LifeOutcome {
  if (what.kind === "spot") {
    if (opportunity && !isClosed(opportunity.stage)) return { kind: "joins" };
    const stage = what.made.asked ? "gated" : "spotted";
    return moved({ ...UNTOUCHED, ...what.made, stage, clocks: spottedClocks(world.now) });
  }
  if (!opportunity) return { kind: "not-due" };
  const { stage } = opportunity;
  if (isClosed(stage)) return { kind: "closed", stage };
  const on = { opportunity, stage, world };
  switch (what.kind) {
    case "confirm":
      return confirm(on, what);
    case "approve":
    case "not-now":
      return decideGate(on, what.kind, what.by);
    case "decline":
      return decline(on, what.by);
    case "ask":
      return ask(on);
    case "route":
      return route(on, what);
    case "claim":
      return claim(on, what.by);
    case "pass":
      return pass(on, what.by);
    case "snooze":
      return snooze(on, what.by, what.until);
    case "release":
      return release(on, what.by);
    case "contact":
    case "propose":
    case "win":
      return advance(on, what.kind, what.by);
    case "lose":
      return mayRun(opportunity, world.scope, what.by) ?? ended(on, "lost");
    case "withdraw":
      return (what.by && mayRun(opportunity, world.scope, what.by)) ?? ended(on, "withdrawn");
    case "park":
      return park(on, what.because);
    case "hold-continue":
    case "hold-pause":
      return decideHold(on, what);
    case "resume":
      return what.because === "awake" ? awake(on) : recovered(on, what.gate);
    case "remind":
    case "escalate":
      return climb(on, what.kind);
    case "reassign":
      return reassign(on, what);
    case "lapse":
      return lapse(on);
    case "expire":
      return expire(on);
    case "accept":
      return accept(on, what.by);
    case "ask-back":
      if (stage !== "won") return { kind: "not-now", stage };
      return mayTakeOver(world.scope, what.by, opportunity.claimed?.by) ?? moved(opportunity);
    default:
      return never(what);
  }
}

const RUNNING: Readonly<Record<"contact" | "propose" | "win", readonly Stage[]>> = {
  contact: ["claimed"],
  propose: ["claimed", "contacted"],
  win: ["claimed", "contacted", "proposed"],
};

/** Forward, through every stage between: what was proposed was talked about, and what was won was proposed. */
function advance({ opportunity, stage, world }: On, kind: keyof typeof RUNNING, by: Person): LifeOutcome {
  const { now, scope, held } = world;
  if (!opportunity.claimed) return refusePress(opportunity, scope, by) ?? { kind: "not-now", stage };
  const refusal = mayRun(opportunity, scope, by);
  if (refusal) return refusal;
  if (!RUNNING[kind].includes(stage)) return { kind: "already" };
  const parked = opportunity.parked ?? held;
  if (parked) return { kind: "parked", parked };
  if (world.unapproved && kind !== "contact") return { kind: "unapproved" };
  const { contactedAt = now, proposedAt = now } = opportunity;
  const clocks = keptClocks(opportunity.clocks);
  if (kind === "contact") return moved({ ...opportunity, stage: "contacted", contactedAt, clocks });
  if (kind === "propose") return moved({ ...opportunity, stage: "proposed", contactedAt, proposedAt, clocks });
  return moved({
    ...opportunity,
    stage: "won",
    contactedAt,
    proposedAt,
    wonAt: now,
    closedAt: now,
    hold: undefined,
    clocks,
  });
}

/** Only by the CSM's acceptance is it done (D8). */
function accept({ opportunity, stage, world }: On, by: Person): LifeOutcome {
  if (stage !== "won") return { kind: "not-now", stage };
  const refusal = mayTakeOver(world.scope, by, opportunity.claimed?.by);
  return refusal ?? moved({ ...opportunity, stage: "done", accepted: { by: by.id, at: world.now } });
}
