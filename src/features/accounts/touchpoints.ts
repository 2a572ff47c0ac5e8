import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import {
  afterQuietHours,
  localDateOf,
  localTimeOf,
  type LocalDate,
  workingDayFrom,
} from "../../kernel/business-time.ts";
import { TOUCHPOINT } from "../../kernel/defaults.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { Touch } from "../../kernel/events.ts";
import type { AccountId, TouchpointId } from "../../kernel/ids.ts";
import { mayRead } from "../../kernel/permissions.ts";
import type { Acting, CardKind, Context, HomeSection } from "../feature.ts";
import { keepContact } from "../keeping-contact.ts";
import { hasLeft, type Stakeholder } from "./contact-decide.ts";
import { stakeholdersOf } from "./contact-store.ts";
import { accountOf, type AccountRoster, rosterOf } from "./facts.ts";
import { looksAfter, onlyForThem, staysResponsible } from "./rights.ts";
import {
  type Asked,
  drawAsked,
  drawMeetings,
  kindText,
  moveForm,
  planForm,
  planProblemTexts,
} from "./touchpoint-cards.ts";
import { checkPlan, checkWhen, decideSettle, type PlanProblem, type Settling } from "./touchpoint-decide.ts";
import {
  insertTouchpoint,
  moveTouchpoint,
  plannedBy,
  settleTouchpoint,
  type StoredTouchpoint,
  touchpointById,
} from "./touchpoint-store.ts";

const DAY_MS = 86_400_000;

/** The form by which a meeting with a customer is planned; on the next working day, an hour after opening. */
export async function openPlan(acting: Acting, id: AccountId): Promise<Opened> {
  const account = await accountOf(acting, id);
  const refused = refusedPlanner(acting, account);
  if (refused) return refused;
  const { calendar } = acting.person;
  return planForm(
    account,
    await peopleThere(acting, id),
    { on: nextWorkingDay(acting), at: calendar.opens },
    acting.view,
  );
}

export async function submitPlan(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, ids, person, view, via, reminders, posts } = acting;
  const account = await accountOf(acting, subject as AccountId);
  const refused = refusedPlanner(acting, account);
  if (refused) return refused;
  const contacts = await peopleThere(acting, account.id);
  const checked = checkPlan(values, { contacts, calendar: person.calendar, now });
  if (checked.kind === "wrong") return wrong(acting, checked.problems);
  const plan = checked.value;
  const id = ids.next<"touchpoint">();
  insertTouchpoint(tx, { ...plan, id, account: account.id, owner: person.id, origin: "person", madeAt: now });
  reminders.set("accounts.touchpoint", id, plan.plannedAt);
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: "touchpoint-planned",
    by: person.id,
    via,
    details: { touchpoint: plan.kind, on: localDateOf(plan.plannedAt, person.calendar.zone) },
    ...(plan.contact && { contact: plan.contact }),
  });
  posts.redraw(account.id);
  const at = { date: plan.plannedAt, style: "day-time" } as const;
  return done(view.say("touchpoints.planned", { kind: kindText(plan.kind, view), account: account.name, at }));
}

/** The CSM plans, who covers for them, their manager; the AM logs what was. */
function refusedPlanner(acting: Acting, account: AccountRoster): Done | undefined {
  if (staysResponsible(acting.person, account.scope)) return undefined;
  if (!looksAfter(acting.person, account.scope)) return onlyForThem(acting, account);
  const { say } = acting.view;
  return done(
    account.csm
      ? say("touchpoints.for-csm", { account: account.name, csm: { mention: account.csm } })
      : say("touchpoints.for-csm-orphan", { account: account.name }),
  );
}

async function peopleThere({ tx, now, person }: Acting, account: AccountId): Promise<Stakeholder[]> {
  const today = localDateOf(now, person.calendar.zone);
  return (await stakeholdersOf(tx, [account], now)).filter((contact) => !hasLeft(contact, today));
}

function nextWorkingDay({ now, person: { calendar } }: Acting): LocalDate {
  return workingDayFrom(localDateOf(now, calendar.zone), 1, calendar);
}

function wrong(acting: Acting, problems: readonly PlanProblem[]): Reply {
  const { opens, closes } = acting.person.calendar;
  const room = { opens, closes, next: nextWorkingDay(acting) };
  return { kind: "invalid", fields: planProblemTexts(problems, room, acting.view) };
}

/** Its time has come: its owner is asked whether it happened. */
export async function askWhetherHeld({ tx, now, directory, posts }: Context, subject: string): Promise<void> {
  const found = await touchpointById(tx, subject as TouchpointId);
  if (found?.state !== "planned") return;
  const owner = await directory.person(tx, found.owner);
  if (!owner) return;
  posts.announce({
    card: "accounts.touchpoint",
    subject,
    address: `person:${owner.id}`,
    slot: found.plannedAt.toISOString(),
    dueAt: afterQuietHours(now, owner.calendar),
  });
}

export const touchpointCard: CardKind<Asked> = {
  sensitive: false,
  called: "touchpoints.called",
  direct: { why: "why.touchpoint" },
  async load({ tx }, subject, { slot, stands }) {
    const touchpoint = await touchpointById(tx, subject as TouchpointId);
    const account = touchpoint && (await rosterOf(tx, touchpoint.account));
    if (!touchpoint || !account) return "gone";
    const isOver = touchpoint.state !== "planned" || touchpoint.plannedAt.toISOString() !== slot;
    return isOver && !stands ? "gone" : { touchpoint, scope: account.scope };
  },
  draw: drawAsked,
};

interface Found {
  readonly touchpoint: StoredTouchpoint;
  readonly account: AccountRoster;
}

/** @throws NotFound when it isn't there for this person */
async function seen({ tx, audience }: Acting, subject: string): Promise<Found> {
  const touchpoint = await touchpointById(tx, subject as TouchpointId);
  const account = touchpoint && (await rosterOf(tx, touchpoint.account));
  if (!touchpoint || !account || !mayRead(audience, "internal", account.scope)) throw new NotFound("touchpoints.gone");
  return { touchpoint, account };
}

/** Why somebody can't do it, or nothing. */
function refusal(acting: Acting, { touchpoint, account }: Found, action: Settling): Done | undefined {
  const { person, now, view } = acting;
  const isOwner = touchpoint.owner === person.id || person.covers.includes(touchpoint.owner);
  const outcome = decideSettle(touchpoint, action, isOwner || staysResponsible(person, account.scope), now);
  const { say } = view;
  const at = { date: touchpoint.plannedAt, style: "day-time" } as const;
  switch (outcome.kind) {
    case "may":
      return undefined;
    case "settled":
      return done(say(outcome.state === "held" ? "touchpoints.already-held" : "touchpoints.already-cancelled", { at }));
    case "not-yet":
      return done(say("touchpoints.not-yet", { at }));
    case "for-owner":
      return done(say("touchpoints.for-owner", { owner: { mention: touchpoint.people.owner } }));
  }
}

export async function hold(acting: Acting, subject: string): Promise<Reply> {
  const { tx, person, audience, via, view, posts } = acting;
  const found = await seen(acting, subject);
  const refused = refusal(acting, found, "hold");
  if (refused) return refused;
  const { id, account, contact, kind, plannedAt, note, contactName } = found.touchpoint;
  if (!(await settleTouchpoint(tx, id, { state: "held", heldAt: plannedAt }))) return again(acting, subject, "hold");
  posts.redraw(subject, account);
  const touch: Touch = {
    account,
    what: kind,
    by: person.id,
    via,
    details: {},
    at: plannedAt,
    direction: "out",
    proactive: true,
    ...(contact && { contact }),
    ...(note && { summary: note }),
  };
  const { name, scope } = found.account;
  const named = mayRead(audience, "contact-names", scope) ? contactName : undefined;
  const said = view.say("touchpoints.held-done", { account: name });
  return done(await keepContact(acting, touch, { scope, contact: named }, said));
}

export async function cancel(acting: Acting, subject: string): Promise<Reply> {
  const { tx, view, posts, reminders } = acting;
  const found = await seen(acting, subject);
  const refused = refusal(acting, found, "cancel");
  if (refused) return refused;
  if (!(await settleTouchpoint(tx, found.touchpoint.id, { state: "cancelled" })))
    return again(acting, subject, "cancel");
  reminders.drop("accounts.touchpoint", subject);
  await changed(acting, found, "touchpoint-cancelled");
  posts.redraw(subject, found.account.id);
  return done(view.say("touchpoints.cancel-done", { account: found.account.name }));
}

export async function openMove(acting: Acting, subject: string): Promise<Opened> {
  const found = await seen(acting, subject);
  const refused = refusal(acting, found, "move");
  if (refused) return refused;
  const { zone } = acting.person.calendar;
  const at = localTimeOf(found.touchpoint.plannedAt, zone);
  return moveForm(found.touchpoint, { on: nextWorkingDay(acting), at }, acting.view);
}

export async function submitMove(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, view, posts, reminders } = acting;
  const found = await seen(acting, subject);
  const refused = refusal(acting, found, "move");
  if (refused) return refused;
  const checked = checkWhen(values, person.calendar, now);
  if (checked.kind === "wrong") return wrong(acting, checked.problems);
  const { id, plannedAt, kind } = found.touchpoint;
  if (!(await moveTouchpoint(tx, id, plannedAt, checked.at))) return again(acting, subject, "move");
  reminders.set("accounts.touchpoint", id, checked.at);
  await changed(acting, found, "touchpoint-moved");
  posts.redraw(subject, found.account.id);
  const at = { date: checked.at, style: "day-time" } as const;
  return done(view.say("touchpoints.planned", { kind: kindText(kind, view), account: found.account.name, at }));
}

function changed({ emit, person, via }: Acting, { touchpoint, account }: Found, what: string): Promise<void> {
  const details = { touchpoint: touchpoint.kind };
  return emit({ kind: "account-touched", account: account.id, what, by: person.id, via, details });
}

/** Somebody else was faster: what they decided. */
async function again(acting: Acting, subject: string, action: Settling): Promise<Done> {
  const found = await seen(acting, subject);
  return refusal(acting, found, action) ?? done(acting.view.say("touchpoints.gone"));
}

/** The meetings of somebody's next days, and those that wait for an answer. */
export const homeMeetings: HomeSection<readonly StoredTouchpoint[]> = {
  surface: "home",
  order: 25,
  async load({ tx, now, person }) {
    const until = new Date(now.getTime() + TOUCHPOINT.soonDays * DAY_MS);
    const planned = await plannedBy(tx, [person.id, ...person.covers], until);
    return planned.length > 0 ? planned : undefined;
  },
  draw: drawMeetings,
};
