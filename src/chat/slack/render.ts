import type { KnownBlock, RichTextBlock, RichTextBlockElement } from "@slack/types";
import type { Block, Card, Text } from "../card.ts";
import { barsOf } from "../chart.ts";
import { cut } from "../../kernel/text.ts";
import { toLetters, type RenderContext, type Run } from "../runs.ts";
import { lengthOf, shorten } from "../shorten.ts";
import { never } from "../../kernel/errors.ts";
import {
  actionRows,
  buttonOf,
  type ChartBlock,
  chartBlock,
  contextBlock,
  fitsHeader,
  lineWithButton,
  plainText,
  richSection,
  scaleRow,
} from "./blocks.ts";
import { LIMITS } from "./limits.ts";
import { escapeControl, runsOf } from "./text.ts";

export type { RenderContext } from "../runs.ts";

export interface Message {
  /** what notifications and screen readers say */
  readonly text: string;
  readonly blocks: SlackBlock[];
}

export type SlackBlock = KnownBlock | ChartBlock;

/** drawn: by Slack, which does so in messages only, and not yet in each workspace · written: as bars of letters */
export type Charts = "drawn" | "written";

// Slack refuses a message whose blocks have more text than this (msg_blocks_too_long), though each is within limits.
const MESSAGE_LETTERS = 12_000;

const ACCENTS = { alert: "🔴", warn: "🟠", good: "🟢", calm: "" } as const;

/** A part of a message that stands or falls as a whole. */
interface Unit {
  readonly blocks: SlackBlock[];
  readonly lines: number;
  readonly letters: number;
  /** lines of it that were already left out */
  readonly hidden: number;
}

/**
 * A card as Slack shows it. Too long a card loses whole items from its end and says how many lines it lost.
 * @param summary one line for notifications; the title when left out
 */
export function renderMessage(
  card: Card,
  context: RenderContext,
  summary: Text = card.title,
  charts: Charts = "written",
): Message {
  const title = runsOf(card.title, context);
  const blocks = blocksOf(card.body, { ...context, charts }, LIMITS.messageBlocks - 1);
  const head = titleBlock(title, card.accent, context);
  const all = [...head, ...blocks];
  const text = toLetters(runsOf(summary, context)) || toLetters(title) || firstWords(card.body, context);
  return { text: escapeControl(cut(text || "–", LIMITS.text)), blocks: all.length > 0 ? all : [richBlock([dash])] };
}

/** Blocks of a card's or form's body, at most `most` of them. */
export function bodyBlocks(body: readonly Block[], context: RenderContext, most: number): SlackBlock[] {
  return blocksOf(body, { ...context, charts: "written" }, most);
}

interface Drawing extends RenderContext {
  readonly charts: Charts;
}

function blocksOf(body: readonly Block[], context: Drawing, most: number): SlackBlock[] {
  const units = unitsOf(body, context);
  const kept: Unit[] = [];
  let blocks = 0;
  let letters = 0;
  const isShort = units.some((unit) => unit.hidden > 0);
  const fits = (room: number): number => {
    let count = 0;
    [blocks, letters] = [0, 0];
    for (const unit of units) {
      if (blocks + unit.blocks.length > room || letters + unit.letters > MESSAGE_LETTERS) break;
      blocks += unit.blocks.length;
      letters += unit.letters;
      count++;
    }
    return count;
  };
  let count = fits(isShort ? most - 1 : most);
  if (count < units.length) count = fits(most - 1);
  kept.push(...units.slice(0, count));
  const hidden =
    kept.reduce((sum, unit) => sum + unit.hidden, 0) +
    units.slice(count).reduce((sum, unit) => sum + unit.lines + unit.hidden, 0);
  const drawn = kept.flatMap((unit) => unit.blocks);
  if (hidden === 0 && count === units.length) return drawn;
  const words = hidden > 0 ? context.say("chat.not-shown", { count: hidden }) : context.say("chat.cut-short");
  return [...drawn, contextBlock(runsOf(words, context))];
}

function unitsOf(body: readonly Block[], context: Drawing): Unit[] {
  const units: Unit[] = [];
  for (const block of body) {
    const last = units.at(-1);
    const joined = block.kind === "list" && last ? joinList(last, block, context) : undefined;
    if (joined) units[units.length - 1] = joined;
    else {
      const unit = unitOf(block, context);
      if (unit.blocks.length > 0 || unit.hidden > 0) units.push(unit);
    }
  }
  return units;
}

function unitOf(block: Block, context: Drawing): Unit {
  switch (block.kind) {
    case "text": {
      const { runs, hidden } = shorten(runsOf(block.text, context), LIMITS.text);
      const button = block.button && buttonOf(block.button, context);
      const letters = lengthOf(runs);
      if (runs.length === 0) {
        return { blocks: button ? [{ type: "actions", elements: [button] }] : [], lines: 0, letters: 0, hidden };
      }
      return { blocks: button ? lineWithButton(runs, button) : [richBlock(runs)], lines: 1, letters, hidden };
    }
    case "list": {
      const { element, lines, letters, hidden } = listOf(block, context, LIMITS.text);
      return { blocks: element ? [{ type: "rich_text", elements: [element] }] : [], lines, letters, hidden };
    }
    case "context": {
      const { runs, hidden } = shorten(runsOf(block.text, context), LIMITS.text / 2);
      return { blocks: runs.length > 0 ? [contextBlock(runs)] : [], lines: 1, letters: lengthOf(runs), hidden };
    }
    case "buttons":
      return { blocks: actionRows(block.elements, context), lines: 0, letters: 0, hidden: 0 };
    case "scale": {
      const { runs, hidden } = shorten(runsOf([...block.low, " · ", ...block.high], context), LIMITS.text / 2);
      const ends = runs.length > 0 ? [contextBlock(runs)] : [];
      return { blocks: [...scaleRow(block, context), ...ends], lines: 1, letters: lengthOf(runs), hidden };
    }
    case "chart": {
      const drawn = context.charts === "drawn" ? chartBlock(block, context) : undefined;
      if (!drawn) return unitOf({ kind: "text", text: [...barsOf(block), " ", ...block.label] }, context);
      const sentence = unitOf({ kind: "text", text: block.label }, context);
      return { ...sentence, blocks: [drawn, ...sentence.blocks] };
    }
    case "divider":
      return { blocks: [{ type: "divider" }], lines: 0, letters: 0, hidden: 0 };
    default:
      return never(block);
  }
}

/** A list under its sentence is one block with it, which Slack draws without a gap. */
function joinList(unit: Unit, block: Extract<Block, { kind: "list" }>, context: RenderContext): Unit | undefined {
  const only = unit.blocks.length === 1 ? unit.blocks[0] : undefined;
  if (only?.type !== "rich_text" || only.elements.at(-1)?.type !== "rich_text_section") return undefined;
  const { element, lines, letters, hidden } = listOf(block, context, LIMITS.text - unit.letters);
  if (!element || hidden > 0) return undefined;
  return {
    blocks: [{ type: "rich_text", elements: [...only.elements, element] }],
    lines: unit.lines + lines,
    letters: unit.letters + letters,
    hidden: unit.hidden,
  };
}

function listOf(
  block: Extract<Block, { kind: "list" }>,
  context: RenderContext,
  most: number,
): { element: RichTextBlockElement | undefined; lines: number; letters: number; hidden: number } {
  const items = block.items.map((item) => runsOf(item, context)).filter((item) => item.length > 0);
  const kept: (readonly Run[])[] = [];
  let letters = 0;
  let isCut = false;
  for (const item of items) {
    const shown = kept.length === 0 ? shorten(item, most) : { runs: item, hidden: 0 };
    if (letters + lengthOf(shown.runs) > most || isCut) break;
    kept.push(shown.runs);
    letters += lengthOf(shown.runs);
    isCut = shown.hidden > 0;
  }
  const style = block.ordered ? "ordered" : "bullet";
  const element: RichTextBlockElement | undefined =
    kept.length > 0 ? { type: "rich_text_list", style, elements: kept.map(richSection) } : undefined;
  return { element, lines: kept.length, letters, hidden: items.length - kept.length + (isCut ? 1 : 0) };
}

function titleBlock(title: readonly Run[], accent: Card["accent"], context: RenderContext): KnownBlock[] {
  if (title.length === 0) return [];
  const emoji = accent ? ACCENTS[accent] : "";
  const lead = emoji === "" ? "" : `${emoji} `;
  if (fitsHeader(title)) return [{ type: "header", text: plainText(`${lead}${toLetters(title)}`, LIMITS.header) }];
  const bold = shorten(title, LIMITS.text / 2).runs.map((run) => ({ ...run, bold: true }));
  return [richBlock([...runsOf(lead === "" ? [] : [lead], context), ...bold])];
}

const dash: Run = { kind: "letters", letters: "–", bold: false };

function richBlock(runs: readonly Run[]): RichTextBlock {
  return { type: "rich_text", elements: [richSection(runs)] };
}

function firstWords(body: readonly Block[], context: RenderContext): string {
  for (const block of body) {
    if (block.kind === "text" || block.kind === "context") return toLetters(runsOf(block.text, context));
    if (block.kind === "list" && block.items[0]) return toLetters(runsOf(block.items[0], context));
  }
  return "";
}
