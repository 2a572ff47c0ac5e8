import type { Block, Button, Card, Form, ScaleButton, Text } from "../../chat/card.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { Say, View } from "../../locales/say.ts";
import { sentences } from "../../locales/sentences.ts";
import type { Drawing } from "../feature.ts";
import { bandOf, isSaidOf, OPTED_OUT } from "./decide.ts";
import type { SurveyStory } from "./story.ts";
import { askText, whyText } from "./why-text.ts";

const SCORES = Array.from({ length: 11 }, (_, score) => score);

export interface Asked extends SurveyStory {
  /** where privacy is explained; undefined: there is no page */
  readonly privacyUrl: string | undefined;
}

/** The one question, to one person at a customer, and once it is answered what may follow (E1, E5). */
export function drawQuestion(story: Asked, { say, locale }: Pick<View, "say" | "locale">): Drawing {
  const title = askText(story, locale, say);
  const { survey, open } = story;
  if (survey.reason === OPTED_OUT) return plain(title, say("survey.never-done", { company: story.company }));
  if (!open) return plain(title, say("survey.over"));
  const card = survey.score === undefined ? unanswered(story, title, say) : answeredCard(story, { say, locale });
  return { card, summary: title };
}

function plain(title: Text, text: Text): Drawing {
  return { card: { title, body: [{ kind: "text", text }] }, summary: title };
}

function unanswered(story: Asked, title: Text, say: Say): Card {
  const { asker, company } = story;
  return {
    title,
    body: [
      scale(story, say),
      {
        kind: "context",
        text: sentences(say("survey.one-click"), asker ? say("survey.who-reads", { asker: asker.name, company }) : []),
      },
      { kind: "buttons", elements: [never(story, say), ...privacy(story, say)] },
    ],
  };
}

/** Thanks, the why by band, who calls by when, and what one may still do. */
export function answeredCard(story: Asked, { say, locale }: Pick<View, "say" | "locale">): Card {
  const { survey, asker, loops } = story;
  const score = survey.score ?? 0;
  const isSaid = isSaidOf(survey, score);
  const call = loops.find(({ kind, closedAt }) => kind === "call" && !closedAt);
  const tell: Button = {
    kind: "button",
    label: say(isSaid ? "survey.tell-anew" : "survey.tell"),
    look: "primary",
    opens: { name: "nps.why", subject: survey.id },
  };
  const noNeed: Button = {
    kind: "button",
    label: say("survey.no-need"),
    press: { name: "nps.no-need", subject: survey.id },
  };
  const isOff = loops.some(({ closedAs }) => closedAs === "not-needed");
  return {
    title: say("survey.thanks-for", { score }),
    body: [
      {
        kind: "text",
        text: isSaid ? say("survey.comment-kept") : whyText(survey, bandOf(score), locale, say),
      },
      ...(call && asker
        ? [
            {
              kind: "text",
              text: say("survey.will-call", { asker: asker.name, by: { date: call.dueAt, style: "day" } }),
            } as const,
          ]
        : []),
      ...(isOff ? [{ kind: "text", text: say("survey.no-call") } as const] : []),
      { kind: "buttons", elements: [tell, ...(call ? [noNeed] : [])] },
      {
        kind: "context",
        text: say("survey.change-until", { by: { date: survey.closesAt ?? new Date(0), style: "day" } }),
      },
      scale(story, say),
      ...farewell(story, say),
    ],
  };
}

/** The way out of further questions, or that it was taken. */
function farewell(story: Asked, say: Say): Block[] {
  const links = privacy(story, say);
  if (!story.survey.optedOut) return [{ kind: "buttons", elements: [never(story, say), ...links] }];
  const said: Block = { kind: "context", text: say("survey.never-done", { company: story.company }) };
  return links.length === 0 ? [said] : [said, { kind: "buttons", elements: links }];
}

function scale({ survey }: SurveyStory, say: Say): Block {
  const buttons = SCORES.map((score): ScaleButton => ({
    kind: "button",
    label: [String(score)],
    spoken: say("survey.spoken", { score }),
    press: { name: "nps.score", subject: survey.id, choice: String(score) },
  }));
  return { kind: "scale", buttons, low: say("survey.low-step"), high: say("survey.high-step") };
}

function never({ survey }: SurveyStory, say: Say): Button {
  return { kind: "button", label: say("survey.never"), press: { name: "nps.never", subject: survey.id } };
}

function privacy({ privacyUrl }: Asked, say: Say): Button[] {
  return privacyUrl === undefined ? [] : [{ kind: "button", label: say("survey.privacy-link"), link: privacyUrl }];
}

export function whyForm({ survey }: SurveyStory, { say, locale }: Pick<View, "say" | "locale">): Form {
  const why = whyText(survey, bandOf(survey.score ?? 0), locale, say);
  return {
    name: "nps.why",
    subject: survey.id,
    title: say("survey.tell-title"),
    submit: say("survey.send"),
    fields: [
      {
        name: "comment",
        kind: "text",
        label: why,
        multiline: true,
        maxLength: NPS.commentAtMost,
        ...(survey.comment !== undefined && isSaidOf(survey, survey.score ?? 0) ? { initial: survey.comment } : {}),
      },
    ],
  };
}
