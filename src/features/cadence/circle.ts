import { localDateOf } from "../../kernel/business-time.ts";
import type { Person } from "../../kernel/directory.ts";
import type { CadencePairId, PersonId } from "../../kernel/ids.ts";
import { absences } from "../covers/facts.ts";
import type { Context } from "../feature.ts";
import { busyTimes } from "./calendar-store.ts";
import { holdTimes, takenBetween } from "./meeting-store.ts";
import type { Pair } from "./model.ts";
import { joinedTo, pairById } from "./pair-store.ts";
import type { Attendee } from "./slots.ts";

/** Who meets at once: a pair, or an AM with several CSMs. */
export interface Circle {
  /** whose meetings they are */
  readonly pair: Pair;
  /** that one and those that have joined it */
  readonly pairs: readonly Pair[];
  readonly csms: readonly Person[];
  /** left out: they have left */
  readonly am: Person | undefined;
  /** the CSMs, then the AM; only who is still here */
  readonly people: readonly Person[];
}

const DAY_MS = 86_400_000;
const LOOKED_AHEAD_DAYS = 60;

export async function circleOf({ tx, directory }: Pick<Context, "tx" | "directory">, pair: Pair): Promise<Circle> {
  const leader = pair.jointWith ? ((await pairById(tx, pair.jointWith)) ?? pair) : pair;
  const pairs = [leader, ...(await joinedTo(tx, leader.id))];
  const known = new Map((await directory.people(tx)).map((person) => [person.id, person]));
  const csms = pairs.flatMap(({ csm }) => known.get(csm) ?? []);
  const am = known.get(leader.am);
  return { pair: leader, pairs, csms, am, people: [...csms, ...(am ? [am] : [])] };
}

/** Which of a circle's pairs is somebody's, or of whom they stand in for; the AM's is the one whose meetings they are. */
export function pairOfReader(
  { pair, pairs }: Pick<Circle, "pair" | "pairs">,
  { id, covers }: Pick<Person, "id" | "covers">,
): Pair | undefined {
  const isOne = (person: PersonId): boolean => person === id || covers.includes(person);
  return pairs.find(({ csm }) => isOne(csm)) ?? (isOne(pair.am) ? pair : undefined);
}

/** Their time from now on: days that they are away, and meetings like this one that are booked, but for one pair's own. */
export async function attendeesOf({ tx, now }: Context, { people }: Circle, but?: CadencePairId): Promise<Attendee[]> {
  const until = new Date(now.getTime() + LOOKED_AHEAD_DAYS * DAY_MS);
  const away = await absences(tx, localDateOf(new Date(now.getTime() - DAY_MS), "UTC"));
  const ids = people.map(({ id }) => id);
  const taken = [...(await takenBetween(tx, ids, now, until, but)), ...(await busyTimes(tx, ids, now))];
  return people.map(({ id, name, calendar }) => ({
    ...{ id, name, calendar },
    away: away.get(id) ?? [],
    busy: taken.filter(({ person }) => person === id),
  }));
}

/** Their time as it is but for their own meeting, which nobody else books until the transaction ends. */
export async function holdAttendees(context: Context, circle: Circle): Promise<Attendee[]> {
  await holdTimes(
    context.tx,
    circle.people.map(({ id }) => id),
  );
  return attendeesOf(context, circle, circle.pair.id);
}
