import type {
  ActionsBlock,
  Button as SlackButton,
  KnownBlock,
  PlainTextElement,
  RichTextSection,
  StaticSelect,
} from "@slack/types";
import { actionId, actionValue, choiceValue, openingId } from "../action-id.ts";
import type { Button, Chart, Element, Option, Scale, Text } from "../card.ts";
import { pointsOf } from "../chart.ts";
import { cut } from "../../kernel/text.ts";
import { toLetters, webAddress, type RenderContext, type Run } from "../runs.ts";
import { LIMITS } from "./limits.ts";
import { EMOJI_NAME, runsOf, toMrkdwn, toRich } from "./text.ts";

/** A chart of Slack's, which @slack/types doesn't know; in messages only. */
export interface ChartBlock {
  readonly type: "data_visualization";
  readonly title: string;
  readonly chart: {
    readonly type: "line";
    readonly series: readonly {
      readonly name: string;
      readonly data: readonly { readonly label: string; readonly value: number }[];
    }[];
    readonly axis_config: { readonly categories: readonly string[]; readonly y_label: string };
  };
}

/** @returns undefined for a chart without points */
export function chartBlock(chart: Chart, context: RenderContext): ChartBlock | undefined {
  const title = toLetters(runsOf(chart.title, context)) || "–";
  const data = pointsOf(chart, LIMITS.chartPoints).map(({ name, value }) => ({
    label: cut(name, LIMITS.chartName),
    value,
  }));
  if (data.length === 0) return undefined;
  return {
    type: "data_visualization",
    title: cut(title, LIMITS.chartTitle),
    chart: {
      type: "line",
      series: [{ name: cut(title, LIMITS.chartName), data }],
      axis_config: { categories: data.map(({ label }) => label), y_label: chart.unit },
    },
  };
}

/** A plain_text object; `emoji: false` only where letters would be read as an :emoji:. */
export function plainText(letters: string, most: number): PlainTextElement {
  const text = cut(letters, most);
  return { type: "plain_text", text, emoji: !EMOJI_NAME.test(text) };
}

export function plainOf(text: Text, most: number, context: RenderContext): PlainTextElement {
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
export function actionRows(elements: readonly Element[], context: RenderContext): ActionsBlock[] {
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

/** A scale's steps in a row; none: no row. */
export function scaleRow({ buttons }: Scale, context: RenderContext): ActionsBlock[] {
  const elements = buttons.slice(0, LIMITS.elements).map(({ label, spoken, press }): SlackButton => ({
    type: "button",
    text: plainOf(label, LIMITS.buttonLabel, context),
    accessibility_label: plainOf(spoken, LIMITS.spoken, context).text,
    action_id: actionId(press),
    value: actionValue(press),
  }));
  return elements.length > 0 ? [{ type: "actions", elements }] : [];
}

/** @returns undefined for a link that leads to no web page */
export function buttonOf(button: Button, context: RenderContext): SlackButton | undefined {
  const drawn: SlackButton = {
    type: "button",
    text: plainOf(button.label, LIMITS.buttonLabel, context),
    ...(button.look ? { style: button.look } : {}),
  };
  if ("press" in button) return { ...drawn, action_id: actionId(button.press), value: actionValue(button.press) };
  if ("opens" in button) return { ...drawn, action_id: openingId(button.opens), value: actionValue(button.opens) };
  const url = webAddress(button.link);
  return url === undefined ? undefined : { ...drawn, action_id: `link:${url}`.slice(0, LIMITS.id), url };
}

function menuOf(menu: Extract<Element, { kind: "menu" }>, context: RenderContext): StaticSelect | undefined {
  const options = optionsOf(menu.options, choiceValue, context);
  if (options.length === 0) return undefined;
  return {
    type: "static_select",
    action_id: actionId(menu.press),
    placeholder: plainOf(menu.label, LIMITS.placeholder, context),
    options,
  };
}

/** What fits: Slack refuses the whole menu for one value that is too long. */
export function optionsOf(
  options: readonly Option[],
  value: (choice: string) => string,
  context: RenderContext,
): { text: PlainTextElement; value: string }[] {
  return options
    .map((option) => ({ text: plainOf(option.label, LIMITS.optionLabel, context), value: value(option.value) }))
    .filter((option) => option.value.length <= LIMITS.optionValue)
    .slice(0, LIMITS.options);
}

/** Letters that some client might read as mark-up in a header. */
const MARKS = /[<>&*_~`@#\n]|:\S+:/;

/** True when a header block shows every letter of it as it is, the accent's emoji included. */
export function fitsHeader(runs: readonly Run[]): boolean {
  const letters = toLetters(runs);
  return letters.length + 3 <= LIMITS.header && !MARKS.test(letters) && runs.every((run) => run.kind === "letters");
}
