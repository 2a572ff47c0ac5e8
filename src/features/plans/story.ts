import { localDateOf, type LocalDate } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { type AccountFacts, accountsById, tiersOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { goneBy, lastResults, OPTED_OUT, organisationName } from "../nps/facts.ts";
import { settingsOf } from "../settings/facts.ts";
import { targetOf } from "./around-store.ts";
import { isSatisfied, type Need, needsOf, type Result, standingOf } from "./decide.ts";
import type { QuestionStory } from "./question-cards.ts";
import { type GoalQuestionId, questionById } from "./question-store.ts";
import { type Goal, goalById, type GoalId, goalsAt } from "./store.ts";

/** All that is said about a customer's plan. */
export interface PlanStory {
  readonly account: AccountFacts;
  /** what is open first */
  readonly goals: readonly Goal[];
  /** newest first */
  readonly results: readonly Result[];
  readonly target: number | undefined;
  readonly needs: readonly Need[];
  /** where the organisation is */
  readonly today: LocalDate;
}

export interface GoalStory {
  readonly goal: Goal;
  readonly account: AccountFacts;
  readonly today: LocalDate;
}

export async function todayOf({ tx, now }: Pick<Context, "tx" | "now">): Promise<LocalDate> {
  return localDateOf(now, (await settingsOf(tx)).zone);
}

/** The plans of several customers, in their order; those that aren't there are left out. */
export async function plansOf(context: Context, ids: readonly AccountId[]): Promise<PlanStory[]> {
  if (ids.length === 0) return [];
  const { tx } = context;
  const today = await todayOf(context);
  const accounts = await accountsById(tx, ids, today);
  const goals = await goalsAt(tx, ids);
  const results = await lastResults(tx, ids);
  const tiers = await tiersOf(tx, ids, today);
  return ids.flatMap((id): PlanStory[] => {
    const account = accounts.get(id);
    if (!account) return [];
    const own = goals.filter((goal) => goal.account === id);
    const answers = results.get(id) ?? [];
    const tier = tiers.get(id) ?? "C";
    const needs = needsOf({
      standings: own.filter(({ kind }) => kind === "goal").map((goal) => standingOf(goal, today)),
      isSatisfied: isSatisfied(answers, today),
      isLarge: PLAN.summaryTiers.some((each) => each === tier),
      hasLeft: account.stage === "churned",
    });
    return [{ account, goals: own, results: answers, target: undefined, needs, today }];
  });
}

export async function planOf(context: Context, id: AccountId): Promise<PlanStory | undefined> {
  const [plan] = await plansOf(context, [id]);
  return plan && { ...plan, target: await targetOf(context.tx, id) };
}

/** Several goals in their order, each with its customer. */
export async function storiesOf(context: Context, goals: readonly Goal[]): Promise<GoalStory[]> {
  if (goals.length === 0) return [];
  const today = await todayOf(context);
  const accounts = await accountsById(context.tx, [...new Set(goals.map(({ account }) => account))], today);
  return goals.flatMap((goal): GoalStory[] => {
    const account = accounts.get(goal.account);
    return account ? [{ goal, account, today }] : [];
  });
}

export async function goalStory(context: Context, id: string): Promise<GoalStory | undefined> {
  const goal = await goalById(context.tx, id as GoalId);
  return goal && (await storiesOf(context, [goal]))[0];
}

/** What somebody is asked; who left, or whose customer isn't the goal's any more, can't answer it. */
export async function questionStory(context: Context, id: string): Promise<QuestionStory | undefined> {
  const { tx, now } = context;
  const question = await questionById(tx, id as GoalQuestionId);
  if (!question) return undefined;
  const { goal, contact, closesAt } = question;
  const gone = await goneBy(tx, contact.id, await todayOf(context));
  const isThere = contact.account === goal.account && (gone === undefined || gone === OPTED_OUT);
  const isOpen = goal.isOpen && isThere && now.getTime() < closesAt.getTime();
  return { question, company: await organisationName(tx), isOpen };
}
