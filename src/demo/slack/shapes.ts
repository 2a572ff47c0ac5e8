import { z } from "zod";

/** Slack's JSON as far as a person's client must understand it; everything else passes through untouched. */
export type Json = Record<string, unknown>;

const TEXT = z.looseObject({ type: z.string(), text: z.string() });
const OPTION = z.looseObject({ text: TEXT, value: z.string().optional() });
export type SlackOption = z.infer<typeof OPTION>;

const CONFIRM = z.looseObject({
  title: TEXT.optional(),
  text: TEXT.optional(),
  confirm: TEXT.optional(),
  deny: TEXT.optional(),
});

const ELEMENT = z.looseObject({
  type: z.string(),
  action_id: z.string().optional(),
  text: TEXT.optional(),
  value: z.string().optional(),
  url: z.string().optional(),
  style: z.string().optional(),
  accessibility_label: z.string().optional(),
  placeholder: TEXT.optional(),
  confirm: CONFIRM.optional(),
  options: z.array(OPTION).optional(),
  option_groups: z.array(z.looseObject({ label: TEXT, options: z.array(OPTION) })).optional(),
  initial_value: z.string().optional(),
  initial_option: OPTION.optional(),
  initial_options: z.array(OPTION).optional(),
  initial_date: z.string().optional(),
  initial_time: z.string().optional(),
  initial_user: z.string().optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().optional(),
  max_length: z.number().optional(),
});
export type SlackElement = z.infer<typeof ELEMENT>;

const BLOCK = z.looseObject({
  type: z.string(),
  block_id: z.string(),
  text: z.unknown().optional(),
  accessory: ELEMENT.optional(),
  element: ELEMENT.optional(),
  elements: z.array(z.unknown()).optional(),
  label: TEXT.optional(),
  hint: TEXT.optional(),
  optional: z.boolean().optional(),
});
export type SlackBlock = z.infer<typeof BLOCK>;

const VIEW = z.looseObject({
  id: z.string(),
  type: z.string(),
  hash: z.string(),
  title: TEXT.nullish(),
  submit: TEXT.nullish(),
  close: TEXT.nullish(),
  callback_id: z.string().optional(),
  external_id: z.string().nullish(),
  notify_on_close: z.boolean().optional(),
  clear_on_close: z.boolean().optional(),
  blocks: z.array(z.unknown()),
});
export type SlackView = z.infer<typeof VIEW>;

const MESSAGE = z.looseObject({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().default(""),
  blocks: z.array(z.unknown()).optional(),
  edited: z.unknown().optional(),
  reply_count: z.number().optional(),
});
export type SlackMessage = z.infer<typeof MESSAGE>;

/** Slack gives every block an id when the app gave none; so do we, always the same one. */
export function toBlocks(value: unknown): SlackBlock[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((raw: unknown, index) => {
    const block = BLOCK.safeParse({ block_id: `b${index}`, ...(isJson(raw) ? raw : {}) });
    return block.success ? [block.data] : [];
  });
}

export function toElements(block: SlackBlock): SlackElement[] {
  const candidates = [block.accessory, block.element, ...(block.type === "actions" ? (block.elements ?? []) : [])];
  return candidates.flatMap((raw) => {
    const element = ELEMENT.safeParse(raw);
    return element.success ? [element.data] : [];
  });
}

export function toView(value: unknown): SlackView | undefined {
  return VIEW.safeParse(value).data;
}

export function toMessages(value: unknown): SlackMessage[] {
  return z.array(MESSAGE).safeParse(value).data ?? [];
}

export function optionsOf(element: SlackElement): SlackOption[] {
  return [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asString(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A value that may be JSON text (as the web API's form bodies carry it) or already an object. */
export function unpack(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
