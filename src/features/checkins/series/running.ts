import { addDays, afterQuietHours, instantOf, type LocalDate, localDateOf } from "../../../kernel/business-time.ts";
import { CHECK_IN } from "../../../kernel/defaults.ts";
import type { Person } from "../../../kernel/directory.ts";
import type { AccountId, CheckInId } from "../../../kernel/ids.ts";
import { mayMove } from "../../../kernel/recurrence.ts";
import type { Scope } from "../../../kernel/permissions.ts";
import { type AccountRoster, accountsById, rosterOf, tiersOf } from "../../accounts/facts.ts";
import type { Context } from "../../feature.ts";
import { leadersReading } from "../../leading.ts";
import { settingsOf } from "../../settings/facts.ts";
import {
  type CheckIn,
  decideSeries,
  type Kind,
  lastDayOf,
  occurrenceAfter,
  phaseOf,
  type Running,
  type SeriesDecision,
  seriesFrom,
  takesPlace,
  weekEnd,
  weekOf,
} from "./decide.ts";
import {
  endSeries,
  holdCheckIn,
  holdOpen,
  holdRunning,
  insertCheckIn,
  insertSeries,
  lastDay,
  reviewsOf,
  saveCarried,
  saveScheduled,
  saveSettled,
  saveTier,
  saveTold,
  seriesById,
  type Settled,
} from "./store.ts";
import { type Spoken, spokenWith } from "./spoken-store.ts";

export const DUE = "checkins.due";
export const BRIEF = "checkins.brief";
const KINDS: readonly Kind[] = ["check-in", "review"];
const MINUTE_MS = 60_000;

/** Whose it is: the CSM's or the AM's; of who leads where there is none, or they have left. */
export function ownerOf(kind: Kind, scope: Scope, people: readonly Person[]): Person | undefined {
  const wanted = kind === "review" ? scope.am : scope.csm;
  return people.find(({ id, active }) => active && id === wanted) ?? leadersReading("internal", scope, people)[0];
}

/** Brings the series of accounts to where their tiers and stages ask for them. */
export async function sync(context: Context, ids: readonly AccountId[]): Promise<void> {
  const { tx, now, directory } = context;
  const today = localDateOf(now, (await settingsOf(tx)).zone);
  const running = await holdRunning(tx, ids);
  const open = await holdOpen(tx, ids);
  const tiers = await tiersOf(tx, ids, today);
  const accounts = await accountsById(tx, ids, today);
  const people = await directory.people(tx);
  for (const spoken of await spokenWith(tx, ids, now)) {
    const account = accounts.get(spoken.id);
    const tier = tiers.get(spoken.id);
    if (!account || !tier) continue;
    for (const kind of KINDS) {
      const runs = running.find((each) => each.account === spoken.id && each.kind === kind);
      const waits = open.find((each) => each.account === spoken.id && each.kind === kind);
      const owner = ownerOf(kind, account.scope, people);
      const decision: SeriesDecision = spoken.merged
        ? runs
          ? { kind: "end", by: "none" }
          : { kind: "keep" }
        : decideSeries(kind, runs, { tier, stage: spoken.stage });
      if (owner) await bring(context, decision, { kind, tier, spoken, runs, waits, owner });
      else if (decision.kind === "end" && runs) end(context, runs, waits, decision.by);
    }
  }
}

interface Found {
  readonly kind: Kind;
  readonly tier: Running["tier"];
  readonly spoken: Spoken;
  readonly runs: Running | undefined;
  readonly waits: CheckIn | undefined;
  readonly owner: Person;
}

async function bring(context: Context, decision: SeriesDecision, found: Found): Promise<void> {
  const { tier, spoken, runs, waits, owner } = found;
  switch (decision.kind) {
    case "keep":
      if (!runs) return;
      if (runs.tier !== tier || runs.phase !== phaseOf(spoken.stage))
        saveTier(context.tx, runs.id, tier, phaseOf(spoken.stage));
      if (!waits) await openNext(context, runs, await lastDay(context.tx, runs.id), owner);
      return;
    case "end":
      if (runs) end(context, runs, waits, spoken.merged ? "merged" : decision.by);
      return;
    case "begin":
    case "change": {
      if (runs && decision.kind === "change") endSeries(context.tx, runs.id, decision.by, context.now);
      const begun = begin(context, decision.cadence, found);
      if (!waits) return openNext(context, begun, undefined, owner);
      return carry(context, waits, begun, owner);
    }
  }
}

function begin(
  { tx, ids, now, posts }: Context,
  cadence: Parameters<typeof seriesFrom>[0],
  { kind, tier, spoken, owner: { calendar } }: Found,
): Running {
  const { zone } = calendar;
  const counted = kind === "review" ? undefined : "days" in cadence ? spoken.since : spoken.contactAt;
  const series = seriesFrom(cadence, {
    today: localDateOf(now, zone),
    calendar,
    account: spoken.id,
    since: counted && localDateOf(counted, zone),
  });
  const begun = {
    id: ids.next<"check-series">(),
    account: spoken.id,
    kind,
    tier,
    phase: phaseOf(spoken.stage),
    series,
  };
  insertSeries(tx, begun, now);
  posts.redraw(spoken.id);
  return begun;
}

/** What is open goes on with the series that follows: what is agreed or due stays, else it comes as soon as that asks. */
async function carry(context: Context, waits: CheckIn, begun: Running, owner: Person): Promise<void> {
  const today = localDateOf(context.now, owner.calendar.zone);
  const first = occurrenceAfter(begun.series, owner.calendar, addDays(begun.series.startsOn, -1), today);
  const isSooner = !waits.scheduledAt && waits.dueOn > today && first !== undefined && first.on < waits.dueOn;
  const [original, on] = isSooner ? [first.original, first.on] : [waits.dueOn, waits.dueOn];
  saveCarried(context.tx, waits.id, begun.id, original, on);
  if (isSooner) remindOn(context, waits.id, on, owner);
}

function end(context: Context, { id, account }: Running, waits: CheckIn | undefined, by: string): void {
  endSeries(context.tx, id, by, context.now);
  if (waits) settle(context, waits, { state: "ended", at: context.now, by: undefined });
  context.posts.redraw(account);
}

/** The next one of a series behind a day; its first where there is no such day. */
async function openNext(
  context: Context,
  { id: series, account, kind, series: rule }: Running,
  after: LocalDate | undefined,
  owner: Person,
): Promise<void> {
  const { calendar } = owner;
  const today = localDateOf(context.now, calendar.zone);
  const next = occurrenceAfter(rule, calendar, after ?? addDays(rule.startsOn, -1), today);
  if (!next) return;
  const id = context.ids.next<"check-in">();
  insertCheckIn(context.tx, { id, series, account, kind, originalOn: next.original, dueOn: next.on });
  if (next.on <= today) await fireDue(context, id);
  else remindOn(context, id, next.on, owner);
}

/** In the morning of a day, by the clock of whose it is. */
export function remindOn({ reminders }: Pick<Context, "reminders">, id: CheckInId, on: LocalDate, owner: Person): void {
  const { opens, zone } = owner.calendar;
  reminders.set(DUE, id, instantOf(on, opens, zone));
}

/** Half an hour before the time that was agreed. */
export function setBrief({ reminders, now }: Context, id: CheckInId, scheduledAt: Date): void {
  const at = new Date(scheduledAt.getTime() - CHECK_IN.briefMinutes * MINUTE_MS);
  reminders.set(BRIEF, id, at > now ? at : now);
}

/** A time is agreed by other means, which is taken where it stays between its neighbours. */
export async function agree(context: Context, one: CheckIn, at: Date): Promise<void> {
  const { tx, now, directory, posts } = context;
  const runs = await seriesById(tx, one.series);
  const account = await rosterOf(tx, one.account);
  const owner = account && ownerOf(one.kind, account.scope, await directory.people(tx));
  if (!runs || !owner) return;
  const on = localDateOf(at, owner.calendar.zone);
  if (!mayMove(runs.series, owner.calendar, one.originalOn, on)) return;
  saveScheduled(tx, one.id, on, at, false);
  setBrief(context, one.id, at);
  if (on > localDateOf(now, owner.calendar.zone)) remindOn(context, one.id, on, owner);
  posts.redraw(one.id, one.account);
}

export function settle(context: Context, { id, account }: CheckIn, as: Settled): void {
  saveSettled(context.tx, id, as);
  context.reminders.drop(DUE, id);
  context.reminders.drop(BRIEF, id);
  context.posts.redraw(id, account);
}

/** One is over: the next one is opened, behind its own day and behind today. */
export async function goOn(context: Context, over: CheckIn, from: "its-day" | "today" = "today"): Promise<void> {
  const runs = await seriesById(context.tx, over.series);
  const account = await rosterOf(context.tx, over.account);
  if (!runs || runs.ended || !account) return;
  const owner = ownerOf(over.kind, account.scope, await context.directory.people(context.tx));
  if (!owner) return;
  const today = localDateOf(context.now, owner.calendar.zone);
  const last = lastDayOf(over);
  await openNext(context, runs, from === "today" && today > last ? today : last, owner);
}

/** Its day has come, or that of the next one: whose it is hears of it, or it is over. */
export async function fireDue(context: Context, subject: string): Promise<void> {
  const { tx, now, directory, posts } = context;
  const one = await holdCheckIn(tx, subject as CheckInId);
  const account = one && (await rosterOf(tx, one.account));
  if (one?.state !== "open" || !account) return;
  const runs = await seriesById(tx, one.series);
  const owner = ownerOf(one.kind, account.scope, await directory.people(tx));
  if (!runs || runs.ended || !owner) return;
  if (account.stage === "churned") return sync(context, [account.id]);
  const today = localDateOf(now, owner.calendar.zone);
  const wakesOn = one.snoozedUntil && one.snoozedUntil > one.dueOn ? one.snoozedUntil : one.dueOn;
  if (wakesOn > today) return remindOn(context, one.id, wakesOn, owner);
  if (await isReplaced(context, one)) {
    settle(context, one, { state: "replaced", at: now, by: undefined });
    return goOn(context, one);
  }
  const next = occurrenceAfter(runs.series, owner.calendar, lastDayOf(one), today);
  if (next && next.on <= today) {
    if (one.toldAt) return miss(context, one, account);
    saveCarried(tx, one.id, one.series, next.original, next.on);
    return fireDue(context, subject);
  }
  const slot = wakesOn;
  const dueAt = afterQuietHours(now, owner.calendar);
  posts.announce({ card: DUE, subject: one.id, address: `person:${owner.id}`, slot, dueAt, shows: [one.account] });
  saveTold(tx, one.id, now);
  posts.redraw(one.id);
  if (next) remindOn(context, one.id, next.on, owner);
}

/** Nobody did anything about it until the next one came. */
async function miss(context: Context, one: CheckIn, account: AccountRoster): Promise<void> {
  settle(context, one, { state: "missed", at: context.now, by: undefined });
  const details = { check: one.kind, on: one.dueOn };
  const touched = { account: account.id, by: undefined, via: "clock", details } as const;
  await context.emit({ kind: "account-touched", what: "check-in-missed", ...touched });
  await goOn(context, one, "its-day");
}

async function isReplaced({ tx }: Context, one: CheckIn): Promise<boolean> {
  if (one.kind === "review") return false;
  const reviews = await reviewsOf(tx, one.account, weekOf(one.dueOn), weekEnd(one.dueOn));
  return reviews.some((review) => takesPlace(review, one));
}

/** The agreed time is near: whose it is gets what to know. */
export async function fireBrief({ tx, now, directory, posts }: Context, subject: string): Promise<void> {
  const one = await holdCheckIn(tx, subject as CheckInId);
  const account = one && (await rosterOf(tx, one.account));
  if (one?.state !== "open" || !one.scheduledAt || !account) return;
  const owner = ownerOf(one.kind, account.scope, await directory.people(tx));
  if (!owner) return;
  const uselessAfter = new Date(one.scheduledAt.getTime() + 60 * MINUTE_MS);
  if (now >= uselessAfter) return;
  const slot = one.scheduledAt.toISOString();
  posts.announce({ card: BRIEF, subject: one.id, address: `person:${owner.id}`, slot, dueAt: now, uselessAfter });
}
