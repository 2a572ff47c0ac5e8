import { addDays, afterQuietHours, instantOf, type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { Person } from "../../kernel/directory.ts";
import type { CadencePairId, PersonId } from "../../kernel/ids.ts";
import { type Tier, tiersOf } from "../accounts/facts.ts";
import type { Context } from "../feature.ts";
import type { GatherAgenda } from "./agenda.ts";
import { circleOf } from "./circle.ts";
import { commonDays, decidePair, firstDay, hasCards, isTooMuch, leaderOf, seriesOf } from "./decide.ts";
import type { Meetings } from "./meeting.ts";
import { holdTimes } from "./meeting-store.ts";
import type { Frequency, Pair, Rhythm } from "./model.ts";
import {
  holdLive,
  holdPair,
  insertPair,
  pairById,
  pairsOf,
  saveAccepted,
  saveEnded,
  saveProposed,
  saveRest,
  saveState,
  sharedRows,
} from "./pair-store.ts";
import { rhythmFor, rhythmsTaken } from "./rhythms.ts";
import { nextIn } from "../../kernel/recurrence.ts";

/** What becomes of pairs. */
export type Pairing = ReturnType<typeof createPairing>;

export function createPairing(meetings: Meetings, gather: GatherAgenda) {
  /** Brings the pairs of some Account Managers to where what they share asks for them (F1). */
  async function sync(context: Context, ams: readonly PersonId[]): Promise<void> {
    const { tx, now, directory } = context;
    const rows = (await sharedRows(tx, ams)).filter(({ am }) => ams.includes(am));
    const live = (await holdLive(tx, ams)).filter(({ am }) => ams.includes(am));
    const known = new Map((await directory.people(tx)).map((person) => [person.id, person]));
    const today = localDateOf(now, "UTC");
    const tiers = await tiersOf(tx, [...new Set(rows.map(({ account }) => account))], today);
    const keyOf = ({ csm, am }: { readonly csm: PersonId; readonly am: PersonId }): string => `${csm} ${am}`;
    const shared = Map.groupBy(rows, keyOf);
    const pairs = new Map(live.map((pair) => [keyOf(pair), pair]));
    const decided = [...new Set([...pairs.keys(), ...shared.keys()])].map((key) => {
      const pair = pairs.get(key);
      const all = shared.get(key) ?? [];
      const [csm, am] = [pair?.csm ?? all[0]?.csm, pair?.am ?? all[0]?.am].map((id) => id && known.get(id));
      const theirs = all.filter(({ churned }) => !churned).map(({ account }): Tier => tiers.get(account) ?? "C");
      const here = csm !== undefined && am !== undefined;
      const day = localDateOf(now, am?.calendar.zone ?? "UTC");
      const decision = decidePair(pair, { tiers: theirs, churned: all.length - theirs.length, here }, day);
      return { decision, pair, csm, am };
    });
    for (const { decision, pair, csm, am } of decided)
      if (decision.kind === "end" && pair) await end(context, pair, decision.by, [csm, am]);
    const proposed = decided.filter(({ decision }) => decision.kind === "propose");
    // Whoever proposes to the same people meanwhile waits, and then sees these times taken.
    const people = proposed.flatMap(({ csm, am }) => [csm?.id ?? [], am?.id ?? []].flat());
    if (people.length > 0) await holdTimes(tx, people);
    for (const { decision, pair, csm, am } of decided) {
      if (!csm || !am) continue;
      if (decision.kind === "propose") await propose(context, pair, csm, am, decision.frequency);
      if (decision.kind === "agenda") onlyCards(context, pair, csm, am);
    }
    for (const am of ams) await offerJoint(context, am);
  }

  async function propose(
    context: Context,
    pair: Pair | undefined,
    csm: Person,
    am: Person,
    frequency: Frequency,
  ): Promise<void> {
    const { tx, now, posts } = context;
    const id = pair?.id ?? context.ids.next<"cadence-pair">();
    const others = (await pairsOf(tx, [csm.id, am.id])).filter((each) => each.id !== id);
    const joined = new Set(others.flatMap(({ jointWith }) => jointWith ?? []));
    const leaders = await Promise.all([...joined].map((leader) => pairById(tx, leader)));
    const taken = rhythmsTaken([...others, ...leaders.flatMap((leader) => leader ?? [])]);
    const rhythm = rhythmFor(id, csm, am, frequency, now, taken);
    if (pair) saveProposed(tx, id, rhythm, now);
    else insertPair(tx, { id, csm: csm.id, am: am.id, state: "proposed", rhythm, startsOn: undefined }, now);
    context.reminders.drop("cadence.cards", id);
    tell(context, "cadence.proposal", id, localDateOf(now, csm.calendar.zone), [csm, am]);
    posts.redraw(id);
  }

  /** They share too little to meet: a card with what there is to talk about comes by itself. */
  function onlyCards(context: Context, pair: Pair | undefined, csm: Person, am: Person): void {
    const { tx, now } = context;
    const id = pair?.id ?? context.ids.next<"cadence-pair">();
    const rhythm = rhythmFor(id, csm, am, "fortnightly", now, []);
    const startsOn = firstDay(rhythm.weekday, localDateOf(now, rhythm.zone));
    if (pair) saveState(tx, id, "agenda", startsOn);
    else insertPair(tx, { id, csm: csm.id, am: am.id, state: "agenda", rhythm, startsOn }, now);
    setCards(context, { id, rhythm }, startsOn);
    if (pair) context.posts.redraw(id);
  }

  function setCards({ reminders }: Context, { id, rhythm }: Pick<Pair, "id" | "rhythm">, on: LocalDate): void {
    reminders.set("cadence.cards", id, instantOf(on, rhythm.at, rhythm.zone));
  }

  /** The agenda of two who don't meet; none comes where there is nothing to say. */
  async function fireCards(context: Context, subject: string): Promise<void> {
    const pair = await holdPair(context.tx, subject as CadencePairId);
    if (!pair?.startsOn || !hasCards(pair.state)) return;
    const circle = await circleOf(context, pair);
    const today = localDateOf(context.now, pair.rhythm.zone);
    const series = seriesOf({ ...pair.rhythm, frequency: "fortnightly" }, pair.startsOn);
    const next = nextIn(series, commonDays(circle.people.map(({ calendar }) => calendar)), context.now);
    if (next) context.reminders.set("cadence.cards", pair.id, next.dueAt);
    const { parts, items, accounts } = await gather(context, circle);
    if (parts.length + items.length === 0 || circle.people.length < 2) return;
    const shows = accounts.map(({ id }) => id).slice(0, CADENCE.openAtMost);
    tell(context, "cadence.agenda", pair.id, today, circle.people, shows);
  }

  async function end(
    context: Context,
    pair: Pair,
    by: NonNullable<Pair["endedBy"]>,
    people: readonly (Person | undefined)[],
  ): Promise<void> {
    const { tx, now, reminders, posts } = context;
    await meetings.stop(context, pair, undefined);
    saveEnded(tx, pair.id, by, now);
    reminders.drop("cadence.cards", pair.id);
    const met = pair.state === "active" || pair.state === "paused";
    const left = people.flatMap((person) => person ?? []);
    if (met) tell(context, "cadence.ended", pair.id, "", left);
    posts.redraw(pair.id);
  }

  /** One of them says yes. @param other left out: the other has accepted too, so their meetings begin */
  async function accept(context: Context, pair: Pair, role: "csm" | "am", begins: boolean): Promise<void> {
    const { tx, now, posts } = context;
    saveAccepted(tx, pair.id, role, now);
    posts.redraw(pair.id);
    if (begins) await begin(context, pair);
  }

  /** Their meetings begin, or go on after a pause. */
  async function begin(context: Context, pair: Pair): Promise<void> {
    const { rhythm } = pair;
    const startsOn = firstDay(rhythm.weekday, localDateOf(context.now, rhythm.zone));
    saveState(context.tx, pair.id, "active", startsOn);
    context.posts.redraw(pair.id);
    await meetings.openNext(context, { ...pair, state: "active", startsOn, jointWith: undefined });
    await offerJoint(context, pair.am);
  }

  /** Another rhythm than was proposed: who says so has accepted it, and the other is asked anew. */
  async function changeRhythm(
    context: Context,
    pair: Pair,
    role: "csm" | "am",
    rhythm: Rhythm,
    by: Person,
  ): Promise<void> {
    const { tx, now, directory, posts } = context;
    await meetings.stop(context, pair, by.id);
    saveProposed(tx, pair.id, rhythm, now);
    saveAccepted(tx, pair.id, role, now);
    const other = await directory.person(tx, role === "csm" ? pair.am : pair.csm);
    if (other) tell(context, "cadence.other-rhythm", pair.id, now.toISOString(), [other]);
    posts.redraw(pair.id);
  }

  /** No meetings for a while: neither is asked again before then, and the agenda comes as a card. */
  async function rest(context: Context, pair: Pair, by: Person): Promise<LocalDate> {
    const { tx, now, posts } = context;
    await meetings.stop(context, pair, by.id);
    const today = localDateOf(now, pair.rhythm.zone);
    const until = addDays(today, CADENCE.restDays);
    const startsOn = firstDay(pair.rhythm.weekday, today);
    saveRest(tx, pair.id, by.id, until, startsOn);
    setCards(context, pair, startsOn);
    posts.redraw(pair.id);
    return until;
  }

  async function pause(context: Context, pair: Pair, by: Person): Promise<void> {
    await meetings.stop(context, pair, by.id);
    saveState(context.tx, pair.id, "paused", undefined);
    context.posts.redraw(pair.id);
  }

  /** An AM who meets for more than three hours a week is asked once a month whether several should meet at once. */
  async function offerJoint(context: Context, am: PersonId): Promise<void> {
    const { tx, now, directory } = context;
    const pairs = (await pairsOf(tx, [am])).filter((pair) => pair.am === am);
    const person = await directory.person(tx, am);
    const leader = leaderOf(pairs);
    if (!leader || !person?.active || !isTooMuch(pairs)) return;
    tell(context, "cadence.joint", leader.id, localDateOf(now, person.calendar.zone).slice(0, 7), [person]);
  }

  return { sync, fireCards, accept, begin, changeRhythm, rest, pause, end };
}

function tell(
  { posts, now }: Context,
  card: string,
  subject: CadencePairId,
  slot: string,
  people: readonly Person[],
  shows: readonly string[] = [],
): void {
  for (const { id, calendar } of people) {
    posts.announce({ card, subject, address: `person:${id}`, slot, dueAt: afterQuietHours(now, calendar), shows });
  }
}
