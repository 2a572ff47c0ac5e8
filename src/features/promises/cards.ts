import { type Block, type Button, type Card, daySpan, type Text } from "../../chat/card.ts";
import { PROMISE } from "../../kernel/defaults.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { type Audience, mayRead, Visible } from "../../kernel/permissions.ts";
import { cut } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { mayAct, type PromiseEnd, scopeOf } from "./decide.ts";
import type { Story } from "./story.ts";

export const NUDGES = ["remind", "broken", "escalate"] as const;
/** its day comes; it has passed; the same, for a manager */
export type Nudge = (typeof NUDGES)[number];

const ENDS = {
  kept: "promises.end-kept",
  withdrawn: "promises.end-withdrawn",
  left: "promises.end-left",
} as const satisfies Record<PromiseEnd, TextKey>;
const TITLES = {
  remind: "promises.remind-title",
  broken: "promises.broken-title",
  escalate: "promises.escalate-title",
} as const satisfies Record<Nudge, TextKey>;
const LINE = 160;

/** What was promised, and what is to be done about it. */
export function drawPromise(story: Story, view: View): Drawing {
  return drawn(story, view, view.say("promises.title", { account: story.accountName }));
}

/** The same as its day comes or has passed. */
export function drawNudge(story: Story, nudge: Nudge, view: View): Drawing {
  const key = holdsStill(story, nudge) ? TITLES[nudge] : "promises.title";
  return drawn(story, view, view.say(key, { account: story.accountName }));
}

/** Its day may have passed since, or been moved. */
function holdsStill({ promise, daysLate }: Story, nudge: Nudge): boolean {
  if (promise.closed) return false;
  return nudge === "remind" ? promise.rung > 0 && daysLate <= 0 : daysLate > 0;
}

function drawn(story: Story, view: View, title: Text): Drawing {
  const { say, audience } = view;
  const { promise } = story;
  if (!mayRead(audience, "promises", scopeOf(story, audience))) return hidden(story, view);
  const isLate = !promise.closed && story.daysLate > 0;
  const body: Block[] = [
    { kind: "text", text: say("promises.words", { words: promise.words }) },
    { kind: "text", text: stateText(story, say) },
    ...aroundBlocks(story, view),
    ...nextBlocks(story, view),
    { kind: "buttons", elements: buttons(story, view) },
  ];
  const isGood = promise.closed?.as === "kept";
  const isToDo = !promise.closed && (isLate || promise.untold);
  const accent = isGood ? "good" : isToDo ? "warn" : "calm";
  return { card: { title, accent, body }, summary: title };
}

function keeperText({ keeper }: Story, say: Say): Text {
  return keeper ? [{ mention: keeper }] : say("promises.nobody");
}

/** Who reads of themselves needn't be named. */
export function isReader(audience: Audience, person: PersonId | undefined): boolean {
  return audience.kind === "person" && audience.reader.person === person;
}

/** Where it stands, in a sentence. */
export function stateText(story: Story, say: Say): Text {
  const { promise, daysLate, accountName: account } = story;
  const { closed, dueOn } = promise;
  const due = daySpan(dueOn);
  if (closed) {
    const who = closed.by ? [{ mention: closed.by }] : say("timeline.tandem");
    const said = { who, on: { date: closed.at, style: "day" } as const, account, due, reason: closed.reason ?? "" };
    return say(ENDS[closed.as], said);
  }
  const keeper = keeperText(story, say);
  if (daysLate > 0) return say("promises.state-late", { keeper, due, count: daysLate });
  return say(daysLate === 0 ? "promises.state-today" : "promises.state-open", { keeper, due });
}

function aroundBlocks(story: Story, { say, audience }: View): Block[] {
  const { promise, scope } = story;
  const { made, contact, moved } = promise;
  const maker = made.by ? [{ mention: made.by }] : say("timeline.one-of-us");
  const on = { date: made.at, style: "day" } as const;
  const whom = contact && mayRead(audience, "contact-names", scope) ? contact.name : undefined;
  const madeText =
    whom === undefined ? say("promises.made", { maker, on }) : say("promises.made-to", { maker, on, whom });
  return [
    ...(moved
      ? [
          {
            kind: "text",
            text: say("promises.moved", {
              who: moved.by ? [{ mention: moved.by }] : say("timeline.one-of-us"),
              from: daySpan(moved.from),
              reason: moved.reason,
            }),
          } as const,
        ]
      : []),
    { kind: "context", text: madeText },
  ];
}

function nextBlocks(story: Story, { say, audience }: View): Block[] {
  const { promise, accountName: account, daysLate, keeper } = story;
  if (promise.closed) return [];
  if (keeper && daysLate > 0 && !isKeeping(story, audience)) {
    const said = { keeper: { mention: keeper } } as const;
    return [
      { kind: "text", text: say(mayChange(story, audience) ? "promises.next-lead" : "promises.next-speak", said) },
    ];
  }
  const due = daySpan(promise.dueOn);
  const key = promise.untold ? "promises.next-tell" : daysLate > 0 ? "promises.next-late" : "promises.next-keep";
  return [{ kind: "text", text: say(key, { account, due }) }];
}

function buttons(story: Story, { say, audience }: View): Button[] {
  const { promise, scope } = story;
  const subject = promise.id;
  const open: Button = {
    kind: "button",
    label: say("requests.open"),
    press: { name: "accounts.open", subject: scope.account },
  };
  if (promise.closed) return [open];
  if (!mayChange(story, audience)) return [open];
  const isLead = !promise.untold && story.daysLate > 0 && !isKeeping(story, audience);
  const hand: Button = { kind: "button", label: say("promises.hand"), opens: { name: "promises.hand", subject } };
  return [
    ...(promise.untold ? [toldButton(story, say)] : []),
    ...(isLead ? [{ ...hand, look: "primary" } as const] : []),
    keptButton(story, say, promise.untold || isLead ? undefined : "primary"),
    { kind: "button", label: say("promises.move"), opens: { name: "promises.move", subject } },
    ...(isLead ? [] : [hand]),
    { kind: "button", label: say("promises.withdraw"), opens: { name: "promises.withdraw", subject } },
    open,
  ];
}

/** Whose promise it is, or who covers for them; in a channel the card speaks to them. */
function isKeeping({ keeper }: Story, audience: Audience): boolean {
  if (audience.kind !== "person" || !keeper) return true;
  const { person, covers } = audience.reader;
  return keeper.id === person || covers.includes(keeper.id);
}

function mayChange({ keeper, promise, scope }: Story, audience: Audience): boolean {
  if (audience.kind !== "person") return true;
  const { person, covers, roles } = audience.reader;
  return keeper?.id === person || mayAct(promise.owner.id, scope, { id: person, covers, roles });
}

export function keptButton({ promise }: Story, say: Say, look?: "primary"): Button {
  const press = { name: "promises.keep", subject: promise.id };
  return { kind: "button", label: say("promises.keep"), ...(look && { look }), press };
}

export function toldButton({ promise }: Story, say: Say): Button {
  const press = { name: "promises.told", subject: promise.id };
  return { kind: "button", label: say("promises.told"), look: "primary", press };
}

function hidden({ accountName, scope }: Story, { say, audience }: View): Drawing {
  const name = new Visible("profile", scope, accountName).open(audience);
  const title = name === undefined ? say("opportunities.hidden-title") : [name];
  const press = { name: "accounts.open", subject: scope.account };
  const body: Block[] = [
    { kind: "text", text: say("promises.hidden") },
    { kind: "buttons", elements: [{ kind: "button", label: say("requests.open"), press }] },
  ];
  return { card: { title, body }, summary: title };
}

/** A line of it among others. @returns undefined where the audience may not read it */
export function lineText(story: Story, { say, audience }: View): Text | undefined {
  const { promise, accountName: account, daysLate } = story;
  if (!mayRead(audience, "promises", scopeOf(story, audience))) return undefined;
  const words = cut(promise.words, LINE);
  const due = daySpan(promise.dueOn);
  if (!promise.closed && isReader(audience, story.keeper?.id)) {
    const mine = { account, words, due };
    if (promise.untold) return say("promises.own-untold", mine);
    if (daysLate > 0) return say("promises.own-late", { ...mine, count: daysLate });
    return say(daysLate === 0 ? "promises.own-today" : "promises.own-open", mine);
  }
  const said = { account, words, due, keeper: keeperText(story, say) };
  if (promise.closed) return say("promises.line-open", said);
  if (promise.untold) return say("promises.line-untold", said);
  if (daysLate > 0) return say("promises.line-late", { ...said, count: daysLate });
  return say(daysLate === 0 ? "promises.line-today" : "promises.line-open", said);
}

/** Somebody's own, then those of their customers that others keep. */
export function listCard(mine: readonly Story[], theirs: readonly Story[], view: View): Card {
  const { say } = view;
  const lines = (stories: readonly Story[]): Block[] =>
    stories.slice(0, PROMISE.listedAtMost).flatMap((story): Block[] => {
      const text = lineText(story, view);
      const press = { name: "promises.show", subject: story.promise.id };
      return text ? [{ kind: "text", text, button: { kind: "button", label: say("feedback.show"), press } }] : [];
    });
  const more = [mine, theirs].reduce((sum, each) => sum + Math.max(0, each.length - PROMISE.listedAtMost), 0);
  const body: Block[] = [
    ...(mine.length > 0
      ? [{ kind: "text", text: say("promises.list-mine", { count: mine.length }) } as const]
      : [{ kind: "text", text: say("promises.list-none") } as const]),
    ...lines(mine),
    ...(theirs.length > 0
      ? [{ kind: "text", text: say("promises.list-theirs", { count: theirs.length }) } as const]
      : []),
    ...lines(theirs),
    ...(more > 0 ? [{ kind: "context", text: say("promises.list-more", { count: more }) } as const] : []),
    { kind: "context", text: say("promises.list-how") },
  ];
  return { title: say("promises.list-title"), body };
}
