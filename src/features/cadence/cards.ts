import { type Action, type Block, type Button, daySpan, type Text } from "../../chat/card.ts";
import type { Audience } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { agendaBlocks, agendaButtons, isParty } from "./agenda-cards.ts";
import type { Agenda } from "./agenda.ts";
import type { EndedBy, Frequency, Pair, Rhythm } from "./model.ts";
import type { PairStory } from "./story.ts";

const RHYTHMS = {
  weekly: "cadence.rhythm-weekly",
  fortnightly: "cadence.rhythm-fortnightly",
  monthly: "cadence.rhythm-monthly",
} as const satisfies Record<Frequency, TextKey>;
const WEEKDAYS = [
  "cadence.weekday-1",
  "cadence.weekday-2",
  "cadence.weekday-3",
  "cadence.weekday-4",
  "cadence.weekday-5",
  "cadence.weekday-6",
  "cadence.weekday-7",
] as const satisfies readonly TextKey[];
const ENDED = {
  "not-shared": "cadence.ended-not-shared",
  churned: "cadence.ended-churned",
  left: "cadence.ended-left",
} as const satisfies Record<EndedBy, TextKey>;

export function weekdayText(weekday: number, say: Say): Text {
  return say(WEEKDAYS[weekday - 1] ?? WEEKDAYS[0]);
}

/** "every week on Tuesday at 10:00 (Europe/Berlin)" */
export function rhythmText({ frequency, weekday, at, zone }: Rhythm, say: Say): Text {
  return say(RHYTHMS[frequency], { weekday: weekdayText(weekday, say), at, zone });
}

/** Which of the two a reader is, or stands in for. */
export function roleOf(audience: Audience, { csm, am }: Pick<Pair, "csm" | "am">): "csm" | "am" | undefined {
  if (isParty(audience, [csm])) return "csm";
  return isParty(audience, [am]) ? "am" : undefined;
}

/** Whether the two want to meet, and how often (F1). */
export function drawProposal(story: PairStory, view: View): Drawing {
  const { pair, csm, am } = story;
  const { say, audience } = view;
  const title = say("cadence.proposal-title", { csm: csm.name, am: am.name });
  const role = roleOf(audience, pair);
  if (!role) return hidden(view);
  const isOpen = pair.state === "proposed";
  const body: Block[] = [
    ...(isOpen ? [{ kind: "text", text: proposalText(story, say) } as const] : []),
    ...stateTexts(story, say).map((text): Block => ({ kind: "text", text })),
    ...(isOpen ? [{ kind: "buttons", elements: proposalButtons(pair, role, say) } as const] : []),
  ];
  return { card: { title, accent: isOpen ? "calm" : "good", body }, summary: title };
}

function proposalText({ pair, csm, am, shared }: PairStory, say: Say): Text {
  return say("cadence.proposal", {
    csm: { mention: csm },
    am: { mention: am },
    count: shared,
    rhythm: rhythmText(pair.rhythm, say),
    minutes: pair.rhythm.minutes,
  });
}

function proposalButtons(pair: Pair, role: "csm" | "am", say: Say): Button[] {
  const subject = pair.id;
  return [
    ...(pair.accepted[role]
      ? []
      : [
          {
            kind: "button",
            label: say("cadence.accept"),
            look: "primary",
            press: acceptPress(pair),
          } as const,
        ]),
    { kind: "button", label: say("cadence.other-rhythm"), opens: { name: "cadence.rhythm", subject } },
    { kind: "button", label: say("cadence.not-now"), press: { name: "cadence.not-now", subject } },
  ];
}

/** What is accepted is what stood on the card. */
export function acceptPress({ id: subject, proposedAt }: Pair): Action {
  const name = "cadence.accept";
  return proposedAt ? { name, subject, choice: String(proposedAt.getTime()) } : { name, subject };
}

/** How it stands between the two, in sentences. */
export function stateTexts({ pair, csm, am }: PairStory, say: Say): Text[] {
  const { accepted, restsUntil, restedBy } = pair;
  const rhythm = rhythmText(pair.rhythm, say);
  switch (pair.state) {
    case "proposed": {
      const [yes, other] = accepted.csm ? [csm, am] : [am, csm];
      return accepted.csm || accepted.am
        ? [say("cadence.waits", { who: { mention: yes }, other: { mention: other } })]
        : [];
    }
    case "active":
      return [say("cadence.active", { rhythm, minutes: pair.rhythm.minutes })];
    case "paused":
      return [say("cadence.paused")];
    case "resting":
      return restsUntil
        ? [say("cadence.resting", { who: { mention: restedBy === am.id ? am : csm }, until: daySpan(restsUntil) })]
        : [];
    case "agenda":
      return [say("cadence.cards-only")];
    case "ended":
      return [say(ENDED[pair.endedBy ?? "not-shared"])];
  }
}

/** To who remains: it is over, and why. */
export function drawEnded({ pair, csm, am }: PairStory, view: View): Drawing {
  const { say } = view;
  if (!roleOf(view.audience, pair)) return hidden(view);
  const title = say("cadence.ended-title", { csm: csm.name, am: am.name });
  const text = say(ENDED[pair.endedBy ?? "not-shared"]);
  return { card: { title, body: [{ kind: "text", text }] }, summary: title };
}

export interface CardsStory extends PairStory {
  readonly agenda: Agenda;
}

/** What two who don't meet have to talk about, every two weeks. */
export function drawCards(story: CardsStory, view: View): Drawing {
  const { pair, csm, am, agenda } = story;
  const { say } = view;
  if (!roleOf(view.audience, pair)) return hidden(view);
  const title = say("cadence.cards-title", { csm: csm.name, am: am.name });
  const body: Block[] = [
    ...agendaBlocks(agenda, view),
    { kind: "buttons", elements: agendaButtons(agenda, pair.id, view) },
    { kind: "context", text: say("cadence.cards-how") },
  ];
  return { card: { title, accent: "calm", body }, summary: title };
}

export interface JointStory extends PairStory {
  /** hours a week that the AM meets now */
  readonly hours: number;
  /** the CSMs whom they would meet, or do meet, at once */
  readonly csms: readonly string[];
  readonly joined: boolean;
}

/** An AM who meets much is asked whether several should meet at once. */
export function drawJoint({ pair, am, hours, csms, joined }: JointStory, view: View): Drawing {
  const { say, locale } = view;
  const role = roleOf(view.audience, pair);
  if (!role && !isParty(view.audience, [am.id])) return hidden(view);
  const names = new Intl.ListFormat(locale).format(csms);
  const title = say("cadence.joint-title");
  const isOver = pair.state !== "active";
  const body: Block[] =
    joined || isOver
      ? [{ kind: "text", text: joined ? say("cadence.joint-done", { names }) : say("cadence.joint-over") }]
      : [
          { kind: "text", text: say("cadence.joint", { hours, names, rhythm: rhythmText(pair.rhythm, say) }) },
          {
            kind: "buttons",
            elements: [
              {
                kind: "button",
                label: say("cadence.join"),
                look: "primary",
                press: { name: "cadence.join", subject: pair.id },
              },
            ],
          },
        ];
  return { card: { title, accent: "calm", body }, summary: title };
}

/** A CSM hears that their AM meets several at once. */
export function drawJoined({ pair, am }: PairStory, view: View): Drawing {
  const { say } = view;
  if (!roleOf(view.audience, pair)) return hidden(view);
  const title = say("cadence.joined-title", { am: am.name });
  const apart: Button = {
    kind: "button",
    label: say("cadence.apart"),
    press: { name: "cadence.apart", subject: pair.id },
  };
  const body: Block[] = pair.jointWith
    ? [
        { kind: "text", text: say("cadence.joined", { am: { mention: am } }) },
        { kind: "buttons", elements: [apart] },
      ]
    : [{ kind: "text", text: say("cadence.apart-again", { am: { mention: am } }) }];
  return { card: { title, accent: "calm", body }, summary: title };
}

export function hidden({ say }: View): Drawing {
  const title = say("cadence.hidden-title");
  return { card: { title, body: [{ kind: "text", text: say("cadence.hidden") }] }, summary: title };
}
