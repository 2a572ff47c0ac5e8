import type { AccountId } from "../../kernel/ids.ts";
import { card, type Feature, section } from "../feature.ts";
import { kindInSlot } from "../slot-word.ts";
import { drawItem, drawJoined } from "./cards.ts";
import { decline, openDecline, openShip, plan, ship } from "./deciding.ts";
import { tellerOf } from "./decide.ts";
import { tellDigest } from "./digest.ts";
import { show } from "./listing.ts";
import { feedbackByWords, openGive, openPass, submitGive, submitPass } from "./passing.ts";
import { askedOf, drawAsked } from "./section.ts";
import { joinedStory, pieceStory, storyOf, tellStory } from "./story.ts";
import { drawDeclined, drawNudge, drawTell } from "./tell-cards.ts";
import { climb, endTellsAt, notNeeded, openTold, resumeTellsAt, snooze, submitTold } from "./telling.ts";

/** What customers say of a product: passed on to those who make it, and told back to the customer once it is there (C6). */
export const feedback: Feature = {
  name: "feedback",
  commands: [
    {
      word: "feedback",
      order: 25,
      topic: "customer",
      help: "feedback.help",
      example: "feedback.example",
      changes: false,
      run: feedbackByWords,
    },
  ],
  presses: {
    show: { changes: false, run: (acting, { subject }) => show(acting, subject) },
    plan: { changes: true, run: (acting, { subject }) => plan(acting, subject) },
    snooze: { changes: true, run: snooze },
    "not-needed": { changes: true, run: (acting, { subject }) => notNeeded(acting, subject) },
  },
  forms: {
    pass: { open: openPass, submit: submitPass },
    give: { open: (acting, subject) => openGive(acting, subject as AccountId), submit: submitGive },
    ship: { open: openShip, submit: ship },
    decline: { open: openDecline, submit: decline },
    told: { open: openTold, submit: submitTold },
  },
  cards: {
    item: card({
      sensitive: true,
      called: "feedback.called-item",
      direct: { why: "why.feedback-item" },
      load: async (context, subject) => (await storyOf(context, subject)) ?? "gone",
      draw: drawItem,
    }),
    joined: card({
      sensitive: true,
      called: "feedback.called-item",
      direct: { why: "why.feedback-item" },
      load: async (context, subject) => (await joinedStory(context, subject)) ?? "gone",
      draw: drawJoined,
    }),
    tell: card({
      sensitive: true,
      called: "feedback.called-tell",
      direct: { why: "why.feedback-tell" },
      async load(context, subject, { stands }) {
        const story = await tellStory(context, subject);
        return story && (stands || !story.tell.closed) ? story : "gone";
      },
      draw: drawTell,
    }),
    nudge: card({
      sensitive: true,
      called: "feedback.called-nudge",
      direct: { why: "why.feedback-nudge", insistent: true },
      async load(context, subject, { slot, stands }) {
        const story = await tellStory(context, subject);
        if (!story || (story.tell.closed && !stands)) return "gone";
        const isEscalated = kindInSlot(slot, ["remind", "escalate"]) === "escalate";
        const people = isEscalated ? await context.directory.people(context.tx) : [];
        const teller = isEscalated ? tellerOf(story.behind.account.scope, people) : undefined;
        return { story, teller: teller && { id: teller.id, name: teller.name } };
      },
      draw: ({ story, teller }, view) => drawNudge(story, teller, view),
    }),
    declined: card({
      sensitive: true,
      called: "feedback.called-declined",
      direct: { why: "why.feedback-declined" },
      load: async (context, subject) => (await pieceStory(context, subject)) ?? "gone",
      draw: drawDeclined,
    }),
  },
  sections: [tellDigest, section({ surface: "account", order: 42, load: askedOf, draw: drawAsked })],
  reminders: { ladder: { fire: climb } },
  reactions: {
    "account-churned": (context, { account }) => endTellsAt(context, account),
    "account-back": (context, { account, churnedAt }) => resumeTellsAt(context, account, churnedAt),
  },
};
