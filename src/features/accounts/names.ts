import { oneLine } from "../../kernel/text.ts";

/** Legal forms that people leave out when they type a name. */
const LEGAL_FORMS = new Set([
  "ab",
  "ag",
  "as",
  "bv",
  "co",
  "corp",
  "corporation",
  "gmbh",
  "inc",
  "kg",
  "kk",
  "limited",
  "llc",
  "ltd",
  "nv",
  "oy",
  "plc",
  "pte",
  "sa",
  "sarl",
  "se",
  "spa",
  "srl",
]);

/**
 * A name folded for look-ups: compatibility forms and accents off, lower case, punctuation as spaces,
 * legal forms off the end. A name without a letter or digit stays as it is, so that two such names aren't one.
 */
export function nameKey(name: string): string {
  return folded(name) || oneLine(name);
}

function folded(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .split(" ");
  let end = words.length;
  while (end > 1 && LEGAL_FORMS.has(words[end - 1] ?? "")) end--;
  return words.slice(0, end).join(" ");
}

/** Shared parts of three letters of two folded names, 0 to 1 (Jaccard index), for "did you mean". */
function likeness(parts: ReadonlySet<string>, name: string): number {
  const others = trigrams(name);
  let shared = 0;
  for (const part of others) if (parts.has(part)) shared++;
  return shared / (parts.size + others.size - shared || 1);
}

function trigrams(text: string): Set<string> {
  const padded = `  ${text} `;
  const parts = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at++) parts.add(padded.slice(at, at + 3));
  return parts;
}

const NEAR = 0.3;
const NEAREST = 5;
/** No name is longer, so what was typed beyond it is like none. */
const MOST_TYPED = 200;

/** The names nearest to what was typed, best first. */
export function nearest<T extends { readonly nameKey: string }>(typed: string, known: readonly T[]): T[] {
  const key = nameKey(typed).slice(0, MOST_TYPED);
  const parts = trigrams(key);
  return known
    .map((each) => ({ each, score: each.nameKey.startsWith(key) && key !== "" ? 1 : likeness(parts, each.nameKey) }))
    .filter(({ score }) => score >= NEAR)
    .sort((a, b) => b.score - a.score || (a.each.nameKey < b.each.nameKey ? -1 : 1))
    .slice(0, NEAREST)
    .map(({ each }) => each);
}
