import type { Block, Text } from "../../chat/card.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import type { Figures, Measured } from "./benefit.ts";
import type { StoredBenefit } from "./benefit-store.ts";
import { hidden } from "./cards.ts";
import { openAccount } from "./claimed-cards.ts";
import type { Story } from "./story-model.ts";

export interface BenefitTold {
  readonly story: Omit<Story, "value">;
  readonly benefit: StoredBenefit;
}

const VERDICTS: Readonly<Record<Measured["kind"], TextKey>> = {
  rose: "won.verdict-rose",
  unclear: "won.verdict-unclear",
  "not-raised": "won.verdict-not-raised",
  "too-few": "won.verdict-too-few",
  "no-data": "won.verdict-no-data",
};

const NEXT: Readonly<Record<Measured["kind"], TextKey>> = {
  rose: "won.next-rose",
  unclear: "won.next-unclear",
  "not-raised": "won.next-not-raised",
  "too-few": "won.next-too-few",
  "no-data": "won.next-no-data",
};

/** The verdict in a few words. */
export function verdictText({ kind }: Measured, { say }: View): Text {
  return say(VERDICTS[kind]);
}

export function drawBenefit({ story, benefit }: BenefitTold, view: View): Drawing {
  const { say, audience } = view;
  if (!new Visible("opportunity", story.scope, true).open(audience)) return hidden(story, view);
  const { days: count, measured } = benefit;
  const names = { account: story.accountName, product: story.opportunity.product, count };
  const title = say("won.benefit-title", names);
  const figures = "figures" in measured && new Visible("usage", story.scope, measured.figures).open(audience);
  const body: Block[] = [
    { kind: "text", text: say("won.verdict", { verdict: verdictText(measured, view) }) },
    ...(figures ? [{ kind: "text", text: figuresText(figures, benefit, view) } as const] : []),
    ...(story.promised === undefined
      ? []
      : [{ kind: "text", text: say("deals.promised", { text: story.promised }) } as const]),
    { kind: "text", text: say(NEXT[measured.kind]) },
    ...(figures ? [{ kind: "context", text: say("won.method", { count: figures.peers }) } as const] : []),
    { kind: "buttons", elements: [openAccount(story.opportunity, view)] },
  ];
  const accent = measured.kind === "rose" ? "good" : measured.kind === "not-raised" ? "warn" : "calm";
  return { card: { title, accent, body }, summary: title };
}

function figuresText({ own, others, low, high }: Figures, { outcome }: StoredBenefit, view: View): Text {
  const { say } = view;
  const said = {
    own: percent(own, view),
    others: percent(others, view),
    low: percent(low, view),
    high: percent(high, view),
  };
  return outcome === undefined ? say("won.figures-use", said) : say("won.figures-outcome", { ...said, outcome });
}

/** A difference of logarithms as what it is of the whole, e.g. "+12 %". */
function percent(logarithm: number, { locale }: View): string {
  const format = new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: 0,
    signDisplay: "exceptZero",
  });
  return format.format(Math.exp(logarithm) - 1);
}
