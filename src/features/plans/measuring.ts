import type { Form } from "../../chat/card.ts";
import { done, type Done } from "../../chat/reply.ts";
import type { View } from "../../locales/say.ts";
import { checkMeasured, hasWay } from "./checks.ts";
import { aboutGoal, NUMBER_AT_MOST } from "./forms.ts";
import { form, invalid, noted } from "./pressing.ts";
import { saveMeasured } from "./save-store.ts";
import type { GoalStory } from "./story.ts";

/** A value on the goal's way where it has one, else a percentage. */
export function measureForm({ goal, account }: GoalStory, { say }: View): Form {
  const { baseline = 0, target = 0 } = goal;
  return {
    name: "plans.measure",
    subject: goal.id,
    title: say("plans.measure-title"),
    submit: say("plans.save"),
    intro: aboutGoal("plans.measure-intro", goal, account.name, say),
    fields: [
      {
        kind: "text",
        name: "figure",
        label: say(hasWay(goal) ? "plans.field-figure" : "plans.field-share"),
        hint: hasWay(goal) ? say("plans.hint-figure", { baseline, target }) : say("plans.hint-share"),
        multiline: false,
        maxLength: NUMBER_AT_MOST,
      },
    ],
  };
}

function refusal({ goal }: GoalStory, { say }: View): Done | undefined {
  if (goal.kind !== "goal") return done(say("plans.not-a-goal"));
  return goal.reckoned === undefined ? undefined : done(say("plans.measured-by-use"));
}

/** How far one of us sees a goal that no metric of ours measures. It stands beside what the customer says, and never for it. */
export const measure = form(
  ({ view }, story) => refusal(story, view) ?? measureForm(story, view),
  async (acting, story, values) => {
    const { tx, now, view } = acting;
    const refused = refusal(story, view);
    if (refused) return refused;
    const { goal, account } = story;
    const checked = checkMeasured(values, goal, view.locale);
    if (checked.kind === "wrong") return invalid(acting, checked.problems);
    const details = { percent: Math.round(100 * checked.value) };
    saveMeasured(tx, goal.id, checked.value, now);
    const about = { account: account.id, goal: goal.id, name: goal.name, details };
    await noted(acting, { ...about, action: "plans.measure", what: "goal-measured" });
    return done(view.say("plans.measured", details));
  },
);
