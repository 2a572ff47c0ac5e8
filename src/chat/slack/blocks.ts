import type {
  ActionsBlock,
  Button as SlackButton,
  KnownBlock,
  PlainTextElement,
  RichTextSection,
  StaticSelect,
} from "@slack/types";
import { actionId, actionValue, choiceValue, openingId } from "../action-id.ts";
import type { Button, Element, Option, Text } from "../card.ts";
import { LIMITS } from "./limits.ts";
import { cut, runsOf, toLetters, toMrkdwn, toRich, type Run, type TextContext } from "./text.ts";

/** A plain_text object; `emoji: false` only where letters would be read as an :emoji:. */
export function plainText(letters: string, most: number): PlainTextElement {
  const text = cut(letters, most);
  return { type: "plain_text", text, emoji: !/:[a-z0-9_+'-]+:/iu.test(text) };
}

export function plainOf(text: Text, most: number, context: TextContext): PlainTextElement {
  return plainText(toLetters(runsOf(text, context)).replaceAll("\n", " ") || "–", most);
}

export function richSection(runs: readonly Run[]): RichTextSection {
  return { type: "rich_text_section", elements: toRich(runs) };
}

/** A line with its button beside it where mrkdwn can say the line, else with the button below. */
export function lineWithButton(runs: readonly Run[], button: SlackButton): KnownBlock[] {
  const text = toMrkdwn(runs);
  if (text !== undefined && text.length <= LIMITS.text) {
    return [{ type: "section", text: { type: "mrkdwn", text }, accessory: button }];
  }
  return [
    { type: "rich_text", elements: [richSection(runs)] },
    { type: "actions", elements: [button] },
  ];
}

/** Small grey print. What mrkdwn can't say stands there without mentions and weight. */
export function contextBlock(runs: readonly Run[]): KnownBlock {
  const text = toMrkdwn(runs);
  if (text !== undefined && text.length <= LIMITS.text) {
    return { type: "context", elements: [{ type: "mrkdwn", text }] };
  }
  return { type: "context", elements: [plainText(toLetters(runs), LIMITS.text)] };
}

/** One row of buttons, or more where the same action stands twice. Menus without options are left out. */
export function actionRows(elements: readonly Element[], context: TextContext): ActionsBlock[] {
  const rows: (SlackButton | StaticSelect)[][] = [];
  for (const element of elements) {
    const drawn = element.kind === "menu" ? menuOf(element, context) : buttonOf(element, context);
    if (!drawn) continue;
    const free = rows.find(
      (row) => row.length < LIMITS.elements && row.every((each) => each.action_id !== drawn.action_id),
    );
    if (free) free.push(drawn);
    else rows.push([drawn]);
  }
  return rows.map((row) => ({ type: "actions", elements: row }));
}

export function buttonOf(button: Button, context: TextContext): SlackButton {
  const drawn: SlackButton = {
    type: "button",
    text: plainOf(button.label, LIMITS.buttonLabel, context),
    ...(button.look ? { style: button.look } : {}),
  };
  if ("press" in button) return { ...drawn, action_id: actionId(button.press), value: actionValue(button.press) };
  if ("opens" in button) return { ...drawn, action_id: openingId(button.opens), value: actionValue(button.opens) };
  return { ...drawn, action_id: `link:${button.link}`.slice(0, LIMITS.id), url: button.link };
}

function menuOf(menu: Extract<Element, { kind: "menu" }>, context: TextContext): StaticSelect | undefined {
  const options = optionsOf(menu.options, choiceValue, context);
  if (options.length === 0) return undefined;
  return {
    type: "static_select",
    action_id: actionId(menu.press),
    placeholder: plainOf(menu.label, LIMITS.placeholder, context),
    options,
  };
}

export function optionsOf(
  options: readonly Option[],
  value: (choice: string) => string,
  context: TextContext,
): { text: PlainTextElement; value: string }[] {
  return options
    .slice(0, LIMITS.options)
    .map((option) => ({ text: plainOf(option.label, LIMITS.optionLabel, context), value: value(option.value) }));
}

/** Letters that some client might read as mark-up in a header. */
const MARKS = /[<>&*_~`@#\n]|:\S+:/;

/** True when a header block shows every letter of it as it is, the accent's emoji included. */
export function fitsHeader(runs: readonly Run[]): boolean {
  const letters = toLetters(runs);
  return letters.length + 3 <= LIMITS.header && !MARKS.test(letters) && runs.every((run) => run.kind === "letters");
}
