import type { Complaints } from "./complaints.ts";
import { optionsOf, toBlocks, toElements, type Json, type SlackBlock, type SlackElement } from "./shapes.ts";

/** What a person chose: an option's value, several, a date, a text. */
export type Chosen = string | readonly string[];

export interface Found {
  readonly block: SlackBlock;
  readonly element: SlackElement;
}

/**
 * The element with this action id as it stands in the stored blocks.
 * `value` tells apart buttons that share an action id over several blocks.
 */
export function findElement(blocks: unknown, actionId: string, value?: string): Found | undefined {
  for (const block of toBlocks(blocks)) {
    for (const element of toElements(block)) {
      if (element.action_id !== actionId) continue;
      if (element.type === "button" && value !== undefined && element.value !== value) continue;
      return { block, element };
    }
  }
  return undefined;
}

/** What Slack says of a pressed button. @returns undefined when the element is no button */
export function pressedAction({ block, element }: Found, actionTs: string): Json | undefined {
  if (element.type !== "button") return undefined;
  return {
    action_id: element.action_id,
    block_id: block.block_id,
    text: element.text,
    ...(element.value === undefined ? {} : { value: element.value }),
    ...(element.style === undefined ? {} : { style: element.style }),
    type: "button",
    action_ts: actionTs,
  };
}

/** What Slack says of a choice in a menu or picker. @returns undefined when it can't be chosen there */
export function chosenAction({ block, element }: Found, chosen: Chosen, actionTs: string): Json | undefined {
  const state = stateOf(element, chosen);
  if (!state || element.type === "plain_text_input") return undefined;
  return {
    ...state,
    action_id: element.action_id,
    block_id: block.block_id,
    ...(element.placeholder === undefined ? {} : { placeholder: element.placeholder }),
    action_ts: actionTs,
  };
}

/**
 * An element's state in Slack's words. `chosen` left out means untouched; "" means emptied.
 * @returns undefined when the element can't hold that value
 */
export function stateOf(element: SlackElement, chosen?: Chosen): Json | undefined {
  const one = typeof chosen === "string" ? chosen : chosen?.[0];
  const { type } = element;
  switch (type) {
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return { type, value: (one ?? element.initial_value) || null };
    case "static_select":
    case "radio_buttons":
    case "overflow": {
      if (one === undefined) return { type, selected_option: element.initial_option ?? null };
      if (one === "") return { type, selected_option: null };
      const option = optionsOf(element).find((candidate) => candidate.value === one);
      return option && { type, selected_option: option };
    }
    case "checkboxes":
    case "multi_static_select": {
      if (chosen === undefined) return { type, selected_options: element.initial_options ?? [] };
      const wanted = (typeof chosen === "string" ? [chosen] : chosen).filter((value) => value !== "");
      const options = optionsOf(element).filter((candidate) => wanted.includes(candidate.value ?? ""));
      return options.length === wanted.length ? { type, selected_options: options } : undefined;
    }
    case "datepicker": {
      const date = one ?? element.initial_date ?? "";
      return date === "" || /^\d{4}-\d\d-\d\d$/.test(date) ? { type, selected_date: date || null } : undefined;
    }
    case "timepicker": {
      const time = one ?? element.initial_time ?? "";
      return time === "" || /^\d\d:\d\d$/.test(time) ? { type, selected_time: time || null } : undefined;
    }
    case "users_select":
      return { type, selected_user: (one ?? element.initial_user) || null };
    default:
      return undefined;
  }
}

/** The state of every input and menu in some blocks: block id → action id → state. */
export function stateValues(blocks: unknown, chosen: Readonly<Record<string, Chosen>> = {}): Json {
  const values: Record<string, Json> = {};
  for (const block of toBlocks(blocks)) {
    for (const element of toElements(block)) {
      if (element.action_id === undefined) continue;
      const state = stateOf(element, chosenFor(block, element, chosen));
      if (state && element.type !== "overflow") (values[block.block_id] ??= {})[element.action_id] = state;
    }
  }
  return values;
}

/** What Slack's own client checks before it submits: block id → sentence. */
export function clientErrors(
  blocks: unknown,
  chosen: Readonly<Record<string, Chosen>>,
  say: Complaints,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of toBlocks(blocks)) {
    if (block.type !== "input" || block.element === undefined) continue;
    const state = stateOf(block.element, chosenFor(block, block.element, chosen));
    const value = state && Object.entries(state).find(([key]) => key !== "type")?.[1];
    const empty = value === null || (Array.isArray(value) && value.length === 0);
    const { min_length: least, max_length: most } = block.element;
    if (!state) errors[block.block_id] = say.invalid;
    else if (empty && block.optional !== true) errors[block.block_id] = say.missing;
    else if (typeof value === "string" && least !== undefined && value.length < least) {
      errors[block.block_id] = say.tooShort(least);
    } else if (typeof value === "string" && most !== undefined && value.length > most) {
      errors[block.block_id] = say.tooLong(most);
    }
  }
  return errors;
}

function chosenFor(
  block: SlackBlock,
  element: SlackElement,
  chosen: Readonly<Record<string, Chosen>>,
): Chosen | undefined {
  return chosen[block.block_id] ?? (element.action_id === undefined ? undefined : chosen[element.action_id]);
}
