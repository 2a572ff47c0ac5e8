import type { Block, Button, Element, Form, PersonRef, Span, Text } from "../../chat/card.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import { never } from "../../kernel/errors.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { type Audience, holds, type Scope, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Values, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import type { ClaimOutcome, FieldProblem, Opportunity } from "./decide.ts";

/** All that a card about an opportunity says. */
export interface Story {
  readonly opportunity: Opportunity;
  readonly accountName: string;
  readonly scope: Scope;
  readonly csm: PersonRef;
  readonly assignee: PersonRef | undefined;
  readonly claimer: PersonRef | undefined;
}

/** What an account's card says of its opportunities. */
export interface SectionPart {
  readonly scope: Scope;
  readonly stories: readonly Story[];
  readonly atRisk: boolean;
}

/** The card of the AM channel, or of the DM that stands in for it. */
export function drawOffer(story: Story, view: View): Drawing {
  const { say, audience } = view;
  const { opportunity } = story;
  const seen = new Visible("opportunity", story.scope, opportunity).open(audience);
  if (!seen) return hidden(story, view);
  const isOpen = !seen.claimed && !seen.parked;
  const body: Block[] = [
    {
      kind: "text",
      text: isOpen ? addressed(story, view) : say("opportunities.from-only", { csm: { mention: story.csm } }),
    },
    { kind: "text", text: say("opportunities.benefit", { text: seen.benefit }) },
    ...(isOpen
      ? [{ kind: "context" as const, text: say("opportunities.gate", { csm: [{ mention: story.csm }] }) }]
      : []),
    ...standing(story, view),
  ];
  const summary = summaryOf(story, view);
  return { card: { title: say("opportunities.title", names(story)), accent: accentOf(seen), body }, summary };
}

/** For an audience that may not see it: that there is something, and the account's name where that may be known. */
function hidden({ opportunity, accountName, scope }: Story, view: View): Drawing {
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

/** What the CSM who spotted it follows; without buttons, because the offer is the AM's. */
export function drawSpotter(story: Story, view: View): Drawing {
  if (!new Visible("opportunity", story.scope, true).open(view.audience)) return hidden(story, view);
  const body: Block[] = [{ kind: "text", text: followed(story, view) }];
  const card = {
    title: view.say("opportunities.spotter-title", names(story)),
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
    return isCsm(audience, part.scope) ? [{ kind: "buttons", elements: [spotButton(part.scope.account, view)] }] : [];
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

function accentOf({ parked, claimed }: Opportunity): "warn" | "good" | "calm" {
  if (parked) return "warn";
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

function openAccount({ account }: Opportunity, { say }: View): Button {
  return { kind: "button", label: say("opportunities.open"), press: { name: "accounts.open", subject: account } };
}

function standing(story: Story, view: View): Block[] {
  const { opportunity } = story;
  const open = openAccount(opportunity, view);
  if (opportunity.claimed || opportunity.parked) {
    return [
      { kind: "text", text: followed(story, view) },
      { kind: "buttons", elements: [open] },
    ];
  }
  const claim: Element = {
    kind: "button",
    label: view.say("opportunities.claim"),
    look: "primary",
    press: { name: "opportunities.claim", subject: opportunity.id },
  };
  return [
    { kind: "context", text: view.say("opportunities.promise", { count: OPPORTUNITY.contactWithinWorkingDays }) },
    { kind: "buttons", elements: [claim, open] },
  ];
}

function followed(story: Story, { say }: View): Text {
  const { opportunity, claimer, assignee } = story;
  if (opportunity.parked) {
    return say("opportunities.parked", {
      account: story.accountName,
      since: { date: opportunity.parked.since, style: "day" },
    });
  }
  if (opportunity.claimed && claimer) {
    return say("opportunities.claimed", {
      am: { mention: claimer },
      at: { date: opportunity.claimed.at, style: "day-time" },
      by: { date: opportunity.claimed.contactBy, style: "day" },
    });
  }
  if (opportunity.stage === "gated") return say("opportunities.waiting", { account: story.accountName });
  if (!opportunity.pool && assignee) return say("opportunities.with-am", { am: { mention: assignee } });
  return opportunity.region
    ? say("opportunities.with-pool", { region: opportunity.region })
    : say("opportunities.with-pool-everyone");
}

function stateOf({ opportunity, claimer }: Story, { say }: View): Text {
  if (opportunity.parked) return say("opportunities.state-parked");
  if (opportunity.stage === "gated") return say("opportunities.state-waiting");
  return claimer ? say("opportunities.state-claimed", { am: { mention: claimer } }) : say("opportunities.state-routed");
}

function summaryOf(story: Story, { say }: View): Text {
  if (story.opportunity.parked) return say("opportunities.summary-parked", names(story));
  if (story.opportunity.stage === "gated") return say("opportunities.summary-waiting", names(story));
  if (!story.claimer) return say("opportunities.summary-routed", names(story));
  return say("opportunities.summary-claimed", { ...names(story), am: story.claimer.name });
}

/** What the presser of Claim is told; only them. */
export function claimSentence(outcome: ClaimOutcome, story: Story, { say }: View): Text {
  const account = story.accountName;
  switch (outcome.kind) {
    case "claimed":
      return say("opportunities.you-claimed", {
        account,
        by: { date: outcome.contactBy, style: "day" },
        csm: { mention: story.csm },
      });
    case "already-yours":
      return say("opportunities.already-yours", { account, by: { date: outcome.contactBy, style: "day" } });
    case "taken":
      return say("opportunities.taken", { am: nameIn(story, outcome.by), at: { date: outcome.at, style: "time" } });
    case "parked":
      return say("opportunities.parked", { account, since: { date: outcome.parked.since, style: "day" } });
    case "csm-refused":
      return say("opportunities.csm-refused", { account });
    case "for-another":
      return say("opportunities.for-another", { am: nameIn(story, outcome.am) });
    case "only-am":
      return story.assignee && !story.opportunity.pool
        ? say("opportunities.only-am", { am: story.assignee.name })
        : say("opportunities.only-am-pool");
    case "not-active":
      return say("opportunities.not-active");
    case "not-offered":
      return say("opportunities.closed");
    default:
      return never(outcome);
  }
}

function nameIn({ claimer, assignee }: Story, id: PersonId): string {
  return [claimer, assignee].find((each) => each?.id === id)?.name ?? "?";
}

/** The form a CSM fills in. */
export function spotForm(account: { id: string; name: string }, atRisk: boolean, { say }: View): Form {
  const intro: Block[] = [{ kind: "text", text: say("opportunities.form-intro", { account: account.name }) }];
  if (atRisk) intro.push({ kind: "text", text: say("opportunities.form-parked", { account: account.name }) });
  return {
    name: "opportunities.spot",
    subject: account.id,
    title: say("opportunities.form-title"),
    submit: say("opportunities.form-submit"),
    intro,
    fields: [
      {
        kind: "text",
        name: "product",
        label: say("opportunities.field-product"),
        hint: say("opportunities.hint-product"),
        multiline: false,
        maxLength: OPPORTUNITY.productAtMost,
      },
      {
        kind: "text",
        name: "benefit",
        label: say("opportunities.field-benefit"),
        hint: say("opportunities.hint-benefit", { letters: OPPORTUNITY.benefitAtLeast }),
        multiline: true,
        maxLength: OPPORTUNITY.benefitAtMost,
      },
      {
        kind: "choice",
        name: "word",
        label: say("opportunities.field-word"),
        hint: say("opportunities.hint-word"),
        options: [
          { value: "yes", label: say("opportunities.word-yes") },
          { value: "no", label: say("opportunities.word-no") },
        ],
      },
    ],
  };
}

const PROBLEMS: Readonly<Record<FieldProblem["problem"], TextKey>> = {
  empty: "opportunities.product-empty",
  short: "opportunities.benefit-short",
  long: "opportunities.too-long",
  needed: "opportunities.word-needed",
};

export function problemTexts(problems: readonly FieldProblem[], { say }: View): Readonly<Record<string, Text>> {
  return Object.fromEntries(problems.map((each) => [each.field, say(PROBLEMS[each.problem], lettersOf(each))]));
}

function lettersOf(problem: FieldProblem): Values {
  if (problem.problem === "short") return { count: problem.letters, letters: OPPORTUNITY.benefitAtLeast };
  return problem.problem === "long" ? { letters: problem.most } : {};
}
