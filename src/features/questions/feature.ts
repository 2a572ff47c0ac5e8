import type { AccountId } from "../../kernel/ids.ts";
import { card, type Feature } from "../feature.ts";
import { questionAgenda } from "./agenda.ts";
import { answer, escalate, openAnswer, remind } from "./answering.ts";
import { askByWords, openAsk, openAskCsm, submitAsk } from "./asking.ts";
import { drawAnswer, drawAsked, drawNudge } from "./cards.ts";
import { loadStory } from "./story.ts";

/** One role asks the other about an account; the answer comes back to who asked (A13). */
export const questions: Feature = {
  name: "questions",
  commands: [
    {
      word: "ask",
      order: 5,
      topic: "together",
      help: "questions.help",
      example: "questions.example",
      changes: true,
      run: askByWords,
    },
  ],
  forms: {
    ask: { about: "nothing", open: openAsk, submit: submitAsk },
    "ask-csm": { open: (acting, subject) => openAskCsm(acting, subject as AccountId), submit: submitAsk },
    answer: { open: openAnswer, submit: answer },
  },
  cards: {
    asked: card({
      sensitive: true,
      called: "questions.called-asked",
      direct: { why: "why.asked" },
      load: loadStory,
      draw: drawAsked,
    }),
    answer: card({
      sensitive: true,
      called: "questions.called-answer",
      direct: { why: "why.answer" },
      load: loadStory,
      draw: drawAnswer,
    }),
    nudge: card({
      sensitive: true,
      called: "questions.called-nudge",
      direct: { why: "why.question-nudge", insistent: true },
      async load(context, subject, { slot, stands }) {
        const story = await loadStory(context, subject);
        if (story === "gone" || (story.question.answered && !stands)) return "gone";
        return { story, escalated: slot === "escalate" };
      },
      draw: ({ story, escalated }, view) => drawNudge(story, escalated, view),
    }),
  },
  sections: [questionAgenda],
  reminders: { remind: { fire: remind }, escalate: { fire: escalate } },
};
