import type { Block, Button, Span, Text } from "../../chat/card.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type Audience, holds, type Scope, Visible } from "../../kernel/permissions.ts";
import type { Values, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { buttonsOf, factsOf, followed, isForAm, openAccount } from "./claimed-cards.ts";
import { isClosed, type Opportunity } from "./decide.ts";
import { benefitBlocks, evidenceBlocks, foundBlocks, gateBlocks, legBlocks, wordButtons } from "./gate-cards.ts";
import type { Story } from "./story-model.ts";

/** What an account's card says of its opportunities. */
export interface SectionPart {
  readonly scope: Scope;
  readonly stories: readonly Story[];
  readonly atRisk: boolean;
  /** the customer has left */
  readonly left: boolean;
}

/** The card of the AM channel, or of the DM that stands in for it. */
export function drawOffer(story: Story, view: View): Drawing {
  const { say, audience } = view;
  const { opportunity } = story;
  const seen = new Visible("opportunity", story.scope, opportunity).open(audience);
  if (!seen) return hidden(story, view);
  if (isForAm(story, view)) return drawSpotter(story, view);
  const isOpen = seen.stage === "routed" && !seen.parked;
  const body: Block[] = [
    {
      kind: "text",
      text: isOpen ? addressed(story, view) : say("opportunities.from-only", { csm: { mention: story.csm } }),
    },
    ...benefitBlocks(story, view),
    ...(isOpen ? gateBlocks(story, view) : []),
    ...factsOf(story, view),
    ...buttonsOf(story, view),
  ];
  const summary = summaryOf(story, view);
  return { card: { title: say("opportunities.title", names(story)), accent: accentOf(seen), body }, summary };
}

/** For an audience that may not see it: that there is something, and the account's name where that may be known. */
export function hidden({ opportunity, accountName, scope }: Story, view: View): Drawing {
  const { say, audience } = view;
  const name = new Visible("profile", scope, accountName).open(audience);
  const title = name === undefined ? say("opportunities.hidden-title") : [name];
  const words = audience.kind === "channel" ? say("opportunities.hidden") : say("opportunities.hidden-private");
  const body: Block[] = [
    { kind: "text", text: words },
    { kind: "buttons", elements: [openAccount(opportunity, view)] },
  ];
  return { card: { title, body }, summary: title };
}

/** What the CSM follows: what was found is theirs to confirm, and what is offered has no buttons, because it is the AM's. */
export function drawSpotter(story: Story, view: View): Drawing {
  if (!new Visible("opportunity", story.scope, true).open(view.audience)) return hidden(story, view);
  const { opportunity } = story;
  const asksForWord = opportunity.stage === "spotted" && !opportunity.confirmed;
  const body: Block[] = asksForWord
    ? foundBlocks(story, view)
    : [...(opportunity.asked ? benefitBlocks(story, view) : []), { kind: "text", text: followed(story, view) }];
  body.push(...evidenceBlocks(story, view), ...legBlocks(story, view), ...factsOf(story, view));
  if (asksForWord || story.wordLapsed) body.push(...wordButtons(story, view));
  const card = {
    title: view.say(asksForWord ? "gate.found-title" : "opportunities.spotter-title", names(story)),
    accent: accentOf(story.opportunity),
    body,
  };
  return { card, summary: summaryOf(story, view) };
}

/** Lines on the account card: what runs, or why nothing does; each only for who may see it. */
export function drawSection(part: SectionPart, view: View): Block[] {
  const { say, audience } = view;
  const stories = new Visible("opportunity", part.scope, part.stories).open(audience);
  if (!stories) return [];
  const atRisk = new Visible("risk-band", part.scope, part.atRisk).open(audience) ?? false;
  if (stories.length === 0) {
    if (atRisk) return [{ kind: "text", text: say("opportunities.section-none-at-risk") }];
    return isCsm(audience, part.scope) && !part.left
      ? [{ kind: "buttons", elements: [spotButton(part.scope.account, view)] }]
      : [];
  }
  return stories.map((story) => ({
    kind: "text",
    text: say("opportunities.section", { product: story.opportunity.product, state: stateOf(story, view) }),
  }));
}

function isCsm(audience: Audience, scope: Scope): boolean {
  return audience.kind === "person" && holds("csm", audience.reader, scope);
}

function spotButton(account: AccountId, { say }: View): Button {
  return { kind: "button", label: say("opportunities.spot"), opens: { name: "opportunities.spot", subject: account } };
}

function names(story: Story): Values {
  return { account: story.accountName, product: story.opportunity.product };
}

function accentOf({ parked, claimed, stage }: Opportunity): "warn" | "good" | "calm" {
  if (parked) return "warn";
  if (isClosed(stage) && stage !== "done") return "calm";
  return claimed ? "good" : "calm";
}

function addressed({ opportunity, assignee, csm }: Story, { say }: View): Text {
  const from: Span = { mention: csm };
  if (!assignee) return say("opportunities.from-only", { csm: from });
  if (!opportunity.pool) return say("opportunities.from", { to: { mention: assignee }, csm: from });
  return opportunity.region
    ? say("opportunities.to-pool", { region: opportunity.region, first: { mention: assignee }, csm: from })
    : say("opportunities.to-pool-everyone", { first: { mention: assignee }, csm: from });
}

export function stateOf({ opportunity, claimer, scope, csm, wordLapsed }: Story, { say }: View): Text {
  const { stage, parked, hold, confirmed } = opportunity;
  if (parked) return parked.because === "at-risk" ? say("opportunities.state-parked") : say("deals.state-detractor");
  const am: Span | undefined = claimer && { mention: claimer };
  if (am && stage === "contacted") return say("deals.state-contacted", { am });
  if (am && stage === "proposed") return say("deals.state-proposed", { am });
  if (stage === "won")
    return scope.csm ? say("deals.state-won", { csm: { mention: csm } }) : say("deals.state-won-orphan");
  if (wordLapsed) return say("gate.state-lapsed");
  if (stage === "spotted") return confirmed ? say("gate.state-manager") : say("gate.state-found");
  if (stage === "gated") {
    return hold?.decided ? say("deals.state-continued") : say("opportunities.state-waiting");
  }
  return am ? say("opportunities.state-claimed", { am }) : say("opportunities.state-routed");
}

function summaryOf(story: Story, { say }: View): Text {
  const { stage, parked } = story.opportunity;
  if (parked) return say("opportunities.summary-parked", names(story));
  if (stage === "won" || stage === "done") return say("deals.summary-won", names(story));
  if (stage === "gate-failed") return say("gate.summary-failed", names(story));
  if (isClosed(stage)) return say("deals.summary-closed", names(story));
  if (stage === "spotted") return say("gate.summary-found", names(story));
  if (stage === "gated") return say("opportunities.summary-waiting", names(story));
  if (!story.claimer) return say("opportunities.summary-routed", names(story));
  return say("opportunities.summary-claimed", { ...names(story), am: story.claimer.name });
}
