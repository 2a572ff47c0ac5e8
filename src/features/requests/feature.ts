import type { AccountId } from "../../kernel/ids.ts";
import { card, type Feature } from "../feature.ts";
import { approve, close, handTo, openHandTo, openRespond, respond } from "./answering.ts";
import { drawNudge, drawRequest } from "./cards.ts";
import { requestDigests } from "./digest.ts";
import { handForm, timelineForm } from "./forms.ts";
import { escalate, goOnAs, remind } from "./late.ts";
import { openLog, requestByName, submitLog } from "./logging.ts";
import { again, fromMessage, hand, logMessage } from "./shortcuts.ts";
import { closeWithSale } from "./store.ts";
import { loadStory } from "./story.ts";

/**
 * What customers ask for and complain of: routed, answered in time, closed with an answer (D12). What names something to
 * buy is one opportunity with one deadline: it is answered by the claim and its contact and closed with it, and has no
 * reminders of its own, nor a card unless a discount or terms are asked for. Where nothing is due there any more, as with
 * a deal that runs, it has its own clock and card after all, and is its runner's to answer.
 */
export const requests: Feature = {
  name: "requests",
  commands: [
    {
      word: "request",
      order: 6,
      topic: "together",
      help: "requests.help",
      example: "requests.example",
      changes: false,
      run: requestByName,
    },
  ],
  forms: {
    log: { open: (acting, subject) => openLog(acting, subject as AccountId), submit: submitLog },
    respond: { open: openRespond, submit: respond },
    "hand-to": { open: openHandTo, submit: handTo },
    hand: { about: "instant", open: (acting, at) => again(acting, at, handForm), submit: hand },
    timeline: { about: "instant", open: (acting, at) => again(acting, at, timelineForm), submit: logMessage },
  },
  presses: {
    close: { changes: true, run: (acting, { subject }) => close(acting, subject) },
    approve: { changes: true, run: (acting, { subject }) => approve(acting, subject) },
  },
  cards: {
    request: card({
      sensitive: true,
      called: "requests.called-request",
      direct: { why: "why.request" },
      load: loadStory,
      draw: drawRequest,
    }),
    nudge: card({
      sensitive: true,
      called: "requests.called-nudge",
      direct: { why: "why.request-nudge", insistent: true },
      async load(context, subject, { slot, stands }) {
        const story = await loadStory(context, subject);
        if (story === "gone" || (story.request.state !== "open" && !stands)) return "gone";
        return { story, escalated: slot === "escalate" };
      },
      draw: ({ story, escalated }, view) => drawNudge(story, escalated, view),
    }),
  },
  sections: [...requestDigests],
  shortcuts: [
    {
      name: "log_timeline",
      title: "requests.shortcut-timeline",
      help: "requests.shortcut-timeline-help",
      open: (acting, shortcut) => fromMessage(acting, shortcut, timelineForm),
    },
    {
      name: "hand_to_am",
      title: "requests.shortcut-hand",
      help: "requests.shortcut-hand-help",
      open: (acting, shortcut) => fromMessage(acting, shortcut, handForm),
    },
  ],
  reactions: {
    "opportunity-merged": (context, { opportunity, into }) => goOnAs(context, opportunity, into),
    async "opportunity-closed"({ tx, now, posts }, { opportunity }) {
      for (const id of await closeWithSale(tx, opportunity, now)) posts.redraw(id);
    },
  },
  reminders: { remind: { fire: remind }, escalate: { fire: escalate } },
};
