import { addDays, addWorkingDays, instantOf, localDateOf, workingDayFrom } from "../../kernel/business-time.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { CadenceMeetingId, PersonId } from "../../kernel/ids.ts";
import type { Context } from "../feature.ts";
import { attendeesOf, type Circle, circleOf, holdAttendees } from "./circle.ts";
import { commonDays } from "./decide.ts";
import type { Invite } from "./inviting.ts";
import {
  holdMeeting,
  holdOpen,
  insertMeeting,
  lastOf,
  saveAsked,
  saveBooked,
  saveInvited,
  saveOffered,
  saveSettled,
  saveTakenBack,
  type Settled,
} from "./meeting-store.ts";
import { announce, dropAll, LAST_MINUTE, nextOf, noticeOf, redraw } from "./meeting-steps.ts";
import type { Meeting, Pair } from "./model.ts";
import { isAhead, offerAnew } from "./offering.ts";
import { holdPair, joinedTo, pairById, saveJoint } from "./pair-store.ts";
import { findSlots, whoCant } from "./slots.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The life of a pair's meetings. */
export type Meetings = ReturnType<typeof createMeetings>;

export function createMeetings(invite: Invite) {
  /** The next one of a pair that is active and meets by itself. */
  async function openNext(context: Context, pair: Pair): Promise<void> {
    if (pair.state !== "active" || pair.jointWith || !pair.startsOn) return;
    const circle = await circleOf(context, pair);
    const [csm] = circle.csms;
    if (!csm || !circle.am || (await holdOpen(context.tx, pair.id))) return;
    const today = localDateOf(context.now, pair.rhythm.zone);
    const last = (await lastOf(context.tx, pair.id)).day;
    const next = nextOf(pair, circle, last && last > today ? last : today);
    if (!next) return;
    const id = context.ids.next<"cadence-meeting">();
    insertMeeting(context.tx, { id, pair: pair.id, originalOn: next, minutes: pair.rhythm.minutes });
    const { calendar } = csm;
    const offerOn = workingDayFrom(next, -CADENCE.offerAheadWorkingDays, calendar);
    const offerAt = instantOf(offerOn, calendar.opens, calendar.zone);
    if (offerAt <= context.now) await offer(context, id);
    else context.reminders.set("cadence.offer", id, offerAt);
  }

  /** Slots are looked for, and put to them. */
  async function offer(context: Context, subject: string): Promise<void> {
    const { tx, now, reminders } = context;
    const meeting = await holdMeeting(tx, subject as CadenceMeetingId);
    const pair = meeting && (await pairById(tx, meeting.pair));
    if (meeting?.state !== "waiting" || pair?.state !== "active") return;
    const circle = await circleOf(context, pair);
    const today = localDateOf(now, pair.rhythm.zone);
    const noticeEnds = noticeOf(circle, now);
    const on = meeting.originalOn > today ? meeting.originalOn : today;
    const next = nextOf(pair, circle, on);
    const until = next ? addDays(next, -1) : addDays(on, CADENCE.searchDays);
    const from = new Date(noticeEnds.getTime() + CADENCE.undoHours * HOUR_MS);
    const { at, zone } = pair.rhythm;
    const slots = findSlots(await attendeesOf(context, circle), {
      on,
      at,
      zone,
      minutes: meeting.minutes,
      from,
      until,
    });
    saveOffered(tx, meeting.id, slots);
    if (slots.length > 0) reminders.set("cadence.book", meeting.id, noticeEnds);
    else reminders.set("cadence.lapse", meeting.id, instantOf(until, LAST_MINUTE, zone));
    announce(context, circle, meeting, "cadence.meeting", "");
    redraw(context, circle, meeting);
  }

  /** @param by undefined: nobody picked, so the clock did */
  async function book(context: Context, meeting: Meeting, startsAt: Date, by: PersonId | undefined): Promise<void> {
    const { tx, now, reminders } = context;
    const pair = await pairById(tx, meeting.pair);
    if (!pair) return;
    const circle = await circleOf(context, pair);
    const sequence = (meeting.sequence ?? -1) + 1;
    saveBooked(tx, meeting.id, { startsAt, by, sequence, at: now, invited: circle.people.map(({ id }) => id) });
    dropAll(context, meeting);
    const endsAt = startsAt.getTime() + meeting.minutes * MINUTE_MS;
    const soonAt = new Date(startsAt.getTime() - CADENCE.soonHours * HOUR_MS);
    const nowAt = new Date(startsAt.getTime() - CADENCE.nowMinutes * MINUTE_MS);
    if (soonAt > now) reminders.set("cadence.soon", meeting.id, soonAt);
    if (nowAt > now) reminders.set("cadence.now", meeting.id, nowAt);
    reminders.set("cadence.ask", meeting.id, new Date(endsAt + CADENCE.askAfterMinutes * MINUTE_MS));
    await invite(context, circle, { id: meeting.id, sequence }, "REQUEST");
    if (by === undefined) announce(context, circle, meeting, "cadence.booked", startsAt.toISOString());
    redraw(context, circle, meeting);
  }

  /** Somebody picks a slot. @returns who can't at that time any more; then other times are offered */
  async function pick(
    context: Context,
    meeting: Meeting,
    slot: Date,
    by: PersonId,
  ): Promise<{ readonly who: string; readonly others: number } | undefined> {
    const pair = await pairById(context.tx, meeting.pair);
    if (!pair) return undefined;
    const circle = await circleOf(context, pair);
    const attendees = await holdAttendees(context, circle);
    const hindered = whoCant(attendees, slot, meeting.minutes);
    if (hindered) return { who: hindered.name, others: offerAnew(context, circle, meeting, attendees) };
    await book(context, meeting, slot, by);
    return undefined;
  }

  /** Nobody picked a slot: the first that is still to come, and free, is booked; where none is, others are offered. */
  async function fireBook(context: Context, subject: string): Promise<void> {
    const meeting = await holdMeeting(context.tx, subject as CadenceMeetingId);
    const pair = meeting && (await pairById(context.tx, meeting.pair));
    if (meeting?.state !== "offered" || !pair) return;
    const ahead = meeting.slots.filter((slot) => isAhead(slot, context.now));
    if (ahead.length === 0) return fireLapse(context, subject);
    const circle = await circleOf(context, pair);
    const attendees = await holdAttendees(context, circle);
    const first = ahead.find((slot) => !whoCant(attendees, slot, meeting.minutes));
    if (first) await book(context, meeting, first, undefined);
    else offerAnew(context, circle, meeting, attendees);
  }

  /** What the clock booked is taken back; the slots stay. */
  async function undo(context: Context, meeting: Meeting): Promise<void> {
    const pair = await pairById(context.tx, meeting.pair);
    if (!pair) return;
    const circle = await circleOf(context, pair);
    await takeBack(context, circle, meeting);
    const slots = meeting.slots.filter((slot) => slot > context.now);
    saveOffered(context.tx, meeting.id, slots);
    dropAll(context, meeting);
    context.reminders.set("cadence.lapse", meeting.id, slots.at(-1) ?? context.now);
    redraw(context, circle, meeting);
  }

  async function takeBack(context: Context, circle: Circle, meeting: Meeting): Promise<void> {
    if (meeting.state !== "booked" || meeting.sequence === undefined) return;
    const sequence = meeting.sequence + 1;
    saveTakenBack(context.tx, meeting.id, sequence, context.now);
    await invite(context, circle, { id: meeting.id, sequence }, "CANCEL");
  }

  /** It is over, one way or another; who was invited to what isn't any more hears of it. */
  async function settle(context: Context, meeting: Meeting, as: Settled): Promise<void> {
    const pair = await pairById(context.tx, meeting.pair);
    if (!pair) return;
    const circle = await circleOf(context, pair);
    const isToCome = meeting.startsAt !== undefined && meeting.startsAt > context.now;
    if (isToCome && (as.state === "skipped" || as.state === "cancelled")) await takeBack(context, circle, meeting);
    saveSettled(context.tx, meeting.id, as);
    dropAll(context, meeting);
    redraw(context, circle, meeting);
  }

  /** The next one is opened. */
  async function goOn(context: Context, meeting: Meeting): Promise<void> {
    const pair = await holdPair(context.tx, meeting.pair);
    if (pair) await openNext(context, pair);
  }

  /** They didn't meet: slots from the next working day on, unless the next one comes by itself by then. */
  async function proposeAnew(context: Context, meeting: Meeting): Promise<void> {
    const { tx, now, ids } = context;
    const pair = await holdPair(tx, meeting.pair);
    if (pair?.state !== "active" || pair.jointWith) return;
    const circle = await circleOf(context, pair);
    const today = localDateOf(now, pair.rhythm.zone);
    const days = commonDays(circle.people.map(({ calendar }) => calendar));
    const on = days ? workingDayFrom(today, 1, days) : addDays(today, 1);
    const next = nextOf(pair, circle, today);
    if (next && next <= addDays(on, 1)) return openNext(context, pair);
    const id = ids.next<"cadence-meeting">();
    insertMeeting(tx, { id, pair: pair.id, originalOn: on, minutes: pair.rhythm.minutes });
    await offer(context, id);
  }

  /** Nobody met, and nobody said so. */
  async function fireLapse(context: Context, subject: string): Promise<void> {
    const meeting = await holdMeeting(context.tx, subject as CadenceMeetingId);
    if (meeting?.state !== "offered" && meeting?.state !== "booked") return;
    await settle(context, meeting, { state: "missed", at: context.now, by: undefined });
    await goOn(context, meeting);
  }

  /** A day, or some minutes, before it; what comes too late, as after downtime, isn't said. */
  async function remind(context: Context, subject: string, word: "soon" | "now"): Promise<void> {
    const meeting = await holdMeeting(context.tx, subject as CadenceMeetingId);
    if (meeting?.state !== "booked" || !meeting.startsAt || meeting.startsAt <= context.now) return;
    const pair = await pairById(context.tx, meeting.pair);
    if (!pair) return;
    const { posts, now } = context;
    const { id: subjectId, startsAt } = meeting;
    const uselessHours = word === "soon" ? CADENCE.soonUselessHours : 0;
    const uselessAfter = new Date(startsAt.getTime() - uselessHours * HOUR_MS);
    if (now >= uselessAfter) return;
    for (const { id } of (await circleOf(context, pair)).people) {
      const slot = `${startsAt.toISOString()} ${word}`;
      posts.announce({
        card: word === "soon" ? "cadence.reminder" : "cadence.starting",
        subject: subjectId,
        address: `person:${id}`,
        slot,
        dueAt: now,
        uselessAfter,
      });
    }
    if (word === "now") posts.redraw(subjectId);
  }

  /** It ought to be over: did they meet? Who doesn't say within two working days is asked no longer. */
  async function fireAsk(context: Context, subject: string): Promise<void> {
    const { tx, now, reminders } = context;
    const meeting = await holdMeeting(tx, subject as CadenceMeetingId);
    const pair = meeting && (await pairById(tx, meeting.pair));
    if (meeting?.state !== "booked" || !meeting.startsAt || !pair) return;
    if (meeting.askedAt) return fireLapse(context, subject);
    const circle = await circleOf(context, pair);
    const [first] = circle.people;
    if (!first) return;
    saveAsked(tx, meeting.id, now);
    announce(context, circle, meeting, "cadence.asked", meeting.startsAt.toISOString());
    redraw(context, circle, meeting);
    reminders.set("cadence.ask", meeting.id, addWorkingDays(now, CADENCE.answerWithinWorkingDays, first.calendar));
  }

  /** A pair's meetings stop; those that have joined it meet by themselves again. */
  async function stop(context: Context, pair: Pair, by: PersonId | undefined): Promise<void> {
    const open = await holdOpen(context.tx, pair.id);
    if (open) await settle(context, open, { state: "cancelled", at: context.now, by });
    if (pair.jointWith) await leave(context, pair);
    for (const joined of await joinedTo(context.tx, pair.id)) {
      saveJoint(context.tx, joined.id, undefined);
      await openNext(context, { ...joined, jointWith: undefined });
      context.posts.redraw(joined.id);
    }
  }

  /** A pair that met with others meets by itself, or not at all: its CSM is invited no longer. */
  async function leave(context: Context, pair: Pair): Promise<void> {
    const leader = pair.jointWith && (await holdPair(context.tx, pair.jointWith));
    saveJoint(context.tx, pair.id, undefined);
    if (!leader) return;
    await inviteAnew(context, leader);
    const open = await holdOpen(context.tx, leader.id);
    const csm = await context.directory.person(context.tx, pair.csm);
    if (open?.state !== "booked" || !csm) return;
    const circle = await circleOf(context, leader);
    await invite(context, { ...circle, people: [csm] }, open, "CANCEL");
  }

  /** Who has come to a circle, or gone from it, changes its open meeting's invitation. */
  async function inviteAnew(context: Context, pair: Pair): Promise<void> {
    const open = await holdOpen(context.tx, pair.id);
    if (!open) return;
    const circle = await circleOf(context, pair);
    announce(context, circle, open, "cadence.meeting", "");
    redraw(context, circle, open);
    if (open.state !== "booked" || !open.startsAt || open.startsAt <= context.now) return;
    const sequence = (open.sequence ?? -1) + 1;
    const invited = circle.people.map(({ id }) => id);
    saveInvited(context.tx, open.id, { invited, sequence, at: context.now });
    await invite(context, circle, { id: open.id, sequence }, "REQUEST");
  }

  return {
    openNext,
    offer,
    book,
    pick,
    fireBook,
    undo,
    settle,
    goOn,
    proposeAnew,
    fireLapse,
    remind,
    fireAsk,
    stop,
    leave,
    inviteAnew,
  };
}
