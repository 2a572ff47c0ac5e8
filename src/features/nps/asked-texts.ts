import { daySpan, type Span, type Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import { sentences } from "../../locales/sentences.ts";
import type { AskedPerson, LastAsked } from "./asked-store.ts";
import type { Exclusion, Hold, LEFT } from "./decide.ts";
import { endText } from "./loop-cards.ts";
import type { Via } from "./survey-store.ts";

type Speaking = Pick<View, "say">;
/** Why somebody isn't asked: by the plan, or by what came up when their turn came. */
type Because = Exclusion | Hold | "no-way" | "no-link" | "erased" | typeof LEFT | "campaign-ended";

const BECAUSE = {
  "opted-out": "nps.because-opted-out",
  gap: "nps.because-gap",
  cap: "nps.because-cap",
  "not-live": "nps.because-not-live",
  "just-live": "nps.because-just-live",
  "near-notice": "nps.because-near-notice",
  elsewhere: "nps.because-elsewhere",
  escalation: "nps.because-escalation",
  detractor: "nps.because-detractor",
  negotiation: "nps.because-negotiation",
  "renewal-wave": "nps.because-renewal-wave",
  enough: "nps.because-enough",
  "no-way": "nps.because-no-way",
  "no-link": "nps.because-no-link",
  erased: "nps.because-erased",
  left: "nps.because-left",
  "campaign-ended": "nps.because-campaign-ended",
} as const satisfies Record<Because, TextKey>;
const ASKED = {
  slack: "nps.why-asked-slack",
  teams: "nps.why-asked-teams",
  email: "nps.why-asked-email",
  link: "nps.why-asked-link",
} as const satisfies Record<Via, TextKey>;

/** How the last wave went at a customer. */
export function lastAskedText({ campaign: name, startsOn, people, others }: LastAsked, { say }: Speaking): Text {
  const count = (those: (person: AskedPerson) => boolean): number => people.filter(those).length;
  return sentences(
    say("nps.why-wave", {
      ...{ name, on: daySpan(startsOn) },
      asked: count(({ askedAt }) => askedAt !== undefined),
      answered: count(({ score }) => score !== undefined),
      planned: count(({ state }) => state === "planned" || state === "waiting"),
      held: count(({ state }) => state === "held"),
      out: count(({ state, askedAt }) => !askedAt && (state === "excluded" || state === "withdrawn")),
    }),
    others > 0 ? say("nps.why-others", { count: others }) : [],
  );
}

/** What was decided of one person, and what came of it: whole sentences. */
export function personText(person: AskedPerson, { say }: Speaking): Text {
  const { who, state, askedAt, dueAt, via } = person;
  const because = isBecause(person.reason) ? say(BECAUSE[person.reason]) : [];
  if (!askedAt || !via) {
    if (state === "planned" && dueAt) return say("nps.why-planned", { who, on: day(dueAt) });
    if (state === "waiting") return waitingText(person, { say });
    return sentences(say(state === "held" ? "nps.why-held" : "nps.why-not", { who }), because);
  }
  return sentences(
    say(ASKED[via], { who, on: day(askedAt) }),
    reminderText(person, { say }),
    answerText(person, because, { say }),
    loopText(person, { say }),
  );
}

function waitingText({ who, csm }: AskedPerson, { say }: Speaking): Text {
  return csm === undefined ? say("nps.why-waits", { who }) : say("nps.why-waits-for", { who, csm });
}

function reminderText({ state, reason, remindedAt }: AskedPerson, { say }: Speaking): Text {
  if (remindedAt) return say("nps.why-reminded", { on: day(remindedAt) });
  return state === "asked" && reason === "cap" ? say("nps.why-reminder-held") : [];
}

function answerText({ state, score, answeredAt }: AskedPerson, because: Text, { say }: Speaking): Text {
  if (score !== undefined && answeredAt) return say("nps.why-answered", { score, on: day(answeredAt) });
  if (state === "closed") return say("nps.why-closed");
  return state === "withdrawn" ? because : say("nps.why-open");
}

function loopText({ who, loop }: AskedPerson, { say }: Speaking): Text {
  if (!loop) return [];
  const { kind, owner, dueAt, closedAs, closedAt, closedBy } = loop;
  if (closedAs && closedAt) return endText(closedAs, { who, on: closedAt, by: closedBy }, say);
  if (kind === "reference") return say("nps.why-reference");
  return owner === undefined ? say("nps.next-call-nobody", { who }) : say("nps.why-call", { owner, by: day(dueAt) });
}

function isBecause(reason: string | undefined): reason is Because {
  return reason !== undefined && Object.hasOwn(BECAUSE, reason);
}

function day(date: Date): Span {
  return { date, style: "day" };
}
