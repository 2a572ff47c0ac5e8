import type { CardKind } from "../feature.ts";
import { kindInSlot } from "../slot-word.ts";
import { isClosed } from "./decide.ts";
import { drawApproval } from "./approval-cards.ts";
import { passesOf } from "./life-store.ts";
import { waitsForManager } from "./gate-cards.ts";
import { drawHold, drawNudge, type Nudge } from "./nudge-cards.ts";
import { NUDGES, type NudgeKind } from "./nudges.ts";
import type { Story } from "./story-model.ts";
import { loadStory } from "./story.ts";

/** What the clock, or a change around an opportunity, tells somebody of it, with what they can do about it. */
export const nudgeCard: CardKind<Nudge> = {
  sensitive: true,
  called: "deals.called-nudge",
  direct: { why: "why.opportunity-nudge", insistent: true },
  async load(context, subject, { slot, stands }) {
    const kind = kindInSlot(slot, NUDGES);
    const story = await loadStory(context, subject);
    if (!kind || story === "gone") return "gone";
    if (!stands && isMoot(kind, story)) return "gone";
    return kind === "passed"
      ? { kind, story, passes: await passesOf(context.tx, story.opportunity.id) }
      : { kind, story };
  },
  draw: drawNudge,
};

/** What it asks for is done before anybody read it. */
function isMoot(kind: NudgeKind, { opportunity: { stage, claimed }, wordLapsed = false }: Story): boolean {
  if (kind === "expired" || kind === "withdrawn" || kind === "refused") return false;
  if (isClosed(stage)) return true;
  if (kind === "promise") return stage !== "claimed";
  if (kind === "confirm") return !wordLapsed;
  return claimed !== undefined && kind !== "slot-stays" && kind !== "asked";
}

/** Too little is known to judge it: who leads decides whether it is offered (D3). */
export const approvalCard: CardKind<Story> = {
  sensitive: true,
  called: "gate.called-approval",
  direct: { why: "why.opportunity-approval" },
  async load(context, subject, { stands }) {
    const story = await loadStory(context, subject);
    if (story === "gone") return "gone";
    return stands || waitsForManager(story) ? story : "gone";
  },
  draw: drawApproval,
};

/** A deal that runs at a customer that came to be at risk: go on, or pause (D2). */
export const holdCard: CardKind<Story> = {
  sensitive: true,
  called: "deals.called-hold",
  direct: { why: "why.opportunity-hold", insistent: true },
  async load(context, subject, { stands }) {
    const story = await loadStory(context, subject);
    if (story === "gone") return "gone";
    return !stands && !story.opportunity.parked ? "gone" : story;
  },
  draw: drawHold,
};
