import type { AccountId } from "../../kernel/ids.ts";
import { promiseAgenda } from "./agenda.ts";
import { card, type Feature } from "../feature.ts";
import { kindInSlot } from "../slot-word.ts";
import { drawNudge, drawPromise, NUDGES } from "./cards.ts";
import { promiseDigests } from "./digest.ts";
import { climb, endPromisesAt, resumePromisesAt } from "./ladder.ts";
import { show } from "./listing.ts";
import { openMake, promiseByWords, submitMake } from "./making.ts";
import { promiseForms, promisePresses } from "./pressing.ts";
import { accountPromises, todayPromises } from "./section.ts";
import { storyOf } from "./story.ts";

/** What we promised customers by a day: kept, moved with their knowledge, or withdrawn (C5). */
export const promises: Feature = {
  name: "promises",
  commands: [
    {
      word: "promise",
      order: 18,
      topic: "customer",
      help: "promises.help",
      example: "promises.example",
      changes: false,
      run: promiseByWords,
    },
  ],
  presses: { ...promisePresses, show: { changes: false, run: (acting, { subject }) => show(acting, subject) } },
  forms: {
    ...promiseForms,
    make: { open: (acting, subject) => openMake(acting, subject as AccountId), submit: submitMake },
  },
  cards: {
    promise: card({
      sensitive: false,
      called: "promises.called",
      direct: { why: "why.promise" },
      load: async (context, subject) => (await storyOf(context, subject)) ?? "gone",
      draw: drawPromise,
    }),
    nudge: card({
      sensitive: false,
      called: "promises.called-nudge",
      direct: { why: "why.promise-nudge", insistent: true },
      async load(context, subject, { slot, stands }) {
        const story = await storyOf(context, subject);
        if (!story || (story.promise.closed && !stands)) return "gone";
        return { story, nudge: kindInSlot(slot, NUDGES) ?? "remind" };
      },
      draw: ({ story, nudge }, view) => drawNudge(story, nudge, view),
    }),
  },
  sections: [accountPromises, todayPromises, ...promiseDigests, promiseAgenda],
  reminders: { ladder: { fire: climb } },
  reactions: {
    "account-churned": (context, { account }) => endPromisesAt(context, account),
    "account-back": (context, { account, churnedAt }) => resumePromisesAt(context, account, churnedAt),
  },
};
