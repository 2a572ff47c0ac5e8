import { localDateOf } from "../../kernel/business-time.ts";
import type { AccountId, OnboardingId } from "../../kernel/ids.ts";
import type { AccountRoster } from "../accounts/facts.ts";
import { card, type Context, type Feature, section } from "../feature.ts";
import { drawPlan, drawSection, drawStall, type PlanStory, type StallStory } from "./cards.ts";
import { onboardingDigest } from "./digest.ts";
import { onboardingByWords } from "./listing.ts";
import { escalate, look, openForSold, planAt, showAnew, standing, zoneOf } from "./planning.ts";
import { milestoneForms, openStart, show, start, storyIn } from "./pressing.ts";
import { series, seriesHear } from "./series/feature.ts";
import { sync } from "./series/running.ts";
import { openPlans } from "./store.ts";
import { openTemplate, openTemplateChange, removeTemplate, submitTemplate, tickStep } from "./templates/managing.ts";
import { askAfterClosed, endWellAt, handOnWells } from "./well/asking.ts";
import { well } from "./well/feature.ts";

/** What is agreed with a customer: when we speak with it (C1, C2), and the plan by which it gets to use what it bought (C4). */
export const checkins: Feature = {
  name: "checkins",
  commands: [
    {
      word: "onboarding",
      order: 16,
      topic: "customer",
      help: "onboarding.help",
      example: "onboarding.example",
      changes: false,
      run: onboardingByWords,
    },
    ...series.commands,
  ],
  presses: {
    show: { changes: false, run: (acting, { subject }) => show(acting, subject as AccountId) },
    step: { changes: true, run: (acting, { subject }) => tickStep(acting, subject) },
    "template-remove": { changes: true, run: removeTemplate },
    ...series.presses,
    ...well.presses,
  },
  forms: {
    ...milestoneForms,
    start: { open: openStart, submit: start },
    template: { about: "nothing", open: openTemplate, submit: submitTemplate },
    "template-change": { open: openTemplateChange, submit: submitTemplate },
    ...series.forms,
  },
  cards: {
    ...series.cards,
    ...well.cards,
    plan: card({
      sensitive: false,
      called: "onboarding.called-plan",
      direct: { why: "why.onboarding" },
      load: loadPlan,
      draw: drawPlan,
    }),
    stall: card({
      sensitive: false,
      called: "onboarding.called-stall",
      direct: { why: "why.onboarding-stall", insistent: true },
      load: (context, subject, { slot, stands }) => loadStall(context, subject, slot.endsWith("escalated"), stands),
      draw: drawStall,
    }),
  },
  schedules: series.schedules,
  jobs: series.jobs,
  reminders: { look: { fire: look }, escalate: { fire: escalate }, ...series.reminders, ...well.reminders },
  sections: [
    section({
      surface: "account",
      order: 45,
      async load(acting, account) {
        const { scope, stage } = account;
        if (stage === "churned") return undefined;
        const plans = await openPlans(acting.tx, account.id);
        const { zone } = acting.person.calendar;
        return { scope, stage, stories: plans.map((plan) => storyIn(plan, account, acting, zone)) };
      },
      draw: drawSection,
    }),
    onboardingDigest,
    ...series.sections,
    ...well.sections,
  ],
  reactions: {
    "handover-accepted": (context, { account, opportunity }) => openForSold(context, account, opportunity),
    async "account-touched"(context, touch) {
      if (touch.what === "slot-changed") {
        await showAnew(context, touch.account);
        await handOnWells(context, [touch.account]);
      }
      await seriesHear(context, touch);
      if (touch.what === "request-closed") await askAfterClosed(context, [touch.account]);
    },
    async "account-churned"(context, { account }) {
      await sync(context, [account]);
      await endWellAt(context, account);
    },
    "account-back": (context, { account }) => sync(context, [account]),
  },
};

async function csmsZone(context: Context, { scope }: AccountRoster): Promise<string> {
  return zoneOf(context, scope.csm && (await context.directory.person(context.tx, scope.csm)));
}

async function loadPlan(context: Context, subject: string): Promise<PlanStory | "gone"> {
  const at = await planAt(context, subject as OnboardingId);
  if (!at) return "gone";
  return storyIn(at.plan, at.account, context, await csmsZone(context, at.account));
}

async function loadStall(
  context: Context,
  subject: string,
  escalated: boolean,
  stands: boolean,
): Promise<StallStory | "gone"> {
  const at = await planAt(context, subject as OnboardingId);
  if (!at) return "gone";
  const zone = await csmsZone(context, at.account);
  const causes = await standing(context, at, localDateOf(context.now, zone));
  if (causes.length === 0 && !stands) return "gone";
  return { ...storyIn(at.plan, at.account, context, zone), causes, escalated };
}
