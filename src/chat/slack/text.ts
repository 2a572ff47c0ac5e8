import type { RichTextElement } from "@slack/types";
import type { DateStyle, Text } from "../card.ts";
import { flatten, type Habits, lettersOf, type RenderContext, type Run } from "../runs.ts";

const SLACK: Habits = { handle: /^[UW][A-Z0-9]{1,30}$/, typed: (command) => `/${command}` };

/** A text as runs, with the people whom Slack knows mentioned. */
export function runsOf(text: Text, context: RenderContext): Run[] {
  return flatten(text, context, SLACK);
}

/** Slack's three control characters as entities; with them gone a string can be no mention, link or command. */
export function escapeControl(letters: string): string {
  return letters.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** For rich_text, whose text elements Slack shows letter for letter. */
export function toRich(runs: readonly Run[]): RichTextElement[] {
  return runs.map((run): RichTextElement => {
    const style = run.bold ? { style: { bold: true } } : {};
    if (run.kind === "letters") return { type: "text", text: run.letters, ...style };
    if (run.kind === "code") return { type: "text", text: run.letters, style: { code: true } };
    if (run.kind === "user") return { type: "user", user_id: run.user, ...style };
    if (run.kind === "link") return { type: "link", url: run.url, text: run.label, ...style };
    const timestamp = unixSeconds(run.date);
    return { type: "date", timestamp, format: dateFormat(run.style), fallback: run.fallback, ...style };
  });
}

/** What Slack reads as an emoji; a workspace's own may be named in any script. */
export const EMOJI_NAME = /:[\p{L}\p{M}\p{N}_+'-]+:/u;

// mrkdwn has no escape for its own marks and :emoji:, and Slack makes links and mentions of addresses, @names and
// #channels by itself; a text that has one of these is shown another way.
const READ_BY_SLACK = /[*_~`>@#]|:\/\/|[\p{L}\p{N}]\.\p{L}{2}/u;

/** @returns undefined when mrkdwn can't show the text letter for letter */
export function toMrkdwn(runs: readonly Run[]): string | undefined {
  const outside = runs.map((run) => (run.kind === "user" || run.kind === "code" ? " " : lettersOf(run))).join("");
  if (READ_BY_SLACK.test(outside) || EMOJI_NAME.test(outside)) return undefined;
  if (runs.some((run) => run.kind === "code" && /[`\n]/.test(run.letters))) return undefined;
  let written = "";
  let closing = false;
  for (const { marker, inner } of piecesOf(runs)) {
    const [before, core, after] = marker === "" ? ["", inner, ""] : trimmed(inner);
    if (marker !== "" && core.includes("\n")) return undefined;
    if (core === "") {
      if (inner !== "") closing = false;
      written += inner;
      continue;
    }
    if (closing && !CLOSES.test(before + core)) written += HAIR_SPACE;
    written += before;
    if (marker !== "" && !OPENS.test(written)) written += HAIR_SPACE;
    written += `${marker}${core}${marker}${after}`;
    closing = marker !== "" && after === "";
  }
  return written;
}

// Slack makes *bold* only between spaces or punctuation; Chinese and closed tokens have neither.
const HAIR_SPACE = "\u200a";
const OPENS = /(?:^|[\s(,.:!?"'/-]|(?<!&(?:lt|gt|amp));)$/u;
const CLOSES = /^(?:$|[\s),.:;!?"'/-])/u;

interface Piece {
  readonly marker: "" | "*" | "`";
  readonly inner: string;
}

function piecesOf(runs: readonly Run[]): Piece[] {
  const pieces: Piece[] = [];
  for (const run of runs) {
    const marker = run.kind === "code" ? "`" : run.bold ? "*" : "";
    const last = pieces.at(-1);
    if (last?.marker === marker) pieces[pieces.length - 1] = { marker, inner: last.inner + token(run) };
    else pieces.push({ marker, inner: token(run) });
  }
  return pieces;
}

function trimmed(inner: string): [string, string, string] {
  const core = inner.trim();
  const start = core === "" ? 0 : inner.indexOf(core);
  return [inner.slice(0, start), core, inner.slice(start + core.length)];
}

function token(run: Run): string {
  if (run.kind === "letters" || run.kind === "code") return escapeControl(run.letters);
  if (run.kind === "user") return `<@${run.user}>`;
  // A mark beside a space isn't read as one, nor where the space stands at a label's end.
  if (run.kind === "link") return `<${escapeControl(run.url)}|${escapeControl(run.label.trim() || run.label)}>`;
  const fallback = escapeControl(run.fallback.replaceAll("|", "/"));
  return `<!date^${String(unixSeconds(run.date))}^${dateFormat(run.style)}|${fallback}>`;
}

function unixSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function dateFormat(style: DateStyle): string {
  return style === "time" ? "{time}" : "{date_short} {time}";
}
