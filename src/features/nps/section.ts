import type { Block } from "../../chat/card.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import type { AccountFacts } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { callBlock } from "./named-cards.ts";
import { type OpenCall, openCalls } from "./named.ts";
import { latestAnswers, type LatestAnswer } from "./figures-store.ts";
import type { Scope } from "../../kernel/permissions.ts";

const MOST = 3;

export interface NpsLine {
  readonly scope: Scope;
  readonly answers: readonly LatestAnswer[];
  /** those that are promised, the one that is due first before the others */
  readonly calls: readonly OpenCall[];
}

export async function lineOf(acting: Acting, { id, scope }: AccountFacts): Promise<NpsLine | undefined> {
  if (!new Visible("nps", scope, true).open(acting.view.audience)) return undefined;
  const answers = await latestAnswers(acting.tx, id, MOST);
  return answers.length > 0 ? { scope, answers, calls: await openCalls(acting, id) } : undefined;
}

/** The newest answers by name, with the call that is due first, for who may read them. */
export function drawLine({ scope, answers, calls }: NpsLine, { say, audience }: View): Block[] {
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
    ...calls.slice(0, 1).map((call) => callBlock(call, say)),
    ...(calls.length > 1
      ? [{ kind: "context", text: say("nps.named-more-calls", { count: calls.length - 1 }) } as const]
      : []),
  ];
}
