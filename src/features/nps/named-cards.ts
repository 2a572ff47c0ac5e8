import type { Block, Button, Text } from "../../chat/card.ts";
import { FORMER } from "../../kernel/former.ts";
import { cut, oneLine } from "../../kernel/text.ts";
import type { Say, View } from "../../locales/say.ts";
import { personText } from "./asked-texts.ts";
import { isSaidOf } from "./decide.ts";
import type { LatestAnswer } from "./figures-store.ts";
import { logCall } from "./loop-cards.ts";
import type { Named, OpenCall } from "./named.ts";

const WORDS = 300;
const CALLS = 5;
const SILENT = 5;
const HELD = 5;

/** Who said what and why, who is to be called by whom, and who is held back; for who may read it by name. */
export function namedBlocks({ answers, calls, silent, held }: Named, { say }: Pick<View, "say">): Block[] {
  return [
    ...listed(
      say("nps.named-silent"),
      silent.slice(0, SILENT).map((person) => personText(person, { say })),
    ),
    ...moreBlocks(silent.length - SILENT, say),
    ...listed(
      say("nps.named-answers"),
      answers.map((answer) => answerText(answer, say)),
    ),
    ...(calls.length > 0 ? [{ kind: "text", text: say("nps.named-calls") } as const] : []),
    ...calls.slice(0, CALLS).map((call): Block => callBlock(call, say)),
    ...moreBlocks(calls.length - CALLS, say),
    ...listed(
      say("nps.named-held"),
      held.slice(0, HELD).map((person) => personText(person, { say })),
    ),
    ...moreBlocks(held.length - HELD, say),
  ];
}

function listed(heading: Text, items: readonly Text[]): Block[] {
  if (items.length === 0) return [];
  return [
    { kind: "text", text: heading },
    { kind: "list", ordered: false, items },
  ];
}

function moreBlocks(count: number, say: Say): Block[] {
  return count > 0 ? [{ kind: "context", text: say("nps.preview-more", { count }) }] : [];
}

/** Words stand with the score that they were written for. */
function answerText({ who, score, at, comment, commentScore }: LatestAnswer, say: Say): Text {
  const on = { date: at, style: "day" } as const;
  if (comment === undefined) return say("nps.named-answer", { who, score, on });
  const words = cut(oneLine(comment), WORDS);
  if (isSaidOf({ comment, commentScore }, score)) return say("nps.named-answer-said", { who, score, on, words });
  return say("nps.named-answer-said-with", { who, score, on, words, then: commentScore ?? score });
}

/** Who is to be called, by whom and by when, with the way to log it. */
export function callBlock({ story, late }: OpenCall, say: Say): Block {
  const { survey, scope, owner, loop } = story;
  const who = survey.contact?.name ?? FORMER.contact;
  const by = { date: loop.dueAt, style: "day" } as const;
  if (!owner) return { kind: "text", text: say("nps.next-call-nobody", { who }) };
  const said = { who, owner: { mention: owner }, by };
  const text = late > 0 ? say("nps.named-call-late", { ...said, count: late }) : say("nps.named-call", said);
  const button: Button = { kind: "button", label: say("accounts.log"), opens: logCall(survey, scope.account) };
  return { kind: "text", text, button };
}
