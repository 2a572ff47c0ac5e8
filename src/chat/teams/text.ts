import type { DateStyle, PersonRef, Text } from "../card.ts";
import { clean, flatten, type Habits, lettersOf, toLetters, type RenderContext, type Run } from "../runs.ts";
import type { Line, Look, Mention, TextRun } from "./elements.ts";

export interface TeamsContext extends RenderContext {
  /** the card's language */
  readonly locale: string;
  /** in a message that only its reader sees and no post owns; its buttons say so when they are pressed */
  readonly ephemeral?: true;
}

/** Mentions by their Teams user. */
export type Mentions = ReadonlyMap<string, Mention>;

/** What a line shows as one space; a no-break space is none of them. */
const ROWS = /[ \t\n]+/g;
const HANDLE = /^[A-Za-z0-9][\w.:@-]{0,199}$/;
/** Bots have no slash commands in Teams: one writes to them, or mentions them in a channel. */
const TEAMS: Habits = { handle: HANDLE, typed: (command) => command.replace(/^tandem /, "") };

/** A text as runs, with the people whom Teams knows mentioned. */
export function runsOf(text: Text, context: TeamsContext): Run[] {
  return flatten(text, context, TEAMS);
}

export function lettersIn(text: Text, context: TeamsContext): string {
  return toLetters(runsOf(text, context)).replaceAll("\n", " ");
}

/** Teams finds a mention by its text, so each person has another one, and none has a mark of markdown in it. */
export function mentionsFor(people: readonly PersonRef[], context: TeamsContext): Mentions {
  const mentions = new Map<string, Mention>();
  const taken = new Set<string>();
  for (const { id, name } of people) {
    const user = context.handles.get(id);
    if (user === undefined || !HANDLE.test(user) || mentions.has(user)) continue;
    const letters = clean(name).replaceAll(ROWS, " ").trim();
    const bare = letters
      .replaceAll(/[^\p{L}\p{M}\p{N} .'-]/gu, "")
      .replaceAll(ROWS, " ")
      .trim();
    let key = bare || "1";
    for (let number = 2; taken.has(key.toLowerCase()); number++) key = `${bare} ${String(number)}`.trim();
    taken.add(key.toLowerCase());
    mentions.set(user, { type: "mention", text: `<at>${key}</at>`, mentioned: { id: user, name: letters || key } });
  }
  return mentions;
}

// Marks of markdown, HTML and macros wherever they stand, and what a client may make a link of by itself.
const MARK = /[\\`*_~[\]<{]|:\/\/|www\.|&(?=#|[a-z][a-z0-9]*;|$)|(?<=^|[\p{L}\p{N}])@(?=[\p{L}\p{N}])/giu;
const HAS_MARK = new RegExp(MARK.source, "iu");
/** What makes a list, heading or quotation of a line that begins with it. */
const LEADING = /^(?:[-+]|#{1,6}|\d{1,9}[.)])(?=[ \t]|$)/;

/** The only place where letters become markdown: a parser shows them as they are. */
function escapeMarkdown(letters: string): string {
  return letters.replace(MARK, (mark) => mark.replaceAll(/[^a-z]/giu, "\\$&"));
}

/**
 * One line of text, wrapped. Phones show an escape's backslash, so a line with marks in it is a RichTextBlock, which no
 * client reads as markdown; only a TextBlock can mention, so a line that does both is escaped.
 * @returns undefined for a line of nothing
 */
export function lineOf(runs: readonly Run[], look: Look, mentions: Mentions): Line | undefined {
  const [alone, ...others] = runs;
  if (alone?.kind === "code" && alone.isAddress && others.length === 0) return addressLine(alone.letters, look);
  const isMention = runs.some((run) => run.kind === "user");
  if (!isMention && toLetters(runs).trim() === "") return undefined;
  const isMarked =
    runs.some((run) => run.kind === "code" || HAS_MARK.test(outsideOf(run))) || /^\s*>/.test(toLetters(runs));
  if (!isMention && isMarked) return { type: "RichTextBlock", inlines: runs.map((run) => inlineOf(run, look)) };
  return { type: "TextBlock", text: toMarkdown(runs, mentions), wrap: true, ...look };
}

// What a client makes of "://" by itself leads where the letters say.
const MARK_IN_ADDRESS = /[\\`*_~[\]<{]|&(?=#|[a-z][a-z0-9]*;|$)/giu;

/** A TextBlock alone breaks within a word, so that an address fits a phone. */
function addressLine(letters: string, look: Look): Line {
  const text = letters.replace(MARK_IN_ADDRESS, "\\$&");
  return { type: "TextBlock", text, wrap: true, fontType: "Monospace", ...look };
}

function outsideOf(run: Run): string {
  return run.kind === "date" ? "" : lettersOf(run);
}

// In markdown ** beside what is no letter opens and closes only with room on its other side.
const HAIR_SPACE = "\u200a";
const OPENS_ODDLY = /^[^\p{L}\p{N}]/u;
const CLOSES_ODDLY = /[^\p{L}\p{N}]$/u;
const ROOM = /^(?:$|[\s!-/:-@[-`{-~])/;

/** A line as markdown of a TextBlock. */
export function toMarkdown(runs: readonly Run[], mentions: Mentions): string {
  let written = "";
  let closing = false;
  for (const { bold, inner } of piecesOf(runs, mentions)) {
    const core = inner.trim();
    if (!bold || core === "") {
      if (closing && !ROOM.test(inner)) written += HAIR_SPACE;
      written = joined(written, inner);
      closing = false;
      continue;
    }
    const start = inner.indexOf(core);
    written += inner.slice(0, start);
    if (OPENS_ODDLY.test(core) && !ROOM.test(written.slice(-1))) written += HAIR_SPACE;
    written += `**${core}**${inner.slice(start + core.length)}`;
    closing = CLOSES_ODDLY.test(core) && written.endsWith("*");
  }
  const line = written.trim().replaceAll(ROWS, " ");
  // A no-break space after it looks the same and makes no list.
  if (LEADING.test(line)) {
    return line.includes(" ") ? line.replace(" ", "\u00a0") : line.replace(/[-+#.)]/, "\\$&");
  }
  return line.startsWith(">") ? `\\${line}` : line;
}

interface Piece {
  readonly bold: boolean;
  readonly inner: string;
}

function piecesOf(runs: readonly Run[], mentions: Mentions): Piece[] {
  const pieces: Piece[] = [];
  for (const run of runs) {
    const last = pieces.at(-1);
    const token = tokenOf(run, mentions);
    if (last?.bold === run.bold) pieces[pieces.length - 1] = { bold: run.bold, inner: joined(last.inner, token) };
    else pieces.push({ bold: run.bold, inner: token });
  }
  return pieces;
}

/** Two halves that are nothing by themselves must not become an image or a link where they meet. */
function joined(before: string, after: string): string {
  if (before.endsWith("!") && after.startsWith("[")) return `${before.slice(0, -1)}\\!${after}`;
  return before.endsWith("\\]") && after.startsWith("(") ? `${before}\\${after}` : before + after;
}

function tokenOf(run: Run, mentions: Mentions): string {
  if (run.kind === "user") return mentions.get(run.user)?.text ?? escaped(run.name);
  if (run.kind === "date") return momentOf(run.date, run.style);
  if (run.kind === "link") return `[${escaped(run.label)}](${bracketless(run.url)})`;
  return escaped(run.letters);
}

function escaped(letters: string): string {
  return escapeMarkdown(letters).replaceAll("\\](", "\\]\\(");
}

function bracketless(url: string): string {
  return url.replaceAll("(", "%28").replaceAll(")", "%29").replaceAll("\\", "%5C");
}

/** Each client writes it in the reader's own zone, in the card's language. */
function momentOf(date: Date, style: DateStyle): string {
  const at = `${date.toISOString().slice(0, 19)}Z`;
  return style === "time" ? `{{TIME(${at})}}` : `{{DATE(${at},SHORT)}} {{TIME(${at})}}`;
}

// A client may look for mentions and macros in any letters; a word joiner within them takes no room.
const SOUGHT = /<(?=at>)|\{(?=\{(?:DATE|TIME)\()/giu;
const WORD_JOINER = "\u2060";

function inlineOf(run: Run, look: Look): TextRun {
  const drawn = { ...look, ...(run.bold && run.kind !== "code" ? ({ weight: "Bolder" } as const) : {}) };
  if (run.kind === "date") return { type: "TextRun", text: momentOf(run.date, run.style), ...drawn };
  return {
    type: "TextRun",
    text: lettersOf(run).replaceAll(ROWS, " ").replaceAll(SOUGHT, `$&${WORD_JOINER}`),
    ...drawn,
    ...(run.kind === "code" ? ({ fontType: "Monospace" } as const) : {}),
    ...(run.kind === "link" ? ({ selectAction: { type: "Action.OpenUrl", url: run.url } } as const) : {}),
  };
}
