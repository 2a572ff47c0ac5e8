import { afterQuietHours } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId, ContactId, EntryId, PersonId } from "../../kernel/ids.ts";
import { rosterOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { escalatedTo } from "../leading.ts";
import type { Band } from "./decide.ts";
import { callBy, loopFor, loopOwner, rungDueAt } from "./loop-decide.ts";
import {
  holdLoop,
  type Loop,
  type LoopEnd,
  type LoopId,
  type LoopKind,
  loopsOf,
  openLoops,
  saveLoop,
  saveLoopEnd,
  saveLoopOwner,
  saveLoopRung,
  saveLoopScore,
} from "./loop-store.ts";
import type { Survey } from "./survey-store.ts";

export const LOOP = "nps.loop";
export const LADDER = "nps.ladder";

/**
 * An answer, or another one: what it leads to begins, and what the one before led to is over.
 * @returns what begins, or begins anew
 */
export async function loopsFollow(context: Context, survey: Survey, band: Band): Promise<LoopKind | undefined> {
  const kind = loopFor(band);
  const loops = await loopsOf(context.tx, survey.id);
  for (const loop of loops) {
    if (loop.kind !== kind && !loop.closedAt) await end(context, loop, "better", undefined);
  }
  if (!kind) return undefined;
  const begun = await begin(context, survey, kind, loops);
  if (survey.score !== undefined) saveLoopScore(context.tx, survey.id, kind, survey.score);
  for (const loop of loops) if (loop.kind === kind) context.posts.redraw(loop.id);
  return begun ? kind : undefined;
}

/** What was settled otherwise than by a better answer stays settled: a call that they don't need, a favour that they did. */
async function begin(context: Context, survey: Survey, kind: LoopKind, loops: readonly Loop[]): Promise<boolean> {
  const { tx, now, ids, directory } = context;
  const account = await rosterOf(tx, survey.account);
  if (!account) return false;
  const known = loops.find((loop) => loop.kind === kind);
  if (known && known.closedAs !== "better") return false;
  const owner = loopOwner(account.scope, await directory.people(tx));
  const calendar = owner?.calendar;
  const begun = { kind, rung: 0, openedAt: now };
  const loop: Loop = {
    ...begun,
    id: known?.id ?? ids.next(),
    survey: survey.id,
    account: survey.account,
    contact: survey.contact?.id,
    score: survey.score,
    owner: owner?.id,
    dueAt: calendar ? callBy(now, calendar) : now,
    rungDueAt: calendar && rungDueAt(begun, calendar),
    closedAt: undefined,
    closedBy: undefined,
    closedAs: undefined,
    referral: undefined,
  };
  saveLoop(tx, loop);
  if (owner) announce(context, loop, owner, known ? now.toISOString() : "");
  setLadder(context, loop);
  return true;
}

function announce({ now, posts }: Context, { id, survey, account }: Loop, owner: Person, slot: string): void {
  const dueAt = afterQuietHours(now, owner.calendar);
  posts.announce({ card: LOOP, subject: id, address: `person:${owner.id}`, slot, dueAt, shows: [survey, account] });
}

/** The customer changed hands: whose it is now is told what waits for them, by when it was promised. */
export async function loopsHandedOver(context: Context, id: AccountId): Promise<void> {
  const { tx, now, directory, posts } = context;
  const loops = await openLoops(tx, id);
  const account = loops.length > 0 ? await rosterOf(tx, id) : undefined;
  const owner = account && loopOwner(account.scope, await directory.people(tx));
  if (!owner) return;
  for (const loop of loops) {
    if (loop.owner === owner.id) continue;
    const taken = takenOver(loop, owner, now);
    saveLoopOwner(tx, taken);
    setLadder(context, taken);
    announce(context, taken, owner, now.toISOString());
    posts.redraw(loop.id, loop.survey);
  }
}

/** Where nobody was there to promise a call, it is promised now. */
function takenOver(loop: Loop, owner: Person, now: Date): Loop {
  if (loop.owner) return { ...loop, owner: owner.id };
  const begun = { ...loop, owner: owner.id, rung: 0, openedAt: now };
  return { ...begun, dueAt: callBy(now, owner.calendar), rungDueAt: rungDueAt(begun, owner.calendar) };
}

function setLadder({ reminders }: Context, { id, rungDueAt: dueAt }: Loop): void {
  if (dueAt) reminders.set(LADDER, id, dueAt);
  else reminders.drop(LADDER, id);
}

/** Nobody has called yet: whose it is today is reminded, then who leads reads of it. */
export async function climb(context: Context, subject: string): Promise<void> {
  const { tx, now, directory, posts } = context;
  const loop = await holdLoop(tx, subject as LoopId);
  if (!loop || loop.closedAt || !loop.rungDueAt || loop.rungDueAt.getTime() > now.getTime()) return;
  const people = await directory.people(tx);
  const account = await rosterOf(tx, loop.account);
  const owner = account && loopOwner(account.scope, people);
  if (!owner) return;
  const rung = loop.rung + 1;
  const climbed: Loop = { ...loop, owner: owner.id, rung, rungDueAt: rungDueAt({ ...loop, rung }, owner.calendar) };
  saveLoopRung(tx, climbed);
  setLadder(context, climbed);
  const reader = rung === 1 ? owner : escalatedTo("nps", owner.id, account.scope, people, []);
  if (reader) tell(context, climbed, reader, rung === 1 ? "remind" : "escalate");
  posts.redraw(loop.id);
}

function tell({ now, posts }: Context, loop: Loop, reader: Person, slot: "remind" | "escalate"): void {
  const dueAt = afterQuietHours(now, reader.calendar);
  const slotted = `${slot} ${loop.openedAt.toISOString()}`;
  posts.announce({ card: "nps.nudge", subject: loop.id, address: `person:${reader.id}`, slot: slotted, dueAt });
}

/** Ends what is open after one survey. */
export async function closeLoopsFor(context: Context, survey: Survey, as: LoopEnd): Promise<void> {
  for (const loop of await loopsOf(context.tx, survey.id)) {
    if (!loop.closedAt && (as !== "not-needed" || loop.kind === "call")) await end(context, loop, as, undefined);
  }
}

/** Somebody of us spoke with them: the call is made, and that is its proof. */
export async function contactMade(
  context: Context,
  account: AccountId,
  contact: ContactId,
  by: PersonId | undefined,
  entry: EntryId | undefined,
): Promise<void> {
  for (const loop of await openLoops(context.tx, account)) {
    if (loop.kind !== "call" || loop.contact !== contact) continue;
    await end(context, loop, "contact", by, entry);
  }
}

/** The customer left. */
export async function closeLoopsAt(context: Context, account: AccountId): Promise<void> {
  for (const loop of await openLoops(context.tx, account)) await end(context, loop, "left", undefined);
}

/** A call that is over, in whichever way, leaves nobody who waits for us (D2). */
export async function end(
  context: Context,
  loop: Loop,
  as: LoopEnd,
  by: PersonId | undefined,
  entry?: EntryId,
): Promise<void> {
  const { account, contact } = loop;
  saveLoopEnd(context.tx, loop.id, as, by, context.now, entry);
  context.reminders.drop(LADDER, loop.id);
  context.posts.redraw(loop.id, loop.survey);
  if (loop.kind === "call" && contact) await context.emit({ kind: "detractor-settled", account, contact });
}
