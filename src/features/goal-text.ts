import type { Text } from "../chat/card.ts";
import { cut } from "../kernel/text.ts";
import type { Say } from "../locales/say.ts";

/** How much of a goal is reached, in shares of 1: as we measure, and as the customer says. */
export interface Attained {
  readonly measured: number | undefined;
  readonly confirmed: number | undefined;
}

const LINE = 120;

export function percent(share: number): number {
  return Math.round(100 * share);
}

/** What we measure and what they confirm, one beside the other. */
export function attainedText({ measured, confirmed }: Attained, say: Say): Text {
  if (measured !== undefined && confirmed !== undefined)
    return say("plans.attained-both", { measured: percent(measured), confirmed: percent(confirmed) });
  if (measured !== undefined) return say("plans.attained-measured", { measured: percent(measured) });
  if (confirmed !== undefined) return say("plans.attained-confirmed", { confirmed: percent(confirmed) });
  return say("plans.attained-unknown");
}

/** A goal in one line, where it is known whose it is. */
export function goalText({ name, ...attained }: Attained & { readonly name: string }, say: Say): Text {
  return say("plans.section", { goal: cut(name, LINE), attained: attainedText(attained, say) });
}
