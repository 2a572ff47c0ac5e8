import { addWorkingDays, afterQuietHours, type WorkCalendar } from "../../../kernel/business-time.ts";
import type { Person } from "../../../kernel/directory.ts";
import type { PersonId, RiskCaseId } from "../../../kernel/ids.ts";
import { type AccountRoster, rosterOf } from "../../accounts/facts.ts";
import type { Context } from "../../feature.ts";
import { escalatedTo, leadersOf } from "../../leading.ts";
import { type Case, caseById } from "../case-store.ts";
import type { Standing } from "../decide.ts";
import { standingOf } from "../store.ts";
import { AUDITED, type CaseTold } from "./audited.ts";
import { decideIdle, decideUnowned, type NudgeKind } from "./ladder.ts";
import { noteReminded, saveAwake, saveEscalated, saveGivenBack, writeAudit } from "./store.ts";

const UNOWNED = "risk.case-unowned";
const IDLE = "risk.case-idle";
const ASLEEP = "risk.case-asleep";

/** Sets when an unowned case is looked at next. Only a case that people were told of climbs the ladder. */
export function watchUnowned(
  { reminders, now }: Pick<Context, "reminders" | "now">,
  found: Case,
  account: Pick<AccountRoster, "scope">,
  standing: Pick<Standing, "band"> | undefined,
  people: readonly Person[],
): void {
  if (!found.alerted) return;
  const calendar = whoseTime(account, people);
  if (!calendar) return;
  const rung = decideUnowned(found, standing?.band === "critical", calendar, now);
  if (rung.kind === "over") reminders.drop(UNOWNED, found.id);
  else reminders.set(UNOWNED, found.id, rung.kind === "wait" ? rung.until : now);
}

/** Sets when an owned case is looked at next. */
export function watchIdle(
  { reminders, now }: Pick<Context, "reminders" | "now">,
  found: Case,
  people: readonly Person[],
): void {
  reminders.drop(UNOWNED, found.id);
  const calendar = found.owner && actingFor(found.owner.id, people)?.calendar;
  if (!calendar) return;
  const rung = decideIdle(found, calendar, now);
  if (rung.kind === "over") reminders.drop(IDLE, found.id);
  else reminders.set(IDLE, found.id, rung.kind === "wait" ? rung.until : now);
}

/** Wakes a case at an instant, and lets it wait no more until then. */
export function watchSleep({ reminders }: Pick<Context, "reminders">, id: RiskCaseId, until: Date): void {
  reminders.drop(UNOWNED, id);
  reminders.drop(IDLE, id);
  reminders.set(ASLEEP, id, until);
}

/** It is closed: nobody waits for it any more. */
export function watchNoMore({ reminders }: Pick<Context, "reminders">, id: RiskCaseId): void {
  for (const name of [UNOWNED, IDLE, ASLEEP]) reminders.drop(name, id);
}

/** The person, or who covers for them today. */
function actingFor(id: PersonId, people: readonly Person[]): Person | undefined {
  const found = people.find((person) => person.id === id);
  return people.find((person) => person.id === found?.cover) ?? found;
}

/** The working time that a case waits in: its CSM's, or a manager's where there is none. */
function whoseTime({ scope }: Pick<AccountRoster, "scope">, people: readonly Person[]): WorkCalendar | undefined {
  const csm = scope.csm && actingFor(scope.csm, people);
  return (csm ?? leadersOf(scope, people)[0])?.calendar;
}

/** Posts a nudge about a case to somebody, outside their quiet hours; each is a message of its own. */
export function nudge(
  { now, ids, posts }: Context,
  kind: NudgeKind,
  found: Pick<Case, "id" | "account">,
  to: Person,
): void {
  posts.announce({
    card: "risk.case-nudge",
    subject: found.id,
    address: `person:${to.id}`,
    slot: `${now.toISOString()} ${kind} ${ids.next()}`,
    dueAt: afterQuietHours(now, to.calendar),
    shows: [found.account],
  });
}

interface Loaded {
  readonly found: Case;
  readonly account: AccountRoster;
  readonly people: readonly Person[];
}

async function load({ tx, directory }: Context, subject: string): Promise<Loaded | undefined> {
  const found = await caseById(tx, subject as RiskCaseId);
  const account = found && (await rosterOf(tx, found.account));
  return account && { found, account, people: await directory.people(tx) };
}

/** Nobody owns it: its CSM is reminded, then the manager has it. */
export async function unowned(context: Context, subject: string): Promise<void> {
  const { tx, now, reminders } = context;
  const loaded = await load(context, subject);
  if (!loaded) return;
  const { found, account, people } = loaded;
  const calendar = whoseTime(account, people);
  if (!calendar) return;
  const isCritical = (await standingOf(tx, account.id))?.band === "critical";
  const rung = decideUnowned(found, isCritical, calendar, now);
  if (rung.kind === "wait") reminders.set(UNOWNED, subject, rung.until);
  if (rung.kind === "escalate" && !(await escalate(context, loaded)))
    reminders.set(UNOWNED, subject, addWorkingDays(now, 1, calendar));
  if (rung.kind !== "remind") return;
  const csm = people.find(({ id }) => id === account.scope.csm);
  if (csm) nudge(context, "unowned", found, csm);
  noteReminded(tx, found.id, now);
  reminders.set(UNOWNED, subject, rung.until);
}

/** @returns false where there is no manager to escalate to: one may come */
async function escalate(context: Context, { found, account, people }: Loaded): Promise<boolean> {
  const { tx, now, posts } = context;
  const manager = escalatedTo("risk", account.scope.csm, account.scope, people);
  if (!manager) return false;
  if (!(await saveEscalated(tx, found.id, { at: now, to: manager.id, by: undefined, note: undefined }))) return true;
  nudge(context, "escalated", found, manager);
  posts.redraw(found.account);
  await told(context, found, "risk-case-escalated", { to: manager.name });
  return true;
}

/** Owned and idle: its owner is reminded, then it is given back and waits for an owner anew. */
export async function idle(context: Context, subject: string): Promise<void> {
  const { tx, now, posts, reminders } = context;
  const loaded = await load(context, subject);
  const owner = loaded?.found.owner;
  if (!loaded || !owner) return;
  const { found, account, people } = loaded;
  const calendar = actingFor(owner.id, people)?.calendar;
  if (!calendar) return;
  const rung = decideIdle(found, calendar, now);
  if (rung.kind === "wait") reminders.set(IDLE, subject, rung.until);
  const person = people.find(({ id }) => id === owner.id);
  if (rung.kind === "remind") {
    if (person) nudge(context, "idle", found, person);
    noteReminded(tx, found.id, now);
    reminders.set(IDLE, subject, rung.until);
  }
  if (rung.kind !== "give-back" || !(await saveGivenBack(tx, found.id, owner.id, now))) return;
  if (person) nudge(context, "given-back", found, person);
  posts.redraw(found.account);
  await told(context, found, "risk-case-given-back", { from: owner.name });
  const waiting = (await caseById(tx, found.id)) ?? found;
  const alerted = waiting.alerted ?? { at: now, p: 0 };
  watchUnowned(context, { ...waiting, alerted }, account, await standingOf(tx, account.id), people);
}

/** What was put off is back: whoever has it hears of it, and it waits again. */
export async function awake(context: Context, subject: string): Promise<void> {
  const { tx, now, posts } = context;
  const loaded = await load(context, subject);
  if (!loaded?.found.snoozedUntil || loaded.found.snoozedUntil.getTime() > now.getTime()) return;
  const { found, account, people } = loaded;
  if (!(await saveAwake(tx, found.id, now))) return;
  const whose = found.owner?.id ?? account.scope.csm;
  const person = people.find(({ id }) => id === whose);
  if (person) nudge(context, "awake", found, person);
  posts.redraw(found.account);
  await watch(context, found.id, account);
}

/** Sets the clocks of a case as it stands now. */
export async function watch(
  context: Context,
  id: RiskCaseId,
  account: Pick<AccountRoster, "id" | "scope">,
): Promise<void> {
  const found = await caseById(context.tx, id);
  if (found?.state !== "open") return;
  const people = await context.directory.people(context.tx);
  if (found.owner) return watchIdle(context, found, people);
  const alerted = found.alerted ?? { at: context.now, p: 0 };
  watchUnowned(context, { ...found, alerted }, account, await standingOf(context.tx, account.id), people);
}

async function told(context: Context, found: Case, what: CaseTold, details: Record<string, string>): Promise<void> {
  const { tx, ids, now } = context;
  writeAudit(tx, {
    id: ids.next(),
    at: now,
    by: undefined,
    action: AUDITED[what],
    subject: found.id,
    details,
  });
  await context.emit({ kind: "account-touched", account: found.account, what, by: undefined, via: "clock", details });
}
