import type { Text } from "../chat/card.ts";
import type { Locale } from "../kernel/directory.ts";

/** What people call in small letters, though it isn't a name: at the beginning of a sentence it gets a capital letter. */
const CALLED: ReadonlySet<string> = new Set(["product", "metric", "title", "goal"]);
/** A first word in small letters alone: not "iPaaS", "api_calls" or "usage.csv", which are spelt so. */
const SMALL = /^\p{Ll}+(?=$|[\s,;:!?])/u;
const ENDS = /[.!?…](?=["”“)*`]*(?:\s|$))/u;
const FIRST = /^(?:\*\*)?\u0002([^\u0003]*)\u0003/u;

/**
 * The value that a sentence begins with, in a language that writes beginnings with a capital letter; a part of a sentence
 * has no end.
 * @param written with the places of values marked as \u0002name\u0003
 */
export function beginsWith(written: string, locale: Locale): string | undefined {
  return locale !== "zh" && ENDS.test(written) ? FIRST.exec(written)?.[1] : undefined;
}

/** Whether a value is words of ours, or of theirs that are no name. */
export function isWords(name: string, value: unknown): boolean {
  return Array.isArray(value) ? typeof value[0] === "string" : typeof value === "string" && CALLED.has(name);
}

/** With a capital letter at its beginning. */
export function capitalised(text: Text): Text {
  const [first, ...rest] = text;
  if (typeof first === "string") return [first.replace(SMALL, capital), ...rest];
  return first && "bold" in first ? [{ bold: capitalised(first.bold) }, ...rest] : text;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
