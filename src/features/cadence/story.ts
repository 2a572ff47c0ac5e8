import type { PersonRef } from "../../chat/card.ts";
import { type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { CadenceMeetingId, CadencePairId, PersonId } from "../../kernel/ids.ts";
import type { Context } from "../feature.ts";
import { type Agenda, type GatherAgenda, type ItemLine, itemLines } from "./agenda.ts";
import { type Circle, circleOf } from "./circle.ts";
import { actionsBetween } from "./item-store.ts";
import { heldAfter, lastOf, meetingById } from "./meeting-store.ts";
import type { Meeting, Pair } from "./model.ts";
import { pairById, sharedBy, sharedCounts } from "./pair-store.ts";

/** What a card about a pair says. */
export interface PairStory {
  readonly pair: Pair;
  readonly csm: PersonRef;
  readonly am: PersonRef;
  /** how many customers they share */
  readonly shared: number;
}

/** What a card about a meeting says. */
export interface MeetingStory {
  readonly meeting: Meeting;
  readonly pair: Pair;
  /** the CSMs, then the AM */
  readonly people: readonly PersonRef[];
  /** all of whom it is, also who has left */
  readonly parties: readonly PersonId[];
  readonly booker: PersonRef | undefined;
  readonly settler: PersonRef | undefined;
  readonly agenda: Agenda;
  /** whose notes it is: who met */
  readonly noters: readonly PersonId[];
  /** what they agreed to do when they met, and since, up to the next one that was held */
  readonly agreed: readonly ItemLine[];
  readonly last:
    { readonly at: Date; readonly notes: string | undefined; readonly noters: readonly PersonId[] } | undefined;
  readonly today: LocalDate;
  readonly now: Date;
}

export function refOf({ id, name }: Pick<Person, "id" | "name">): PersonRef {
  return { id, name };
}

export function partiesOf({ pair, pairs }: Pick<Circle, "pair" | "pairs">): PersonId[] {
  return [...pairs.map(({ csm }) => csm), pair.am];
}

/** Who reads a meeting's notes: who met. */
export function notersOf({ invited }: Meeting, { csm, am }: Pair): readonly PersonId[] {
  return invited ?? [csm, am];
}

export async function pairStory(context: Context, pair: Pair): Promise<PairStory> {
  const [ref, shared] = await Promise.all([
    refsOf(context, [pair.csm, pair.am]),
    sharedBy(context.tx, [pair.csm], pair.am),
  ]);
  return { pair, csm: ref(pair.csm), am: ref(pair.am), shared: shared.length };
}

/** The same of several; what they share is read once. */
export async function pairStories(context: Context, pairs: readonly Pair[]): Promise<PairStory[]> {
  const [ref, shared] = await Promise.all([
    refsOf(
      context,
      pairs.flatMap(({ csm, am }) => [csm, am]),
    ),
    sharedCounts(context.tx, pairs),
  ]);
  return pairs.map((pair) => ({ pair, csm: ref(pair.csm), am: ref(pair.am), shared: shared.get(pair.id) ?? 0 }));
}

async function refsOf({ tx, directory }: Context, ids: readonly PersonId[]): Promise<(id: PersonId) => PersonRef> {
  const people = await Promise.all([...new Set(ids)].map((id) => directory.person(tx, id)));
  const known = new Map(people.flatMap((person) => (person ? [[person.id, refOf(person)] as const] : [])));
  return (id) => known.get(id) ?? { id, name: "?" };
}

export async function loadPair(context: Context, subject: string): Promise<PairStory | "gone"> {
  const pair = await pairById(context.tx, subject as CadencePairId);
  return pair ? pairStory(context, pair) : "gone";
}

export async function meetingStory(
  context: Context,
  gather: GatherAgenda,
  meeting: Meeting,
): Promise<MeetingStory | undefined> {
  const { tx, now } = context;
  const pair = await pairById(tx, meeting.pair);
  if (!pair) return undefined;
  const circle = await circleOf(context, pair);
  const named = (id: PersonId | undefined): PersonRef | undefined => {
    const person = id && circle.people.find((each) => each.id === id);
    return person && refOf(person);
  };
  const { held } = await lastOf(tx, pair.id);
  const last =
    held?.settledAt && held.id !== meeting.id
      ? { at: held.startsAt ?? held.settledAt, notes: held.notes, noters: notersOf(held, pair) }
      : undefined;
  return {
    meeting,
    pair,
    people: circle.people.map(refOf),
    parties: partiesOf(circle),
    noters: notersOf(meeting, pair),
    agreed: await agreedAt(context, meeting, circle),
    booker: named(meeting.bookedBy),
    settler: named(meeting.settledBy),
    agenda: await gather(context, circle),
    last,
    today: localDateOf(now, pair.rhythm.zone),
    now,
  };
}

async function agreedAt({ tx }: Context, meeting: Meeting, circle: Circle): Promise<ItemLine[]> {
  const { state, settledAt, pair, invited } = meeting;
  if (state !== "held" || !settledAt) return [];
  const theirs = circle.pairs.filter(({ id, csm }) => id === pair || invited?.includes(csm)).map(({ id }) => id);
  const until = await heldAfter(tx, pair, settledAt);
  return itemLines(await actionsBetween(tx, [pair, ...theirs], settledAt, until), circle);
}

export async function loadMeeting(
  context: Context,
  gather: GatherAgenda,
  subject: string,
): Promise<MeetingStory | "gone"> {
  const meeting = await meetingById(context.tx, subject as CadenceMeetingId);
  return (meeting && (await meetingStory(context, gather, meeting))) ?? "gone";
}
