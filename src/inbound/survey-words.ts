import type { Text } from "../chat/card.ts";
import { PLAN } from "../kernel/defaults.ts";
import type { Say } from "../locales/say.ts";
import type { Asks } from "./survey-model.ts";

/** The steps of a question and what its page says of them. */
export interface Wording {
  readonly steps: readonly number[];
  label(step: number, say: Say): Text;
  spoken(step: number, say: Say): Text;
  legend(say: Say): Text;
  low(say: Say): Text;
  high(say: Say): Text;
  whoReads(say: Say, about: { readonly asker: string; readonly company: string }): Text;
  choose(say: Say): Text;
  noted(step: number, say: Say): Text;
  tooLong(say: Say): Text;
}

export const WORDING: Readonly<Record<Asks, Wording>> = {
  score: {
    steps: Array.from({ length: 11 }, (_, score) => score),
    label: (score) => [String(score)],
    spoken: (score, say) => say("survey.spoken", { score }),
    legend: (say) => say("survey.legend"),
    low: (say) => say("survey.low-step"),
    high: (say) => say("survey.high-step"),
    whoReads: (say, about) => say("survey.who-reads", about),
    choose: (say) => say("survey.choose"),
    noted: (score, say) => say("survey.noted", { score }),
    tooLong: (say) => say("survey.too-long"),
  },
  goal: {
    steps: PLAN.steps,
    label: (percent, say) => say("plans.step-label", { percent }),
    spoken: (percent, say) => say("plans.step-spoken", { percent }),
    legend: (say) => say("plans.page-legend"),
    low: (say) => say("plans.step-low"),
    high: (say) => say("plans.step-high"),
    whoReads: (say, about) => say("plans.page-context", about),
    choose: (say) => say("plans.page-choose"),
    noted: (percent, say) => say("plans.page-noted", { percent }),
    tooLong: (say) => say("plans.say-too-long", { most: PLAN.wordsAtMost }),
  },
};
