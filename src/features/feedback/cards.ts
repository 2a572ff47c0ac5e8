import type { Block, Button, Card, Element, Text } from "../../chat/card.ts";
import { FEEDBACK } from "../../kernel/defaults.ts";
import { never } from "../../kernel/errors.ts";
import type { Money } from "../../kernel/money.ts";
import { type Audience, mayRead, type Scope, Visible } from "../../kernel/permissions.ts";
import { cut } from "../../kernel/text.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import { namesPrice } from "../priced.ts";
import { mayDecide, type ProductPeople, scopeFor } from "./decide.ts";
import type { Item, Piece } from "./store.ts";
import type { Behind, ItemStory, JoinedStory } from "./story.ts";

/** "ease of use, Warehouse" */
export function aboutText({ theme, product }: Pick<Item, "theme" | "product">, say: Say): Text {
  const words = say(`nps.theme-${theme}`);
  return product === "" ? words : say("feedback.about", { theme: words, product });
}

/** The card of an item, wherever it stands; in private with all the words. */
export function drawItem(story: ItemStory, view: View): Drawing {
  const { say, audience } = view;
  const title = say("feedback.title", { about: aboutText(story.item, say) });
  const { state } = story.item;
  const accent = state === "shipped" ? "good" : state === "declined" ? "warn" : "calm";
  return {
    card: {
      title,
      accent,
      body: [
        { kind: "text", text: behindText(story, view) },
        ...voices(story, view, audience.kind === "person"),
        { kind: "text", text: stateText(story.item, say) },
        ...toldBlocks(story, view),
        ...itemButtons(story, view),
      ],
    },
    summary: say("feedback.summary", { about: aboutText(story.item, say), count: story.behind.length }),
  };
}

/** How many customers say so and, for who may know it of each of them, what they pay a year. */
export function behindText({ behind }: ItemStory, { say, audience }: View): Text {
  const count = behind.length;
  const opened = behind.map(({ account }) => new Visible("arr", account.scope, account.arr).open(audience));
  const amounts = totals(opened.flatMap((arr) => arr ?? []));
  if (opened.includes(undefined) || amounts.length === 0) return say("feedback.behind", { count });
  return say("feedback.behind-arr", { count, arr: moneyText(amounts, say) });
}

/** A total per currency, largest first; there is no rate to make one of them. */
function totals(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  return [...sums]
    .map(([currency, amountMinor]) => ({ currency, amountMinor }))
    .filter(({ amountMinor }) => amountMinor > 0)
    .toSorted((one, other) => other.amountMinor - one.amountMinor);
}

function moneyText(amounts: readonly Money[], say: Say): Text {
  return amounts
    .map((amount) => say("feedback.amount", { amount }))
    .flatMap((text, at): Text => (at === 0 ? text : [" + ", ...text]));
}

function reads(audience: Audience, { account }: Behind, product: ProductPeople): boolean {
  return mayRead(audience, "feedback", scopeFor(audience, account.scope, product));
}

function voices({ behind, product }: ItemStory, view: View, whole: boolean): Block[] {
  const { say, audience } = view;
  const open = behind.filter((each) => reads(audience, each, product));
  const shown = open.slice(0, FEEDBACK.customersShown);
  const more = behind.length - shown.length;
  return [
    ...shown.flatMap((each) => voiceBlocks(each, view, whole)),
    ...(more > 0
      ? [
          {
            kind: "context",
            text: say(open.length > shown.length ? "feedback.more" : "feedback.others", { count: more }),
          } as const,
        ]
      : []),
  ];
}

/** What they said last, and before that: of one theme they may have said quite different things. */
function voiceBlocks(behind: Behind, view: View, whole: boolean): Block[] {
  const { account, pieces } = behind;
  const most = whole ? FEEDBACK.piecesRead : FEEDBACK.piecesShown;
  const more = pieces.length - most;
  return [
    { kind: "text", text: voiceText(behind, view, whole) },
    ...pieces.slice(1, most).map((piece): Block => ({
      kind: "text",
      text: view.say("feedback.voice-before", saidIn(piece, account, view, whole)),
    })),
    ...(more > 0 ? [{ kind: "context", text: view.say("feedback.voice-more", { count: more }) } as const] : []),
  ];
}

function saidIn(piece: Piece, { name, scope }: Behind["account"], view: View, whole: boolean) {
  return {
    account: name,
    words: wordsText(piece, scope, view, whole ? FEEDBACK.wordsAtMost : FEEDBACK.wordsShown),
    who: { mention: piece.passer },
    on: { date: piece.passedAt, style: "day" } as const,
  };
}

function voiceText({ account, pieces }: Behind, view: View, whole: boolean): Text {
  const { say } = view;
  const [newest] = pieces;
  if (!newest) return [account.name];
  const said = saidIn(newest, account, view, whole);
  if (account.stage === "churned") return say("feedback.voice-left", said);
  return pieces.length > 1
    ? say("feedback.voice-again", { ...said, count: pieces.length })
    : say("feedback.voice", said);
}

/** To where an item's card stands: a customer has said something more, which the card alone would take in silently. */
export function drawJoined({ item, behind, piece, product }: JoinedStory, view: View): Drawing {
  const { say, audience } = view;
  const about = aboutText(item, say);
  const isOpen = reads(audience, behind, product);
  const { name: account } = behind.account;
  const title = isOpen
    ? say("feedback.joined-title", { account, about })
    : say("feedback.joined-title-hidden", { about });
  return {
    card: {
      title,
      accent: "calm",
      body: [
        {
          kind: "text",
          text: isOpen
            ? say("feedback.voice", saidIn(piece, behind.account, view, audience.kind === "person"))
            : say("feedback.others", { count: 1 }),
        },
        { kind: "buttons", elements: [readAll(item, say)] },
      ],
    },
    summary: title,
  };
}

function readAll({ id: subject }: Item, say: Say): Button {
  return { kind: "button", label: say("feedback.read-all"), press: { name: "feedback.show", subject } };
}

/** Words that name a price are for who may read prices, wherever they came from. */
export function wordsText({ words }: Piece, scope: Scope, { say, audience }: View, most: number): Text {
  if (words === undefined) return say("feedback.words-gone");
  if (namesPrice(words) !== undefined && !mayRead(audience, "price", scope)) return say("feedback.words-priced");
  return say("feedback.words", { words: cut(words, most) });
}

export function stateText(item: Item, say: Say): Text {
  const { state, openedAt, planned, decided, note, place } = item;
  const signed = state === "planned" ? planned : decided;
  const said = {
    who: signed ? { mention: signed.by } : say("timeline.one-of-us"),
    on: { date: signed?.at ?? openedAt, style: "day" } as const,
    note: note ?? "",
    place: place ?? "",
  };
  switch (state) {
    case "open":
      return say("feedback.state-open", said);
    case "planned":
      return say("feedback.state-planned", said);
    case "shipped":
      return say(place === undefined ? "feedback.state-shipped" : "feedback.state-shipped-where", said);
    case "declined":
      return say("feedback.state-declined", said);
    default:
      return never(state);
  }
}

/** Of who asked, who knows by now. */
function toldBlocks({ item, tells }: ItemStory, { say }: View): Block[] {
  if (item.state !== "shipped" || tells.length === 0) return [];
  const told = tells.filter(({ closed }) => closed?.as === "told").length;
  return [{ kind: "context", text: say("feedback.told-count", { told, count: tells.length }) }];
}

/** In a channel all of them, since who may is asked at the press; in private one's own. */
function itemButtons({ item, behind, product }: ItemStory, { say, audience }: View): Block[] {
  const isWhole = audience.kind === "person";
  const isMore = behind.length > FEEDBACK.customersShown || behind.some(({ pieces }) => pieces.length > 1);
  const read = isMore && !isWhole ? [readAll(item, say)] : [];
  if (item.state === "shipped" || item.state === "declined")
    return read.length > 0 ? [{ kind: "buttons", elements: read }] : [];
  if (audience.kind === "person") {
    const { person, covers, roles } = audience.reader;
    const scopes = behind.map(({ account }) => account.scope);
    if (!mayDecide({ id: person, covers, roles }, scopes, product, false)) return [];
  }
  const subject = item.id;
  const elements: Element[] = [
    ...(item.state === "open"
      ? [{ kind: "button", label: say("feedback.plan"), press: { name: "feedback.plan", subject } } as const]
      : []),
    { kind: "button", label: say("feedback.ship"), look: "primary", opens: { name: "feedback.ship", subject } },
    { kind: "button", label: say("feedback.decline"), opens: { name: "feedback.decline", subject } },
    ...read,
  ];
  return [{ kind: "buttons", elements }];
}

export function openAccount(scope: Scope, { say }: View): Button {
  return { kind: "button", label: say("requests.open"), press: { name: "accounts.open", subject: scope.account } };
}

/** What is open, and what shipped of late. */
export function listCard(open: readonly ItemStory[], shipped: readonly ItemStory[], view: View): Card {
  const { say } = view;
  const more = open.length - FEEDBACK.listedAtMost;
  const body: Block[] = [
    ...(open.length === 0 ? [{ kind: "text", text: say("feedback.list-none") } as const] : []),
    ...open.slice(0, FEEDBACK.listedAtMost).map((story) => lineOf(story, view)),
    ...(more > 0 ? [{ kind: "context", text: say("feedback.list-more", { count: more }) } as const] : []),
    ...(shipped.length > 0 ? [{ kind: "text", text: say("feedback.list-shipped") } as const] : []),
    ...shipped.map((story) => lineOf(story, view)),
    { kind: "context", text: say("feedback.list-how") },
  ];
  return { title: say("feedback.list-title"), body };
}

function lineOf(story: ItemStory, view: View): Block {
  const { say } = view;
  const text = say(LINES[story.item.state], {
    about: aboutText(story.item, say),
    behind: behindText(story, view),
    on: { date: story.item.decided?.at ?? story.item.openedAt, style: "day" },
  });
  const button: Button = {
    kind: "button",
    label: say("feedback.show"),
    press: { name: "feedback.show", subject: story.item.id },
  };
  return { kind: "text", text, button };
}

const LINES = {
  open: "feedback.line-open",
  planned: "feedback.line-planned",
  shipped: "feedback.line-shipped",
  declined: "feedback.line-declined",
} as const;
