import type { AccountId } from "../../kernel/ids.ts";
import { accountOf } from "../accounts/facts.ts";
import { card, type Feature } from "../feature.ts";
import { drawProposal, drawResult } from "./cards.ts";
import { contentByWords, openAdd, retire, showAccount, submitAdd } from "./library.ts";
import { decline, openSend, submitSend } from "./pressing.ts";
import { lapse, look, lookSchedule, measure } from "./proposing.ts";
import { storyOf } from "./story.ts";

/** What customers may learn from, and who of them may like what (C8). */
export const content: Feature = {
  name: "content",
  commands: [
    {
      word: "content",
      order: 26,
      topic: "customer",
      help: "content.help",
      example: "content.example",
      changes: false,
      run: contentByWords,
    },
  ],
  presses: {
    decline: { changes: true, run: (acting, { subject }) => decline(acting, subject) },
    retire: { changes: true, run: (acting, { subject }) => retire(acting, subject) },
    account: {
      changes: false,
      run: async (acting, { subject }) => showAccount(acting, await accountOf(acting, subject as AccountId)),
    },
  },
  forms: {
    add: { about: "nothing", open: openAdd, submit: submitAdd },
    send: { open: openSend, submit: submitSend },
  },
  cards: {
    proposal: card({
      sensitive: false,
      called: "content.called",
      direct: { why: "why.content" },
      async load(context, subject, { stands }) {
        const story = await storyOf(context, subject);
        return story && (stands || story.proposal.state === "proposed") ? story : "gone";
      },
      draw: drawProposal,
    }),
    result: card({
      sensitive: false,
      called: "content.called-result",
      direct: { why: "why.content-result" },
      load: async (context, subject) => (await storyOf(context, subject)) ?? "gone",
      draw: drawResult,
    }),
  },
  schedules: [lookSchedule],
  jobs: { look },
  reminders: { lapse: { fire: lapse }, measure: { fire: measure } },
};
