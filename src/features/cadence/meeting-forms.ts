import type { Text } from "../../chat/card.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { localDateOf, localTimeOf, workingDayFrom } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { View } from "../../locales/say.ts";
import type { Acting, FormHandler } from "../feature.ts";
import { isParty } from "./agenda-cards.ts";
import { checkMet, checkMove, checkNote, type Met } from "./checks.ts";
import { type Circle, holdAttendees, pairOfReader } from "./circle.ts";
import { metForm, moveForm, noteForm, problemTexts } from "./forms.ts";
import { insertItem } from "./item-store.ts";
import type { Meetings } from "./meeting.ts";
import { heldAfter, openMeetings, saveNotes } from "./meeting-store.ts";
import type { Meeting } from "./model.ts";
import { isAnswerable, isOpen, meetingFor, overText, type Theirs } from "./pressing.ts";
import { notersOf, refOf } from "./story.ts";

/** What one fills in about a meeting (F3, F4). */
export function meetingForms(meetings: Meetings): Readonly<Record<string, FormHandler>> {
  const named = ({ people }: Circle, locale: string): string =>
    new Intl.ListFormat(locale).format(people.map(({ name }) => name));
  return {
    move: {
      async open(acting, subject): Promise<Opened> {
        const { meeting, circle } = await meetingFor(acting, subject, false);
        if (!isOpen(meeting)) return overText(acting, meeting);
        const { calendar } = acting.person;
        const on = workingDayFrom(localDateOf(acting.now, calendar.zone), 1, calendar);
        const at = meeting.startsAt ? localTimeOf(meeting.startsAt, calendar.zone) : calendar.opens;
        return moveForm(meeting.id, named(circle, acting.view.locale), { on, at }, acting.view);
      },
      async submit(acting, { subject, values }) {
        const { meeting, circle } = await meetingFor(acting, subject, true);
        if (!isOpen(meeting)) return overText(acting, meeting);
        const attendees = await holdAttendees(acting, circle);
        const checked = checkMove(values, acting.person, attendees, meeting.minutes, acting.now);
        if (checked.kind === "wrong") {
          return { kind: "invalid", fields: problemTexts(checked.problems, acting.person.calendar, acting.view) };
        }
        await meetings.book(acting, meeting, checked.value, acting.person.id);
        return done(acting.view.say("cadence.booked", { at: { date: checked.value, style: "weekday-time" } }));
      },
    },
    met: {
      async open(acting, subject): Promise<Opened> {
        const { meeting, circle } = await meetingFor(acting, subject, false);
        if (!(await isAnswerable(acting, meeting))) return overText(acting, meeting);
        return metForm(meeting.id, named(circle, acting.view.locale), circle.people.map(refOf), acting.view);
      },
      async submit(acting, { subject, values }) {
        const { now, person, view } = acting;
        const { meeting, circle } = await meetingFor(acting, subject, true);
        if (!(await isAnswerable(acting, meeting))) return overText(acting, meeting);
        if (meeting.startsAt && meeting.startsAt > now) return done(view.say("cadence.not-yet"));
        const people = circle.people.map(({ id }) => id);
        const checked = checkMet(values, people, localDateOf(now, person.calendar.zone));
        if (checked.kind === "wrong") {
          return { kind: "invalid", fields: problemTexts(checked.problems, person.calendar, view) };
        }
        const { notes } = checked.value;
        insertActions(acting, circle, checked.value);
        await meetings.settle(acting, meeting, { state: "held", at: now, by: person.id, notes });
        await meetings.goOn(acting, meeting);
        return done(savedText(checked.value, view));
      },
    },
    note: {
      async open(acting, subject): Promise<Opened> {
        const { meeting, circle } = await heldFor(acting, subject, false);
        const late = await whyNotNoted(acting, meeting);
        if (late) return late;
        return noteForm(meeting.id, named(circle, acting.view.locale), circle.people.map(refOf), acting.view);
      },
      async submit(acting, { subject, values }) {
        const { tx, now, person, view, posts } = acting;
        const { meeting, circle } = await heldFor(acting, subject, true);
        const late = await whyNotNoted(acting, meeting);
        if (late) return late;
        const people = circle.people.map(({ id }) => id);
        const checked = checkNote(values, meeting.notes, people, localDateOf(now, person.calendar.zone));
        if (checked.kind === "wrong") {
          return { kind: "invalid", fields: problemTexts(checked.problems, person.calendar, view) };
        }
        insertActions(acting, circle, checked.value);
        if (checked.value.notes !== undefined) saveNotes(tx, meeting.id, checked.value.notes);
        const open = await openMeetings(tx, [circle.pair.id, meeting.pair]);
        posts.redraw(meeting.id, ...open.map(({ id }) => id));
        return done(savedText(checked.value, view));
      },
    },
  };
}

/** The meeting and those of its circle who met. @throws NotFound for whoever didn't */
async function heldFor(acting: Acting, subject: string, holds: boolean): Promise<Theirs> {
  const { meeting, circle } = await meetingFor(acting, subject, holds);
  const pair = circle.pairs.find(({ id }) => id === meeting.pair) ?? circle.pair;
  const noters = notersOf(meeting, pair);
  if (!isParty(acting.audience, noters)) throw new NotFound("cadence.gone");
  return { meeting, circle: { ...circle, people: circle.people.filter(({ id }) => noters.includes(id)) } };
}

async function whyNotNoted(acting: Acting, meeting: Meeting): Promise<Done | undefined> {
  const { say } = acting.view;
  if (isOpen(meeting)) return done(say("cadence.note-not-yet"));
  if (meeting.state !== "held" || !meeting.settledAt) return overText(acting, meeting);
  const later = await heldAfter(acting.tx, meeting.pair, meeting.settledAt);
  return later && done(say("cadence.note-older"));
}

function insertActions({ tx, ids, now, person }: Acting, circle: Circle, { actions }: Met): void {
  const mine = pairOfReader(circle, person) ?? circle.pair;
  for (const { text, owner, dueOn } of actions) {
    const pair = circle.pairs.find(({ csm }) => csm === owner)?.id ?? mine.id;
    const id = ids.next<"cadence-item">();
    insertItem(tx, { id, pair, kind: "action", text, owner, dueOn, addedBy: person.id, addedAt: now });
  }
}

function savedText({ notes, actions }: Met, { say }: View): Text {
  if (actions.length > 0) return say("cadence.met-done", { count: actions.length });
  return say(notes === undefined ? "cadence.met-noted" : "cadence.met-notes");
}
