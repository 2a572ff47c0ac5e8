import { drawGoals } from "../../src/features/plans/section.ts";
import { needsCard, planCard } from "../../src/features/plans/cards.ts";
import { drawAnswered, goalCard } from "../../src/features/plans/goal-cards.ts";
import { checkConfirmation, checkGoal, checkSummary } from "../../src/features/plans/checks.ts";
import { askForm, closeForm, confirmForm, goalForm, problemTexts, targetForm } from "../../src/features/plans/forms.ts";
import { measureForm } from "../../src/features/plans/measuring.ts";
import { drawQuestion, type QuestionStory, sayForm } from "../../src/features/plans/question-cards.ts";
import type { GoalQuestionId } from "../../src/features/plans/question-store.ts";
import { byLinkCard, linkCardOf } from "../../src/features/plans/link-cards.ts";
import type { Goal, GoalId } from "../../src/features/plans/store.ts";
import type { GoalStory, PlanStory } from "../../src/features/plans/story.ts";
import { drawSummary, summaryFormOf, type SummaryStory } from "../../src/features/plans/summary-cards.ts";
import type { SummaryId } from "../../src/features/plans/summary-store.ts";
import { templateForm, templateProblems, templatesCard } from "../../src/features/checkins/templates/cards.ts";
import { checkTemplate } from "../../src/features/checkins/templates/decide.ts";
import type { TemplateId } from "../../src/features/checkins/templates/store.ts";
import type { AccountFacts } from "../../src/features/accounts/facts.ts";
import { fixedDate } from "../../src/kernel/business-time.ts";
import type { ContactId } from "../../src/kernel/ids.ts";
import type { View } from "../../src/locales/say.ts";
import { accountId, anna, ben, type Example, jonas, marta, NOW, olga, privately, scopeOf } from "./fixed.ts";

const TODAY = fixedDate("2026-11-24");
const idOf = <T>(n: number): T => `01900000-0000-7000-d500-${String(n).padStart(12, "0")}` as T;
const account: AccountFacts = {
  id: accountId(5),
  name: "Fabrikam",
  segment: "enterprise",
  region: "dach",
  stage: "value",
  keyAccount: true,
  csm: anna,
  am: marta,
  scope: scopeOf(accountId(5)),
  arr: [{ amountMinor: 3_600_000, currency: "EUR" }],
  seats: 50,
  renewsOn: fixedDate("2027-03-31"),
  noticeUntil: undefined,
  noticeOn: undefined,
};
const dana = { id: idOf<ContactId>(2), name: "Dana Vogt" };

const goal: Goal = {
  id: idOf<GoalId>(1),
  account: account.id,
  kind: "goal",
  name: "Month-end in 2 days",
  metric: "days_to_close",
  metricLabel: "Days to close",
  baseline: 9,
  target: 2,
  since: fixedDate("2026-09-01"),
  targetOn: fixedDate("2026-12-31"),
  owner: anna,
  contact: dana,
  measured: undefined,
  reckoned: 0.6,
  reckonedValue: 4.8,
  reckonedOn: fixedDate("2026-11-23"),
  confirmed: 0.4,
  ours: "Two more teams live",
  aligned: true,
  verdict: undefined,
  worth: { amountMinor: 9_000_000, currency: "EUR" },
  said: { on: fixedDate("2026-11-20"), contact: dana, by: anna, words: "We still type invoices by hand <!channel>" },
  isImported: false,
  isChanged: false,
  metOn: undefined,
  isOpen: true,
  closed: undefined,
};
const late: Goal = {
  ...goal,
  id: idOf<GoalId>(3),
  name: "One system for all plants",
  targetOn: fixedDate("2026-11-10"),
  ...{ metric: undefined, metricLabel: undefined, baseline: undefined, target: undefined, reckoned: undefined },
  ...{ reckonedValue: undefined, reckonedOn: undefined, confirmed: undefined, said: undefined, worth: undefined },
  ...{ ours: "More seats there", aligned: false, isImported: true, isChanged: true },
};
const met: Goal = { ...goal, id: idOf<GoalId>(4), name: "No paper", metOn: fixedDate("2026-10-02"), isOpen: false };
const dropped: Goal = {
  ...late,
  id: idOf<GoalId>(5),
  isOpen: false,
  closed: { as: "given-up", at: NOW, by: anna, reason: "They sold the plant" },
};
const expected: Goal = {
  ...late,
  id: idOf<GoalId>(6),
  kind: "expectation",
  name: "Invoices go out on the same day",
  targetOn: fixedDate("2027-01-31"),
  isImported: false,
};
const exceeded: Goal = {
  ...expected,
  id: idOf<GoalId>(7),
  verdict: "exceeded",
  isOpen: false,
  closed: { as: "met", at: NOW, by: anna, reason: undefined },
};
const of = (each: Goal): GoalStory => ({ goal: each, account, today: TODAY });
const results = [
  { mean: 8.6667, count: 3, on: fixedDate("2026-10-08") },
  { mean: 8, count: 2, on: fixedDate("2026-07-08") },
];
const plan: PlanStory = {
  account,
  goals: [late, goal, met, dropped, expected, exceeded],
  results,
  target: undefined,
  needs: ["overdue", "satisfied-behind"],
  today: TODAY,
};
const bare: PlanStory = { ...plan, goals: [], results: [], needs: ["no-plan"] };
const calm: PlanStory = { ...plan, goals: [{ ...goal, targetOn: fixedDate("2027-06-30") }], needs: [], target: 9.2 };

const question: QuestionStory = {
  question: {
    id: idOf<GoalQuestionId>(8),
    goal,
    contact: { ...dana, account: account.id, locale: undefined, zone: undefined },
    asker: anna,
    closesAt: new Date("2026-12-08T08:00:00Z"),
    share: undefined,
    words: undefined,
    optedOut: false,
  },
  company: "Tailspin Tools",
  isOpen: true,
};
const answered: QuestionStory = { ...question, question: { ...question.question, share: 0.5 } };

export const summary: SummaryStory = {
  summary: {
    id: idOf<SummaryId>(9),
    account: account.id,
    quarter: "2026-Q4",
    state: "drafted",
    body: undefined,
    settled: undefined,
    contact: undefined,
  },
  account,
  quarter: { name: "2026-Q4", from: fixedDate("2026-10-01"), until: fixedDate("2027-01-01") },
  brought: { goals: [late, goal, met], breadth: 0.75, held: 2, kept: ["An export that includes archived orders"] },
};
const left: SummaryStory = { ...summary, brought: { ...summary.brought, kept: ["A review of their churn risk"] } };
const settled = { at: NOW, by: anna };
export const sent: SummaryStory = {
  ...summary,
  summary: {
    ...summary.summary,
    state: "sent",
    body: "You close in three days instead of nine.",
    settled,
    contact: dana,
  },
};

const template = {
  id: idOf<TemplateId>(10),
  product: "Basics",
  days: { "kick-off": 3, "go-live": 20, "first-value": 40 },
  steps: [
    { name: "Data import", day: 10 },
    { name: "Train the buyers", day: 30 },
  ],
};

const forAnna = { audience: privately(anna, "csm") };
const forMarta = { audience: privately(marta, "am") };
const people = [anna, marta, jonas];

export const planForms = [
  {
    name: "form-plan-goal",
    draw: (view: View) =>
      goalForm(
        { name: "add", subject: account.id, account: "Fabrikam", goal: undefined, owners: people, contacts: [dana] },
        view,
      ),
  },
  {
    name: "form-plan-change",
    draw: (view: View) =>
      goalForm({ name: "change", subject: goal.id, account: "Fabrikam", goal, owners: people, contacts: [dana] }, view),
  },
  { name: "form-plan-confirm", draw: (view: View) => confirmForm(of(goal), [dana], true, view) },
  { name: "form-plan-measure", draw: (view: View) => measureForm(of({ ...goal, reckoned: undefined }), view) },
  {
    name: "form-plan-measure-share",
    draw: (view: View) => measureForm(of({ ...goal, reckoned: undefined, baseline: undefined }), view),
  },
  { name: "form-plan-close", draw: (view: View) => closeForm(of(goal), view) },
  { name: "form-plan-target", draw: (view: View) => targetForm(account.id, "Fabrikam", 9.2, view) },
  { name: "form-plan-ask", draw: (view: View) => askForm(of(goal), [{ ...dana, byLink: false }], view) },
  {
    name: "form-plan-ask-link",
    draw: (view: View) =>
      askForm(
        of(goal),
        [
          { ...dana, byLink: false },
          { id: idOf<ContactId>(12), name: "Erik Moe", byLink: true },
        ],
        view,
      ),
  },
  { name: "form-plan-say", draw: (view: View) => sayForm(answered, view) },
  { name: "form-plan-summary", draw: (view: View) => summaryFormOf(summary, [dana], view) },
  { name: "form-plan-summary-left", draw: (view: View) => summaryFormOf(left, [dana], view) },
  {
    name: "form-onboarding-template",
    draw: (view: View) => templateForm(template.id, template, ["Archive", template.product], view),
  },
];

export const planExamples: readonly Example[] = [
  { name: "plan", draw: (view) => planCard(plan, { ...view, ...forAnna }) },
  { name: "plan-read", draw: (view) => planCard(plan, { ...view, ...forMarta }) },
  { name: "plan-bare", draw: (view) => planCard(bare, { ...view, ...forAnna }) },
  { name: "plan-calm", draw: (view) => planCard(calm, { ...view, ...forAnna }) },
  {
    name: "plan-unknown-worth",
    draw: (view) =>
      planCard(
        { ...calm, account: { ...account, arr: [] }, results: results.slice(0, 1), target: undefined },
        { ...view, ...forAnna },
      ),
  },
  { name: "plan-goal", draw: (view) => goalCard(of(goal), { ...view, ...forAnna }) },
  { name: "plan-goal-late", draw: (view) => goalCard(of(late), { ...view, ...forAnna }) },
  { name: "plan-goal-dropped", draw: (view) => goalCard(of(dropped), { ...view, ...forAnna }) },
  {
    name: "plan-goal-unmeasured",
    draw: (view) =>
      goalCard(
        of({ ...goal, measured: undefined, reckoned: undefined, reckonedValue: undefined, targetOn: undefined }),
        {
          ...view,
          ...forAnna,
        },
      ),
  },
  { name: "plan-goal-noted", draw: (view) => goalCard(of({ ...goal, measured: 0.85 }), { ...view, ...forMarta }) },
  { name: "plan-expectation", draw: (view) => goalCard(of(expected), { ...view, ...forAnna }) },
  { name: "plan-expectation-exceeded", draw: (view) => goalCard(of(exceeded), { ...view, ...forAnna }) },
  { name: "plan-answered", draw: (view) => drawAnswered(of(goal), { ...view, ...forAnna }).card },
  {
    name: "plan-answered-hidden",
    draw: (view) => drawAnswered(of(goal), { ...view, audience: privately(ben, "csm") }).card,
  },
  { name: "plan-question", draw: (view) => drawQuestion(question, view).card },
  { name: "plan-question-answered", draw: (view) => drawQuestion(answered, view).card },
  { name: "plan-question-over", draw: (view) => drawQuestion({ ...question, isOpen: false }, view).card },
  { name: "plan-by-link", draw: (view) => byLinkCard(of(goal), dana, view) },
  {
    name: "plan-link",
    draw: ({ say }) =>
      linkCardOf(
        {
          who: dana.name,
          words: say("plans.link-words", { goal: goal.name, company: "Tailspin Tools" }),
          link: "https://tandem.example/s/AAAAAAAAAAAAAAAAAAAAAA",
          by: new Date("2026-12-08T08:00:00Z"),
          near: { who: marta, at: new Date("2026-11-23T09:00:00Z") },
        },
        say,
      ),
  },
  {
    name: "plan-needs",
    draw: (view) =>
      needsCard([plan, { ...plan, account: { ...account, name: "Adatum" }, needs: ["satisfied-behind"] }, bare], {
        ...view,
        audience: privately(olga, "manager"),
      }),
  },
  {
    name: "plan-section",
    draw: (view) => ({ title: ["Fabrikam"], body: drawGoals([of(goal), of(late), of(met)], { ...view, ...forAnna }) }),
  },
  { name: "plan-summary", draw: (view) => drawSummary(summary, { ...view, ...forAnna }).card },
  { name: "plan-summary-left", draw: (view) => drawSummary(left, { ...view, ...forAnna }).card },
  { name: "plan-summary-sent", draw: (view) => drawSummary(sent, { ...view, ...forAnna }).card },
  {
    name: "onboarding-templates",
    draw: (view) => templatesCard([template, { ...template, product: "Archive", steps: [] }], view),
  },
  { name: "onboarding-templates-none", draw: (view) => templatesCard([], view) },
  {
    name: "plan-refused",
    draw: (view) => {
      const { locale } = view;
      const room = { owners: [], contacts: [], today: TODAY, locale };
      const values = { name: "Ten seats for 4,000 €", baseline: "sixty", target: "5", on: "2026-02-31", owner: "x" };
      const checked = checkGoal(values, room);
      const said = { share: "150", on: "2026-11-25", worth: "much", currency: "EUR" };
      const confirmed = checkConfirmation(said, { contacts: [], today: TODAY, mayWorth: true, locale });
      const sends = checkSummary({ body: "No churn risk any more.", contact: dana.id }, [dana.id]);
      const days = { "kick-off": "x", "go-live": "2", "first-value": "1", steps: "Import" };
      const made = checkTemplate({ product: "Archive", other: "Basics", ...days }, ["Archive"]);
      const texts = [
        ...Object.values(checked.kind === "wrong" ? problemTexts(checked.problems, TODAY, view) : {}),
        ...Object.values(confirmed.kind === "wrong" ? problemTexts(confirmed.problems, TODAY, view) : {}),
        ...Object.values(sends.kind === "wrong" ? problemTexts(sends.problems, TODAY, view) : {}),
        ...Object.values(made.kind === "wrong" ? templateProblems(made.problems, view) : {}),
      ];
      return { title: [], body: texts.map((text) => ({ kind: "text", text }) as const) };
    },
  },
];
