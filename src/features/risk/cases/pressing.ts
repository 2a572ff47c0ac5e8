import type { Reply, Submission } from "../../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../../chat/reply.ts";
import { localDateOf } from "../../../kernel/business-time.ts";
import { NotFound } from "../../../kernel/errors.ts";
import type { PlayStepId, RiskCaseId } from "../../../kernel/ids.ts";
import { maySee } from "../../../kernel/permissions.ts";
import { type AccountRoster, holdAccount, rosterOf } from "../../accounts/facts.ts";
import type { Acting } from "../../feature.ts";
import { escalatedTo } from "../../leading.ts";
import { type Case, caseById, newestCases } from "../case-store.ts";
import { standingOf } from "../store.ts";
import { AUDITED, type CaseTold } from "./audited.ts";
import { tellDepartment } from "./blaming.ts";
import {
  type CaseAction,
  type CaseOutcome,
  checkClosing,
  checkSnooze,
  checkWritten,
  decideCasePress,
  type FieldProblem,
} from "./decide.ts";
import { closeForm, escalateForm, notARiskForm, problemText, snoozeForm } from "./forms.ts";
import { nudge, watch, watchIdle, watchNoMore, watchSleep } from "./late.ts";
import { caseOfStep, saveStepDone, stepDone } from "./play-store.ts";
import { refusalText } from "./refusals.ts";
import {
  type ClosedBy,
  mergedIntoOf,
  noteActivity,
  saveClosed,
  saveEscalated,
  saveReopened,
  saveSnoozed,
  writeAudit,
} from "./store.ts";

/** A case that the presser may see. */
export interface Pressed {
  readonly found: Case;
  readonly account: AccountRoster;
  readonly isNewest: boolean;
  readonly isGone: boolean;
  readonly mergedInto: string | undefined;
}

/** @throws NotFound when it isn't there for this person */
async function seen(acting: Acting, subject: string): Promise<Pressed> {
  const { tx, audience, place } = acting;
  const found = await caseById(tx, subject as RiskCaseId);
  const account = found && (await rosterOf(tx, found.account));
  if (!found || !account || !maySee(audience, place.private, "risk-band", account.scope))
    throw new NotFound("cases.gone");
  const newest = (await newestCases(tx, [account.id])).get(account.id);
  const mergedInto = await mergedIntoOf(tx, account.id);
  return { found, account, isNewest: newest?.id === found.id, isGone: account.stage === "churned", mergedInto };
}

function outcomeOf({ person }: Acting, action: CaseAction, { account, ...room }: Pressed): CaseOutcome {
  return decideCasePress(action, { ...room, scope: account.scope }, person);
}

/** The case, or why this person can't do that with it. */
async function allowed(acting: Acting, action: CaseAction, subject: string): Promise<Pressed | Done> {
  const pressed = await seen(acting, subject);
  const outcome = outcomeOf(acting, action, pressed);
  return outcome.kind === "may" ? pressed : done(refusalText(outcome, pressed, acting));
}

function isDone(either: Pressed | Done): either is Done {
  return "kind" in either;
}

/** Somebody else was faster: what they decided. */
async function again(acting: Acting, action: CaseAction, subject: string): Promise<Done> {
  const after = await allowed(acting, action, subject);
  return isDone(after) ? after : done(acting.view.say("cases.gone"));
}

function invalid(acting: Acting, problem: FieldProblem): Reply {
  return { kind: "invalid", fields: { [problem.field]: problemText(problem, acting.view) } };
}

/** What was decided stands in the timeline, the audit, and on every card of the account. */
async function decided(
  acting: Acting,
  { found }: Pressed,
  what: CaseTold,
  details: Readonly<Record<string, string>>,
  audited: object = details,
): Promise<void> {
  const { tx, ids, now, person, via, posts } = acting;
  await acting.emit({ kind: "account-touched", account: found.account, what, by: person.id, via, details });
  writeAudit(tx, {
    id: ids.next(),
    at: now,
    by: person.id,
    action: AUDITED[what],
    subject: found.id,
    details: audited,
  });
  posts.redraw(found.account);
}

export async function openSnooze(acting: Acting, subject: string): Promise<Opened> {
  const either = await allowed(acting, "snooze", subject);
  return isDone(either) ? either : snoozeForm(either, acting.view);
}

export async function snooze(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, view } = acting;
  const either = await allowed(acting, "snooze", subject);
  if (isDone(either)) return either;
  const checked = checkSnooze(values, person.calendar, now);
  if (checked.kind === "wrong") return invalid(acting, checked.problem);
  const { found, account } = either;
  if (!(await saveSnoozed(tx, found.id, checked.value))) return again(acting, "snooze", subject);
  watchSleep(acting, found.id, checked.value);
  await decided(acting, either, "risk-case-snoozed", { until: localDateOf(checked.value, person.calendar.zone) });
  const until = { date: checked.value, style: "day-time" } as const;
  return done(view.say("cases.snoozed", { account: account.name, until }));
}

export async function openNotARisk(acting: Acting, subject: string): Promise<Opened> {
  const either = await allowed(acting, "not-a-risk", subject);
  return isDone(either) ? either : notARiskForm(either, acting.view);
}

export async function notARisk(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const either = await allowed(acting, "not-a-risk", subject);
  if (isDone(either)) return either;
  const checked = checkWritten("reason", values);
  if (checked.kind === "wrong") return invalid(acting, checked.problem);
  const closing = { outcome: "not-a-risk", reason: undefined, note: checked.value } as const;
  if (!(await closeBy(acting, either, closing))) return again(acting, "not-a-risk", subject);
  return done(acting.view.say("cases.not-a-risk-done", { account: either.account.name }));
}

export async function openClose(acting: Acting, subject: string): Promise<Opened> {
  const either = await allowed(acting, "close", subject);
  return isDone(either) ? either : closeForm(either, acting.view);
}

/** B7 and B9: with a logged contact and an outcome; what was our own fault is told to who can change it. */
export async function close(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const either = await allowed(acting, "close", subject);
  if (isDone(either)) return either;
  const checked = checkClosing(values);
  if (checked.kind === "wrong") return invalid(acting, checked.problem);
  if (!(await closeBy(acting, either, checked.value))) return again(acting, "close", subject);
  if (checked.value.outcome === "lost" && checked.value.reason)
    await tellDepartment(acting, acting.person.id, either.found.id, either.account, checked.value.reason);
  return done(acting.view.say("cases.closed-done", { account: either.account.name }));
}

/** The state of the account stays as it is (B0). */
async function closeBy(
  acting: Acting,
  pressed: Pressed,
  closing: Pick<ClosedBy, "outcome" | "reason" | "note">,
): Promise<boolean> {
  const { tx, now, person } = acting;
  const { found } = pressed;
  const p = (await standingOf(tx, found.account))?.p;
  if (!(await saveClosed(tx, found.id, { ...closing, by: person.id, at: now, p }))) return false;
  watchNoMore(acting, found.id);
  const { outcome, reason } = closing;
  await decided(acting, pressed, "risk-case-closed", { outcome }, { outcome, ...(reason && { reason }) });
  return true;
}

export async function openEscalate(acting: Acting, subject: string): Promise<Opened> {
  const either = await allowed(acting, "escalate", subject);
  return isDone(either) ? either : escalateForm(either, acting.view);
}

export async function escalate(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, directory, view } = acting;
  const either = await allowed(acting, "escalate", subject);
  if (isDone(either)) return either;
  const checked = checkWritten("reason", values);
  if (checked.kind === "wrong") return invalid(acting, checked.problem);
  const { found, account } = either;
  const people = await directory.people(tx);
  const manager = escalatedTo("risk", account.scope.csm ?? person.id, account.scope, people, [person.id]);
  if (!manager) return done(view.say("cases.nobody-above"));
  if (!(await saveEscalated(tx, found.id, { at: now, to: manager.id, by: person.id, note: checked.value })))
    return again(acting, "escalate", subject);
  nudge(acting, "pressed", found, manager);
  await decided(acting, either, "risk-case-escalated", { to: manager.name });
  await watch(acting, found.id, account);
  return done(view.say("cases.escalated-done", { account: account.name, manager: { mention: manager } }));
}

/** The account is held, so that of two who reopen, and a night that opens, one wins. */
export async function reopen(acting: Acting, subject: string): Promise<Reply> {
  const { tx, now, view } = acting;
  const first = await seen(acting, subject);
  await holdAccount(tx, first.account.id);
  const either = await allowed(acting, "reopen", subject);
  if (isDone(either)) return either;
  const { found, account } = either;
  if (!(await saveReopened(tx, found.id, now))) return again(acting, "reopen", subject);
  await decided(acting, either, "risk-case-reopened", {});
  await watch(acting, found.id, account);
  return done(view.say("cases.reopened", { account: account.name }));
}

/** A step of the play is done, which counts as activity. */
export async function doStep(acting: Acting, subject: string): Promise<Reply> {
  const { tx, now, person, view } = acting;
  const step = await caseOfStep(tx, subject as PlayStepId);
  if (!step) throw new NotFound("cases.gone");
  const either = await allowed(acting, "step", step.id);
  if (isDone(either)) return either;
  const { found, account } = either;
  if (!(await saveStepDone(tx, subject as PlayStepId, person.id, now))) {
    const was = await stepDone(tx, subject as PlayStepId);
    const at = { date: was?.at ?? now, style: "day-time" } as const;
    return done(view.say("cases.step-already", { by: was ? [{ mention: was.by }] : [], at }));
  }
  await noteActivity(tx, found.account, now, undefined);
  await decided(acting, either, "risk-step-done", { step: step.step });
  const after = await caseById(tx, found.id);
  if (after?.owner) watchIdle(acting, after, await acting.directory.people(tx));
  return done(view.say("cases.step-saved", { account: account.name }));
}
