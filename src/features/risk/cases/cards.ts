import type { Block } from "../../../chat/card.ts";
import { Visible } from "../../../kernel/permissions.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { View } from "../../../locales/say.ts";
import type { Drawing } from "../../feature.ts";
import { drawCase } from "../case-card.ts";
import type { CaseStory } from "../case-story.ts";
import { toldText } from "../texts.ts";
import { caseButtons, standingBlocks } from "./card-parts.ts";
import type { NudgeKind } from "./ladder.ts";

/** A case that waits, as one person is told of it. */
export interface Nudge {
  readonly kind: NudgeKind;
  readonly story: CaseStory;
}

const TITLE = {
  unowned: "cases.nudge-unowned",
  escalated: "cases.nudge-escalated",
  pressed: "cases.nudge-pressed",
  idle: "cases.nudge-idle",
  "given-back": "cases.nudge-given-back",
  awake: "cases.nudge-awake",
} as const satisfies Record<NudgeKind, TextKey>;

const SAYS = {
  unowned: "cases.nudge-unowned-text",
  escalated: "cases.nudge-escalated-text",
  pressed: "cases.nudge-pressed-text",
  idle: "cases.nudge-idle-text",
  "given-back": "cases.nudge-given-back-text",
  awake: "cases.nudge-awake-text",
} as const satisfies Record<NudgeKind, TextKey>;

/** One thing to do about it, its strongest sign, and where it stands; who may not see risks sees the case's own hint. */
export function drawNudge({ kind, story }: Nudge, view: View): Drawing {
  const { say, audience } = view;
  if (!new Visible("risk", story.scope, true).open(audience)) return drawCase(story, view);
  const account = story.account.name;
  const title = say(TITLE[kind], { account });
  const [strongest] = story.raising;
  const body: Block[] = story.closed ? [] : [{ kind: "text", text: say(SAYS[kind], { account }) }];
  if (strongest && !story.closed) {
    body.push({ kind: "text", text: say("cases.nudge-sign", { reason: toldText(strongest, view) }) });
  }
  body.push(...standingBlocks(story, view), ...caseButtons(story, view));
  return { card: { title, accent: story.closed ? "good" : "warn", body }, summary: title };
}
