import type { Press, Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { localDateOf } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { AccountId, ContactId, EntryId, PersonId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import { type AccountRoster, accountOf, holdAccount } from "../accounts/facts.ts";
import type { Acting, FormHandler, PressHandler } from "../feature.ts";
import { metricMeant, peopleAt, reckon, saveTarget } from "./around-store.ts";
import { goalLine } from "./cards.ts";
import { checkClosing, checkConfirmation, checkGoal, checkTarget, type GoalInput, type Problem } from "./checks.ts";
import { mayRun, proposedTarget, VERDICTS } from "./decide.ts";
import { type Choice, closeForm, confirmForm, goalForm, problemTexts, targetForm } from "./forms.ts";
import { insertGoal, saveClosing, saveConfirmation, saveGoal, saveVerdict } from "./save-store.ts";
import { type AuditAction, type GoalId, goalsAt, holdGoal, writeAudit } from "./store.ts";
import { goalStory, type GoalStory, planOf, todayOf } from "./story.ts";

type Looked = { readonly kind: "may"; readonly story: GoalStory } | Done;

/** An open goal of one's own customer, or why nothing can be done with it. @param holds until the transaction ends @throws NotFound */
export async function look(acting: Acting, subject: string, holds: boolean): Promise<Looked> {
  const { tx, audience, person, view } = acting;
  if (holds) await holdGoal(tx, subject as GoalId);
  const story = await goalStory(acting, subject);
  if (!story || !mayRead(audience, "success-plan", story.account.scope)) throw new NotFound("plans.gone");
  if (!story.goal.isOpen) return done(view.say("plans.over-already", { what: goalLine(story, view.say) }));
  return mayRun(person, story.account.scope) ? { kind: "may", story } : onlyTheirs(acting, story.account);
}

function onlyTheirs({ view }: Acting, { name }: AccountRoster): Done {
  return done(view.say("plans.only-theirs", { account: name }));
}

/** A customer of one's own with which one may plan. @throws NotFound */
async function planner(acting: Acting, subject: string): Promise<AccountRoster | Done> {
  const account = await accountOf(acting, subject as AccountId);
  if (!mayRead(acting.audience, "success-plan", account.scope)) throw new NotFound("plans.gone");
  if (!mayRun(acting.person, account.scope)) return onlyTheirs(acting, account);
  return account.stage === "churned" ? done(acting.view.say("plans.churned", { account: account.name })) : account;
}

export function whom({ tx, audience }: Acting, { id, scope }: AccountRoster): ReturnType<typeof peopleAt> {
  return mayRead(audience, "contact-names", scope) ? peopleAt(tx, id) : Promise.resolve([]);
}

/** Who may have it with us: who plans, who works with the customer, then everybody else by name. */
async function owners({ tx, directory, person }: Acting, { scope }: AccountRoster): Promise<Choice[]> {
  const near: readonly (PersonId | undefined)[] = [scope.csm, scope.am, person.id, ...scope.others];
  const nearness = (id: PersonId): number => (near.includes(id) ? near.indexOf(id) : near.length);
  return (await directory.people(tx))
    .filter(({ active, roles }) => active && roles.some((role) => role !== "admin" && role !== "exec"))
    .toSorted((one, other) => nearness(one.id) - nearness(other.id) || one.name.localeCompare(other.name, "en"))
    .slice(0, PLAN.ownersListed)
    .map(({ id, name }) => ({ id, name }));
}

export function invalid({ now, person, view }: Acting, problems: readonly Problem[]): Reply {
  return { kind: "invalid", fields: problemTexts(problems, localDateOf(now, person.calendar.zone), view) };
}

export interface Noted {
  readonly account: AccountId;
  readonly goal: string;
  readonly name: string;
  readonly action: AuditAction;
  readonly what: string;
  readonly details?: Readonly<Record<string, string | number>>;
  /** who of the customer we come to by it */
  readonly contact?: ContactId;
  /** of the entry of the timeline, where it is spoken of again */
  readonly entry?: EntryId;
}

/** What every decision leaves behind: the audit, an entry of the timeline, cards drawn anew. */
export async function noted(acting: Acting, made: Noted): Promise<void> {
  const { tx, now, ids, person, via, posts, emit } = acting;
  const { account, goal, name, action, what, details = {}, contact, entry } = made;
  posts.redraw(goal, account);
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: account, details: { goal } });
  await emit({
    kind: "account-touched",
    account,
    what,
    by: person.id,
    via,
    details,
    summary: name,
    ...(contact && { contact, direction: "out", proactive: true }),
    ...(entry && { entry }),
  });
}

/** The metric as it is stored, and how far it is by now. */
async function measuring({ tx }: Acting, input: GoalInput): Promise<{ input: GoalInput; isKnown: boolean }> {
  const meant = input.metric === undefined ? undefined : await metricMeant(tx, input.metric);
  const isKnown = meant?.known === true && input.baseline !== undefined;
  return { input: { ...input, metric: meant?.name }, isKnown };
}

async function openAdd(acting: Acting, subject: string): Promise<Opened> {
  const account = await planner(acting, subject);
  if ("kind" in account) return account;
  const contacts = await whom(acting, account);
  const [us, { id, name }] = [await owners(acting, account), account];
  return goalForm({ name: "add", subject: id, account: name, goal: undefined, owners: us, contacts }, acting.view);
}

async function add(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, ids, person, view } = acting;
  await holdAccount(tx, subject as AccountId);
  const account = await planner(acting, subject);
  if ("kind" in account) return account;
  const open = (await goalsAt(tx, [account.id])).filter(({ isOpen, kind }) => isOpen && kind === "goal");
  if (open.length >= PLAN.goalsAtMost)
    return done(view.say("plans.too-many", { account: account.name, most: PLAN.goalsAtMost }));
  const checked = checkGoal(values, await roomOf(acting, account));
  if (checked.kind === "wrong") return invalid(acting, checked.problems);
  const { input, isKnown } = await measuring(acting, checked.value);
  const id = ids.next<"goal">();
  insertGoal(tx, id, account.id, input, { by: person.id, at: now });
  await reckon(tx, [account.id], await todayOf(acting), now);
  const about = { account: account.id, goal: id, name: input.name };
  await noted(acting, { ...about, action: "plans.add", what: "goal-added", details: { on: input.targetOn } });
  return done(view.say(isKnown ? "plans.added-measured" : "plans.added", { account: account.name }));
}

async function roomOf(acting: Acting, account: AccountRoster) {
  const { now, person, view } = acting;
  return {
    owners: (await owners(acting, account)).map(({ id }) => id as PersonId),
    contacts: (await whom(acting, account)).map(({ id }) => id),
    today: localDateOf(now, person.calendar.zone),
    locale: view.locale,
  };
}

/** A form about an open goal of one's own customer. */
export function form(
  draw: (acting: Acting, story: GoalStory) => Opened | Promise<Opened>,
  submit: (acting: Acting, story: GoalStory, values: Submission["values"]) => Promise<Reply>,
): FormHandler {
  return {
    async open(acting, subject) {
      const looked = await look(acting, subject, false);
      return looked.kind === "may" ? draw(acting, looked.story) : looked;
    },
    async submit(acting, { subject, values }) {
      const looked = await look(acting, subject, true);
      return looked.kind === "may" ? submit(acting, looked.story, values) : looked;
    },
  };
}

const change = form(
  async (acting, { goal, account }) => {
    if (goal.kind !== "goal") return done(acting.view.say("plans.not-a-goal"));
    const contacts = await whom(acting, account);
    const us = await owners(acting, account);
    return goalForm(
      { name: "change", subject: goal.id, account: account.name, goal, owners: us, contacts },
      acting.view,
    );
  },
  async (acting, { goal, account }, values) => {
    const { tx, now, view } = acting;
    const checked = checkGoal(values, { ...(await roomOf(acting, account)), before: goal.targetOn });
    if (checked.kind === "wrong") return invalid(acting, checked.problems);
    const { input, isKnown } = await measuring(acting, checked.value);
    saveGoal(tx, goal.id, input, now);
    await reckon(tx, [account.id], await todayOf(acting), now);
    const about = { account: account.id, goal: goal.id, name: input.name };
    await noted(acting, { ...about, action: "plans.change", what: "goal-changed", details: { on: input.targetOn } });
    if (goal.isImported) return done(view.say("plans.changed-imported", { account: account.name }));
    return done(view.say(isKnown ? "plans.added-measured" : "plans.changed", { account: account.name }));
  },
);

const confirm = form(
  async (acting, story) => {
    const { audience, view } = acting;
    if (story.goal.kind !== "goal") return done(view.say("plans.not-a-goal"));
    const mayWorth = mayRead(audience, "arr", story.account.scope);
    return confirmForm(story, await whom(acting, story.account), mayWorth, view);
  },
  async (acting, { goal, account }, values) => {
    const { tx, now, person, audience, view } = acting;
    const contacts = await whom(acting, account);
    const checked = checkConfirmation(values, {
      contacts: contacts.map(({ id }) => id),
      today: localDateOf(now, person.calendar.zone),
      mayWorth: mayRead(audience, "arr", account.scope),
      locale: view.locale,
    });
    if (checked.kind === "wrong") return invalid(acting, checked.problems);
    const { share, contact } = checked.value;
    saveConfirmation(tx, goal.id, checked.value, person.id, now);
    const details = { percent: Math.round(100 * share) };
    const about = { account: account.id, goal: goal.id, name: goal.name, details };
    await noted(acting, { ...about, action: "plans.confirm", what: "goal-confirmed" });
    const who = contacts.find(({ id }) => id === contact)?.name ?? account.name;
    return done(view.say(share >= 1 ? "plans.confirmed-all" : "plans.confirmed", { who, percent: details.percent }));
  },
);

const close = form(
  ({ view }, story) => (story.goal.kind === "goal" ? closeForm(story, view) : done(view.say("plans.not-a-goal"))),
  async (acting, { goal, account }, values) => {
    const { tx, now, person, view } = acting;
    const checked = checkClosing(values, localDateOf(now, person.calendar.zone));
    if (checked.kind === "wrong") return invalid(acting, checked.problems);
    const { as, on } = checked.value;
    saveClosing(tx, goal.id, checked.value, person.id, now);
    const about = { account: account.id, goal: goal.id, name: goal.name };
    await noted(acting, { ...about, action: "plans.close", what: `goal-${as}`, details: { on } });
    return done(view.say(as === "met" ? "plans.closed-met" : "plans.closed-given-up", { account: account.name }));
  },
);

const target: FormHandler = {
  async open(acting, subject) {
    const account = await planner(acting, subject);
    if ("kind" in account) return account;
    const plan = mayRead(acting.audience, "nps", account.scope) ? await planOf(acting, account.id) : undefined;
    const initial = plan && (plan.target ?? proposedTarget(plan.results));
    return targetForm(account.id, account.name, initial, acting.view);
  },
  async submit(acting, { subject, values }) {
    const { tx, now, ids, person, view, posts } = acting;
    const account = await planner(acting, subject);
    if ("kind" in account) return account;
    const checked = checkTarget(values, view.locale);
    if (checked.kind === "wrong") return invalid(acting, checked.problems);
    saveTarget(tx, account.id, checked.value, person.id, now);
    posts.redraw(account.id);
    const details = { target: String(checked.value) };
    writeAudit(tx, { id: ids.next(), at: now, by: person.id, action: "plans.target", subject: account.id, details });
    return done(view.say("plans.target-saved", { account: account.name, target: checked.value }));
  },
};

async function judge(acting: Acting, { subject, choice }: Press & { readonly subject: string }): Promise<Reply> {
  const looked = await look(acting, subject, true);
  if (looked.kind !== "may") return looked;
  const { tx, now, person, view } = acting;
  const { goal, account } = looked.story;
  const verdict = VERDICTS.find((each) => each === choice);
  if (!verdict || goal.kind !== "expectation") return done(view.say("plans.not-a-goal"));
  saveVerdict(tx, goal.id, verdict, person.id, now);
  const about = { account: account.id, goal: goal.id, name: goal.name };
  await noted(acting, { ...about, action: "plans.judge", what: `goal-expected-${verdict}` });
  return done(view.say("plans.judge-saved", { account: account.name }));
}

export const planForms: Readonly<Record<string, FormHandler>> = {
  add: { open: openAdd, submit: add },
  ...{ change, confirm, close, target },
};
export const planPresses: Readonly<Record<string, PressHandler>> = { judge: { changes: true, run: judge } };
