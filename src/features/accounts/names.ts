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

/** Where nobody looks for them, because a name was hit exactly. */
export const NONE_ALIKE = { beginning: [], near: [] } as const;
