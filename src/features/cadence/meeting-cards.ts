import type { Block, Button, Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { agendaBlocks, agendaButtons, agendaLines, isParty } from "./agenda-cards.ts";
import { hidden } from "./cards.ts";
import { isUnsaid, type MeetingState } from "./model.ts";
import type { MeetingStory } from "./story.ts";

/** "Anna Kurz and Marta Silva", in the reader's language */
export function namesOf({ people }: Pick<MeetingStory, "people">, { locale }: Pick<View, "locale">): string {
  return new Intl.ListFormat(locale).format(people.map(({ name }) => name));
}

/** The one card of a meeting that stays true for as long as it is to come: when, and what there is to talk about (F2, F3). */
export function drawMeeting(story: MeetingStory, view: View): Drawing {
  const { meeting, agenda, pair, parties } = story;
  const { say } = view;
  if (!isParty(view.audience, parties)) return hidden(view);
  const isOpen = isRunning(story);
  if (!isOpen && meeting.askedAt) return drawLine(story, meeting.startsAt, view);
  const title = say("cadence.title", { names: namesOf(story, view) });
  const body: Block[] = [
    { kind: "text", text: whenText(story, view) },
    ...slotBlocks(story, view),
    ...(isOpen
      ? [
          ...lastBlocks(story, view),
          ...(isEmpty(story, view) ? [emptyBlock(story, view)] : agendaBlocks(agenda, view)),
          {
            kind: "buttons",
            elements: [...timeButtons(story, view), ...agendaButtons(agenda, pair.id, view)],
          } as const,
        ]
      : []),
  ];
  const isLate = meeting.state === "missed";
  return { card: { title, accent: isLate ? "warn" : isOpen ? "calm" : "good", body }, summary: title };
}

function isRunning({ meeting: { state } }: MeetingStory): boolean {
  return state === "waiting" || state === "offered" || state === "booked";
}

export interface OfATime extends MeetingStory {
  /** the time that the card is about, in letters; the meeting may have another one by now */
  readonly of: string;
}

/** Whether the meeting is still to be at the time that a card is about. */
export function isOfItsTime({ meeting: { state, startsAt }, of }: OfATime): boolean {
  return state === "booked" && startsAt?.toISOString() === of;
}

/** Nobody had picked a time, so one is booked: it can be taken back, and where there is nothing to say, skipped (F2, F3). */
export function drawBooked(story: OfATime, view: View): Drawing {
  const { meeting, parties, now } = story;
  const { say } = view;
  if (!isParty(view.audience, parties)) return hidden(view);
  const isOn = isOfItsTime(story) && meeting.byClock && meeting.startsAt !== undefined && meeting.startsAt > now;
  if (!isOn) return drawLine(story, new Date(story.of), view);
  const title = say("cadence.title", { names: namesOf(story, view) });
  const body: Block[] = [
    { kind: "text", text: whenText(story, view) },
    isEmpty(story, view)
      ? emptyBlock(story, view)
      : { kind: "text", text: say("cadence.points", { count: countOf(story, view) }) },
    { kind: "buttons", elements: [...timeButtons(story, view), agendaButton(story, view)] },
  ];
  return { card: { title, accent: "calm", body }, summary: title };
}

const OVER = {
  waiting: "cadence.line-moved",
  offered: "cadence.line-moved",
  booked: "cadence.line-booked",
  held: "cadence.line-held",
  missed: "cadence.line-missed",
  skipped: "cadence.line-skipped",
  cancelled: "cadence.line-cancelled",
} as const satisfies Record<MeetingState, TextKey>;

/** What is left of a card once a newer one says more: one line. @param of the time that the card was about */
export function drawLine(story: MeetingStory, of: Date | undefined, view: View): Drawing {
  const { state, startsAt, originalOn } = story.meeting;
  const isMoved = state === "booked" && of !== undefined && of.getTime() !== startsAt?.getTime();
  const at = of
    ? ({ date: of, style: "weekday-time" } as const)
    : ({ date: new Date(`${originalOn}T00:00:00Z`), style: "day" } as const);
  const key = isMoved ? "cadence.line-moved" : isUnsaid(story.meeting) ? "cadence.line-unsaid" : OVER[state];
  const title = view.say(key, { at, names: namesOf(story, view) });
  return { card: { title, body: [] }, summary: title };
}

export function whenText({ meeting, booker, settler }: MeetingStory, { say }: View): Text {
  if (isUnsaid(meeting)) return say("cadence.was-unsaid");
  const { state, startsAt, minutes, slots, settledAt, byClock } = meeting;
  const at = {
    date: startsAt ?? settledAt ?? new Date(`${meeting.originalOn}T00:00:00Z`),
    style: startsAt ? "weekday-time" : "day",
  } as const;
  switch (state) {
    case "waiting":
      return say("cadence.when-waiting");
    case "offered":
      return say(slots.length > 0 ? "cadence.when-offered" : "cadence.when-none");
    case "booked":
      if (byClock || !booker) return say("cadence.when-by-clock", { at, minutes });
      return say("cadence.when-booked", { at, minutes, who: { mention: booker } });
    case "held":
      return say("cadence.was-held", { at });
    case "missed":
      return say("cadence.was-missed");
    case "skipped":
      return settler ? say("cadence.was-skipped-by", { who: { mention: settler } }) : say("cadence.was-skipped");
    case "cancelled":
      return say("cadence.was-cancelled");
  }
}

function slotBlocks({ meeting: { id, state, slots }, now }: MeetingStory, { say }: View): Block[] {
  if (state !== "offered") return [];
  return slots.flatMap((slot, index): Block[] => {
    if (slot <= now) return [];
    const press = { name: "cadence.pick", subject: id, choice: String(slot.getTime()) };
    const label = say("cadence.pick");
    const button: Button =
      index === 0 ? { kind: "button", label, look: "primary", press } : { kind: "button", label, press };
    return [{ kind: "text", text: [{ date: slot, style: "weekday-time" }], button }];
  });
}

/** How many points a reader sees on the agenda. */
export function countOf({ agenda }: MeetingStory, view: View): number {
  return agendaLines(agenda, view).reduce((sum, { lines }) => sum + lines.length, 0);
}

export function isEmpty(story: MeetingStory, view: View): boolean {
  return countOf(story, view) === 0;
}

/** Where several meet at once, others may have much to talk about. */
function isForAll({ parties }: MeetingStory): boolean {
  return parties.length > 2;
}

export function emptyBlock(story: MeetingStory, { say }: View): Block {
  return { kind: "text", text: say(isForAll(story) ? "cadence.agenda-empty-yours" : "cadence.agenda-empty") };
}

/** To read all of the agenda; where it is empty, to put something on it. */
export function agendaButton(story: MeetingStory, view: View): Button {
  const { say } = view;
  const subject = story.pair.id;
  return isEmpty(story, view)
    ? { kind: "button", label: say("cadence.add"), opens: { name: "cadence.point", subject } }
    : { kind: "button", label: say("cadence.show-agenda"), press: { name: "cadence.agenda", subject } };
}

export function skipButton(story: MeetingStory, view: View): Button {
  const asks = isEmpty(story, view) && !isForAll(story);
  return {
    kind: "button",
    label: view.say(asks ? "cadence.skip-empty" : "cadence.skip"),
    press: { name: "cadence.skip", subject: story.meeting.id },
  };
}

export function timeButtons(story: MeetingStory, view: View): Button[] {
  const { id, state, byClock, startsAt } = story.meeting;
  const { say } = view;
  if (state === "booked" && startsAt && startsAt <= story.now) return [];
  return [
    ...(state === "booked" && byClock
      ? [{ kind: "button", label: say("cadence.undo"), press: { name: "cadence.undo", subject: id } } as const]
      : []),
    { kind: "button", label: say("cadence.move"), opens: { name: "cadence.move", subject: id } },
    skipButton(story, view),
  ];
}

function lastBlocks({ last }: MeetingStory, { say, audience }: View): Block[] {
  if (!last?.notes || !isParty(audience, last.noters)) return [];
  return [
    { kind: "context", text: say("cadence.last", { on: { date: last.at, style: "day" } }) },
    { kind: "text", text: [last.notes] },
  ];
}

export interface Unsent extends MeetingStory {
  /** the platform doesn't take it; else it was away for an hour */
  readonly refused: boolean;
}

/** The invitation's file couldn't be brought to somebody; what it would have changed in their calendar. */
export function drawUnsent(story: Unsent, view: View): Drawing {
  const { meeting, parties, refused } = story;
  const { say } = view;
  if (!isParty(view.audience, parties)) return hidden(view);
  const title = say("cadence.unsent-title", { names: namesOf(story, view) });
  const isOn = meeting.state === "booked";
  const body: Block[] = [
    { kind: "text", text: whenText(story, view) },
    { kind: "text", text: say(isOn ? (refused ? "cadence.unsent-refused" : "cadence.unsent") : "cadence.unsent-off") },
    ...(isOn
      ? [
          {
            kind: "buttons",
            elements: [
              { kind: "button", label: say("cadence.get-file"), press: { name: "cadence.file", subject: meeting.id } },
            ],
          } as const,
        ]
      : []),
  ];
  return { card: { title, accent: "warn", body }, summary: title };
}
