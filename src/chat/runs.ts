import type { DateStyle, Text } from "./card.ts";
import type { PersonId } from "../kernel/ids.ts";
import { withoutUnseen } from "../kernel/text.ts";
import type { Say } from "../locales/say.ts";

/** What turns names into mentions, instants into words, and keys into sentences of the reader's language. */
export interface RenderContext {
  readonly handles: ReadonlyMap<PersonId, string>;
  readonly zone: string;
  readonly say: Say;
}

/** A text without nesting. Letters are cleaned; nothing here is mark-up yet. */
export type Run =
  | { readonly kind: "letters"; readonly letters: string; readonly bold: boolean }
  /** isAddress: a web page's, that may break anywhere and is copied whole */
  | { readonly kind: "code"; readonly letters: string; readonly bold: boolean; readonly isAddress?: true }
  | { readonly kind: "user"; readonly user: string; readonly name: string; readonly bold: boolean }
  | { readonly kind: "link"; readonly url: string; readonly label: string; readonly bold: boolean }
  | {
      readonly kind: "date";
      readonly date: Date;
      readonly style: DateStyle;
      readonly fallback: string;
      readonly bold: boolean;
    };

/** What differs from platform to platform in a text. */
export interface Habits {
  /** what the platform's handles look like; whoever has none of that shape is named, not mentioned */
  readonly handle: RegExp;
  /** how a command is typed there */
  readonly typed: (command: string) => string;
}

/** Flattens a text; adjacent letters of one weight become one run. */
export function flatten(text: Text, context: RenderContext, habits: Habits): Run[] {
  const runs: Run[] = [];
  collect(text, context, habits, false, runs);
  return runs;
}

function collect(text: Text, context: RenderContext, habits: Habits, bold: boolean, into: Run[]): void {
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
    else if ("bold" in span) collect(span.bold, context, habits, true, into);
    else if ("faint" in span) collect(span.faint, context, habits, bold, into);
    else if ("code" in span || "command" in span) {
      const code = clean("code" in span ? span.code : habits.typed(span.command));
      if (code !== "") into.push({ kind: "code", letters: code, bold });
    } else if ("address" in span) {
      const code = clean(span.address);
      if (code !== "") into.push({ kind: "code", letters: code, bold, ...(isWhole(code) && { isAddress: true }) });
    } else if ("mention" in span) {
      const user = context.handles.get(span.mention.id);
      if (user !== undefined && habits.handle.test(user))
        into.push({ kind: "user", user, name: clean(span.mention.name), bold });
      else letters(span.mention.name);
    } else if ("date" in span) {
      const fallback = context.say.date(span.date, span.style, context.zone);
      // A client would write the day in its own language, in the middle of a sentence in the card's.
      if (span.style === "day" || span.style === "weekday" || span.style === "weekday-time") letters(fallback);
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

/** @returns undefined unless it is an absolute http(s) address without user and password */
export function webAddress(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  if (!["https:", "http:"].includes(url.protocol) || url.username !== "" || url.password !== "") return undefined;
  const address = url.href.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E");
  return address.length <= 3000 ? address : undefined;
}

function isWhole(letters: string): boolean {
  return webAddress(letters) !== undefined && !/\s/u.test(letters);
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
