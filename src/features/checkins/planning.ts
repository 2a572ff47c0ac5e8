import { addWorkingDays, afterQuietHours, instantOf, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import { ONBOARDING } from "../../kernel/defaults.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, OnboardingId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import { type AccountRoster, accountOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { escalatedTo, leadersReading } from "../leading.ts";
import { settingsOf } from "../settings/facts.ts";
import { milestonesFrom, nextLook, type Plan, type StallCause, stallsOf } from "./decide.ts";
import {
  accountNow,
  holdPlan,
  insertPlan,
  integratedAmong,
  openPlans,
  planById,
  productSold,
  saveEscalated,
  saveStalls,
} from "./store.ts";
import { milestonesBy } from "./templates/decide.ts";
import { insertSteps, templateFor } from "./templates/store.ts";

const LOOK = "checkins.look";
const ESCALATE = "checkins.escalate";

/** A plan with whose its account is now. */
export interface PlanAt {
  readonly plan: Plan;
  readonly account: AccountRoster;
}

export async function planAt(context: Context, id: OnboardingId): Promise<PlanAt | undefined> {
  const plan = await planById(context.tx, id);
  return plan && { plan, account: await rosterNow(context, plan.account) };
}

async function rosterNow(context: Context, account: AccountId): Promise<AccountRoster> {
  return accountOf(context, await accountNow(context.tx, account));
}

/** Who looks after the customer; who leads where nobody does. */
async function ownerOf({ tx, directory }: Context, { scope }: AccountRoster): Promise<Person | undefined> {
  const people = await directory.people(tx);
  return (
    people.find(({ id, active }) => active && id === scope.csm) ?? leadersReading("success-plan", scope, people)[0]
  );
}

/** Whose days count: its owner's, else the organisation's. */
export async function zoneOf({ tx }: Context, owner: Person | undefined): Promise<string> {
  return owner?.calendar.zone ?? (await settingsOf(tx)).zone;
}

/** What was sold is taken over: its onboarding begins today (D8). */
export async function openForSold(context: Context, account: AccountId, opportunity: OpportunityId): Promise<void> {
  const product = await productSold(context.tx, opportunity);
  if (product !== undefined) await openPlan(context, account, { product, opportunity, by: undefined });
}

/** @returns undefined where what was sold has its plan already */
export async function openPlan(
  context: Context,
  accountId: AccountId,
  what: {
    readonly product: string;
    readonly opportunity: OpportunityId | undefined;
    readonly by: PersonId | undefined;
  },
): Promise<Plan | undefined> {
  const { tx, now, ids, emit, posts } = context;
  const account = await rosterNow(context, accountId);
  const owner = await ownerOf(context, account);
  const startsOn = localDateOf(now, await zoneOf(context, owner));
  const { product, opportunity, by } = what;
  const template = await templateFor(tx, product);
  const milestones = template ? milestonesBy(template, startsOn) : milestonesFrom(startsOn, account.segment);
  const id = ids.next<"onboarding">();
  if (!(await insertPlan(tx, { id, account: account.id, opportunity, product, startsOn, milestones }, by, now))) {
    return undefined;
  }
  insertSteps(tx, ids, id, template?.steps ?? [], startsOn);
  const touched = { account: account.id, what: "onboarding-opened", by, via: "clock", details: { product } } as const;
  await emit({ kind: "account-touched", ...touched });
  if (owner) showTo(context, id, owner);
  const plan = await planById(tx, id);
  if (plan) await setLook(context, plan);
  posts.redraw(account.id);
  return plan;
}

function showTo({ now, posts }: Context, id: OnboardingId, to: Person): void {
  const dueAt = afterQuietHours(now, to.calendar);
  posts.announce({ card: "checkins.plan", subject: id, address: `person:${to.id}`, slot: "", dueAt });
}

/** Another looks after the customer now: they get its plans. */
export async function showAnew(context: Context, account: AccountId): Promise<void> {
  const plans = await openPlans(context.tx, account);
  if (plans.length === 0) return;
  const owner = await ownerOf(context, await rosterNow(context, account));
  for (const { id } of plans) {
    if (owner) showTo(context, id, owner);
    context.posts.redraw(id);
  }
}

/** It is looked at next in the morning of the first day on which it may come to stand still. */
export async function setLook(context: Context, plan: Plan): Promise<void> {
  const owner = await ownerOf(context, await rosterNow(context, plan.account));
  const zone = await zoneOf(context, owner);
  const day = nextLook(plan, localDateOf(context.now, zone));
  if (day && owner) context.reminders.set(LOOK, plan.id, instantOf(day, owner.calendar.opens, zone));
  else context.reminders.drop(LOOK, plan.id);
}

/** Why it stands still now. */
export async function standing(context: Context, { plan, account }: PlanAt, today: LocalDate): Promise<StallCause[]> {
  const integrated = await integratedAmong(context.tx, [account.id]);
  return stallsOf(plan, integrated?.has(account.id), today);
}

/** It may stand still: who looks after the customer is told, once a cause. */
export async function look(context: Context, subject: string): Promise<void> {
  const { tx, now, emit, posts, reminders } = context;
  await holdPlan(tx, subject as OnboardingId);
  const at = await planAt(context, subject as OnboardingId);
  if (!at || at.plan.closedAt) return;
  const { plan, account } = at;
  const owner = await ownerOf(context, account);
  if (!owner) return;
  const causes = await standing(context, at, localDateOf(now, owner.calendar.zone));
  const news = causes.filter((cause) => !plan.stalls.some((stall) => stall.cause === cause));
  if (news.length > 0 && account.stage !== "churned") {
    await saveStalls(tx, plan.id, news, now);
    tell(context, plan.id, owner, "told");
    const details = { product: plan.product };
    const touched = { account: account.id, what: "onboarding-stalled", by: undefined, via: "clock", details } as const;
    await emit({ kind: "account-touched", ...touched });
    reminders.set(ESCALATE, plan.id, addWorkingDays(now, ONBOARDING.escalateAfterWorkingDays, owner.calendar));
    posts.redraw(plan.id);
  }
  const after = await planById(tx, plan.id);
  if (after) await setLook(context, after);
}

/** It still stands: who leads is told. */
export async function escalate(context: Context, subject: string): Promise<void> {
  const { tx, now, directory, emit } = context;
  await holdPlan(tx, subject as OnboardingId);
  const at = await planAt(context, subject as OnboardingId);
  if (!at) return;
  const { plan, account } = at;
  const owner = await ownerOf(context, account);
  const causes = await standing(context, at, localDateOf(now, await zoneOf(context, owner)));
  const open = plan.stalls.filter(({ cause, escalatedAt }) => !escalatedAt && causes.includes(cause));
  if (open.length === 0) return;
  const people = await directory.people(tx);
  const manager = escalatedTo("success-plan", owner?.id, account.scope, people);
  if (!manager) return;
  await saveEscalated(
    tx,
    plan.id,
    open.map(({ cause }) => cause),
    now,
  );
  tell(context, plan.id, manager, "escalated");
  const details = { product: plan.product, to: manager.name };
  const touched = { account: account.id, by: undefined, via: "clock", details } as const;
  await emit({ kind: "account-touched", what: "onboarding-stall-escalated", ...touched });
}

function tell({ now, posts }: Context, id: OnboardingId, to: Person, kind: "told" | "escalated"): void {
  const dueAt = afterQuietHours(now, to.calendar);
  const slot = `${now.toISOString()} ${kind}`;
  posts.announce({ card: "checkins.stall", subject: id, address: `person:${to.id}`, slot, dueAt });
}
