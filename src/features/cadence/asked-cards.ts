import type { Block } from "../../chat/card.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { isParty, itemText } from "./agenda-cards.ts";
import { hidden } from "./cards.ts";
import { drawLine, isOfItsTime, namesOf, type OfATime, whenText } from "./meeting-cards.ts";
import { isLatest, isUnsaid } from "./model.ts";
import type { MeetingStory } from "./story.ts";

/** It ought to be over: did they meet? From then on it says what came of it (F4). */
export function drawAsked(story: OfATime, view: View): Drawing {
  const { meeting, parties, now } = story;
  const { say } = view;
  if (!isParty(view.audience, parties)) return hidden(view);
  const { state, startsAt } = meeting;
  const isOpen = isOfItsTime(story) && startsAt !== undefined && startsAt <= now;
  if (!isOpen && state !== "held" && state !== "missed") return drawLine(story, new Date(story.of), view);
  const title = say(isOpen ? "cadence.asked-title" : "cadence.title", { names: namesOf(story, view) });
  const at = { date: startsAt ?? now, style: "weekday-time" } as const;
  const body: Block[] = isOpen
    ? [{ kind: "text", text: say("cadence.asked", { at }) }, answerButtons(story, view)]
    : [
        { kind: "text", text: whenText(story, view) },
        ...(isUnsaid(meeting) ? lateBlocks(story, view) : outcomeBlocks(story, view)),
      ];
  const accent = isOpen ? "calm" : state === "missed" ? "warn" : "good";
  return { card: { title, accent, body }, summary: title };
}

/** Nobody said whether they met: they still may, until a later one was held. */
function lateBlocks(story: MeetingStory, view: View): Block[] {
  if (!isLatest(story.meeting, story.last?.at)) return [];
  return [{ kind: "text", text: view.say("cadence.unsaid-still") }, answerButtons(story, view)];
}

function answerButtons({ meeting: { id: subject } }: MeetingStory, { say }: View): Block {
  return {
    kind: "buttons",
    elements: [
      { kind: "button", label: say("cadence.yes"), look: "primary", opens: { name: "cadence.met", subject } },
      { kind: "button", label: say("cadence.no"), press: { name: "cadence.not-met", subject } },
    ],
  };
}

/** What they noted and agreed, for those who met. */
function outcomeBlocks({ meeting, noters, agreed }: MeetingStory, view: View): Block[] {
  const { say, audience } = view;
  if (meeting.state !== "held" || !isParty(audience, noters)) return [];
  const actions = agreed.filter(({ between }) => isParty(audience, between));
  return [
    ...(meeting.notes ? [{ kind: "text", text: say("cadence.notes", { text: meeting.notes }) } as const] : []),
    ...(actions.length > 0
      ? ([
          { kind: "text", text: say("cadence.heading-agreed") },
          { kind: "list", ordered: false, items: actions.map((line) => itemText(line, view)) },
        ] as const)
      : []),
    {
      kind: "buttons",
      elements: [{ kind: "button", label: say("cadence.note"), opens: { name: "cadence.note", subject: meeting.id } }],
    },
  ];
}
