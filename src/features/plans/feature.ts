import type { AccountId } from "../../kernel/ids.ts";
import { card, type Feature } from "../feature.ts";
import type { Holidays } from "../settings/facts.ts";
import { createAsk } from "./asking.ts";
import { planDigest } from "./digest.ts";
import { drawAnswered } from "./goal-cards.ts";
import { linkFor } from "./linking.ts";
import { planByWords, showGoal, showNeeds, showPlan } from "./listing.ts";
import { endAt, expectSold, night, reckonAll, resumeAt } from "./night.ts";
import { measure } from "./measuring.ts";
import { planForms, planPresses } from "./pressing.ts";
import { drawQuestion } from "./question-cards.ts";
import { answerForms, answerPresses } from "./responding.ts";
import { accountGoals, todayGoals } from "./section.ts";
import { goalStory, questionStory, todayOf } from "./story.ts";
import { drawSummary } from "./summary-cards.ts";
import { summaryDigest } from "./summary-digest.ts";
import { handSummariesOn } from "./summary-owner.ts";
import { skip, summary, summaryStory } from "./summing.ts";

/**
 * What customers want to reach, how far they are, and what they say of it (C3).
 * @param baseUrl where the page of a link stands; undefined: there are no links
 */
export function createPlans(baseUrl: string | undefined, holidays: Holidays): Feature {
  return {
    name: "plans",
    commands: [
      {
        word: "plan",
        order: 19,
        topic: "customer",
        help: "plans.help",
        example: "plans.example",
        changes: false,
        run: planByWords,
      },
    ],
    presses: {
      ...planPresses,
      ...answerPresses,
      show: { changes: false, run: (acting, { subject }) => showPlan(acting, subject as AccountId) },
      goal: { changes: false, run: (acting, { subject }) => showGoal(acting, subject) },
      skip: { changes: true, run: (acting, { subject }) => skip(acting, subject) },
      link: { changes: true, toldOnce: "nps.link-told", run: linkFor(baseUrl) },
      mine: { changes: false, run: (acting) => showNeeds(acting) },
    },
    forms: { ...planForms, measure, ...answerForms, ask: createAsk(baseUrl !== undefined, holidays), summary },
    cards: {
      question: card({
        sensitive: false,
        called: "plans.called-question",
        async load(context, subject, { stands }) {
          const story = await questionStory(context, subject);
          return story && (stands || story.isOpen) ? story : "gone";
        },
        draw: drawQuestion,
      }),
      summary: card({
        sensitive: false,
        called: "plans.called-summary",
        direct: { why: "why.plan-summary" },
        async load(context, subject, { stands }) {
          const story = await summaryStory(context, subject);
          return story && (stands || story.summary.state === "drafted") ? story : "gone";
        },
        draw: drawSummary,
      }),
      answered: card({
        sensitive: false,
        called: "plans.called-answered",
        direct: { why: "why.plan-answered" },
        load: async (context, subject) => (await goalStory(context, subject)) ?? "gone",
        draw: drawAnswered,
      }),
    },
    sections: [accountGoals, todayGoals, planDigest, summaryDigest],
    schedules: [night],
    jobs: { reckon: reckonAll },
    reactions: {
      async "account-touched"(context, { account, what }) {
        if (what === "slot-changed") await handSummariesOn(context, [account], await todayOf(context));
      },
      "handover-accepted": (context, { account }) => expectSold(context, [account]),
      "account-churned": (context, { account }) => endAt(context, account),
      "account-back": (context, { account, churnedAt }) => resumeAt(context, account, churnedAt),
    },
  };
}
