import type { Block, Button, Card, Form, ScaleButton, Text } from "../../chat/card.ts";
import { PLAN } from "../../kernel/defaults.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import type { GoalQuestion } from "./question-store.ts";

export interface QuestionStory {
  readonly question: GoalQuestion;
  /** ours, as the customer knows it */
  readonly company: string;
  /** it can be answered, or changed */
  readonly isOpen: boolean;
}

/** How far they are with a goal of theirs, to one person at the customer: its name, and nothing of ours. */
export function drawQuestion(story: QuestionStory, { say }: Pick<View, "say">): Drawing {
  const { question, company, isOpen } = story;
  const title = say("plans.question-title", { asker: question.asker.name });
  const alone = (text: Text): Drawing => ({ card: { title, body: [{ kind: "text", text }] }, summary: title });
  if (question.optedOut) return alone(say("survey.never-done", { company }));
  if (!isOpen) return alone(say("survey.over"));
  if (question.share !== undefined) return { card: answeredCard(story, { say }), summary: title };
  const body: Block[] = [
    { kind: "text", text: say("plans.question-goal", { goal: question.goal.name }) },
    scale(story, say),
    { kind: "context", text: say("plans.question-context", { asker: question.asker.name, company }) },
    { kind: "buttons", elements: [never(story, say)] },
  ];
  return { card: { title, body }, summary: title };
}

/** What they answered, and what may follow. */
export function answeredCard(story: QuestionStory, { say }: Pick<View, "say">): Card {
  const { question } = story;
  const on = { date: question.closesAt, style: "day" } as const;
  const tell: Button = {
    kind: "button",
    label: say("plans.say-button"),
    look: "primary",
    opens: { name: "plans.say", subject: question.id },
  };
  return {
    title: say("plans.thanks-title", { percent: Math.round(100 * (question.share ?? 0)) }),
    body: [
      { kind: "text", text: say("plans.question-goal", { goal: question.goal.name }) },
      { kind: "text", text: say(question.words === undefined ? "plans.thanks-say" : "plans.thanks-words", { on }) },
      { kind: "buttons", elements: [tell, never(story, say)] },
      scale(story, say),
    ],
  };
}

function scale({ question }: QuestionStory, say: Say): Block {
  const buttons = PLAN.steps.map((percent): ScaleButton => ({
    kind: "button",
    label: say("plans.step-label", { percent }),
    spoken: say("plans.step-spoken", { percent }),
    press: { name: "plans.answer", subject: question.id, choice: String(percent) },
  }));
  return { kind: "scale", buttons, low: say("plans.step-low"), high: say("plans.step-high") };
}

function never({ question }: QuestionStory, say: Say): Button {
  return { kind: "button", label: say("survey.never"), press: { name: "plans.never", subject: question.id } };
}

export function sayForm({ question }: QuestionStory, { say }: Pick<View, "say">): Form {
  return {
    name: "plans.say",
    subject: question.id,
    title: say("plans.say-title"),
    submit: say("plans.say-send"),
    fields: [
      {
        kind: "text",
        name: "words",
        label: say("plans.say-field"),
        multiline: true,
        maxLength: PLAN.wordsAtMost,
        ...(question.words !== undefined && { initial: question.words }),
      },
    ],
  };
}
