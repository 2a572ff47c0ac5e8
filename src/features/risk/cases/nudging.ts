import type { CardKind } from "../../feature.ts";
import { kindInSlot } from "../../slot-word.ts";
import type { CaseStory } from "../case-story.ts";
import { loadCase } from "../story.ts";
import { drawNudge, type Nudge } from "./cards.ts";
import { type NudgeKind, NUDGES } from "./ladder.ts";

export const nudgeCard: CardKind<Nudge> = {
  sensitive: true,
  called: "cases.called-nudge",
  direct: { why: "why.case-nudge", insistent: true },
  async load(context, subject, { slot, stands }) {
    const kind = kindInSlot(slot, NUDGES);
    const story = await loadCase(context, subject);
    if (!kind || story === "gone") return "gone";
    return !stands && isMoot(kind, story) ? "gone" : { kind, story };
  },
  draw: drawNudge,
};

/** What it says is over before anybody read it. */
function isMoot(kind: NudgeKind, { owner, closed }: CaseStory): boolean {
  if (closed) return true;
  return kind === "unowned" ? owner !== undefined : kind === "idle" && owner === undefined;
}
