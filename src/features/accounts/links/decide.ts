/** Without letters that are taken for others: no 0, 1, I, L, O, U (Crockford's base 32, less 0 and 1). */
const LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 10;

/**
 * A one-time code of ten letters in two groups, about 49 bits.
 * @param random at least twenty random bytes; those that would favour a letter are left out
 */
export function codeFrom(random: Uint8Array): string | undefined {
  const most = 256 - (256 % LETTERS.length);
  const letters = [...random].filter((byte) => byte < most).map((byte) => LETTERS[byte % LETTERS.length] ?? "");
  if (letters.length < LENGTH) return undefined;
  return `${letters.slice(0, 5).join("")}-${letters.slice(5, LENGTH).join("")}`;
}

/** A code as somebody typed it, however they grouped it; undefined for what can't be one. */
export function typedCode(words: string): string | undefined {
  const letters = words.toUpperCase().replace(/[\s-]/g, "");
  if (letters.length !== LENGTH || [...letters].some((letter) => !LETTERS.includes(letter))) return undefined;
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}
