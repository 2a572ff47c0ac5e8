import { type Block, type Button, type Card, daySpan, type Element, type Text } from "../../chat/card.ts";
import { mayRead, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { attainedText, goalLine, isWriter, percent } from "./cards.ts";
import { measuredOf, type NextStep, nextStepOf, type Verdict, VERDICTS } from "./decide.ts";
import type { GoalStory } from "./story.ts";

/** A goal of a customer's, or what it expects of what was sold, and what one may do about it. */
export function goalCard(story: GoalStory, view: View): Card {
  const { say } = view;
  const { goal, account } = story;
  const title = say(goal.kind === "goal" ? "plans.goal-title" : "plans.expectation-title", { account: account.name });
  const body: Block[] =
    goal.kind === "goal"
      ? [
          { kind: "text", text: goalLine(story, say) },
          ...howBlocks(story, view),
          ...whoBlocks(story, view),
          ...saidBlocks(story, view),
        ]
      : [{ kind: "text", text: say("plans.expectation-words", { words: goal.name }) }, ...verdictBlocks(story, view)];
  return { title, body: [...body, ...endBlocks(story, view), { kind: "buttons", elements: elements(story, view) }] };
}

/** The same where it stands as a message: somebody at the customer said how far it is. */
export function drawAnswered(story: GoalStory, view: View): Drawing {
  const { say, audience } = view;
  const { goal, account } = story;
  if (!mayRead(audience, "success-plan", account.scope)) {
    const title = say("opportunities.hidden-title");
    const press = { name: "accounts.open", subject: account.id };
    const body: Block[] = [
      { kind: "text", text: say("plans.hidden") },
      { kind: "buttons", elements: [{ kind: "button", label: say("plans.account"), press }] },
    ];
    return { card: { title, body }, summary: title };
  }
  const title = say("plans.answered-title", { account: account.name });
  return { card: { ...goalCard(story, view), title, accent: goal.isOpen ? "calm" : "good" }, summary: title };
}

/** By what it is measured, and from where to where. */
function howBlocks({ goal }: GoalStory, { say }: View): Block[] {
  const { baseline, target, reckoned, reckonedValue, reckonedOn, measured } = goal;
  const metric = goal.metricLabel ?? goal.metric;
  const way = baseline !== undefined && target !== undefined ? { baseline, target } : undefined;
  const text =
    way && metric !== undefined
      ? say("plans.metric-way", { metric, ...way })
      : way
        ? say("plans.way", way)
        : metric === undefined
          ? undefined
          : say("plans.metric", { metric });
  const isReckoned = reckoned !== undefined && reckonedValue !== undefined && reckonedOn !== undefined;
  const said = isReckoned && { value: short(reckonedValue), percent: percent(reckoned), on: daySpan(reckonedOn) };
  return [
    ...(text ? [{ kind: "text", text } as const] : []),
    ...(said
      ? [
          {
            kind: "context",
            text: say(measured === undefined ? "plans.by-use" : "plans.by-use-beside", said),
          } as const,
        ]
      : []),
  ];
}

function short(value: number): number {
  return Math.round(100 * value) / 100;
}

function whoBlocks({ goal, account }: GoalStory, { say, audience }: View): Block[] {
  const owner: Text = goal.owner ? [{ mention: goal.owner }] : say("plans.nobody");
  const contact = new Visible("contact-names", account.scope, goal.contact?.name).open(audience);
  const who = contact === undefined ? say("plans.who", { owner }) : say("plans.who-both", { owner, contact });
  return [
    { kind: "text", text: who },
    ...(goal.ours === undefined
      ? []
      : [{ kind: "text", text: say(alignedKey(goal.aligned), { ours: goal.ours }) } as const]),
  ];
}

function alignedKey(aligned: boolean | undefined): TextKey {
  if (aligned === undefined) return "plans.ours";
  return aligned ? "plans.ours-aligned" : "plans.ours-apart";
}

/** What the customer said last, and what they say it is worth. */
function saidBlocks({ goal, account }: GoalStory, { say, audience }: View): Block[] {
  const { said, worth, confirmed } = goal;
  const money = new Visible("arr", account.scope, worth).open(audience);
  const name = new Visible("contact-names", account.scope, said?.contact?.name).open(audience);
  const who: Text = name === undefined ? say("plans.the-customer") : [name];
  return [
    ...(said && confirmed !== undefined
      ? [
          {
            kind: "text",
            text: say(said.words === undefined ? "plans.said" : "plans.said-words", {
              ...{ who, percent: percent(confirmed), on: daySpan(said.on), words: said.words ?? "" },
            }),
          } as const,
        ]
      : []),
    ...(money ? [{ kind: "text", text: say("plans.worth", { worth: money }) } as const] : []),
  ];
}

function verdictBlocks({ goal }: GoalStory, { say }: View): Block[] {
  return goal.targetOn ? [{ kind: "context", text: say("plans.promised-until", { on: daySpan(goal.targetOn) }) }] : [];
}

const VERDICT_NAMES = {
  missed: "plans.judge-missed",
  met: "plans.judge-met",
  exceeded: "plans.judge-exceeded",
} as const satisfies Record<Verdict, TextKey>;

const NEXT = {
  ask: "plans.next-goal",
  reached: "plans.next-reached",
  late: "plans.next-late",
  apart: "plans.next-apart",
  unmeasured: "plans.next-unmeasured",
  on: "plans.next-on",
} as const satisfies Record<NextStep, TextKey>;

function stepOf({ goal, today }: GoalStory): NextStep {
  return nextStepOf(goal, goal.said?.on, today);
}

function nextText(story: GoalStory, { say }: View): Text {
  const { goal } = story;
  if (goal.kind !== "goal") return say("plans.next-expectation");
  const said = { measured: percent(measuredOf(goal) ?? 0), confirmed: percent(goal.confirmed ?? 0) };
  return say(NEXT[stepOf(story)], said);
}

function endBlocks(story: GoalStory, view: View): Block[] {
  const { goal } = story;
  const { say, audience } = view;
  const { closed, verdict, isOpen, isImported, isChanged } = goal;
  const who: Text = closed?.by ? [{ mention: closed.by }] : say("timeline.one-of-us");
  const ended: Block[] = [];
  if (verdict && closed)
    ended.push({
      kind: "text",
      text: say("plans.judged", { who, verdict: say(VERDICT_NAMES[verdict]), on: { date: closed.at, style: "day" } }),
    });
  else if (closed?.as === "given-up")
    ended.push({ kind: "text", text: say("plans.end-given-up", { who, reason: closed.reason ?? "" }) });
  const source: Block[] = isImported
    ? [{ kind: "context", text: say(isChanged ? "plans.imported-changed" : "plans.imported") }]
    : [];
  const isNext = isOpen && audience.kind === "person";
  const next: Block[] = isNext ? [{ kind: "text", text: nextText(story, view) }] : [];
  return [...ended, ...source, ...next];
}

function elements(story: GoalStory, { say, audience }: View): Element[] {
  const { goal, account } = story;
  const plan: Button = {
    kind: "button",
    label: say("plans.whole"),
    press: { name: "plans.show", subject: account.id },
  };
  if (!isWriter(audience, account.scope) || !goal.isOpen) return [plan];
  const opens = (key: TextKey, name: string): Button => ({
    kind: "button",
    label: say(key),
    opens: { name: `plans.${name}`, subject: goal.id },
  });
  if (goal.kind === "expectation") {
    const options = VERDICTS.map((value) => ({ value, label: say(VERDICT_NAMES[value]) }));
    return [
      { kind: "menu", label: say("plans.judge"), press: { name: "plans.judge", subject: goal.id }, options },
      plan,
    ];
  }
  const log: Button = {
    kind: "button",
    label: say("deals.log-contact"),
    opens: { name: "accounts.log", subject: account.id },
  };
  const [confirm, ask] = [opens("plans.confirm", "confirm"), opens("plans.ask", "ask")];
  const measures = goal.reckoned === undefined ? [opens("plans.measure", "measure")] : [];
  const [change, close] = [opens("plans.change", "change"), opens("plans.close", "close")];
  const first = (button: Button): Button => ({ ...button, look: "primary" });
  switch (stepOf(story)) {
    case "reached":
      return [first(close), change, confirm, ...measures, plan];
    case "apart":
    case "late":
      return [first(log), change, confirm, ...measures, close, plan];
    case "unmeasured":
      return [...measures.map(first), confirm, ask, change, close, plan];
    case "on":
      return [plan, confirm, ask, ...measures, change, close];
    case "ask":
      return [first(ask), confirm, ...measures, change, close, plan];
  }
}

/** On the card of one customer: "month-end in 2 days" 60 %, customer says 40 %. */
export function sectionText({ goal }: GoalStory, { say }: View): Text {
  return say("plans.section", { goal: goal.name, attained: attainedText(goal, say) });
}
