import { type Block, type Button, type Card, daySpan, type Form, type PersonRef, type Text } from "../../chat/card.ts";
import { daysBetween, type LocalDate } from "../../kernel/business-time.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type Audience, holds, leads, type Scope, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import { productIn } from "../../locales/products.ts";
import type { View } from "../../locales/say.ts";
import { daySaid } from "../day-said.ts";
import type { Drawing } from "../feature.ts";
import {
  beyondPromise,
  daysLate,
  type DayProblem,
  latestPlanned,
  type Milestone,
  type MilestoneKind,
  nextMilestone,
  type Plan,
  type StallCause,
} from "./decide.ts";
import { productFields } from "./product-field.ts";

/** All that a card about a plan says. */
export interface PlanStory {
  readonly plan: Plan;
  readonly accountName: string;
  readonly scope: Scope;
  readonly csm: PersonRef | undefined;
  readonly today: LocalDate;
}

const NAMES: Readonly<Record<MilestoneKind, TextKey>> = {
  "kick-off": "onboarding.kick-off",
  "go-live": "onboarding.go-live",
  "first-value": "onboarding.first-value",
};

export function milestoneText(kind: MilestoneKind, { say }: Pick<View, "say">): Text {
  return say(NAMES[kind]);
}

function lineOf(milestone: Milestone, today: LocalDate, view: View): Text {
  const { say } = view;
  const { kind, dueOn, doneOn } = milestone;
  const named = { milestone: milestoneText(kind, view) };
  if (doneOn) return say("onboarding.line-done", { ...named, on: daySpan(doneOn) });
  const late = daysLate(milestone, today);
  return late > 0
    ? say("onboarding.line-late", { ...named, on: daySpan(dueOn), count: late })
    : say("onboarding.line", { ...named, on: daySpan(dueOn) });
}

function mayPress(audience: Audience, scope: Scope): boolean {
  if (audience.kind === "channel") return false;
  return holds("csm", audience.reader, scope) || leads(audience.reader, scope);
}

function button(label: Text, name: string, subject: string): Button {
  return { kind: "button", label, opens: { name: `checkins.${name}`, subject } };
}

function openAccount(account: AccountId, { say }: View): Button {
  return { kind: "button", label: say("digests.open"), press: { name: "accounts.open", subject: account } };
}

/** The plan itself: its milestones, and what one may do with them. */
function planBlocks(story: PlanStory, view: View): Block[] {
  const { say, audience } = view;
  const { plan, csm, scope, today } = story;
  const on = daySpan(plan.startsOn);
  const isMine = mayPress(audience, scope);
  return [
    {
      kind: "text",
      text: csm ? say("onboarding.owner", { csm: { mention: csm }, on }) : say("onboarding.owner-none", { on }),
    },
    ...promiseBlocks(plan, view),
    ...plan.milestones.flatMap((milestone): Block[] => [
      { kind: "text", text: lineOf(milestone, today, view) },
      ...(isMine && !milestone.doneOn
        ? [{ kind: "buttons", elements: buttonsFor(plan, milestone, view) } as const]
        : []),
    ]),
    ...stepBlocks(plan, isMine, view),
    ...(plan.closedAt
      ? [{ kind: "text", text: say("onboarding.finished", { on: { date: plan.closedAt, style: "day" } }) } as const]
      : []),
  ];
}

/** What the product's template asks for besides. */
function stepBlocks({ steps = [] }: Plan, isMine: boolean, { say }: View): Block[] {
  return steps.map(({ id, name: step, dueOn, doneOn }): Block => {
    if (doneOn) return { kind: "text", text: say("onboarding.step-done", { step, on: daySpan(doneOn) }) };
    const press = { name: "checkins.step", subject: id };
    const text = say("onboarding.step", { step, on: daySpan(dueOn) });
    const button: Button = { kind: "button", label: say("onboarding.step-tick"), press };
    return { kind: "text", text, ...(isMine && { button }) };
  });
}

/** What the customer was promised, and a plan that ends later says so. */
function promiseBlocks(plan: Plan, { say }: View): Block[] {
  const { promisedOn } = plan;
  const last = beyondPromise(plan);
  if (!promisedOn || !last) return [];
  const said = { promised: daySpan(promisedOn), planned: daySpan(last.dueOn) };
  return [{ kind: "text", text: say("onboarding.beyond-promise", said) }];
}

function buttonsFor({ id }: Plan, { kind }: Milestone, view: View): Button[] {
  const named = { milestone: milestoneText(kind, view) };
  return [
    button(view.say("onboarding.done", named), `${kind}-done`, id),
    button(view.say("onboarding.move", named), `${kind}-move`, id),
  ];
}

export function drawPlan(story: PlanStory, view: View): Drawing {
  const { say, audience } = view;
  const { plan, accountName: account, scope } = story;
  if (!new Visible("success-plan", scope, true).open(audience)) return hidden(story, view);
  const title = say("onboarding.title", { account, product: plan.product });
  const body: Block[] = [...planBlocks(story, view), { kind: "buttons", elements: [openAccount(scope.account, view)] }];
  return { card: { title, accent: plan.closedAt ? "good" : "calm", body }, summary: title };
}

function hidden({ accountName, scope }: PlanStory, view: View): Drawing {
  const { say, audience } = view;
  const name = new Visible("profile", scope, accountName).open(audience);
  const title = name === undefined ? say("opportunities.hidden-title") : [name];
  const body: Block[] = [
    { kind: "text", text: say("onboarding.hidden") },
    { kind: "buttons", elements: [openAccount(scope.account, view)] },
  ];
  return { card: { title, body }, summary: title };
}

/** An onboarding that stands still, and why. */
export interface StallStory extends PlanStory {
  readonly causes: readonly StallCause[];
  readonly escalated: boolean;
}

export function drawStall(story: StallStory, view: View): Drawing {
  const { say, audience } = view;
  const { plan, accountName: account, scope, causes, csm, escalated } = story;
  if (!new Visible("success-plan", scope, true).open(audience)) return hidden(story, view);
  const title = say("onboarding.stall-title", { account, product: plan.product });
  const next =
    escalated && csm ? say("onboarding.stall-escalated", { csm: { mention: csm } }) : say("onboarding.stall-next");
  const body: Block[] = [
    ...causes.map((cause): Block => ({ kind: "text", text: causeText(cause, story, view) })),
    { kind: "text", text: causes.length > 0 ? next : say("onboarding.stall-over") },
    ...planBlocks(story, view),
    { kind: "buttons", elements: [openAccount(scope.account, view)] },
  ];
  return { card: { title, accent: causes.length > 0 ? "warn" : "good", body }, summary: title };
}

function causeText(cause: StallCause, { plan, today }: PlanStory, view: View): Text {
  const { say } = view;
  const late = plan.milestones.find(({ kind }) => kind === cause);
  if (!late) return say("onboarding.stall-integration", { count: daysBetween(plan.startsOn, today) });
  return say("onboarding.stall-late", { milestone: milestoneText(late.kind, view), on: daySpan(late.dueOn) });
}

/** What `/tandem onboarding` answers. */
export function plansCard(
  account: { readonly id: AccountId; readonly name: string; readonly scope: Scope },
  stories: readonly PlanStory[],
  view: View,
): Card {
  const { say, audience } = view;
  const start: Block[] = mayPress(audience, account.scope)
    ? [{ kind: "buttons", elements: [button(say("onboarding.start"), "start", account.id)] }]
    : [];
  const none: Block[] = [{ kind: "text", text: say("onboarding.none", { account: account.name }) }];
  const all = stories.flatMap((story, at): Block[] => [
    ...(at > 0 ? [{ kind: "divider" } as const] : []),
    { kind: "text", text: [{ bold: [productIn(story.plan.product, view.locale)] }] },
    ...planBlocks(story, view),
  ]);
  const body = [...(stories.length === 0 ? none : all), ...start];
  return { title: say("onboarding.all-title", { account: account.name }), body };
}

/** Lines on the account card. */
export function drawSection(part: { scope: Scope; stage: string; stories: readonly PlanStory[] }, view: View): Block[] {
  const { say, audience } = view;
  const stories = new Visible("success-plan", part.scope, part.stories).open(audience);
  if (!stories) return [];
  const { account } = part.scope;
  if (stories.length === 0) {
    const isDue = part.stage === "onboarding" && mayPress(audience, part.scope);
    return isDue ? [{ kind: "buttons", elements: [button(say("onboarding.start"), "start", account)] }] : [];
  }
  const open: Button = {
    kind: "button",
    label: say("onboarding.open"),
    press: { name: "checkins.show", subject: account },
  };
  return stories.flatMap(({ plan, today }, at): Block[] => {
    const next = nextMilestone(plan);
    if (!next) return [];
    const text = say("onboarding.section", { product: plan.product, what: lineOf(next, today, view) });
    return [{ kind: "text", text, ...(at === 0 && { button: open }) }];
  });
}

function named({ plan, accountName }: PlanStory, { kind }: Milestone, view: View) {
  return { account: accountName, product: plan.product, milestone: milestoneText(kind, view) };
}

export function doneForm(story: PlanStory, milestone: Milestone, view: View): Form {
  const { say } = view;
  return {
    name: `checkins.${milestone.kind}-done`,
    subject: story.plan.id,
    title: say("onboarding.done-title"),
    submit: say("onboarding.save"),
    intro: [{ kind: "text", text: say("onboarding.done-intro", named(story, milestone, view)) }],
    fields: [{ kind: "date", name: "on", label: say("onboarding.field-on"), initial: story.today }],
  };
}

export function moveForm(story: PlanStory, milestone: Milestone, view: View): Form {
  const { say } = view;
  const { dueOn } = milestone;
  const initial = dueOn > story.today ? dueOn : story.today;
  const intro = say("onboarding.move-intro", { ...named(story, milestone, view), on: daySpan(dueOn) });
  return {
    name: `checkins.${milestone.kind}-move`,
    subject: story.plan.id,
    title: say("onboarding.move-title"),
    submit: say("onboarding.save"),
    intro: [{ kind: "text", text: intro }],
    fields: [{ kind: "date", name: "on", label: say("onboarding.field-on"), initial }],
  };
}

/** @param known products, of which one is chosen */
export function startForm(
  account: { readonly id: AccountId; readonly name: string },
  known: readonly string[],
  view: View,
): Form {
  const { say } = view;
  return {
    name: "checkins.start",
    subject: account.id,
    title: say("onboarding.start-title"),
    submit: say("onboarding.start"),
    intro: [{ kind: "text", text: say("onboarding.start-intro", { account: account.name }) }],
    fields: productFields(known, view),
  };
}

const PROBLEMS: Readonly<Record<DayProblem, TextKey>> = {
  day: "onboarding.wrong-day",
  future: "onboarding.wrong-future",
  early: "onboarding.wrong-early",
  past: "onboarding.wrong-past",
  far: "onboarding.wrong-far",
};

export function dayProblemText(
  { problem, value }: { readonly problem: DayProblem; readonly value: string },
  { plan, today }: PlanStory,
  { say }: View,
): Text {
  return say(PROBLEMS[problem], {
    value: daySaid(value),
    least: daySpan(plan.startsOn),
    most: daySpan(latestPlanned(today)),
  });
}
