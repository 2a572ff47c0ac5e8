import type { Block, Button, Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { agendaBlocks, agendaButtons, agendaLines, isParty } from "./agenda-cards.ts";
import { hidden } from "./cards.ts";
import type { MeetingStory } from "./story.ts";

/** "Anna Kurz and Marta Silva", in the reader's language */
export function namesOf({ people }: Pick<MeetingStory, "people">, { locale }: Pick<View, "locale">): string {
  return new Intl.ListFormat(locale).format(people.map(({ name }) => name));
}

/** When they meet, and what there is to talk about (F2, F3). */
export function drawMeeting(story: MeetingStory, view: View): Drawing {
  const { meeting, agenda, pair, parties } = story;
  const { say } = view;
  if (!isParty(view.audience, parties)) return hidden(view);
  const title = say("cadence.title", { names: namesOf(story, view) });
  const isOpen = isRunning(story);
  const body: Block[] = [
    { kind: "text", text: whenText(story, view) },
    ...slotBlocks(story, view),
    ...(isOpen
      ? [
          ...lastBlocks(story, view),
          ...agendaBlocks(agenda, view),
          {
            kind: "buttons",
            elements: [...timeButtons(story, view), ...agendaButtons(agenda, pair.id, view)],
          } as const,
        ]
      : notesBlocks(story, view)),
  ];
  const isLate = meeting.state === "missed";
  return { card: { title, accent: isLate ? "warn" : isOpen ? "calm" : "good", body }, summary: title };
}

function isRunning({ meeting: { state } }: MeetingStory): boolean {
  return state === "waiting" || state === "offered" || state === "booked";
}

export function whenText({ meeting, booker, settler }: MeetingStory, { say }: View): Text {
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

function timeButtons({ meeting: { id, state, byClock, startsAt }, agenda, now }: MeetingStory, view: View): Button[] {
  const { say } = view;
  if (state === "booked" && startsAt && startsAt <= now) return [];
  const isEmpty = agendaLines(agenda, view).length === 0;
  return [
    ...(state === "booked" && byClock
      ? [{ kind: "button", label: say("cadence.undo"), press: { name: "cadence.undo", subject: id } } as const]
      : []),
    { kind: "button", label: say("cadence.move"), opens: { name: "cadence.move", subject: id } },
    {
      kind: "button",
      label: say(isEmpty ? "cadence.skip-empty" : "cadence.skip"),
      press: { name: "cadence.skip", subject: id },
    },
  ];
}

function lastBlocks({ last }: MeetingStory, { say, audience }: View): Block[] {
  if (!last?.notes || !isParty(audience, last.noters)) return [];
  return [
    { kind: "context", text: say("cadence.last", { on: { date: last.at, style: "day" } }) },
    { kind: "text", text: [last.notes] },
  ];
}

function notesBlocks({ meeting: { notes }, noters }: MeetingStory, { say, audience }: View): Block[] {
  return notes && isParty(audience, noters) ? [{ kind: "text", text: say("cadence.notes", { text: notes }) }] : [];
}

const REMINDERS = { soon: "cadence.soon-title", now: "cadence.now-title" } as const satisfies Record<string, TextKey>;

export interface ReminderStory extends MeetingStory {
  readonly word: "soon" | "now";
}

/** A day before, with the agenda; ten minutes before, to get up. */
export function drawReminder(story: ReminderStory, view: View): Drawing {
  const { meeting, word, agenda, pair, parties } = story;
  const { say } = view;
  if (!isParty(view.audience, parties)) return hidden(view);
  const at = { date: meeting.startsAt ?? story.now, style: "time" } as const;
  const title = say(REMINDERS[word], { names: namesOf(story, view), at });
  const isOn = meeting.state === "booked";
  const body: Block[] = [
    { kind: "text", text: whenText(story, view) },
    ...(isOn ? agendaBlocks(agenda, view) : []),
    ...(isOn
      ? [{ kind: "buttons", elements: [...timeButtons(story, view), ...agendaButtons(agenda, pair.id, view)] } as const]
      : []),
  ];
  return { card: { title, accent: "calm", body }, summary: title };
}

/** It ought to be over: did they meet? (F4) */
export function drawAsked(story: MeetingStory, view: View): Drawing {
  const { meeting, parties } = story;
  const { say } = view;
  if (!isParty(view.audience, parties)) return hidden(view);
  const at = { date: meeting.startsAt ?? story.now, style: "weekday-time" } as const;
  const isOpen = meeting.state === "booked";
  const title = say(isOpen ? "cadence.asked-title" : "cadence.title", { names: namesOf(story, view) });
  const body: Block[] = [
    { kind: "text", text: isOpen ? say("cadence.asked", { at }) : whenText(story, view) },
    ...notesBlocks(story, view),
    ...(isOpen
      ? [
          {
            kind: "buttons",
            elements: [
              {
                kind: "button",
                label: say("cadence.yes"),
                look: "primary",
                opens: { name: "cadence.met", subject: meeting.id },
              },
              { kind: "button", label: say("cadence.no"), press: { name: "cadence.not-met", subject: meeting.id } },
            ],
          } as const,
        ]
      : []),
  ];
  return { card: { title, accent: isOpen ? "calm" : "good", body }, summary: title };
}

/** The invitation's file couldn't be brought to somebody; what it would have changed in their calendar. */
export function drawUnsent(story: MeetingStory, view: View): Drawing {
  const { meeting, parties } = story;
  const { say } = view;
  if (!isParty(view.audience, parties)) return hidden(view);
  const title = say("cadence.unsent-title", { names: namesOf(story, view) });
  const isOn = meeting.state === "booked";
  const body: Block[] = [
    { kind: "text", text: whenText(story, view) },
    { kind: "text", text: say(isOn ? "cadence.unsent" : "cadence.unsent-off") },
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
