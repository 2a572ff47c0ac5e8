import { addDays, instantOf, localDateOf } from "../../kernel/business-time.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { Context } from "../feature.ts";
import type { Circle } from "./circle.ts";
import { saveOffered } from "./meeting-store.ts";
import { LAST_MINUTE, nextOf, noticeOf, redraw } from "./meeting-steps.ts";
import type { Meeting } from "./model.ts";
import { type Attendee, slotsAnew } from "./slots.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Whether a time is far enough ahead to be told of. */
export function isAhead(slot: Date, now: Date): boolean {
  return slot.getTime() - CADENCE.nowMinutes * MINUTE_MS > now.getTime();
}

/** Others than were offered, up to the day of the next meeting. @returns how many there are */
export function offerAnew(context: Context, circle: Circle, meeting: Meeting, attendees: readonly Attendee[]): number {
  const { tx, now, reminders } = context;
  const { at, zone } = circle.pair.rhythm;
  const { originalOn, minutes } = meeting;
  const today = localDateOf(now, zone);
  const next = nextOf(circle.pair, circle, originalOn);
  const until = addDays(next ?? addDays(originalOn, CADENCE.searchDays), -1);
  const noticeEnds = noticeOf(circle, now);
  const from = new Date(noticeEnds.getTime() + CADENCE.undoHours * HOUR_MS);
  const ahead = meeting.slots.filter((slot) => isAhead(slot, now));
  const wanted = { on: originalOn > today ? originalOn : today, at, zone, minutes, from, until };
  const { kept, slots } = slotsAnew(ahead, attendees, wanted);
  saveOffered(tx, meeting.id, slots);
  const wasUndone = meeting.sequence !== undefined;
  if (slots.length === 0 || wasUndone) {
    reminders.drop("cadence.book", meeting.id);
    reminders.set("cadence.lapse", meeting.id, slots.at(-1) ?? instantOf(until, LAST_MINUTE, zone));
  } else if (kept.length === 0) reminders.set("cadence.book", meeting.id, noticeEnds);
  redraw(context, circle, meeting);
  return slots.length;
}
