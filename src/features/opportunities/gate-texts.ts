import { daySpan, type Text } from "../../chat/card.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import { never } from "../../kernel/errors.ts";
import type { View } from "../../locales/say.ts";
import { isCalled } from "./detect.ts";
import { failedLegs, type Gate, type Leg, type OutcomeLeg, unknownLegs, type UsageLeg } from "./gate.ts";
import type { Evidence, Found } from "./gate-stored.ts";

type Speaking = Pick<View, "say" | "locale">;

const LEGS = ["usage", "outcome", "benefit", "manager"] as const satisfies readonly Leg[];

/** A sentence for each leg, with its figure: those that fail, those of which too little is known, or all that tell something. */
export function legTexts(gate: Gate, which: "failed" | "unknown" | "all", view: Speaking): Text[] {
  const chosen = { failed: failedLegs(gate), unknown: unknownLegs(gate), all: LEGS }[which];
  return chosen.map((leg) => legText(leg, gate, view)).filter((text) => text.length > 0);
}

function legText(leg: Leg, gate: Gate, view: Speaking): Text {
  const { say } = view;
  switch (leg) {
    case "usage":
      return usageText(gate.usage, view);
    case "outcome":
      return outcomeText(gate.outcome, view);
    case "benefit":
      if (gate.benefit.state === "passed") return [];
      return say("gate.benefit-failed", { letters: gate.benefit.letters, least: OPPORTUNITY.benefitAtLeast });
    case "manager":
      return gate.refused ? say("gate.manager-refused") : [];
    default:
      return never(leg);
  }
}

function usageText(leg: UsageLeg, { say, locale }: Speaking): Text {
  if (leg.state === "too-little")
    return say(`gate.usage-too-little-${leg.because}`, { days: leg.days, least: OPPORTUNITY.gateDaysAtLeast });
  return say(`gate.usage-${leg.state}`, { change: percent(leg.change, locale), slope: percent(leg.slope, locale) });
}

function outcomeText(leg: OutcomeLeg, { say, locale }: Speaking): Text {
  if (leg.state === "unknown") return say("gate.outcome-unknown");
  if (leg.state === "met") return say("gate.outcome-met", { name: leg.name, on: daySpan(leg.on) });
  const least = percent(OPPORTUNITY.outcomeBetterBy, locale);
  return say(`gate.outcome-${leg.state}`, { name: leg.name, change: percent(leg.change, locale), least });
}

/** A share as "+4.2 %"; what isn't 0 never reads as 0. */
function percent(share: number, locale: string): string {
  const digits = Math.abs(share) < 0.1 ? 1 : 0;
  const format = new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: share !== 0 && Math.abs(share) < 0.001 ? 3 : digits,
    signDisplay: "exceptZero",
  });
  return format.format(share);
}

/**
 * What a rule found, or the customer's own words, in a sentence; a CSM's words stand in the timeline.
 * @param product what it is said of: what that is called already isn't named again
 */
export function evidenceTexts(evidence: readonly Evidence[], product: string, view: Speaking): Text[] {
  return evidence.flatMap((each): Text[] => {
    if (each.source === "usage") return [foundText(each.found, isCalled(product, each.found), view)];
    return each.source === "customer" ? [view.say("gate.found-asked", { text: each.text })] : [];
  });
}

function foundText(found: Found, isNamed: boolean, { say, locale }: Speaking): Text {
  switch (found.rule) {
    case "seats": {
      const share = new Intl.NumberFormat(locale, { style: "percent" }).format(OPPORTUNITY.seatShare);
      return say("gate.found-seats", { ...found, share, window: OPPORTUNITY.seatDays });
    }
    case "limit":
      return say(isNamed ? "gate.found-limit-own" : "gate.found-limit", { ...found });
    case "module":
      return say(isNamed ? "gate.found-module-own" : "gate.found-module", { ...found });
    default:
      return never(found);
  }
}
