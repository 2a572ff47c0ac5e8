import type { Reply } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { Acting, Context } from "../feature.ts";
import { forAccount } from "../naming.ts";
import { customersOf } from "./around-store.ts";
import { needsCard, planCard } from "./cards.ts";
import type { Need } from "./decide.ts";
import { goalCard } from "./goal-cards.ts";
import { goalStory, planOf, plansOf, type PlanStory } from "./story.ts";

/** `/tandem plan`: a customer's plan, or without a name those that need somebody. */
export function planByWords(acting: Acting, words: string): Promise<Reply> {
  if (words.trim() === "") return showNeeds(acting);
  return forAccount(acting, words, {
    which: "plans.which",
    pick: { press: "plans.show" },
    found: ({ id }) => showPlan(acting, id),
  });
}

export async function showPlan(acting: Acting, id: AccountId): Promise<Reply> {
  const plan = await planOf(acting, id);
  if (!plan || !mayRead(acting.audience, "success-plan", plan.account.scope)) throw new NotFound("plans.gone");
  return { kind: "private", card: planCard(plan, acting.view) };
}

export async function showGoal(acting: Acting, id: string): Promise<Reply> {
  const story = await goalStory(acting, id);
  if (!story || !mayRead(acting.audience, "success-plan", story.account.scope)) throw new NotFound("plans.gone");
  return { kind: "private", card: goalCard(story, acting.view) };
}

const URGENT: readonly Need[] = ["overdue", "satisfied-behind", "no-plan"];

/** The plans of these people's customers that need somebody, the most urgent first, then by name. */
export async function plansInNeed(
  context: Context,
  csms: readonly PersonId[],
  leader: PersonId | undefined,
): Promise<PlanStory[]> {
  const plans = await plansOf(context, await customersOf(context.tx, csms, leader));
  const urgency = ({ needs }: PlanStory): number => URGENT.findIndex((need) => needs.includes(need));
  return plans.filter(({ needs }) => needs.length > 0).toSorted((one, other) => urgency(one) - urgency(other));
}

export async function showNeeds(acting: Acting): Promise<Reply> {
  const { person, audience, view } = acting;
  const leader = person.roles.includes("manager") ? person.id : undefined;
  const plans = (await plansInNeed(acting, [person.id, ...person.covers], leader)).filter(({ account }) =>
    mayRead(audience, "success-plan", account.scope),
  );
  if (plans.length === 0) return done(view.say("plans.list-empty"));
  return { kind: "private", card: needsCard(plans, view) };
}
