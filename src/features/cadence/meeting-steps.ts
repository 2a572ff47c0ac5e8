import {
  addWorkingDays,
  afterQuietHours,
  instantOf,
  type LocalDate,
  type LocalTime,
} from "../../kernel/business-time.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import { nextIn } from "../../kernel/recurrence.ts";
import type { Context } from "../feature.ts";
import type { Circle } from "./circle.ts";
import { commonDays, seriesOf } from "./decide.ts";
import type { Meeting, Pair } from "./model.ts";

export const LAST_MINUTE = "23:59" as LocalTime;
const REMINDERS = ["offer", "book", "soon", "now", "ask", "lapse"] as const;

/** The first day of a pair's series behind a day. */
export function nextOf({ rhythm, startsOn }: Pair, { people }: Circle, after: LocalDate): LocalDate | undefined {
  if (!startsOn) return undefined;
  const days = commonDays(people.map(({ calendar }) => calendar));
  return nextIn(seriesOf(rhythm, startsOn), days, instantOf(after, LAST_MINUTE, rhythm.zone))?.on;
}

/** Until when they may pick: a working day of each of them. */
export function noticeOf({ people }: Circle, now: Date): Date {
  const ends = people.map(({ calendar }) => addWorkingDays(now, CADENCE.noticeWorkingDays, calendar).getTime());
  return new Date(Math.max(now.getTime(), ...ends));
}

export function announce(
  { posts, now }: Context,
  { people }: Circle,
  { id: subject }: Pick<Meeting, "id">,
  card: string,
  slot: string,
): void {
  for (const { id, calendar } of people) {
    posts.announce({ card, subject, address: `person:${id}`, slot, dueAt: afterQuietHours(now, calendar) });
  }
}

export function redraw({ posts }: Context, { pairs }: Circle, { id }: Pick<Meeting, "id">): void {
  posts.redraw(id, ...pairs.map((pair) => pair.id));
}

export function dropAll({ reminders }: Context, { id }: Pick<Meeting, "id">): void {
  for (const name of REMINDERS) reminders.drop(`cadence.${name}`, id);
}
