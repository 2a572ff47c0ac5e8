import { asString, isJson, optionsOf, toBlocks, toElements, type SlackBlock, type SlackElement } from "./shapes.ts";

const BLOCK_TYPES = new Set(
  "actions alert card carousel container context context_actions data_table data_visualization divider file header image input markdown rich_text section table task_card plan video".split(
    " ",
  ),
);
const MENUS = new Set(["static_select", "multi_static_select", "overflow", "radio_buttons", "checkboxes"]);
const MAX_OPTIONS: Readonly<Record<string, number>> = { overflow: 5, radio_buttons: 10, checkboxes: 10 };

/**
 * What Slack would refuse about these blocks, as sentences; empty when it would take them.
 * Source: the limits in Slack's Block Kit reference.
 */
export function blockProblems(value: unknown, surface: "message" | "view"): string[] {
  if (!Array.isArray(value)) return ["blocks is not a list"];
  const most = surface === "message" ? 50 : 100;
  const problems = value.length > most ? [`${value.length} blocks, at most ${most}`] : [];
  if (toBlocks(value).length !== value.length) problems.push("a block is not well formed");
  const blockIds = new Set<string>();
  toBlocks(value).forEach((block, index) => {
    const say = (what: string) => problems.push(`/blocks/${index} (${block.type}): ${what}`);
    if (!BLOCK_TYPES.has(block.type)) say("unknown type");
    if (block.block_id.length > 255) say("block_id over 255 characters");
    if (blockIds.has(block.block_id)) say(`block_id ${block.block_id} stands twice`);
    blockIds.add(block.block_id);
    inBlock(block).forEach(say);
    const actionIds = new Set<string>();
    for (const element of toElements(block)) {
      inElement(element).forEach(say);
      if (element.action_id === undefined) continue;
      if (actionIds.has(element.action_id)) say(`action_id ${element.action_id} stands twice in one block`);
      actionIds.add(element.action_id);
    }
  });
  return problems;
}

/** What Slack would refuse about a view. */
export function viewProblems(view: unknown): string[] {
  if (!isJson(view)) return ["view is not an object"];
  const problems = blockProblems(view["blocks"], "view");
  for (const part of ["title", "submit", "close"]) {
    if (view[part] !== undefined && view[part] !== null) problems.push(...text(view[part], 24, part));
  }
  if (view["type"] === "modal" && view["title"] === undefined) problems.push("a modal without title");
  const hasInput = toBlocks(view["blocks"]).some((block) => block.type === "input");
  if (view["type"] === "modal" && hasInput && !isJson(view["submit"])) problems.push("inputs, but no submit");
  if (asString(view["private_metadata"]).length > 3000) problems.push("private_metadata over 3000 characters");
  if (asString(view["callback_id"]).length > 255) problems.push("callback_id over 255 characters");
  return problems;
}

function inBlock(block: SlackBlock): string[] {
  switch (block.type) {
    case "section": {
      const fields: unknown = block["fields"];
      if (block.text === undefined && !Array.isArray(fields)) return ["neither text nor fields"];
      return [
        ...(block.text === undefined ? [] : text(block.text, 3000, "text")),
        ...(Array.isArray(fields) && fields.length > 10 ? ["over 10 fields"] : []),
        ...(Array.isArray(fields) ? fields.flatMap((field) => text(field, 2000, "field")) : []),
      ];
    }
    case "header":
      return [...text(block.text, 150, "text"), ...plainOnly(block.text, "text")];
    case "actions":
      return count(block.elements, 25);
    case "context":
      return count(block.elements, 10);
    case "markdown":
      return asString(block.text).length > 12_000 ? ["over 12000 characters"] : [];
    case "input":
      return [
        ...text(block.label, 2000, "label"),
        ...(block.hint === undefined ? [] : text(block.hint, 2000, "hint")),
        ...(block.element === undefined ? ["no element"] : []),
      ];
    default:
      return [];
  }
}

function inElement(element: SlackElement): string[] {
  const problems: string[] = [];
  if ((element.action_id ?? "").length > 255) problems.push("action_id over 255 characters");
  if (element.type === "button") {
    problems.push(...text(element.text, 75, "button"), ...plainOnly(element.text, "button"));
    if ((element.value ?? "").length > 2000) problems.push("button value over 2000 characters");
    if ((element.url ?? "").length > 3000) problems.push("url over 3000 characters");
    if ((element.accessibility_label ?? "").length > 75) problems.push("accessibility_label over 75 characters");
  }
  if (element.placeholder !== undefined) problems.push(...text(element.placeholder, 150, "placeholder"));
  if ((element.max_length ?? 0) > 3000) problems.push("max_length over 3000");
  if (MENUS.has(element.type)) problems.push(...menu(element));
  return problems;
}

function menu(element: SlackElement): string[] {
  const options = optionsOf(element);
  const values = new Set(options.map((option) => option.value));
  const initial = [...(element.initial_options ?? []), ...(element.initial_option ? [element.initial_option] : [])];
  return [
    ...count(options, MAX_OPTIONS[element.type] ?? 100),
    ...options.flatMap((option) => text(option.text, 75, "option")),
    ...(options.some((option) => (option.value ?? "").length > 150) ? ["option value over 150 characters"] : []),
    ...(initial.some((option) => !values.has(option.value)) ? ["initial option is not among the options"] : []),
  ];
}

function text(value: unknown, most: number, what: string): string[] {
  const letters = isJson(value) ? asString(value["text"]) : "";
  if (letters === "") return [`${what} is empty`];
  return letters.length > most ? [`${what} has ${letters.length} characters, at most ${most}`] : [];
}

function plainOnly(value: unknown, what: string): string[] {
  return isJson(value) && value["type"] === "plain_text" ? [] : [`${what} must be plain_text`];
}

function count(values: readonly unknown[] | undefined, most: number): string[] {
  const found = values?.length ?? 0;
  return found === 0 ? ["nothing in it"] : found > most ? [`${found} elements, at most ${most}`] : [];
}
