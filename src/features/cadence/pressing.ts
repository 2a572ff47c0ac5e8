import { daySpan } from "../../chat/card.ts";
import type { Submission } from "../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../chat/reply.ts";
import { instantOf, localDateOf, localTimeOf } from "../../kernel/business-time.ts";
import { NotFound } from "../../kernel/errors.ts";
import type { CadenceMeetingId, CadencePairId } from "../../kernel/ids.ts";
import type { Acting, FormHandler, PressHandler } from "../feature.ts";
import { type Circle, circleOf, pairOfReader } from "./circle.ts";
import { rhythmText, roleOf } from "./cards.ts";
import { checkRhythm } from "./checks.ts";
import { commonDays, decideAccept, leaderOf } from "./decide.ts";
import { problemTexts, rhythmForm } from "./forms.ts";
import { FILE_JOB } from "./inviting.ts";
import type { Meetings } from "./meeting.ts";
import { holdMeeting, lastOf, meetingById } from "./meeting-store.ts";
import { isLatest, isUnsaid, type Meeting, type Pair } from "./model.ts";
import { holdPair, pairById, pairsOf, saveJoint } from "./pair-store.ts";
import type { Pairing } from "./pairing.ts";
import { pairStory } from "./story.ts";

export interface Mine {
  readonly pair: Pair;
  readonly role: "csm" | "am";
}

/** @param holds until the transaction ends @throws NotFound when it isn't there, or isn't theirs, or of whom they stand in for */
export async function pairFor({ tx, audience }: Acting, subject: string, holds = true): Promise<Mine> {
  const id = subject as CadencePairId;
  const pair = await (holds ? holdPair(tx, id) : pairById(tx, id));
  const role = pair && roleOf(audience, pair);
  if (!pair || !role) throw new NotFound("cadence.gone");
  return { pair, role };
}

export interface Theirs {
  readonly meeting: Meeting;
  readonly circle: Circle;
}

/** @throws NotFound as `pairFor` does */
export async function meetingFor(acting: Acting, subject: string, holds: boolean): Promise<Theirs> {
  const id = subject as CadenceMeetingId;
  const meeting = await (holds ? holdMeeting(acting.tx, id) : meetingById(acting.tx, id));
  const pair = meeting && (await pairById(acting.tx, meeting.pair));
  const circle = pair && (await circleOf(acting, pair));
  if (!meeting || !circle || !pairOfReader(circle, acting.person)) throw new NotFound("cadence.gone");
  return { meeting, circle };
}

export function isOpen({ state }: Meeting): boolean {
  return state === "waiting" || state === "offered" || state === "booked";
}

/** Whether they may say that it was held, or wasn't: until one after it was held. */
export async function isAnswerable({ tx }: Acting, meeting: Meeting): Promise<boolean> {
  if (meeting.state === "booked") return true;
  return isUnsaid(meeting) && isLatest(meeting, (await lastOf(tx, meeting.pair)).held?.startsAt);
}

export function overText({ view: { say } }: Acting, { state }: Meeting): Done {
  return done(say(state === "held" ? "cadence.already-held" : "cadence.already-over"));
}

function press(run: PressHandler["run"]): PressHandler {
  return { changes: true, run };
}

/** What one does with the proposal of a series (F1). */
export function pairPresses(pairing: Pairing): Readonly<Record<string, PressHandler>> {
  return {
    accept: press(async (acting, { subject, choice }) => {
      const { say } = acting.view;
      const { pair, role } = await pairFor(acting, subject);
      const outcome = decideAccept(pair, role);
      const rhythm = rhythmText(pair.rhythm, say);
      const isOpen = outcome.kind === "begun" || outcome.kind === "waits";
      if (isOpen && choice !== undefined && choice !== String(pair.proposedAt?.getTime()))
        return done(say("cadence.accept-changed", { rhythm }));
      switch (outcome.kind) {
        case "over":
          return done(say("cadence.accept-over"));
        case "already":
          return done(say("cadence.accept-already", { rhythm }));
        case "begun":
          await pairing.accept(acting, pair, role, true);
          return done(say("cadence.accept-begun", { rhythm }));
        case "waits": {
          await pairing.accept(acting, pair, role, false);
          const other = await acting.directory.person(acting.tx, outcome.for);
          return done(say("cadence.accept-waits", { who: other?.name ?? "?" }));
        }
      }
    }),
    "not-now": press(async (acting, { subject }) => {
      const { say } = acting.view;
      const { pair } = await pairFor(acting, subject);
      if (pair.state === "resting" || pair.state === "agenda" || pair.state === "ended")
        return done(say("cadence.accept-over"));
      const until = await pairing.rest(acting, pair, acting.person);
      return done(say("cadence.rests", { until: daySpan(until) }));
    }),
    pause: press(async (acting, { subject }) => {
      const { say } = acting.view;
      const { pair } = await pairFor(acting, subject);
      if (pair.state !== "active") return done(say("cadence.pause-not"));
      await pairing.pause(acting, pair, acting.person);
      return done(say("cadence.pause-done"));
    }),
    resume: press(async (acting, { subject }) => {
      const { say } = acting.view;
      const { pair } = await pairFor(acting, subject);
      if (pair.state !== "paused") return done(say("cadence.resume-not"));
      await pairing.begin(acting, pair);
      return done(say("cadence.resume-done", { rhythm: rhythmText(pair.rhythm, say) }));
    }),
  };
}

export function rhythmHandler(pairing: Pairing): FormHandler {
  const people = async (acting: Acting, pair: Pair) => {
    const both = await Promise.all([pair.csm, pair.am].map((id) => acting.directory.person(acting.tx, id)));
    return both.flatMap((person) => person ?? []);
  };
  return {
    async open(acting, subject): Promise<Opened> {
      const { pair } = await pairFor(acting, subject, false);
      if (pair.state === "ended") return done(acting.view.say("cadence.accept-over"));
      const days = commonDays((await people(acting, pair)).map(({ calendar }) => calendar));
      const { at, zone } = pair.rhythm;
      const mine = acting.person.calendar;
      const time = localTimeOf(instantOf(localDateOf(acting.now, zone), at, zone), mine.zone);
      return rhythmForm(pair.id, pair.rhythm, days?.workdays ?? mine.workdays, time, acting.view);
    },
    async submit(acting, { subject, values }: Submission) {
      const { say } = acting.view;
      const { pair, role } = await pairFor(acting, subject);
      if (pair.state === "ended") return done(say("cadence.accept-over"));
      const both = await people(acting, pair);
      const checked = checkRhythm(values, acting.person, commonDays(both.map(({ calendar }) => calendar))?.workdays);
      if (checked.kind === "wrong") {
        return { kind: "invalid", fields: problemTexts(checked.problems, acting.person.calendar, acting.view) };
      }
      await pairing.changeRhythm(acting, pair, role, checked.value, acting.person);
      const { csm, am } = await pairStory(acting, pair);
      const who = role === "csm" ? am.name : csm.name;
      return done(say("cadence.suggested", { rhythm: rhythmText(checked.value, say), who }));
    },
  };
}

/** What one does with a meeting (F3, F4). */
export function meetingPresses(meetings: Meetings): Readonly<Record<string, PressHandler>> {
  return {
    pick: press(async (acting, { subject, choice = "" }) => {
      const { say } = acting.view;
      const { meeting } = await meetingFor(acting, subject, true);
      if (meeting.state === "booked" && meeting.startsAt) {
        return done(say("cadence.already-booked", { at: { date: meeting.startsAt, style: "weekday-time" } }));
      }
      const slot = meeting.slots.find((each) => String(each.getTime()) === choice);
      if (meeting.state !== "offered") return overText(acting, meeting);
      if (!slot || slot <= acting.now) return done(say("cadence.slot-gone"));
      const at = { date: slot, style: "weekday-time" } as const;
      const hindered = await meetings.pick(acting, meeting, slot, acting.person.id);
      if (!hindered) return done(say("cadence.booked", { at }));
      return done(
        say(hindered.others > 0 ? "cadence.slot-taken" : "cadence.slot-taken-all", { who: hindered.who, at }),
      );
    }),
    file: press(async (acting, { subject }) => {
      const { meeting } = await meetingFor(acting, subject, true);
      if (meeting.state !== "booked") return overText(acting, meeting);
      const sequence = String(meeting.sequence ?? 0);
      await acting.jobs.start(FILE_JOB, { meeting: meeting.id, person: acting.person.id, method: "REQUEST", sequence });
      return done(acting.view.say("cadence.file-again"));
    }),
    undo: press(async (acting, { subject }) => {
      const { say } = acting.view;
      const { meeting } = await meetingFor(acting, subject, true);
      const { startsAt } = meeting;
      if (meeting.state !== "booked" || !meeting.byClock || !startsAt || startsAt <= acting.now)
        return done(say("cadence.undo-not"));
      await meetings.undo(acting, meeting);
      return done(say("cadence.undone"));
    }),
    skip: press(async (acting, { subject }) => {
      const { meeting } = await meetingFor(acting, subject, true);
      if (!isOpen(meeting)) return overText(acting, meeting);
      await meetings.settle(acting, meeting, { state: "skipped", at: acting.now, by: acting.person.id });
      await meetings.goOn(acting, meeting);
      return done(acting.view.say("cadence.skipped"));
    }),
    "not-met": press(async (acting, { subject }) => {
      const { say } = acting.view;
      const { meeting } = await meetingFor(acting, subject, true);
      if (!(await isAnswerable(acting, meeting))) return overText(acting, meeting);
      if (meeting.startsAt && meeting.startsAt > acting.now) return done(say("cadence.not-yet"));
      await meetings.settle(acting, meeting, { state: "missed", at: acting.now, by: acting.person.id });
      if (isUnsaid(meeting)) return done(say("cadence.not-met-late"));
      await meetings.proposeAnew(acting, meeting);
      return done(say("cadence.proposed-anew"));
    }),
  };
}

/** Several meet at once, or no longer. */
export function jointPresses(meetings: Meetings): Readonly<Record<string, PressHandler>> {
  return {
    join: press(async (acting, { subject }) => {
      const { tx, view, posts } = acting;
      const { pair, role } = await pairFor(acting, subject);
      const apart = (await pairsOf(tx, [pair.am])).filter(
        ({ am, state, jointWith }) => am === pair.am && state === "active" && !jointWith,
      );
      const leader = leaderOf(apart);
      if (role !== "am" || leader?.id !== pair.id || apart.length < 2) return done(view.say("cadence.joint-over"));
      for (const each of apart.filter(({ id }) => id !== leader.id)) {
        await meetings.stop(acting, each, acting.person.id);
        saveJoint(tx, each.id, leader.id);
        posts.redraw(each.id);
        posts.announce({
          card: "cadence.joined",
          subject: each.id,
          address: `person:${each.csm}`,
          slot: acting.now.toISOString(),
        });
      }
      posts.redraw(leader.id);
      await meetings.inviteAnew(acting, leader);
      return done(view.say("cadence.joined-done", { count: apart.length }));
    }),
    apart: press(async (acting, { subject }) => {
      const { view, posts } = acting;
      const { pair } = await pairFor(acting, subject);
      if (!pair.jointWith) return done(view.say("cadence.apart-already"));
      await meetings.leave(acting, pair);
      await meetings.openNext(acting, { ...pair, jointWith: undefined });
      posts.redraw(pair.id, pair.jointWith);
      return done(view.say("cadence.apart-done"));
    }),
  };
}
