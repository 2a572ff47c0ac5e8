import type { Block, Button, Menu, Text } from "../../chat/card.ts";
import { FORMER } from "../../kernel/former.ts";
import { type Scope, Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { openAccount } from "./cards.ts";
import { isToSend, type LinkState } from "./link-decide.ts";
import type { LinkKind } from "./passing-on.ts";
import type { SurveyId, WaveId } from "./survey-store.ts";

/** Of those who wait, with a button each and in the menu, and of the others: so much has room in Teams with long names. */
const SHOWN = 6;
const CHOSEN = 30;
const SETTLED_SHOWN = 10;
const STATES = {
  "to-send": "nps.link-to-send",
  undelivered: "nps.link-undelivered",
  silent: "nps.link-silent",
  fetched: "nps.link-fetched",
  answered: "nps.link-answered",
  left: "nps.link-left",
  "opted-out": "nps.link-opted-out",
  over: "nps.link-closed",
  off: "nps.link-off",
} as const satisfies Record<LinkState, TextKey>;

export interface LinkPerson {
  readonly survey: SurveyId;
  readonly who: string | undefined;
  readonly accountName: string;
  readonly scope: Scope;
  readonly state: LinkState;
  /** since when whoever passes it on has it */
  readonly fetchedAt: Date | undefined;
  readonly closesAt: Date | undefined;
}

/** Everybody of one wave and day whom one of us has to ask, because nothing else reaches them. */
export interface LinksStory {
  readonly wave: WaveId;
  readonly people: readonly LinkPerson[];
  readonly kind: LinkKind | undefined;
}

/** To who looks after customers: those who can't be asked in chat, and the way to ask each. */
export function drawLinks({ wave, people, kind }: LinksStory, { say, audience }: View): Drawing {
  const seen = people.filter(({ scope }) => new Visible("nps", scope, true).open(audience));
  if (people.length > 0 && seen.length === 0) {
    const title = say("nps.hidden-title");
    return { card: { title, body: [{ kind: "text", text: say("nps.hidden") }] }, summary: title };
  }
  const waiting = seen.filter(({ state }) => isToSend(state));
  const settled = seen.filter(({ state }) => !isToSend(state));
  const title = titleText(seen, waiting, kind, say);
  const accent = waiting.length === 0 ? { accent: "good" as const } : {};
  return {
    card: {
      title,
      ...accent,
      body: [...waitingBlocks(wave, waiting, say), ...settledBlocks(settled, say), ...whose(seen, say)],
    },
    summary: title,
  };
}

function titleText(
  seen: readonly LinkPerson[],
  waiting: readonly LinkPerson[],
  kind: LinkKind | undefined,
  say: Say,
): Text {
  const [first] = seen;
  if (!first) return say("nps.links-elsewhere");
  const count = waiting.length;
  if (count === 0) return say("nps.links-done");
  const isAgain = kind === "again";
  if (seen.length === 1) {
    const { who = FORMER.contact, accountName: account } = first;
    return say(isAgain ? "nps.link-title-again" : "nps.link-title", { who, account });
  }
  return say(isAgain ? "nps.links-title-again" : "nps.links-title", { count });
}

function waitingBlocks(wave: WaveId, waiting: readonly LinkPerson[], say: Say): Block[] {
  if (waiting.length === 0) return [];
  const others = waiting.slice(SHOWN);
  const until = Math.min(...waiting.map(({ closesAt }) => closesAt?.getTime() ?? Infinity));
  return [
    {
      kind: "text",
      text: say("nps.links-why", { count: waiting.length, by: { date: new Date(until), style: "day" } }),
    },
    ...waiting.slice(0, SHOWN).map((person): Block => ({
      kind: "text",
      text: stateText(person, say),
      button: { kind: "button", label: say("nps.get-link"), press: { name: "nps.link", subject: person.survey } },
    })),
    ...(others.length > 0
      ? [
          { kind: "text", text: say("nps.links-others", { count: others.length }) } as const,
          { kind: "buttons", elements: [menuOf(wave, others.slice(0, CHOSEN), say)] } as const,
        ]
      : []),
    ...moreBlocks(others.length - CHOSEN, "nps.links-hidden", say),
  ];
}

function menuOf(wave: WaveId, people: readonly LinkPerson[], say: Say): Menu {
  return {
    kind: "menu",
    label: say("nps.get-link-of"),
    press: { name: "nps.link-of", subject: wave },
    options: people.map(({ survey, who = FORMER.contact, accountName: account }) => ({
      value: survey,
      label: say("nps.link-option", { who, account }),
    })),
  };
}

/** What needs nobody any more, so that one sees what came of it. */
function settledBlocks(settled: readonly LinkPerson[], say: Say): Block[] {
  if (settled.length === 0) return [];
  const shown = settled.slice(0, SETTLED_SHOWN);
  return [
    { kind: "list", ordered: false, items: shown.map((person) => stateText(person, say)) },
    ...moreBlocks(settled.length - shown.length, "nps.preview-more", say),
  ];
}

function moreBlocks(count: number, key: "nps.links-hidden" | "nps.preview-more", say: Say): Block[] {
  return count > 0 ? [{ kind: "context", text: say(key, { count }) }] : [];
}

function stateText({ who = FORMER.contact, accountName: account, state, fetchedAt }: LinkPerson, say: Say): Text {
  const on = { date: fetchedAt ?? new Date(0), style: "day" } as const;
  return say(STATES[state], { who, account, on });
}

/** Where all are of one customer, it is one press away. */
function whose(seen: readonly LinkPerson[], say: Say): Block[] {
  const [first] = seen;
  if (!first) return [{ kind: "text", text: say("nps.links-elsewhere-why") }];
  if (seen.some(({ scope }) => scope.account !== first.scope.account)) return [];
  const button: Button = openAccount(first.scope.account, say);
  return [{ kind: "buttons", elements: [button] }];
}
