import type { Block } from "../../chat/card.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { AccountFacts } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { latestAnswers, type LatestAnswer } from "./figures-store.ts";
import type { Scope } from "../../kernel/permissions.ts";

const MOST = 3;

export interface NpsLine {
  readonly scope: Scope;
  readonly answers: readonly LatestAnswer[];
}

export async function lineOf({ tx }: Acting, { id, scope }: AccountFacts): Promise<NpsLine | undefined> {
  const answers = await latestAnswers(tx, id, MOST);
  return answers.length > 0 ? { scope, answers } : undefined;
}

/** The newest answers by name, for who may read them. */
export function drawLine({ scope, answers }: NpsLine, { say, audience }: View): Block[] {
  const open = new Visible("nps", scope, answers).open(audience);
  if (!open) return [];
  const items = open.map(({ who, score, at }) =>
    say("nps.line-answer", { who, score, on: { date: at, style: "day" } }),
  );
  return [
    {
      kind: "text",
      text: say("nps.line", { answers: items.flatMap((item, index) => (index === 0 ? item : [", ", ...item])) }),
      button: { kind: "button", label: say("nps.line-more"), press: { name: "nps.show", subject: scope.account } },
    },
  ];
}
