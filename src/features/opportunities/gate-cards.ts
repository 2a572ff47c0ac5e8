import type { Block } from "../../chat/card.ts";
import { type Audience, holds, leads, type Scope, Visible } from "../../kernel/permissions.ts";
import { sentences } from "../../locales/sentences.ts";
import type { View } from "../../locales/say.ts";
import { askedBlocks } from "./asked-cards.ts";
import { opens, presses } from "./buttons.ts";
import { followed, openAccount } from "./claimed-cards.ts";
import { verdictOf } from "./gate.ts";
import { evidenceTexts, legTexts } from "./gate-texts.ts";
import type { Story } from "./story-model.ts";

/** Why it is offered: the benefit that the CSM wrote, or that the customer asks, and whom to speak to first (D1). */
export function benefitBlocks(story: Story, view: View): Block[] {
  const { say } = view;
  const { asked, benefit } = story.opportunity;
  if (asked) return askedBlocks(story, view);
  return benefit === "" ? [] : [{ kind: "text", text: say("opportunities.benefit", { text: benefit }) }];
}

/** Who stands by what is offered, and what the gate measured. */
export function gateBlocks(story: Story, view: View): Block[] {
  const { say, audience } = view;
  const { opportunity, csm, scope } = story;
  if (opportunity.asked) return [];
  const { gate } = opportunity;
  const legs = (gate && new Visible("usage", scope, legTexts(gate, "all", view)).open(audience)) ?? [];
  const stands = say("opportunities.gate", { csm: [{ mention: csm }] });
  return [{ kind: "context", text: sentences(stands, ...legs) }, ...evidenceBlocks(story, view)];
}

export function evidenceBlocks({ evidence = [], opportunity, scope }: Story, view: View): Block[] {
  const rules = opportunity.asked ? evidence.filter(({ source }) => source !== "customer") : evidence;
  const texts = new Visible("usage", scope, evidenceTexts(rules, opportunity.product, view)).open(view.audience) ?? [];
  return texts.length > 0 ? [{ kind: "list", ordered: false, items: texts }] : [];
}

export function foundBlocks(story: Story, view: View): Block[] {
  const { say } = view;
  const found = say("gate.found", { account: story.accountName });
  return [{ kind: "text", text: story.opportunity.parked ? followed(story, view) : found }];
}

/** At which legs it failed, or of which too little is known; each with its figure. */
export function legBlocks({ opportunity, scope }: Story, view: View): Block[] {
  const { gate, stage, asked } = opportunity;
  if (!gate || asked || (stage !== "gate-failed" && stage !== "spotted")) return [];
  const texts = legTexts(gate, stage === "gate-failed" ? "failed" : "unknown", view);
  const seen = new Visible("usage", scope, texts).open(view.audience) ?? [];
  const again: Block[] = stage === "gate-failed" ? [{ kind: "context", text: view.say("gate.spot-again") }] : [];
  return [...(seen.length > 0 ? [{ kind: "list" as const, ordered: false, items: seen }] : []), ...again];
}

/** Who is offered to give the word: in private alone, the CSM or who leads them in their stead. */
export function isAskedForWord(scope: Scope, audience: Audience): boolean {
  if (audience.kind !== "person") return false;
  const { reader } = audience;
  return holds("csm", reader, scope) || (leads(reader, scope) && scope.am !== reader.person);
}

/** The CSM's word is asked for, and not while it is on hold. */
export function wordButtons({ opportunity, scope }: Story, view: View): Block[] {
  const { say, audience } = view;
  const { id, parked, stage } = opportunity;
  const isTheirs = isAskedForWord(scope, audience);
  const open = openAccount(opportunity, view);
  if (!isTheirs || parked) return [{ kind: "buttons", elements: [open] }];
  const confirm = opens(say("gate.confirm"), "confirm", id, "primary");
  const decline = presses(say("gate.decline"), "decline", id);
  return [{ kind: "buttons", elements: [confirm, ...(stage === "spotted" ? [decline] : []), open] }];
}

export function waitsForManager({ opportunity, wordLapsed }: Story): boolean {
  const { stage, gate, confirmed, parked } = opportunity;
  return stage === "spotted" && !parked && !wordLapsed && !!confirmed && !!gate && verdictOf(gate) === "needs-manager";
}
