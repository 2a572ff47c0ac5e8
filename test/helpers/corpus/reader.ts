/**
 * Reads Block Kit as Slack's clients do, by the documentation alone: it shares nothing with the renderer it judges.
 * https://docs.slack.dev/messaging/formatting-message-text, https://docs.slack.dev/reference/block-kit
 */
export interface Read {
  /** every text in order, as people see it */
  readonly texts: readonly Seen[];
  /** what acts by itself when it is shown: mentions, links, dates, emoji made of words */
  readonly live: readonly string[];
  /** what Slack would refuse, or what is broken in itself */
  readonly faults: readonly string[];
}

export interface Seen {
  /** header, section, context, rich_text, button, option, label, hint, title, text, initial, … */
  readonly place: string;
  readonly letters: string;
}

type Node = Readonly<Record<string, unknown>>;

interface Reading {
  readonly texts: Seen[];
  readonly live: string[];
  readonly faults: string[];
}

export function readMessage(message: unknown): Read {
  const reading: Reading = { texts: [], live: [], faults: [] };
  const { text, blocks } = nodeOf(message);
  if (typeof text === "string") {
    // The fallback text is sent with mrkdwn: false and parse: none; tokens in angle brackets would still act.
    limit(reading, "text", text, 40_000);
    reading.texts.push({ place: "text", letters: readTokens(text, reading, "text").replaceAll(MENTION, "") });
  }
  const all = Array.isArray(blocks) ? blocks : [];
  if (all.length > 50) reading.faults.push(`${String(all.length)} blocks`);
  readBlocks(all, reading);
  return reading;
}

export function readView(view: unknown): Read {
  const reading: Reading = { texts: [], live: [], faults: [] };
  const { title, submit, close, blocks, private_metadata: metadata, callback_id: callback } = nodeOf(view);
  for (const [place, node] of Object.entries({ title, submit, close })) {
    if (node !== undefined) readPlain(nodeOf(node), place, 24, reading);
  }
  limit(reading, "private_metadata", metadata ?? "", 3000);
  limit(reading, "callback_id", callback ?? "", 255);
  const all = Array.isArray(blocks) ? blocks : [];
  if (all.length > 100 || all.length === 0) reading.faults.push(`${String(all.length)} blocks`);
  readBlocks(all, reading);
  return reading;
}

function readBlocks(blocks: readonly unknown[], reading: Reading): void {
  const ids = new Set<unknown>();
  for (const each of blocks) {
    const block = nodeOf(each);
    const id = block["block_id"];
    if (id !== undefined && ids.has(id)) reading.faults.push("a block_id twice");
    ids.add(id);
    limit(reading, "block_id", id ?? "", 255);
    readBlock(block, reading);
  }
}

function readBlock(block: Node, reading: Reading): void {
  switch (block["type"]) {
    case "divider":
      return;
    case "header":
      return readPlain(nodeOf(block["text"]), "header", 150, reading);
    case "section":
      readText(nodeOf(block["text"]), "section", reading);
      if (block["accessory"] !== undefined) readElement(nodeOf(block["accessory"]), reading);
      return;
    case "context": {
      const elements = listOf(block["elements"]);
      if (elements.length === 0 || elements.length > 10) reading.faults.push("context elements");
      return elements.forEach((each) => readText(nodeOf(each), "context", reading));
    }
    case "actions": {
      const elements = listOf(block["elements"]).map(nodeOf);
      if (elements.length === 0 || elements.length > 25) reading.faults.push("actions elements");
      const ids = elements.map((each) => each["action_id"]);
      if (new Set(ids).size !== ids.length) reading.faults.push("action_id twice in a row");
      return elements.forEach((each) => readElement(each, reading));
    }
    case "input":
      readPlain(nodeOf(block["label"]), "label", 2000, reading);
      if (block["hint"] !== undefined) readPlain(nodeOf(block["hint"]), "hint", 2000, reading);
      return readElement(nodeOf(block["element"]), reading);
    case "rich_text":
      return readRich(block, reading);
    default:
      reading.faults.push(`a block of type ${String(block["type"])}`);
  }
}

function readText(node: Node, place: string, reading: Reading): void {
  if (node["type"] === "plain_text") return readPlain(node, place, 3000, reading);
  if (node["type"] !== "mrkdwn") return void reading.faults.push(`a text of type ${String(node["type"])}`);
  const text = limit(reading, place, node["text"], 3000);
  if (text === "") reading.faults.push(`${place} is empty`);
  reading.texts.push({ place, letters: readMrkdwn(text, reading, place, node["verbatim"] === true) });
}

/** plain_text is shown letter for letter, but for :emoji: unless that is switched off. */
function readPlain(node: Node, place: string, most: number, reading: Reading): void {
  if (node["type"] !== "plain_text") reading.faults.push(`${place} is no plain_text`);
  const text = limit(reading, place, node["text"], most);
  if (text === "") reading.faults.push(`${place} is empty`);
  if (node["emoji"] !== false) reading.live.push(...emojiIn(text));
  reading.texts.push({ place, letters: text });
}

function readElement(element: Node, reading: Reading): void {
  const type = String(element["type"]);
  limit(reading, "action_id", element["action_id"] ?? "", 255);
  if (element["placeholder"] !== undefined) readPlain(nodeOf(element["placeholder"]), "placeholder", 150, reading);
  switch (type) {
    case "button":
      readPlain(nodeOf(element["text"]), "button", 75, reading);
      limit(reading, "value", element["value"] ?? "", 2000);
      limit(reading, "accessibility_label", element["accessibility_label"] ?? "", 75);
      if (element["url"] !== undefined) reading.live.push(`link:${limit(reading, "url", element["url"], 3000)}`);
      return;
    case "static_select": {
      const options = listOf(element["options"]).map(nodeOf);
      if (options.length === 0 || options.length > 100) reading.faults.push(`${String(options.length)} options`);
      const values = options.map((each) => limit(reading, "option value", each["value"], 150));
      if (values.includes("")) reading.faults.push("an option without a value");
      for (const each of options) readPlain(nodeOf(each["text"]), "option", 75, reading);
      const initial = element["initial_option"];
      if (initial !== undefined && !options.some((each) => JSON.stringify(each) === JSON.stringify(initial))) {
        reading.faults.push("an initial option that is none of the options");
      }
      return;
    }
    case "plain_text_input": {
      const most = Number(element["max_length"] ?? 3000);
      const initial = limit(reading, "initial", element["initial_value"] ?? "", Math.min(most, 3000));
      reading.texts.push({ place: "initial", letters: initial });
      return;
    }
    case "datepicker":
      return;
    default:
      reading.faults.push(`an element of type ${type}`);
  }
}

function readRich(block: Node, reading: Reading): void {
  for (const each of listOf(block["elements"]).map(nodeOf)) {
    if (each["type"] === "rich_text_list") {
      for (const item of listOf(each["elements"]).map(nodeOf)) readRichSection(item, reading);
    } else readRichSection(each, reading);
  }
}

function readRichSection(section: Node, reading: Reading): void {
  if (section["type"] !== "rich_text_section") reading.faults.push(`a rich part of type ${String(section["type"])}`);
  const elements = listOf(section["elements"]).map(nodeOf);
  if (elements.length === 0) reading.faults.push("a rich section without elements");
  let letters = "";
  for (const each of elements) {
    switch (each["type"]) {
      case "text":
        if (each["text"] === "") reading.faults.push("a rich text without letters");
        letters += limit(reading, "rich_text", each["text"], 3000);
        break;
      case "user":
        reading.live.push(`@${String(each["user_id"])}`);
        break;
      case "link":
        reading.live.push(`link:${String(each["url"])}`);
        letters += String(each["text"] ?? each["url"]);
        if (String(each["text"]).trim() === "") reading.faults.push("a rich link that nobody sees");
        break;
      case "date":
        reading.live.push("date");
        letters += String(each["fallback"]);
        break;
      default:
        reading.live.push(String(each["type"]));
    }
  }
  reading.texts.push({ place: "rich_text", letters });
}

/** Tokens in angle brackets act; then the three entities are decoded once. */
function readTokens(text: string, reading: Reading, place: string): string {
  const bare = text.replaceAll(/<([^<>]*)>/g, (_all, inner: string) => {
    const [head = "", label] = split(inner, "|");
    if (head.startsWith("@")) {
      reading.live.push(head);
      return MENTION;
    }
    if (head.startsWith("!date^")) {
      reading.live.push(head.split("^").length > 3 ? `link:${head}` : "date");
      return label ?? "";
    }
    reading.live.push(/^[!#]/.test(head) ? head : `link:${decoded(head)}`);
    if (label?.trim() === "") reading.faults.push(`${place} has a link that nobody sees`);
    return label ?? head;
  });
  if (/[<>]/.test(bare)) reading.faults.push(`${place} has an open bracket`);
  if (/&(?!amp;|lt;|gt;)/.test(bare)) reading.faults.push(`${place} has a bare &`);
  return decoded(bare);
}

function decoded(text: string): string {
  return text.replaceAll(/&(amp|lt|gt);/g, (_all, name: string) => ({ amp: "&", lt: "<", gt: ">" })[name] ?? "");
}

/** Stands for a mention while styles are read around it; its letters are the person's own affair. */
const MENTION = "\u0001";

function split(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

const BETWEEN = String.raw`[\s\u200a()\[\]{},.:;!?"'/–—-]`;
/** *bold*, _italic_, ~struck~: between room or punctuation, on one line, not empty. */
const STYLED = new RegExp(String.raw`(^|${BETWEEN})([*_~])(?=\S)([^\n]*?\S)\2(?=$|${BETWEEN})`, "gu");

/** What mrkdwn shows: code first, then tokens, then what Slack makes alive by itself, then styles. */
function readMrkdwn(text: string, reading: Reading, place: string, verbatim: boolean): string {
  const codes: string[] = [];
  const withoutCode = text
    .replaceAll(/```([^]*?)```/g, (_all, inner: string) => hole(codes, inner))
    .replaceAll(/`([^`\n]+)`/g, (_all, inner: string) => hole(codes, inner));
  let letters = readTokens(withoutCode, reading, place);
  if (/^[ \t]*(?:>|&gt;)/m.test(withoutCode)) reading.live.push("quote");
  reading.live.push(...emojiIn(letters));
  if (!verbatim) reading.live.push(...autoLinked(letters));
  for (let before = ""; before !== letters;) {
    before = letters;
    letters = letters.replaceAll(STYLED, "$1$3");
  }
  return letters
    .replaceAll(MENTION, "")
    .replaceAll(/\u0000(\d+)\u0000/g, (_all, at: string) => readTokens(codes[Number(at)] ?? "", reading, place));
}

function hole(codes: string[], inner: string): string {
  codes.push(inner);
  return `\u0000${String(codes.length - 1)}\u0000`;
}

function emojiIn(letters: string): string[] {
  return [...letters.matchAll(/:[\p{L}\p{M}\p{N}_+'-]+:/gu)].map(([name]) => `emoji ${name}`);
}

/** Addresses, names and channels that Slack finds in a text that isn't verbatim. */
function autoLinked(letters: string): string[] {
  const found = letters.match(
    /[a-z]:\/\/\S|[\p{L}\p{N}._%+-]@[\p{L}\p{N}-]|[\p{L}\p{N}-]\.\p{L}{2}|[@#][\p{L}\p{N}_-]/giu,
  );
  return (found ?? []).map((each) => `auto ${each}`);
}

function limit(reading: Reading, place: string, value: unknown, most: number): string {
  if (typeof value !== "string") {
    reading.faults.push(`${place} is no text`);
    return "";
  }
  if (value.length > most) reading.faults.push(`${place} has ${String(value.length)} of ${String(most)} letters`);
  if (!value.isWellFormed()) reading.faults.push(`${place} has half a character`);
  return value;
}

function nodeOf(value: unknown): Node {
  return typeof value === "object" && value !== null ? (value as Node) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
