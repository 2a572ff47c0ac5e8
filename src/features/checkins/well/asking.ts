import type { Reply } from "../../../chat/interaction.ts";
import { done } from "../../../chat/reply.ts";
import { addWorkingDays, afterQuietHours, localDateOf } from "../../../kernel/business-time.ts";
import { WELL } from "../../../kernel/defaults.ts";
import type { Person } from "../../../kernel/directory.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { AccountId, WellTaskId } from "../../../kernel/ids.ts";
import { holds, leads, maySee, type Scope } from "../../../kernel/permissions.ts";
import { accountsAbout, accountsById, isAmQuiet, rosterOf } from "../../accounts/facts.ts";
import type { Acting, Context, PressHandler } from "../../feature.ts";
import { escalatedTo, leadersReading } from "../../leading.ts";
import { settingsOf } from "../../settings/facts.ts";
import { drawWell, type WellStory } from "./cards.ts";
import {
  closedUnasked,
  holdTask,
  insertTask,
  openTasksAt,
  openTasksOf,
  saveOwner,
  saveRung,
  saveTaskEnd,
  taskById,
  type WellEnd,
  type WellTask,
} from "./store.ts";
import { comesWithDigest } from "./with-digest.ts";

export const WELL_TASK = "checkins.well";
const REMIND = "checkins.well-remind";

/** The Account Manager's; while they are quiet (A5) or there is none the CSM's, else of who leads there. */
async function askerOf(
  context: Context,
  account: AccountId,
  scope: Scope,
  people: readonly Person[],
): Promise<Person | undefined> {
  const active = (id: Scope["am"]): Person | undefined => people.find((each) => each.active && each.id === id);
  const am = (await isAmQuiet(context.tx, account, context.now)) ? undefined : active(scope.am);
  return am ?? active(scope.csm) ?? leadersReading("internal", scope, people)[0];
}

/** Somebody asks after whatever was closed at key accounts; of several at one customer, once. */
export async function askAfterClosed(context: Context, accounts: readonly AccountId[]): Promise<void> {
  const { tx, now, ids, reminders, directory } = context;
  const closed = await closedUnasked(tx, accounts, now);
  if (closed.length === 0) return;
  const known = await accountsById(
    tx,
    closed.map(({ account }) => account),
    localDateOf(now, (await settingsOf(tx)).zone),
  );
  const people = await directory.people(tx);
  const asked = new Set<AccountId>();
  for (const each of closed) {
    const account = known.get(each.account);
    const owner = account && (await askerOf(context, each.account, account.scope, people));
    if (!owner) continue;
    const joined = asked.has(each.account) || (await openTasksAt(tx, [each.account])).length > 0;
    asked.add(each.account);
    const id = ids.next<"well-task">();
    const dueAt = addWorkingDays(now, WELL.dueAfterWorkingDays, owner.calendar);
    const { source, subject, id: sourceId } = each;
    insertTask(tx, {
      id,
      account: each.account,
      source,
      sourceId,
      subject,
      owner: owner.id,
      openedAt: now,
      dueAt,
      joined,
    });
    if (joined) continue;
    await announce(context, { id, account: each.account, dueAt }, owner, account.scope);
    reminders.set(REMIND, id, dueAt);
  }
}

/** Nobody has asked yet: whose it is hears of it again, then who leads. */
export async function remindWell(context: Context, subject: string): Promise<void> {
  const { tx, now, directory, posts, reminders } = context;
  const task = await holdTask(tx, subject as WellTaskId);
  const account = task && (await rosterOf(tx, task.account));
  if (!task || task.closedAt || !account || task.rung > 1) return;
  const people = await directory.people(tx);
  const { owner, isNew } = await handOn(context, task, account.scope, people);
  const isFirst = task.rung === 0 || isNew;
  const reader = isFirst && owner ? owner : escalatedTo("internal", owner?.id, account.scope, people);
  saveRung(tx, task.id, isFirst && owner ? 1 : 2);
  posts.redraw(task.id);
  if (isFirst && owner) {
    reminders.set(REMIND, task.id, addWorkingDays(now, WELL.escalateAfterWorkingDays, owner.calendar));
  }
  if (!reader || isNew) return;
  if (isFirst && (await comesWithDigest(context, task, reader, account.scope))) return;
  const dueAt = afterQuietHours(now, reader.calendar);
  const slot = isFirst ? "remind" : "escalate";
  posts.announce({ card: "checkins.well-nudge", subject: task.id, address: `person:${reader.id}`, slot, dueAt });
}

/** What is open goes to who is to ask by now, where whose it was has left or looks after the customer no more. */
export async function handOnWells(context: Context, accounts: readonly AccountId[]): Promise<void> {
  const { tx, now, directory, posts, reminders } = context;
  const tasks = await openTasksAt(tx, accounts);
  if (tasks.length === 0) return;
  const people = await directory.people(tx);
  for (const task of tasks) {
    const account = await rosterOf(tx, task.account);
    if (!account) continue;
    const { owner, isNew } = await handOn(context, task, account.scope, people);
    if (!owner || !isNew) continue;
    posts.redraw(task.id);
    if (task.rung === 1)
      reminders.set(REMIND, task.id, addWorkingDays(now, WELL.escalateAfterWorkingDays, owner.calendar));
  }
}

/** @returns whose it is by now, who is told where it is new to them */
async function handOn(
  context: Context,
  task: WellTask,
  scope: Scope,
  people: readonly Person[],
): Promise<{ readonly owner: Person | undefined; readonly isNew: boolean }> {
  const kept = people.find(({ id, active }) => active && id === task.owner);
  if (kept && [scope.am, scope.csm].includes(kept.id)) return { owner: kept, isNew: false };
  const owner = (await askerOf(context, task.account, scope, people)) ?? kept;
  if (!owner || owner.id === task.owner) return { owner, isNew: false };
  saveOwner(context.tx, task.id, owner.id);
  await announce(context, task, owner, scope);
  return { owner, isNew: true };
}

/** Whose it is reads of it once: what their digest of the same minute says needs no card of its own. */
async function announce(
  context: Context,
  task: Pick<WellTask, "id" | "account" | "dueAt">,
  owner: Person,
  scope: Scope,
): Promise<void> {
  if (await comesWithDigest(context, task, owner, scope)) return;
  const { now, posts } = context;
  const { id, account } = task;
  const dueAt = afterQuietHours(now, owner.calendar);
  posts.announce({ card: WELL_TASK, subject: id, address: `person:${owner.id}`, slot: "", dueAt, shows: [account] });
}

/** The customer left: nobody is asked any more. */
export async function endWellAt(context: Context, account: AccountId): Promise<void> {
  for (const task of await openTasksAt(context.tx, [account])) end(context, task, "left", undefined);
}

function end({ tx, now, reminders, posts }: Context, task: WellTask, as: WellEnd, by: WellTask["owner"]): void {
  saveTaskEnd(tx, task.id, as, by, now);
  reminders.drop(REMIND, task.id);
  posts.redraw(task.id, task.account);
}

export async function wellStory(context: Context, subject: string): Promise<WellStory | undefined> {
  const task = await taskById(context.tx, subject as WellTaskId);
  return task && (await storiesOf(context, [task]))[0];
}

/** Several at once, in the order of the tasks. */
export async function storiesOf({ tx, now, directory }: Context, tasks: readonly WellTask[]): Promise<WellStory[]> {
  if (tasks.length === 0) return [];
  const accounts = await accountsAbout(tx, tasks, localDateOf(now, (await settingsOf(tx)).zone));
  const people = await directory.people(tx);
  return tasks.flatMap((task): WellStory[] => {
    const account = accounts.get(task.account);
    const owner = people.find(({ id }) => id === task.owner);
    if (!account) return [];
    const { name: accountName, scope } = account;
    const isLate = now >= task.dueAt;
    return [{ task, accountName, scope, owner: owner && { id: owner.id, name: owner.name }, isLate }];
  });
}

/** What somebody has to ask by the end of a day. */
export async function wellStoriesOf(acting: Acting, until: Date): Promise<WellStory[]> {
  const { tx, person } = acting;
  return storiesOf(acting, await openTasksOf(tx, [person.id, ...person.covers], until));
}

const asked = (as: "well" | "not-well"): PressHandler => ({
  changes: true,
  async run(acting, { subject }): Promise<Reply> {
    const { audience, place, person, via, view } = acting;
    await holdTask(acting.tx, subject as WellTaskId);
    const story = await wellStory(acting, subject);
    if (!story || !maySee(audience, place.private, "internal", story.scope)) throw new NotFound("well.gone");
    const { task, scope, accountName: account } = story;
    const { say } = view;
    if (task.closedAt) return done(say("well.already", { account, on: { date: task.closedAt, style: "day" } }));
    const reader = { person: person.id, covers: person.covers, roles: person.roles };
    const isTheirs = holds("am", reader, scope) || holds("csm", reader, scope) || leads(reader, scope);
    if (!isTheirs) return done(say("well.only-theirs", { account }));
    end(acting, task, as, person.id);
    const touch = { account: task.account, by: person.id, via, details: { source: task.source } } as const;
    const what = as === "well" ? "all-well" : "not-well";
    await acting.emit({ kind: "account-touched", what, ...touch, direction: "out", proactive: true });
    return done(say(as === "well" ? "well.saved-well" : "well.saved-not-well", { account }));
  },
});

/** The question behind a line of a digest. */
const show: PressHandler = {
  changes: false,
  async run(acting, { subject }): Promise<Reply> {
    const { audience, place, view } = acting;
    const story = await wellStory(acting, subject);
    if (!story || !maySee(audience, place.private, "internal", story.scope)) throw new NotFound("well.gone");
    return { kind: "private", card: drawWell(story, view).card };
  },
};

export const wellPresses: Readonly<Record<string, PressHandler>> = {
  "well-show": show,
  well: asked("well"),
  "not-well": asked("not-well"),
};
