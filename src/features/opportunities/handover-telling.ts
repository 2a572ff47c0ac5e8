import type { CardKind } from "../feature.ts";
import { kindInSlot } from "../slot-word.ts";
import { drawHandover, drawHandoverNudge, type HandoverTold } from "./handover-cards.ts";
import { isAsked } from "./handover-decide.ts";
import { HANDOVER_NUDGES, type HandoverStory } from "./handover-model.ts";
import { loadHandover } from "./handover.ts";

/** What was sold, what was promised, by whom and until when; never its price (D8, D9). */
export const handoverCard: CardKind<HandoverStory> = {
  sensitive: true,
  called: "won.called-handover",
  direct: { why: "why.handover" },
  async load(context, subject, { stands }) {
    const about = await loadHandover(context, subject);
    if (about === "gone") return "gone";
    return !stands && about.story.opportunity.stage !== "won" ? "gone" : about;
  },
  draw: drawHandover,
};

/** What a step of the handover, or the time that passes without one, tells somebody. */
export const handoverNudgeCard: CardKind<HandoverTold> = {
  sensitive: true,
  called: "won.called-nudge",
  direct: { why: "why.handover-nudge", insistent: true },
  async load(context, subject, { slot, stands }) {
    const kind = kindInSlot(slot, HANDOVER_NUDGES);
    const about = await loadHandover(context, subject);
    if (!kind || about === "gone") return "gone";
    const isOver = about.story.opportunity.stage !== "won" && kind !== "accepted";
    const isAnswered = kind.startsWith("asked") && !isAsked(about.handover);
    return !stands && (isOver || isAnswered) ? "gone" : { kind, about };
  },
  draw: drawHandoverNudge,
};
