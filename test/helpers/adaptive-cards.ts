import type * as Library from "adaptivecards";
import { createRequire } from "node:module";

// Outside a browser only the bundle can be loaded.
const AC = createRequire(import.meta.url)("adaptivecards/dist/adaptivecards.js") as typeof Library;

export interface CardRead {
  /** what people read, text by text, as a client shows it */
  readonly texts: readonly string[];
  /** what acts by itself in a text: mentions, links, macros, addresses that are shown whole */
  readonly live: readonly string[];
  /** what a client would refuse, leave out or show otherwise than meant */
  readonly faults: readonly string[];
  readonly buttons: readonly Readonly<Record<string, unknown>>[];
  readonly inputs: readonly Readonly<Record<string, unknown>>[];
}

type Part = Readonly<Record<string, unknown>>;

/** Reads a card as Microsoft's own parser and a reader of markdown do. */
export function readCard(card: unknown): CardRead {
  const faults = parserFaults(card);
  const texts: string[] = [];
  const live: string[] = [];
  const buttons: Part[] = [];
  const inputs: Part[] = [];
  const mentioned = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== "object" || node === null) return;
    const part = node as Part;
    const type = String(part["type"]);
    if (type === "TextBlock") {
      if (part["wrap"] !== true) faults.push("a text that doesn't wrap");
      const isAddress = part["fontType"] === "Monospace" && /^https?:\/\/\S+$/.test(String(part["text"]));
      const read = isAddress ? readAddress(String(part["text"])) : readMarkdown(String(part["text"]));
      texts.push(read.letters);
      live.push(...read.live);
      for (const each of read.live) if (each.startsWith("<at>")) mentioned.add(each);
      faults.push(...read.faults);
    } else if (type === "RichTextBlock") {
      const runs = part["inlines"] as Part[];
      texts.push(runs.map((run) => String(run["text"])).join(""));
      for (const run of runs) {
        live.push(...(String(run["text"]).match(MACRO) ?? []));
        if (/<at>/i.test(String(run["text"]))) faults.push("a mention's tag in a run of letters");
        if (run["selectAction"]) live.push(String((run["selectAction"] as Part)["url"]));
      }
    } else if (type.startsWith("Action.")) {
      buttons.push(part);
      if (type === "Action.ShowCard") walk(part["card"]);
    } else if (type.startsWith("Input.")) inputs.push(part);
    else if (type === "Chart.Line") {
      if (part["fallback"] === undefined) faults.push("a chart without a fallback");
      walk(part["fallback"]);
    } else Object.values(part).forEach(walk);
  };
  walk((card as Part)["body"]);
  const entities = ((card as Part)["msteams"] as { entities?: Part[] } | undefined)?.entities ?? [];
  const known = entities.map((entity) => String(entity["text"]));
  if (new Set(known.map((text) => text.toLowerCase())).size < known.length) faults.push("two people under one text");
  for (const text of mentioned) if (!known.includes(text)) faults.push(`${text} is nobody`);
  for (const text of known) if (!mentioned.has(text)) faults.push(`${text} stands nowhere`);
  if (/\\ud[89a-f]/i.test(JSON.stringify(card))) faults.push("half a character");
  return { texts, live, faults, buttons, inputs };
}

function parserFaults(card: unknown): string[] {
  const context = new AC.SerializationContext();
  const parsed = new AC.AdaptiveCard();
  // Teams shows six in a row: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference
  parsed.hostConfig = new AC.HostConfig({ actions: { maxActions: 6 } });
  parsed.parse(card, context);
  const faults: string[] = [];
  for (let at = 0; at < context.eventCount; at++) faults.push(context.getEventAt(at).message);
  const { validationEvents } = parsed.validateProperties();
  // The parser's pattern for "lang" remembers where it stopped, so it refuses every second card.
  // It knows no charts, which are Teams' own and have a fallback; `readCard` sees that they do.
  const known = /for property "lang"\.$|^Unknown element type "Chart\.Line"/;
  const real = faults.filter((fault) => !known.test(fault));
  return [...real, ...validationEvents.map((event) => event.message)];
}

const MACRO = /\{\{(?:DATE|TIME)\([^)]*\)\}\}/gi;
const TOKEN =
  /\\([!-/:-@[-`{-~])|(<at>[^<>]*<\/at>)|(\{\{(?:DATE|TIME)\([\dTZ:,SHORT-]*\)\}\})|\[((?:\\.|[^[\]\\])*)\]\((https?:[^()\s\\]*)\)|(\*\*)|([\\`*_~[\]<{]|:\/\/|&(?:#|[a-z][a-z0-9]*;)|^(?:>|(?:[-+]|#{1,6}|\d{1,9}[.)])(?:[ \t]|$)))/gi;

/** A line that is an address and nothing else: a client may make a link of it, to where its letters say. */
function readAddress(text: string): ReturnType<typeof readMarkdown> {
  const [scheme = ""] = /^https?:\/\//.exec(text) ?? [];
  const { letters, live, faults } = readMarkdown(text.slice(scheme.length));
  return { letters: scheme + letters, live: [...live, scheme + letters], faults };
}

/** Strict: a mark of markdown that isn't one of ours is a fault. */
function readMarkdown(text: string): { letters: string; live: string[]; faults: string[] } {
  const live: string[] = [];
  const faults: string[] = /[\r\n]/.test(text) ? ["a line break in a line"] : [];
  let bold = 0;
  const letters = text.replaceAll(
    TOKEN,
    (all, escaped?: string, at?: string, macro?: string, label?: string, url?: string, strong?: string) => {
      if (escaped !== undefined) return escaped;
      if (strong !== undefined) {
        bold++;
        return "";
      }
      const found = at ?? macro ?? url;
      if (found === undefined) {
        faults.push(`${all} is read as a mark in ${text.slice(0, 80)}`);
        return all;
      }
      live.push(found);
      if (at !== undefined) return at.slice(4, -5);
      return label === undefined ? found : label.replaceAll(/\\(.)/g, "$1");
    },
  );
  if (bold % 2 === 1) faults.push("bold without an end");
  return { letters, live, faults };
}
