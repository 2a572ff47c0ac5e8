import { type Block, type Button, type Card, daySpan, type Text } from "../../chat/card.ts";
import type { Reply } from "../../chat/interaction.ts";
import { addDays, instantOf, localDateOf, type LocalTime } from "../../kernel/business-time.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { View } from "../../locales/say.ts";
import type { Acting, TodayLine } from "../feature.ts";
import { calendarOfPerson, type OwnCalendar } from "./calendar-store.ts";
import { calendarBlocks } from "./calendars.ts";
import { agendaBlocks, agendaButtons } from "./agenda-cards.ts";
import { circleFor } from "./agenda-pressing.ts";
import type { GatherAgenda } from "./agenda.ts";
import { acceptPress, rhythmText, stateTexts } from "./cards.ts";
import { actionsOf } from "./item-store.ts";
import { bookedBetween, openMeetings } from "./meeting-store.ts";
import type { Item, Meeting } from "./model.ts";
import { pairsOf } from "./pair-store.ts";
import { pairStories, type PairStory } from "./story.ts";

const MIDNIGHT = "00:00" as LocalTime;

/** A pair of somebody's, and when it meets next. */
export interface PairLine extends PairStory {
  readonly next: Meeting | undefined;
}

/** `/tandem cadence`: with whom one meets, when, and about what. */
export async function listPairs(acting: Acting): Promise<Reply> {
  const { tx, person, view } = acting;
  const pairs = (await pairsOf(tx, [person.id, ...person.covers])).slice(0, CADENCE.listedAtMost);
  const open = await openMeetings(
    tx,
    pairs.map(({ id, jointWith }) => jointWith ?? id),
  );
  const lines = (await pairStories(acting, pairs)).map((story): PairLine => ({
    ...story,
    next: open.find(({ pair: of }) => of === (story.pair.jointWith ?? story.pair.id)),
  }));
  return { kind: "private", card: listCard(lines, await calendarOfPerson(tx, person.id), view) };
}

export function listCard(lines: readonly PairLine[], calendar: OwnCalendar | undefined, view: View): Card {
  const { say } = view;
  const body = lines.flatMap((line): Block[] => [
    {
      kind: "text",
      text: say("cadence.list-pair", { csm: { mention: line.csm }, am: { mention: line.am }, count: line.shared }),
    },
    ...[...stateTexts(line, say), ...nextText(line, view)].map((text): Block => ({ kind: "text", text })),
    { kind: "buttons", elements: buttonsOf(line, view) },
  ]);
  const none: Block = { kind: "text", text: say("cadence.list-none") };
  return {
    title: say("cadence.list-title"),
    body: [...(body.length > 0 ? body : [none]), ...calendarBlocks(calendar, view)],
  };
}

function nextText({ next, pair }: PairLine, { say }: View): Text[] {
  if (pair.state === "proposed") return [say("cadence.list-proposed", { rhythm: rhythmText(pair.rhythm, say) })];
  if (!next) return [];
  if (next.state === "booked" && next.startsAt)
    return [say("cadence.list-booked", { at: { date: next.startsAt, style: "weekday-time" } })];
  return [
    say(next.state === "offered" ? "cadence.list-offered" : "cadence.list-waiting", { on: daySpan(next.originalOn) }),
  ];
}

function buttonsOf({ pair }: PairLine, { say }: View): Button[] {
  const subject = pair.id;
  const press = (label: Text, name: string): Button => ({ kind: "button", label, press: { name, subject } });
  const rhythm: Button = {
    kind: "button",
    label: say("cadence.other-rhythm"),
    opens: { name: "cadence.rhythm", subject },
  };
  switch (pair.state) {
    case "proposed":
      return [
        { kind: "button", label: say("cadence.accept"), press: acceptPress(pair) },
        rhythm,
        press(say("cadence.not-now"), "cadence.not-now"),
      ];
    case "active":
      return [
        press(say("cadence.show-agenda"), "cadence.agenda"),
        rhythm,
        press(say("cadence.pause"), "cadence.pause"),
        press(say("cadence.end"), "cadence.not-now"),
      ];
    case "paused":
      return [
        press(say("cadence.resume"), "cadence.resume"),
        press(say("cadence.show-agenda"), "cadence.agenda"),
        press(say("cadence.end"), "cadence.not-now"),
      ];
    case "resting":
    case "agenda":
      return [press(say("cadence.show-agenda"), "cadence.agenda"), rhythm];
    case "ended":
      return [];
  }
}

/** The agenda as it is now, to whoever asks for it. */
export async function showAgenda(acting: Acting, subject: string, gather: GatherAgenda): Promise<Reply> {
  const { view } = acting;
  const { circle, mine } = await circleFor(acting, subject);
  const agenda = await gather(acting, circle);
  const names = new Intl.ListFormat(view.locale).format(circle.people.map(({ name }) => name));
  const body: Block[] = [
    ...agendaBlocks(agenda, view),
    { kind: "buttons", elements: agendaButtons(agenda, mine.id, view) },
  ];
  return { kind: "private", card: { title: view.say("cadence.title", { names }), body } };
}

/** What of somebody's day is such a meeting, and what they promised each other by today. */
export interface Today {
  readonly meetings: readonly { readonly meeting: Meeting; readonly names: readonly string[] }[];
  readonly actions: readonly Item[];
}

export async function todayOf(acting: Acting): Promise<Today | undefined> {
  const { tx, now, person, directory } = acting;
  const { zone } = person.calendar;
  const today = localDateOf(now, zone);
  const whose = [person.id, ...person.covers];
  const pairs = await pairsOf(tx, whose);
  const ids = pairs.map(({ id, jointWith }) => jointWith ?? id);
  const booked = await bookedBetween(
    tx,
    ids,
    instantOf(today, MIDNIGHT, zone),
    instantOf(addDays(today, 1), MIDNIGHT, zone),
  );
  const people = new Map((await directory.people(tx)).map(({ id, name }) => [id, name]));
  const meetings = booked.map((meeting) => {
    const theirs = pairs.filter(({ id, jointWith }) => (jointWith ?? id) === meeting.pair);
    const others = theirs.map(({ csm, am }) => (whose.includes(am) ? csm : am));
    return { meeting, names: [...new Set(others)].map((id) => people.get(id) ?? "?") };
  });
  const actions = await actionsOf(tx, whose, today);
  return meetings.length + actions.length > 0 ? { meetings, actions } : undefined;
}

export function drawToday({ meetings, actions }: Today, { say, locale }: View): TodayLine[] {
  return [
    ...meetings.map(({ meeting, names }): TodayLine => ({
      text: say("cadence.today-meeting", {
        at: { date: meeting.startsAt ?? new Date(0), style: "time" },
        names: new Intl.ListFormat(locale).format(names),
      }),
      button: {
        kind: "button",
        label: say("cadence.show-agenda"),
        press: { name: "cadence.agenda", subject: meeting.pair },
      },
    })),
    ...actions.map(({ id, text, dueOn }): TodayLine => ({
      text: say("cadence.today-action", { text, by: dueOn ? daySpan(dueOn) : "" }),
      button: { kind: "button", label: say("cadence.done"), press: { name: "cadence.done", subject: id } },
    })),
  ];
}
