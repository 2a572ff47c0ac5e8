import type { Text } from "../../chat/card.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { agendaLines, isParty } from "./agenda-cards.ts";
import { hidden } from "./cards.ts";
import {
  agendaButton,
  countOf,
  drawLine,
  emptyBlock,
  isEmpty,
  isOfItsTime,
  namesOf,
  type OfATime,
  skipButton,
  timeButtons,
} from "./meeting-cards.ts";

const MINUTE_MS = 60_000;
const MINUTES_AN_HOUR = 60;

/** Minutes until a card's meeting begins, rounded; 0 or less: it has begun. */
function minutesLeft({ of, now }: OfATime): number {
  return Math.round((new Date(of).getTime() - now.getTime()) / MINUTE_MS);
}

/** When, with whom, and how long it is until then as the card is drawn. */
function titleOf(story: OfATime, view: View): Text {
  const at = { date: new Date(story.of), style: "weekday-time" } as const;
  const names = namesOf(story, view);
  const minutes = minutesLeft(story);
  const hours = Math.round(minutes / MINUTES_AN_HOUR);
  return minutes > MINUTES_AN_HOUR
    ? view.say("cadence.hours-title", { at, names, count: hours })
    : view.say("cadence.minutes-title", { at, names, count: minutes });
}

/** A day before: how much there is to talk about, and the first points of it by name (F4). */
export function drawReminder(story: OfATime, view: View): Drawing {
  if (!isParty(view.audience, story.parties)) return hidden(view);
  if (!isOfItsTime(story) || minutesLeft(story) <= CADENCE.nowMinutes) return drawLine(story, new Date(story.of), view);
  const { say } = view;
  const title = titleOf(story, view);
  const named = agendaLines(story.agenda, view)
    .flatMap(({ heading, lines }) => lines.map(({ name }) => say("cadence.remove-which", { heading, name })))
    .slice(0, CADENCE.pointsNamed);
  const count = countOf(story, view);
  const more = count - named.length;
  const body = [
    ...(isEmpty(story, view)
      ? [emptyBlock(story, view)]
      : [
          { kind: "text", text: say("cadence.points", { count }) } as const,
          { kind: "list", ordered: false, items: named } as const,
          ...(more > 0 ? [{ kind: "context", text: say("cadence.more", { count: more }) } as const] : []),
        ]),
    { kind: "buttons", elements: [agendaButton(story, view), ...timeButtons(story, view)] } as const,
  ];
  return { card: { title, accent: "calm", body }, summary: title };
}

/** Ten minutes before, to get up (F4). */
export function drawStarting(story: OfATime, view: View): Drawing {
  if (!isParty(view.audience, story.parties)) return hidden(view);
  if (!isOfItsTime(story) || minutesLeft(story) <= 0) return drawLine(story, new Date(story.of), view);
  const { say } = view;
  const title = titleOf(story, view);
  const { minutes } = story.meeting;
  const count = countOf(story, view);
  const text = count > 0 ? say("cadence.starting", { minutes, count }) : say("cadence.starting-empty", { minutes });
  const button = count > 0 ? agendaButton(story, view) : skipButton(story, view);
  return { card: { title, accent: "calm", body: [{ kind: "text", text, button }] }, summary: title };
}
