import type { Block, Text } from "../../chat/card.ts";
import { Visible } from "../../kernel/permissions.ts";
import { sentences } from "../../locales/sentences.ts";
import type { View } from "../../locales/say.ts";
import { namesPrice } from "../priced.ts";
import type { Story } from "./story-model.ts";

/** That the customer asks, in their own words, and whom to speak to first (D1); a CSM's benefit stays the CSM's. */
export function askedBlocks(story: Story, view: View): Block[] {
  const { accountName: account, opportunity, evidence = [] } = story;
  const { benefit } = opportunity;
  const words = evidence.flatMap((each) => (each.source === "customer" ? [each.text] : []));
  const own = benefit === "" || words.length === 0 || words.includes(benefit) ? undefined : benefit;
  const contact = new Visible("contact-names", story.scope, story.asker).open(view.audience);
  const who = contact ? view.say("gate.asked-by", { contact, account }) : view.say("gate.asked", { account });
  const asked = sentences(who, askedText(words.at(-1) ?? benefit, story, view));
  return [
    ...atRiskBlocks(story, view),
    { kind: "text", text: asked },
    ...(own === undefined ? [] : [{ kind: "text" as const, text: view.say("opportunities.benefit", { text: own }) }]),
  ];
}

/** A price in it is for those who may see prices (D9). */
function askedText(text: string, { scope }: Story, { say, audience }: View): Text {
  if (text === "") return [];
  const isOpen = namesPrice(text) === undefined || new Visible("price", scope, true).open(audience) === true;
  return isOpen ? say("gate.asked-text", { text }) : say("gate.asked-price");
}

function atRiskBlocks({ atRiskSince, scope, csm }: Story, { say, audience }: View): Block[] {
  if (!atRiskSince || !new Visible("risk-band", scope, true).open(audience)) return [];
  const first: Text = scope.csm
    ? say("gate.asked-at-risk", { csm: { mention: csm } })
    : say("gate.asked-at-risk-orphan");
  return [{ kind: "text", text: first }];
}
