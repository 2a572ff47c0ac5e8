import { type Block, type Button, type Card, daySpan, type Text } from "../../chat/card.ts";
import { daysBetween } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import { totals } from "../../kernel/money.ts";
import { type Audience, holds, leads, mayRead, type Scope, Visible } from "../../kernel/permissions.ts";
import { cut } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { attainedText as attained } from "../goal-text.ts";
import { isBehind, measuredOf, proposedTarget, roiOf, standingOf } from "./decide.ts";
import type { GoalStory, PlanStory } from "./story.ts";
import type { Goal } from "./store.ts";

export { percent } from "../goal-text.ts";

const LINE = 120;

function opens(label: Text, name: string, subject: string, look?: "primary"): Button {
  return { kind: "button", label, ...(look && { look }), opens: { name: `plans.${name}`, subject } };
}

function presses(label: Text, name: string, subject: string): Button {
  return { kind: "button", label, press: { name, subject } };
}

export function isWriter(audience: Audience, scope: Scope): boolean {
  return audience.kind === "person" && (holds("csm", audience.reader, scope) || leads(audience.reader, scope));
}

/** What we measure and what they confirm, one beside the other. */
export function attainedText(goal: Goal, say: Say): Text {
  return attained({ measured: measuredOf(goal), confirmed: goal.confirmed }, say);
}

/** A goal among others. */
export function goalLine({ goal, today }: GoalStory, say: Say): Text {
  const said = { goal: cut(goal.name, LINE), attained: attainedText(goal, say) };
  if (goal.closed?.as === "given-up") return say("plans.line-given-up", said);
  if (goal.closed?.as === "left") return say("plans.line-left", said);
  if (goal.metOn) return say("plans.line-met", { ...said, on: daySpan(goal.metOn) });
  if (!goal.targetOn) return say("plans.line-no-day", said);
  const on = daySpan(goal.targetOn);
  switch (standingOf(goal, today)) {
    case "overdue":
      return say("plans.line-overdue", { ...said, on, count: daysBetween(goal.targetOn, today) });
    case "behind":
      return say("plans.line-behind", { ...said, on });
    default:
      return say("plans.line", { ...said, on });
  }
}

const VERDICT = {
  missed: "plans.verdict-missed",
  met: "plans.verdict-met",
  exceeded: "plans.verdict-exceeded",
} as const satisfies Record<string, TextKey>;

function expectationLine({ goal }: GoalStory, say: Say): Text {
  const words = cut(goal.name, LINE);
  if (goal.verdict) return say(VERDICT[goal.verdict], { words });
  return goal.targetOn
    ? say("plans.expected-by", { words, on: daySpan(goal.targetOn) })
    : say("plans.expected", { words });
}

/** A customer's whole plan, for whoever may read it. */
export function planCard(plan: PlanStory, view: View): Card {
  const { say } = view;
  const { account, goals, today } = plan;
  const stories = goals.map((goal): GoalStory => ({ goal, account, today }));
  const theirs = stories.filter(({ goal }) => goal.kind === "goal");
  const sold = stories.filter(({ goal }) => goal.kind === "expectation");
  const lines = (these: readonly GoalStory[], draw: (story: GoalStory, say: Say) => Text): Block[] =>
    these.slice(0, PLAN.listedAtMost).map((story) => ({
      kind: "text",
      text: draw(story, say),
      button: presses(say("plans.open"), "plans.goal", story.goal.id),
    }));
  const more = Math.max(0, theirs.length - PLAN.listedAtMost) + Math.max(0, sold.length - PLAN.listedAtMost);
  const body: Block[] = [
    ...troubleBlocks(plan, view),
    { kind: "text", text: say(theirs.length > 0 ? "plans.goals" : "plans.no-goals", { account: account.name }) },
    ...lines(theirs, goalLine),
    ...(sold.length > 0 ? [{ kind: "text", text: say("plans.expectations") } as const] : []),
    ...lines(sold, expectationLine),
    ...(more > 0 ? [{ kind: "context", text: say("plans.more", { count: more }) } as const] : []),
    ...worthBlocks(plan, view),
    ...satisfactionBlocks(plan, view),
    { kind: "buttons", elements: planButtons(plan, view) },
  ];
  return { title: say("plans.title", { account: account.name }), body };
}

function planButtons({ account: { id, scope, stage } }: PlanStory, { say, audience }: View): Button[] {
  const mayWrite = isWriter(audience, scope) && stage !== "churned";
  return [
    ...(mayWrite ? [opens(say("plans.add"), "add", id, "primary"), opens(say("plans.set-target"), "target", id)] : []),
    presses(say("plans.account"), "accounts.open", id),
  ];
}

function troubleBlocks({ account, goals, results, needs, today }: PlanStory, { say, audience }: View): Block[] {
  const [newest] = results;
  if (!needs.includes("satisfied-behind") || !newest || !mayRead(audience, "nps", account.scope)) return [];
  const count = goals.filter((goal) => goal.kind === "goal" && isBehind(standingOf(goal, today))).length;
  return [{ kind: "text", text: say("plans.satisfied-behind", { mean: tenths(newest.mean), count }) }];
}

function tenths(mean: number): number {
  return Math.round(10 * mean) / 10;
}

/** What they confirm that it is worth, and how often what they pay: amounts only for who may read them. */
function worthBlocks({ account, goals }: PlanStory, { say, audience }: View): Block[] {
  const counted = goals.filter(({ closed }) => closed?.as !== "given-up").flatMap(({ worth }) => worth ?? []);
  const worth = new Visible("arr", account.scope, totals(counted)).open(audience);
  if (!worth) return [];
  const roi = roiOf(worth, account.arr);
  if (roi.kind === "known") return [{ kind: "text", text: say("plans.roi", { worth: roi.worth, ratio: roi.ratio }) }];
  if (roi.because === "no-worth") return [{ kind: "context", text: say("plans.roi-no-worth") }];
  const [first] = worth;
  if (roi.because === "currencies" || !first) return [{ kind: "text", text: say("plans.roi-currencies") }];
  return [{ kind: "text", text: say("plans.roi-no-arr", { worth: first }) }];
}

function satisfactionBlocks({ account, results, target }: PlanStory, { say, audience }: View): Block[] {
  const [newest, before] = results;
  const block = (text: Text): Block[] => [{ kind: "text", text }];
  if (!mayRead(audience, "nps", account.scope)) return [];
  if (!newest) return target === undefined ? [] : block(say("plans.target-alone", { target }));
  const mean = tenths(newest.mean);
  if (target !== undefined) return block(say("plans.target-set", { target, mean }));
  const proposed = proposedTarget(results);
  if (proposed === undefined || !before) return block(say("plans.target-too-few", { mean }));
  return block(say("plans.target-proposed", { mean, before: tenths(before.mean), target: proposed }));
}

/** `/tandem plan`: customers whose plans need somebody, the most urgent first. */
export function needsCard(plans: readonly PlanStory[], view: View): Card {
  const { say } = view;
  const lines = needLines(plans, view);
  const shown = lines.slice(0, PLAN.listedAtMost);
  const more = lines.slice(PLAN.listedAtMost).reduce((sum, { of }) => sum + of, 0);
  const body: Block[] = [
    ...shown.map(({ first, text }): Block => ({
      kind: "text",
      text,
      button: presses(say("plans.open"), "plans.show", first.account.id),
    })),
    ...(more > 0 ? [{ kind: "context", text: say("plans.more", { count: more }) } as const] : []),
    { kind: "context", text: say("plans.list-how") },
  ];
  return { title: say("plans.list-title", { count: plans.length }), body };
}

/** A plan each; of another CSM's customers for whom nothing is agreed yet, one line says how many. */
function needLines(
  plans: readonly PlanStory[],
  view: View,
): { readonly first: PlanStory; readonly text: Text; readonly of: number }[] {
  const { audience, say } = view;
  const others = (plan: PlanStory): string | undefined => {
    const { csm } = plan.account.scope;
    const isOwn = audience.kind === "person" && csm === audience.reader.person;
    return isOwn || plan.needs.some((need) => need !== "no-plan") ? undefined : csm;
  };
  const groups = Map.groupBy(plans, (plan) => others(plan) ?? plan);
  return [...groups.values()].flatMap((these) => {
    const [first] = these;
    if (!first) return [];
    const { csm, name: account } = first.account;
    const text =
      these.length > 1 && csm
        ? say("plans.need-plans", { csm: [{ mention: csm }], count: these.length, account })
        : needText(first, view);
    return [{ first, text, of: these.length }];
  });
}

/** The most urgent of what a plan needs. */
export function needText({ account: { name: account }, goals, results, needs, today }: PlanStory, { say }: View): Text {
  const count = goals.filter((goal) => goal.kind === "goal" && standingOf(goal, today) === "overdue").length;
  const [newest] = results;
  if (needs.includes("overdue")) return say("plans.need-overdue", { account, count });
  if (needs.includes("satisfied-behind") && newest)
    return say("plans.need-satisfied", { account, mean: tenths(newest.mean) });
  return say("plans.need-plan", { account });
}
