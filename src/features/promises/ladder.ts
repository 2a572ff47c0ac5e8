import { afterQuietHours } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { rosterOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import { escalatedTo } from "../leading.ts";
import type { Nudge } from "./cards.ts";
import { brokenAt, keeperOf, nextStep, rungFor, type Rung } from "./decide.ts";
import { holdPromise, openAt, type Promised, type PromiseId, reopenAt, saveClosed, saveRung } from "./store.ts";

export const LADDER = "promises.ladder";

/** Sets what comes next of a promise. */
export function goOn(
  { now, reminders }: Context,
  id: PromiseId,
  { rung, dueOn }: Pick<Promised, "rung" | "dueOn">,
  keeper: Person,
): void {
  const next = nextStep(rung, dueOn, keeper.calendar, now);
  if (next) reminders.set(LADDER, id, next.at);
  else reminders.drop(LADDER, id);
}

/** Its day comes, or has passed: who keeps it today is told, then who leads. */
export async function climb(context: Context, subject: string): Promise<void> {
  const { tx, now, directory, posts, reminders } = context;
  const promise = await holdPromise(tx, subject as PromiseId);
  const account = promise && (await rosterOf(tx, promise.account));
  if (!promise || promise.closed || !account) return;
  const people = await directory.people(tx);
  const keeper = keeperOf(promise.owner.id, account.scope, people);
  if (!keeper) return;
  const early = earlyStep(promise, keeper, now);
  if (early) return reminders.set(LADDER, promise.id, early);
  const rung = rungNow(promise, keeper, now);
  saveRung(tx, promise.id, rung);
  goOn(context, promise.id, { rung, dueOn: promise.dueOn }, keeper);
  posts.redraw(promise.id, account.id);
  if (rung === 2) await tellBroken(context, promise);
  const reader = rung === 3 ? escalatedTo("promises", keeper.id, account.scope, people) : keeper;
  if (!reader) return;
  const nudge: Nudge = rung === 1 ? "remind" : rung === 2 ? "broken" : "escalate";
  posts.announce({
    card: "promises.nudge",
    subject: promise.id,
    address: `person:${reader.id}`,
    slot: `${now.toISOString()} ${nudge}`,
    dueAt: afterQuietHours(now, reader.calendar),
    shows: [account.id],
  });
}

/** Whose it is lives elsewhere since it was set, or works other days. */
function earlyStep({ rung, dueOn }: Promised, { calendar }: Person, now: Date): Date | undefined {
  if (rung >= 2) return undefined;
  const at = rung === 0 ? nextStep(rung, dueOn, calendar, now)?.at : brokenAt(dueOn, calendar);
  return at && at > now ? at : undefined;
}

/** After a while without the service, the latest alone. */
function rungNow({ rung, dueOn }: Promised, { calendar }: Person, now: Date): Rung {
  if (rung >= 2) return 3;
  return now >= brokenAt(dueOn, calendar) ? 2 : 1;
}

/** That it was broken stays on the timeline, whatever becomes of it. */
async function tellBroken({ emit }: Context, promise: Promised): Promise<void> {
  await emit({
    kind: "account-touched",
    account: promise.account,
    what: "promise-broken",
    by: undefined,
    via: "clock",
    details: { owner: promise.owner.name, due: promise.dueOn },
    summary: promise.words,
  });
}

/** They are no customer any more: nobody waits for it. */
export async function endPromisesAt({ tx, now, posts, reminders }: Context, account: AccountId): Promise<void> {
  for (const { id } of await openAt(tx, [account])) {
    saveClosed(tx, id, { as: "left", at: now, by: undefined, reason: undefined });
    reminders.drop(LADDER, id);
    posts.redraw(id);
  }
}

/** They are one after all: what was promised is promised. */
export async function resumePromisesAt(context: Context, account: AccountId, leftAt: Date): Promise<void> {
  const { tx, now, directory, posts } = context;
  const promises = await reopenAt(tx, account, leftAt);
  const roster = promises.length > 0 ? await rosterOf(tx, account) : undefined;
  const people = roster ? await directory.people(tx) : [];
  for (const promise of promises) {
    const keeper = roster && keeperOf(promise.owner.id, roster.scope, people);
    if (!keeper) continue;
    const { dueOn } = promise;
    const before = rungFor(dueOn, keeper.calendar, now);
    const rung: Rung = before === 2 ? 1 : before;
    saveRung(tx, promise.id, rung);
    goOn(context, promise.id, { rung, dueOn }, keeper);
    posts.redraw(promise.id);
  }
}
