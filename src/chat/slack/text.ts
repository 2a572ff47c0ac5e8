import type { RichTextElement } from "@slack/types";
import type { DateStyle, Text } from "../card.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { withoutUnseen } from "../../kernel/text.ts";
import type { Say } from "../../locales/say.ts";

/** What turns names into mentions, instants into words, and keys into sentences of the reader's language. */
export interface RenderContext {
  readonly handles: ReadonlyMap<PersonId, string>;
  readonly zone: string;
  readonly say: Say;
}

/** A text without nesting. Letters are cleaned; nothing here is mark-up yet. */
export type Run =
  | { readonly kind: "letters"; readonly letters: string; readonly bold: boolean }
  | { readonly kind: "code"; readonly letters: string; readonly bold: boolean }
  | { readonly kind: "user"; readonly user: string; readonly name: string; readonly bold: boolean }
  | { readonly kind: "link"; readonly url: string; readonly label: string; readonly bold: boolean }
  | {
      readonly kind: "date";
      readonly date: Date;
      readonly style: DateStyle;
      readonly fallback: string;
      readonly bold: boolean;
    };

const USER = /^[UW][A-Z0-9]{1,30}$/;

/** Flattens a text; adjacent letters of one weight become one run. */
export function runsOf(text: Text, context: RenderContext): Run[] {
  const runs: Run[] = [];
  collect(text, context, false, runs);
  return runs;
}

function collect(text: Text, context: RenderContext, bold: boolean, into: Run[]): void {
  const letters = (raw: string): void => {
    const cleaned = clean(raw);
    const last = into.at(-1);
    if (cleaned === "") return;
    if (last?.kind === "letters" && last.bold === bold)
      into[into.length - 1] = { ...last, letters: last.letters + cleaned };
    else into.push({ kind: "letters", letters: cleaned, bold });
  };
  for (const span of text) {
    if (typeof span === "string") letters(span);
    else if ("bold" in span) collect(span.bold, context, true, into);
    else if ("faint" in span) collect(span.faint, context, bold, into);
    else if ("code" in span) {
      const code = clean(span.code);
      if (code !== "") into.push({ kind: "code", letters: code, bold });
    } else if ("mention" in span) {
      const user = context.handles.get(span.mention.id);
      if (user !== undefined && USER.test(user))
        into.push({ kind: "user", user, name: clean(span.mention.name), bold });
      else letters(span.mention.name);
    } else if ("date" in span) {
      const fallback = context.say.date(span.date, span.style, context.zone);
      // A client would write the day in its own language, in the middle of a sentence in the card's.
      if (span.style === "day") letters(fallback);
      else into.push({ kind: "date", date: span.date, style: span.style, fallback, bold });
    } else {
      const url = webAddress(span.link);
      const label = clean(span.label).replaceAll("\n", " ");
      if (url === undefined || label.trim() === "") letters(label);
      else into.push({ kind: "link", url, label, bold });
    }
  }
}

/** Takes out what is no letter and could disturb its surroundings; lines stay lines, and what an emoji is made of. */
export function clean(letters: string): string {
  const lines = letters.toWellFormed().replaceAll(/\r\n?|[\u2028\u2029\u0085]/gu, "\n");
  return withoutUnseen(lines).replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]+/gu, " ");
}

/** Slack's three control characters as entities; with them gone a string can be no mention, link or command. */
export function escapeControl(letters: string): string {
  return letters.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** @returns undefined unless it is an absolute http(s) address without user and password */
export function webAddress(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  if (!["https:", "http:"].includes(url.protocol) || url.username !== "" || url.password !== "") return undefined;
  const address = url.href.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E");
  return address.length <= 3000 ? address : undefined;
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

/** The letters alone, for plain_text and notifications. People are named, not mentioned. */
export function toLetters(runs: readonly Run[]): string {
  return runs.map(lettersOf).join("");
}

export function lettersOf(run: Run): string {
  if (run.kind === "letters" || run.kind === "code") return run.letters;
  if (run.kind === "link") return run.label;
  return run.kind === "date" ? run.fallback : run.name;
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
const OPENS = /(?:^|[\s(,.:;!?"'/-])$/u;
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
  if (run.kind === "link") return `<${escapeControl(run.url)}|${escapeControl(run.label)}>`;
  const fallback = escapeControl(run.fallback.replaceAll("|", "/"));
  return `<!date^${String(unixSeconds(run.date))}^${dateFormat(run.style)}|${fallback}>`;
}

function unixSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function dateFormat(style: DateStyle): string {
  return style === "time" ? "{time}" : "{date_short} {time}";
}

/** Cuts between graphemes; `most` counts UTF-16 units, as Slack's limits do, the "…" included. */
export function cut(letters: string, most: number): string {
  return letters.length <= most ? letters : `${beginning(letters, most - 1)}…`;
}

/** The whole graphemes of a text's beginning, at most `most` UTF-16 units. */
export function beginning(letters: string, most: number): string {
  if (letters.length <= most) return letters;
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter("en").segment(letters.slice(0, most + 64))) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return letters.slice(0, end);
}
