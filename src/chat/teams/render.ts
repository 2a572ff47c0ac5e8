import { mentionsOf, type Block, type Card, type Chart, type Text } from "../card.ts";
import { barsOf, pointsOf } from "../chart.ts";
import { cut } from "../../kernel/text.ts";
import { type Run } from "../runs.ts";
import { lengthOf, linesOf, shorten } from "../shorten.ts";
import { never } from "../../kernel/errors.ts";
import { actionRows } from "./actions.ts";
import type { AdaptiveCard, Container, Element, Line, Look } from "./elements.ts";
import { scaleElements } from "./scale.ts";
import { bytesOf, CARD_BYTES, mostThatFit } from "./size.ts";
import { lettersIn, lineOf, mentionsFor, runsOf, type Mentions, type TeamsContext } from "./text.ts";

export type { TeamsContext } from "./text.ts";

export const CARD_TYPE = "application/vnd.microsoft.card.adaptive";

export interface Message {
  /** what notifications say */
  readonly summary: string;
  readonly content: AdaptiveCard;
}

const TEXT = 3000;
const SUMMARY = 250;

const ACCENTS: Readonly<Record<NonNullable<Card["accent"]>, Container["style"]>> = {
  alert: "attention",
  warn: "warning",
  good: "good",
  calm: "emphasis",
};

/** A part of a card that stands or falls as a whole. */
interface Unit {
  readonly elements: readonly Element[];
  readonly lines: number;
  /** lines of it that were already left out */
  readonly hidden: number;
  /** the Teams users that it mentions */
  readonly users: readonly string[];
}

/**
 * A card as Teams shows it. Too long a card loses whole items from its end and says how many lines it lost.
 * @param summary one line for notifications; the title when left out
 */
export function renderMessage(card: Card, context: TeamsContext, summary: Text = card.title): Message {
  const mentions = mentionsFor(mentionsOf(card), context);
  const words = lettersIn(summary, context) || lettersIn(card.title, context) || firstWords(card.body, context);
  const letters = cut(words || "–", SUMMARY);
  const units = unitsOf(card.body, mentions, context);
  const head = titleUnit(card.title, card.accent, mentions, context);
  const content = fitted([head], units, [], letters, mentions, context);
  return { summary: letters, content };
}

/** Blocks of a form's body between what stands above and below them, both of which are kept. */
export function renderBody(
  above: readonly Element[],
  body: readonly Block[],
  below: readonly Element[],
  fallbackText: string,
  context: TeamsContext,
): AdaptiveCard {
  const mentions = mentionsFor(mentionsOf({ title: [], body }), context);
  const head: Unit = { elements: above, lines: 0, hidden: 0, users: [] };
  return fitted([head], unitsOf(body, mentions, context), below, fallbackText, mentions, context);
}

function fitted(
  head: readonly Unit[],
  units: readonly Unit[],
  below: readonly Element[],
  fallbackText: string,
  mentions: Mentions,
  context: TeamsContext,
): AdaptiveCard {
  const cardOf = (count: number): AdaptiveCard => {
    const kept = [...head, ...units.slice(0, count)];
    const hidden =
      kept.reduce((sum, unit) => sum + unit.hidden, 0) +
      units.slice(count).reduce((sum, unit) => sum + unit.lines + unit.hidden, 0);
    const note = hidden > 0 || count < units.length ? noteOf(hidden, context) : [];
    const users = new Set(kept.flatMap((unit) => unit.users));
    const entities = [...users].flatMap((user) => listed(mentions.get(user)));
    const body = [...kept.flatMap((unit) => unit.elements), ...note, ...below];
    return {
      type: "AdaptiveCard",
      version: "1.5",
      lang: context.locale,
      fallbackText,
      ...(entities.length > 0 ? { msteams: { entities } } : {}),
      body: body.length > 0 ? body : [{ type: "TextBlock", text: "–", wrap: true }],
    };
  };
  return cardOf(mostThatFit(units.length, (count) => bytesOf(cardOf(count)) <= CARD_BYTES));
}

function noteOf(hidden: number, context: TeamsContext): Line[] {
  const words = hidden > 0 ? context.say("chat.not-shown", { count: hidden }) : context.say("chat.cut-short");
  return linesFrom(runsOf(words, context), SMALL_PRINT, new Map());
}

function unitsOf(body: readonly Block[], mentions: Mentions, context: TeamsContext): Unit[] {
  const units: Unit[] = [];
  let divided = false;
  for (const [at, block] of body.entries()) {
    const unit = unitOf(block, at, mentions, context);
    if (block.kind === "divider") divided = true;
    const [first, ...rest] = unit.elements;
    if (first === undefined) {
      if (unit.hidden > 0) units.push(unit);
      continue;
    }
    units.push(divided ? { ...unit, elements: [{ ...first, separator: true, spacing: "Medium" }, ...rest] } : unit);
    divided = false;
  }
  return units;
}

const NOTHING = { elements: [], lines: 0, hidden: 0, users: [] } as const;
const SMALL_PRINT: Look = { size: "Small", isSubtle: true };

function unitOf(block: Block, at: number, mentions: Mentions, context: TeamsContext): Unit {
  switch (block.kind) {
    case "text": {
      const { runs, hidden } = shorten(runsOf(block.text, context), TEXT);
      const lines = linesFrom(runs, isFaint(block.text) ? { isSubtle: true } : {}, mentions);
      const users = usersIn(runs);
      if (!block.button) return { elements: lines, lines: lines.length > 0 ? 1 : 0, hidden, users };
      const rows = actionRows([block.button], at, context);
      return { elements: withButton(lines, rows), lines: lines.length > 0 ? 1 : 0, hidden, users };
    }
    case "list":
      return listOf(block, mentions, context);
    case "context": {
      const { runs, hidden } = shorten(runsOf(block.text, context), TEXT / 2);
      return { elements: linesFrom(runs, SMALL_PRINT, mentions), lines: 1, hidden, users: usersIn(runs) };
    }
    case "buttons":
      return { ...NOTHING, elements: actionRows(block.elements, at, context) };
    case "scale":
      return { ...NOTHING, elements: scaleElements(block, context), lines: 1 };
    case "chart":
      return chartOf(block, mentions, context);
    case "divider":
      return NOTHING;
    default:
      return never(block);
  }
}

/** The line, or its bars where a client knows no charts, and its sentence below. */
function chartOf(chart: Chart, mentions: Mentions, context: TeamsContext): Unit {
  const { runs, hidden } = shorten(runsOf(chart.label, context), TEXT / 2);
  const sentence = linesFrom(runs, {}, mentions).map((line) => ({ ...line, spacing: "None" as const }));
  const users = usersIn(runs);
  const title = lettersIn(chart.title, context);
  const fallback = lineOf(runsOf(barsOf({ ...chart, title: [title] }), context), {}, new Map());
  const points = pointsOf(chart);
  if (!fallback || points.length === 0) return { elements: sentence, lines: 1, hidden, users };
  const values = points.map(({ day, value }) => ({ x: day, y: value }));
  const drawn: Element = {
    type: "Chart.Line",
    title,
    yAxisTitle: chart.unit,
    data: [{ legend: title, values }],
    fallback,
    spacing: "Medium",
  };
  return { elements: [drawn, ...sentence], lines: 1, hidden, users };
}

/** The button below its line, nearer to it than to what follows: beside it, it would leave a phone no room for words. */
function withButton(lines: readonly Line[], rows: readonly Element[]): Element[] {
  const [first, ...rest] = lines;
  if (!first) return [...rows];
  return [{ ...first, spacing: "Medium" }, ...rest, ...rows.map((row) => ({ ...row, spacing: "Small" as const }))];
}

/** Marks of lists differ from client to client; letters don't. */
function listOf(block: Extract<Block, { kind: "list" }>, mentions: Mentions, context: TeamsContext): Unit {
  const items = block.items.map((item) => runsOf(item, context)).filter((item) => item.length > 0);
  const elements: Line[] = [];
  const users: string[] = [];
  let [letters, shown, hidden] = [0, 0, 0];
  for (const item of items) {
    const rest = shorten(item, TEXT - letters);
    const fits = rest.hidden === 0;
    if (!fits && shown > 0) break;
    const lead: Run = {
      kind: "letters",
      letters: block.ordered ? `${String(shown + 1)}.\u00a0` : "•\u00a0",
      bold: false,
    };
    const lines = linesFrom([lead, ...rest.runs], {}, mentions);
    elements.push(...lines.map((line) => ({ ...line, spacing: "Small" as const })));
    users.push(...usersIn(rest.runs));
    letters += lengthOf(rest.runs);
    shown++;
    if (!fits) {
      hidden = 1;
      break;
    }
  }
  return { elements, lines: shown, hidden: items.length - shown + hidden, users };
}

function titleUnit(title: Text, accent: Card["accent"], mentions: Mentions, context: TeamsContext): Unit {
  // A title is one line in one weight, however it was written.
  const even = runsOf(title, context).map((run) => ({
    ...run,
    bold: false,
    ...(run.kind === "letters" ? { letters: run.letters.replaceAll("\n", " ") } : {}),
  }));
  const { runs } = shorten(even, TEXT / 2);
  const lines = titleLines(runs, mentions);
  if (lines.length === 0) return NOTHING;
  const style = accent && ACCENTS[accent];
  const elements: Element[] = style ? [{ type: "Container", style, bleed: true, items: lines }] : lines;
  return { elements, lines: 1, hidden: 0, users: usersIn(runs) };
}

/** A heading, where it can be one: a line that no client may read as markdown is none. */
export function titleLines(runs: readonly Run[], mentions: Mentions): Line[] {
  return listed(lineOf(runs, { size: "Medium", weight: "Bolder" }, mentions)).map((line) =>
    line.type === "TextBlock" ? { ...line, style: "heading" } : line,
  );
}

/** A line of text is an element of its own: clients disagree about line breaks within one. */
function linesFrom(runs: readonly Run[], look: Look, mentions: Mentions): Line[] {
  const lines = linesOf(runs).flatMap((line) => listed(lineOf(line, look, mentions)));
  return lines.map((line, at) => (at === 0 ? line : { ...line, spacing: "None" }));
}

function listed<T>(thing: T | undefined): readonly T[] {
  return thing === undefined ? [] : [thing];
}

/** A client can grey a whole line only. */
function isFaint(text: Text): boolean {
  return text.length > 0 && text.every((span) => (typeof span === "string" ? span.trim() === "" : "faint" in span));
}

function usersIn(runs: readonly Run[]): string[] {
  return runs.flatMap((run) => (run.kind === "user" ? [run.user] : []));
}

function firstWords(body: readonly Block[], context: TeamsContext): string {
  for (const block of body) {
    if (block.kind === "text" || block.kind === "context") return lettersIn(block.text, context);
    if (block.kind === "list" && block.items[0]) return lettersIn(block.items[0], context);
  }
  return "";
}
