import type { Reply, Submission } from "../../chat/interaction.ts";
import { daySpan } from "../../chat/card.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, OnboardingId } from "../../kernel/ids.ts";
import { productKeys } from "../../locales/products.ts";
import { maySee } from "../../kernel/permissions.ts";
import { type AccountRoster, accountOf, holdAccount } from "../accounts/facts.ts";
import type { Acting, Context, FormHandler } from "../feature.ts";
import { dayProblemText, doneForm, milestoneText, moveForm, plansCard, type PlanStory, startForm } from "./cards.ts";
import {
  checkPlanned,
  checkProduct,
  checkReached,
  mayRunPlan,
  type Milestone,
  MILESTONES,
  type MilestoneKind,
  type Plan,
} from "./decide.ts";
import { openPlan, planAt, setLook } from "./planning.ts";
import { productProblem, unknownText } from "./product-field.ts";
import { knownProducts } from "./products.ts";
import { holdPlan, openPlans, planById, saveClosed, saveDone, saveMoved } from "./store.ts";

export function storyIn(plan: Plan, account: AccountRoster, { now }: Pick<Context, "now">, zone: string): PlanStory {
  const { name: accountName, scope, csm } = account;
  return { plan, accountName, scope, csm, today: localDateOf(now, zone) };
}

export async function show(acting: Acting, id: AccountId): Promise<Reply> {
  const { tx, audience, view, person } = acting;
  const account = await accountOf(acting, id);
  if (!maySee(audience, true, "success-plan", account.scope)) throw new NotFound("onboarding.gone");
  const plans = await openPlans(tx, id);
  const stories = plans.map((plan) => storyIn(plan, account, acting, person.calendar.zone));
  return { kind: "private", card: plansCard(account, stories, view) };
}

interface Found {
  readonly story: PlanStory;
  readonly account: AccountRoster;
  readonly milestone: Milestone;
}

type Look = { readonly kind: "may"; readonly found: Found } | Done;

/** @throws NotFound when it isn't there for this person */
async function look(acting: Acting, subject: string, kind: MilestoneKind): Promise<Look> {
  const { audience, place, person, view } = acting;
  const at = await planAt(acting, subject as OnboardingId);
  const milestone = at?.plan.milestones.find((each) => each.kind === kind);
  if (!at || !milestone || !maySee(audience, place.private, "success-plan", at.account.scope)) {
    throw new NotFound("onboarding.gone");
  }
  if (milestone.doneOn) {
    const said = { milestone: milestoneText(kind, view), on: daySpan(milestone.doneOn) };
    return done(view.say("onboarding.already-done", said));
  }
  if (!mayRunPlan(person, at.account.scope)) return onlyTheirs(acting, at.account);
  const story = storyIn(at.plan, at.account, acting, person.calendar.zone);
  return { kind: "may", found: { story, account: at.account, milestone } };
}

function onlyTheirs({ view }: Acting, { name }: AccountRoster): Done {
  return done(view.say("onboarding.only-theirs", { account: name }));
}

/** "<milestone>-done" and "<milestone>-move", of each. */
export const milestoneForms: Readonly<Record<string, FormHandler>> = Object.fromEntries(
  MILESTONES.flatMap((kind): [string, FormHandler][] => [
    [`${kind}-done`, { open: opens(kind, doneForm), submit: (acting, given) => reach(acting, given, kind) }],
    [`${kind}-move`, { open: opens(kind, moveForm), submit: (acting, given) => move(acting, given, kind) }],
  ]),
);

function opens(kind: MilestoneKind, draw: typeof doneForm): FormHandler["open"] {
  return async (acting, subject): Promise<Opened> => {
    const looked = await look(acting, subject, kind);
    return looked.kind === "may" ? draw(looked.found.story, looked.found.milestone, acting.view) : looked;
  };
}

async function reach(acting: Acting, { subject, values }: Submission, kind: MilestoneKind): Promise<Reply> {
  const { tx, person, view, emit } = acting;
  await holdPlan(tx, subject as OnboardingId);
  const looked = await look(acting, subject, kind);
  if (looked.kind !== "may") return looked;
  const { story, account } = looked.found;
  const checked = checkReached(values["on"], story.plan, story.today);
  if (checked.kind === "wrong") return { kind: "invalid", fields: { on: dayProblemText(checked, story, view) } };
  await saveDone(tx, story.plan.id, kind, checked.on, person.id);
  await touched(acting, looked.found, "onboarding-milestone-done", checked.on);
  if (kind === "go-live") await emit({ kind: "account-went-live", account: account.id, on: checked.on });
  const isLast = story.plan.milestones.every((each) => each.kind === kind || each.doneOn);
  if (isLast) await close(acting, looked.found);
  await changed(acting, looked.found);
  const names = { account: account.name, product: story.plan.product, milestone: milestoneText(kind, view) };
  return done(
    isLast
      ? view.say("onboarding.saved-finished", names)
      : view.say("onboarding.saved-done", { ...names, on: daySpan(checked.on) }),
  );
}

async function close({ tx, now, emit, person, via, reminders }: Acting, { story, account }: Found): Promise<void> {
  await saveClosed(tx, story.plan.id, now);
  reminders.drop("checkins.escalate", story.plan.id);
  const details = { product: story.plan.product };
  const about = { account: account.id, by: person.id, via, details } as const;
  await emit({ kind: "account-touched", what: "onboarding-finished", ...about });
}

async function move(acting: Acting, { subject, values }: Submission, kind: MilestoneKind): Promise<Reply> {
  const { tx, view } = acting;
  await holdPlan(tx, subject as OnboardingId);
  const looked = await look(acting, subject, kind);
  if (looked.kind !== "may") return looked;
  const { story, account } = looked.found;
  const checked = checkPlanned(values["on"], story.today);
  if (checked.kind === "wrong") return { kind: "invalid", fields: { on: dayProblemText(checked, story, view) } };
  await saveMoved(tx, story.plan.id, kind, checked.on);
  await touched(acting, looked.found, "onboarding-milestone-moved", checked.on);
  await changed(acting, looked.found);
  const said = { milestone: milestoneText(kind, view), account: account.name, on: daySpan(checked.on) };
  return done(view.say("onboarding.saved-moved", said));
}

/** The clock is set anew, and what shows the plan is drawn anew. */
async function changed(acting: Acting, { story, account }: Found): Promise<void> {
  const after = await planById(acting.tx, story.plan.id);
  if (after) await setLook(acting, after);
  acting.posts.redraw(story.plan.id, account.id);
}

function touched(acting: Acting, { story, account, milestone }: Found, what: string, on: string): Promise<void> {
  const details = { product: story.plan.product, milestone: milestone.kind, on };
  const { person, via } = acting;
  return acting.emit({ kind: "account-touched", account: account.id, what, by: person.id, via, details });
}

export async function openStart(acting: Acting, subject: string): Promise<Opened> {
  const account = await accountOf(acting, subject as AccountId);
  if (!mayRunPlan(acting.person, account.scope)) return onlyTheirs(acting, account);
  return startForm(account, await knownProducts(acting.tx, account.id), acting.view);
}

/** By hand, as for a customer's first contract. */
export async function start(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, view, person } = acting;
  const id = subject as AccountId;
  await holdAccount(tx, id);
  const account = await accountOf(acting, id);
  if (!mayRunPlan(person, account.scope)) return onlyTheirs(acting, account);
  const checked = checkProduct(values, await knownProducts(tx, account.id));
  const { field } = checked;
  if (checked.kind === "wrong") return { kind: "invalid", fields: { [field]: productProblem(checked, view) } };
  const { product, near } = checked;
  if (near.length > 0) return { kind: "invalid", fields: { [field]: unknownText(product, near, view) } };
  const isOpen = (await openPlans(tx, id)).some((plan) => productKeys(product).includes(plan.product.toLowerCase()));
  const names = { account: account.name, product };
  if (isOpen) return done(view.say("onboarding.already-started", names));
  const plan = await openPlan(acting, id, { product, opportunity: undefined, by: person.id });
  const [first] = plan?.milestones ?? [];
  if (!first) return done(view.say("onboarding.already-started", names));
  return done(view.say("onboarding.saved-started", { ...names, on: daySpan(first.dueOn) }));
}
