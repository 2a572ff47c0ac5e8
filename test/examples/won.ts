import { drawPlan, drawStall, startForm, type StallStory } from "../../src/features/checkins/cards.ts";
import { milestonesFrom } from "../../src/features/checkins/decide.ts";
import { listCard } from "../../src/features/checkins/list-cards.ts";
import { unknownText } from "../../src/features/checkins/product-field.ts";
import { drawBenefit } from "../../src/features/opportunities/benefit-cards.ts";
import { drawHandover, drawHandoverNudge } from "../../src/features/opportunities/handover-cards.ts";
import type { HandoverStory } from "../../src/features/opportunities/handover-model.ts";
import type { BenefitLine } from "../../src/features/opportunities/won-digest.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { OnboardingId } from "../../src/kernel/ids.ts";
import { anna, ben, type Example, marta, NOW, privately, scopeOf } from "./fixed.ts";
import type { View } from "../../src/locales/say.ts";
import { claimed } from "./opportunities.ts";

const scope = { ...scopeOf(claimed.opportunity.account), am: marta.id };
export const given: HandoverStory = {
  story: {
    ...claimed,
    scope,
    promised: "Nobody waits for a login on Mondays any more.",
    opportunity: { ...claimed.opportunity, stage: "won", wonAt: NOW, closedAt: NOW },
  },
  handover: {
    opportunity: claimed.opportunity.id,
    promisedOn: fixedDate("2027-01-31"),
    receiver: anna.id,
    since: NOW,
    rung: 0,
    asked: undefined,
    answered: undefined,
    question: undefined,
    people: { receiver: anna, asker: undefined, answerer: undefined, accepter: undefined },
  },
};
export const asked: HandoverStory = {
  ...given,
  handover: {
    ...given.handover,
    receiver: marta.id,
    asked: { by: anna.id, at: NOW },
    question: "Who of the warehouse knows about it?",
    people: { ...given.handover.people, receiver: marta, asker: anna },
  },
};
export const stall: StallStory = {
  plan: {
    id: "01900000-0000-7000-a000-000000000090" as OnboardingId,
    account: claimed.opportunity.account,
    opportunity: claimed.opportunity.id,
    product: "more seats",
    startsOn: fixedDate("2026-11-24"),
    closedAt: undefined,
    milestones: milestonesFrom(fixedDate("2026-11-24"), "smb").map((each, at) =>
      at === 0 ? { ...each, doneOn: fixedDate("2026-11-30") } : each,
    ),
    stalls: [],
  },
  accountName: "Adatum",
  scope,
  csm: anna,
  today: fixedDate("2026-12-29"),
  causes: ["go-live", "integration"],
  escalated: false,
};
const open: StallStory = {
  ...stall,
  plan: { ...stall.plan, product: "Archive", milestones: milestonesFrom(stall.plan.startsOn, "smb") },
  today: stall.plan.startsOn,
};
const figures = { peers: 12, own: 0.2, others: 0.02, effect: 0.18, low: 0.05, high: 0.31 };
const benefit = { opportunity: claimed.opportunity.id, days: 90, at: NOW, outcome: undefined };
const csm = privately(anna, "csm");

export const takenOver: HandoverStory = {
  story: {
    ...given.story,
    opportunity: { ...given.story.opportunity, stage: "done", accepted: { by: anna.id, at: NOW } },
  },
  handover: { ...given.handover, people: { ...given.handover.people, accepter: anna } },
};

/** Lines of a manager's digest: one that rose, and one that can't be told. */
export const benefitsOf: readonly BenefitLine[] = (
  [
    { kind: "rose", figures },
    { kind: "too-few", peers: 5 },
  ] as const
).map((measured, at) => ({
  item: { id: `${benefit.opportunity}:${String(90 + 90 * at)}`, grade: measured.kind, figures: { days: 90 + 90 * at } },
  story: given.story,
  benefit: { ...benefit, days: 90 + 90 * at, measured },
}));

export const wonForms = [
  {
    name: "form-onboarding-start",
    draw: (view: View) => startForm({ id: scope.account, name: "Adatum" }, ["Archive", "More seats"], view),
  },
];

export const wonExamples: readonly Example[] = [
  { name: "handover", draw: (view) => drawHandover(given, { ...view, audience: csm }).card },
  {
    name: "handover-asked-back",
    draw: (view) =>
      drawHandoverNudge({ kind: "asked", about: asked }, { ...view, audience: privately(marta, "am") }).card,
  },
  {
    name: "handover-taken-over-since",
    draw: (view) =>
      drawHandoverNudge({ kind: "asked", about: takenOver }, { ...view, audience: privately(marta, "am") }).card,
  },
  { name: "onboarding-plan", draw: (view) => drawPlan(stall, { ...view, audience: csm }).card },
  {
    name: "onboardings",
    draw: (view) =>
      listCard(
        [
          { story: open, stall: undefined },
          { story: stall, stall: { cause: "integration", since: fixedDate("2026-12-24") } },
          { story: { ...stall, csm: ben }, stall: { cause: "go-live", since: fixedDate("2026-12-12") } },
          { story: { ...open, csm: undefined, today: fixedDate("2026-12-02") }, stall: undefined },
        ],
        true,
        { ...view, audience: csm },
      ),
  },
  {
    name: "onboarding-unknown-product",
    draw: (view) => ({
      title: [],
      body: [{ kind: "text", text: unknownText("Archiv", ["Archive", "Archive Plus"], view) }],
    }),
  },
  { name: "onboarding-stall", draw: (view) => drawStall(stall, { ...view, audience: csm }).card },
  {
    name: "benefit-rose",
    draw: (view) =>
      drawBenefit(
        { story: given.story, benefit: { ...benefit, measured: { kind: "rose", figures } } },
        { ...view, audience: csm },
      ).card,
  },
  {
    name: "benefit-too-few",
    draw: (view) =>
      drawBenefit(
        { story: given.story, benefit: { ...benefit, measured: { kind: "too-few", peers: 5 } } },
        { ...view, audience: csm },
      ).card,
  },
];
