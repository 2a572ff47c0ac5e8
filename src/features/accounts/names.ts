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

/** Where nobody looks for them, because a name was hit exactly. */
export const NONE_ALIKE = { beginning: [], near: [] } as const;

/** The names that begin as was typed, and those nearest to it, best first; a few of each. */
export function alike<T extends { readonly nameKey: string }>(
  typed: string,
  known: readonly T[],
): { readonly beginning: T[]; readonly near: T[] } {
  const key = nameKey(typed).slice(0, MOST_TYPED);
  return { beginning: beginning(key, known), near: nearest(key, known) };
}

function beginning<T extends { readonly nameKey: string }>(key: string, known: readonly T[]): T[] {
  if (key === "") return [];
  return known
    .filter((each) => each.nameKey.startsWith(key))
    .sort((a, b) => (a.nameKey < b.nameKey ? -1 : 1))
    .slice(0, NEAREST);
}

function nearest<T extends { readonly nameKey: string }>(key: string, known: readonly T[]): T[] {
  const parts = trigrams(key);
  return known
    .map((each) => ({ each, score: likeness(parts, each.nameKey) }))
    .filter(({ score }) => score >= NEAR)
    .sort((a, b) => b.score - a.score || (a.each.nameKey < b.each.nameKey ? -1 : 1))
    .slice(0, NEAREST)
    .map(({ each }) => each);
}
