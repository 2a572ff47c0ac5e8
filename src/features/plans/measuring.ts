import type { Form } from "../../chat/card.ts";
import { done } from "../../chat/reply.ts";
import { cut } from "../../kernel/text.ts";
import type { View } from "../../locales/say.ts";
import { checkMeasured, hasWay } from "./checks.ts";
import { form, invalid, noted } from "./pressing.ts";
import { saveMeasured } from "./save-store.ts";
import type { GoalStory } from "./story.ts";

const FIGURE_AT_MOST = 20;

/** A value on the goal's way where it has one, else a percentage. */
export function measureForm({ goal, account }: GoalStory, { say }: View): Form {
  const { baseline = 0, target = 0 } = goal;
  return {
    name: "plans.measure",
    subject: goal.id,
    title: say("plans.measure-title"),
    submit: say("plans.save"),
    intro: [{ kind: "text", text: say("plans.measure-intro", { account: account.name, goal: cut(goal.name, 150) }) }],
    fields: [
      {
        kind: "text",
        name: "figure",
        label: say(hasWay(goal) ? "plans.field-figure" : "plans.field-share"),
        hint: hasWay(goal) ? say("plans.hint-figure", { baseline, target }) : say("plans.hint-share"),
        multiline: false,
        maxLength: FIGURE_AT_MOST,
      },
    ],
  };
}

/** How far one of us sees a goal that no metric of ours measures. It stands beside what the customer says, and never for it. */
export const measure = form(
  ({ view }, story) => {
    const { goal } = story;
    if (goal.kind !== "goal") return done(view.say("plans.not-a-goal"));
    if (goal.reckoned !== undefined) return done(view.say("plans.measured-by-use"));
    return measureForm(story, view);
  },
  async (acting, { goal, account }, values) => {
    const { tx, now, view } = acting;
    if (goal.kind !== "goal") return done(view.say("plans.not-a-goal"));
    if (goal.reckoned !== undefined) return done(view.say("plans.measured-by-use"));
    const checked = checkMeasured(values, goal, view.locale);
    if (checked.kind === "wrong") return invalid(acting, checked.problems);
    const details = { percent: Math.round(100 * checked.value) };
    saveMeasured(tx, goal.id, checked.value, now);
    const about = { account: account.id, goal: goal.id, name: goal.name, details };
    await noted(acting, { ...about, action: "plans.measure", what: "goal-measured" });
    return done(view.say("plans.measured", details));
  },
);
