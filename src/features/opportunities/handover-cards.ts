import { type Block, type Button, daySpan, type Form, type Text } from "../../chat/card.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import { type Audience, holds, leads, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Values, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { opens, presses } from "./buttons.ts";
import { hidden } from "./cards.ts";
import { followed, openAccount } from "./claimed-cards.ts";
import { isClosed } from "./decide.ts";
import { isAsked } from "./handover-decide.ts";
import type { HandoverNudge, HandoverStory } from "./handover-model.ts";

function named({ story }: HandoverStory): Values {
  return { account: story.accountName, product: story.opportunity.product };
}

export function drawHandover(about: HandoverStory, view: View): Drawing {
  const { say, audience } = view;
  const { story } = about;
  if (!new Visible("opportunity", story.scope, true).open(audience)) return hidden(story, view);
  const isDone = story.opportunity.stage === "done";
  const title = say("won.handover-title", named(about));
  const body: Block[] = [
    { kind: "text", text: stateText(about, view) },
    ...factsOf(about, view),
    { kind: "buttons", elements: [...buttonsOf(about, view), openAccount(story.opportunity, view)] },
  ];
  const summary = isDone ? say("won.summary-done", named(about)) : say("won.summary", named(about));
  return { card: { title, accent: isDone ? "good" : "calm", body }, summary };
}

function stateText(about: HandoverStory, view: View): Text {
  const { say } = view;
  const { story, handover } = about;
  const { opportunity, claimer, scope, csm } = story;
  const am = claimer ? { mention: claimer } : "?";
  if (opportunity.stage === "done") return takenOver(about, view);
  if (isClosed(opportunity.stage)) return followed(story, view);
  const at = { date: opportunity.wonAt ?? handover.since, style: "day" } as const;
  if (isAsked(handover) && handover.people.asker && handover.asked) {
    const asked = {
      who: { mention: handover.people.asker },
      at: { date: handover.asked.at, style: "day-time" },
    } as const;
    const { receiver } = handover.people;
    return receiver
      ? say("won.state-asked", { ...asked, am: { mention: receiver } })
      : say("won.state-asked-nobody", asked);
  }
  return scope.csm
    ? say("won.state-given", { am, at, csm: { mention: csm } })
    : say("won.state-given-orphan", { am, at });
}

/** Who took it over, and when. */
export function takenOver({ story, handover }: HandoverStory, { say }: View): Text {
  const { accepted } = story.opportunity;
  const { accepter } = handover.people;
  if (!accepted || !accepter) return say("opportunities.closed");
  return say("won.state-done", { who: { mention: accepter }, at: { date: accepted.at, style: "day-time" } });
}

function factsOf({ story, handover }: HandoverStory, { say }: View): Block[] {
  const { promised, claimer } = story;
  const { promisedOn, question, answered, people } = handover;
  const lines: Text[] = [];
  if (promised !== undefined) lines.push(say("deals.promised", { text: promised }));
  if (promisedOn) lines.push(say("won.promised-until", { on: daySpan(promisedOn) }));
  if (claimer) lines.push(say("won.promised-by", { am: { mention: claimer } }));
  if (question !== undefined && people.asker) {
    lines.push(say("won.question", { who: { mention: people.asker }, text: question }));
  }
  if (answered && people.answerer) {
    lines.push(say("won.answer", { who: { mention: people.answerer }, text: answered.text }));
  }
  return lines.map((text) => ({ kind: "text", text }));
}

/** To accept and to ask back is the CSM's; to answer is theirs who sold it. */
function buttonsOf({ story, handover }: HandoverStory, { say, audience }: View): Button[] {
  const { id, stage, claimed } = story.opportunity;
  if (stage !== "won") return [];
  const mine = whoseOf(audience, { story, handover }, claimed?.by);
  const isOpen = isAsked(handover);
  const accept = presses(say("won.accept"), "accept", id, "primary");
  const ask = opens(say("won.ask-back"), "ask-back", id);
  const answer = opens(say("won.answer-back"), "answer-back", id, "primary");
  return [
    ...(mine.accepts ? [accept] : []),
    ...(mine.accepts && !isOpen ? [ask] : []),
    ...(mine.answers && isOpen ? [answer] : []),
  ];
}

function whoseOf(audience: Audience, { story: { scope } }: HandoverStory, claimer: string | undefined) {
  if (audience.kind === "channel") return { accepts: true, answers: false };
  const { reader } = audience;
  const isLeader = leads(reader, scope);
  const isSeller = [reader.person, ...reader.covers].some((each) => each === claimer);
  return {
    accepts: holds("csm", reader, scope) || (isLeader && (!isSeller || scope.csm === undefined)),
    answers: isSeller || holds("am", reader, scope) || isLeader,
  };
}

export interface HandoverTold {
  readonly kind: HandoverNudge;
  readonly about: HandoverStory;
}

const SAYS: Readonly<Record<HandoverNudge, TextKey>> = {
  remind: "won.nudge-remind",
  escalated: "won.nudge-escalated",
  asked: "won.nudge-asked",
  "asked-remind": "won.nudge-asked-remind",
  answered: "won.nudge-answered",
  accepted: "won.nudge-accepted",
};

/** What it asks for is still to be done, or it asks for nothing. */
function stillAsks(kind: HandoverNudge, { story, handover }: HandoverStory): boolean {
  if (kind === "accepted") return true;
  if (story.opportunity.stage !== "won") return false;
  if (kind === "escalated") return handover.rung > 1;
  return kind.startsWith("asked") === isAsked(handover);
}

export function drawHandoverNudge({ kind, about }: HandoverTold, view: View): Drawing {
  const { say, audience } = view;
  const { story, handover } = about;
  if (!new Visible("opportunity", story.scope, true).open(audience)) return hidden(story, view);
  const { receiver, accepter } = handover.people;
  const who = kind === "accepted" ? accepter : receiver;
  const state = stateText(about, view);
  const asks = stillAsks(kind, about);
  const summary = asks
    ? say(SAYS[kind], { ...named(about), who: who ? { mention: who } : say("deals.nobody") })
    : state;
  const body: Block[] = [
    ...(asks ? [{ kind: "text", text: summary } as const] : []),
    { kind: "text", text: state },
    ...factsOf(about, view),
    { kind: "buttons", elements: [...buttonsOf(about, view), openAccount(story.opportunity, view)] },
  ];
  const isGood = kind === "accepted" || kind === "answered" || story.opportunity.stage === "done";
  const accent = isGood ? "good" : asks ? "warn" : "calm";
  return { card: { title: say("won.handover-title", named(about)), accent, body }, summary };
}

export function askBackForm(about: HandoverStory, view: View): Form {
  return writtenForm("ask-back", "question", about, view, {
    title: "won.ask-title",
    submit: "won.ask-back",
    intro: "won.ask-intro",
    label: "won.field-question",
  });
}

export function answerBackForm(about: HandoverStory, view: View): Form {
  const { question } = about.handover;
  const form = writtenForm("answer-back", "answer", about, view, {
    title: "won.answer-title",
    submit: "won.answer-back",
    intro: "won.answer-intro",
    label: "won.field-answer",
  });
  if (question === undefined) return form;
  return { ...form, intro: [...(form.intro ?? []), { kind: "text", text: [question] }] };
}

function writtenForm(
  name: string,
  field: string,
  about: HandoverStory,
  { say }: View,
  keys: Readonly<Record<"title" | "submit" | "intro" | "label", TextKey>>,
): Form {
  return {
    name: `opportunities.${name}`,
    subject: about.story.opportunity.id,
    title: say(keys.title),
    submit: say(keys.submit),
    intro: [{ kind: "text", text: say(keys.intro, named(about)) }],
    fields: [
      {
        kind: "text",
        name: field,
        label: say(keys.label),
        hint: say("won.hint-no-price"),
        multiline: true,
        minLength: OPPORTUNITY.writtenAtLeast,
        maxLength: OPPORTUNITY.writtenAtMost,
      },
    ],
  };
}
