import type { Block, Button, Text } from "../../chat/card.ts";
import { Visible } from "../../kernel/permissions.ts";
import { sentences } from "../../locales/sentences.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { presses } from "./buttons.ts";
import { hidden } from "./cards.ts";
import { followed, openAccount } from "./claimed-cards.ts";
import { benefitBlocks, evidenceBlocks, waitsForManager } from "./gate-cards.ts";
import { legTexts } from "./gate-texts.ts";
import type { Story } from "./story-model.ts";

/** Too little is known to judge the benefit: who leads decides (D3). */
export function drawApproval(story: Story, view: View): Drawing {
  const { say } = view;
  const { opportunity, accountName: account, csm, scope } = story;
  if (!new Visible("opportunity", scope, true).open(view.audience)) return hidden(story, view);
  const title = say("gate.approval-title", { account, product: opportunity.product });
  const waits = waitsForManager(story);
  const legs =
    (opportunity.gate && new Visible("usage", scope, legTexts(opportunity.gate, "all", view)).open(view.audience)) ??
    [];
  const body: Block[] = [
    { kind: "text", text: waits ? say("gate.approval-ask", { csm: { mention: csm } }) : decidedText(story, view) },
    ...benefitBlocks(story, view),
    ...evidenceBlocks(story, view),
    ...(legs.length > 0 ? [{ kind: "list" as const, ordered: false, items: legs }] : []),
    { kind: "buttons", elements: [...(waits ? approvalButtons(story, view) : []), openAccount(opportunity, view)] },
  ];
  return { card: { title, accent: waits ? "warn" : "calm", body }, summary: title };
}

function decidedText(story: Story, view: View): Text {
  const { managerOk } = story.opportunity;
  const agreed = managerOk ? view.say("gate.approved", { at: { date: managerOk.at, style: "day" } }) : [];
  return sentences(agreed, followed(story, view));
}

function approvalButtons({ opportunity: { id } }: Story, { say }: View): Button[] {
  return [presses(say("gate.approve"), "approve", id, "primary"), presses(say("gate.refuse"), "not-now", id)];
}
