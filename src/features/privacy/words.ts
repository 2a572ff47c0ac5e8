import { FORMER } from "../../kernel/former.ts";

/** What somebody is called, wherever it stands. */
export interface Called {
  readonly name: string;
  readonly emails: readonly string[];
  /** their users in chat */
  readonly users: readonly string[];
  /** what else they are called, as an administrator says */
  readonly also: readonly string[];
}

const LEAST_LETTERS = 2;
/** of a name, that are spelt each in its own way */
const MOST_PARTS = 3;
const MOST_ALSO = 20;
const MOST_LETTERS = 80;

/**
 * The words that are taken out of texts when they are erased: the full name as it is written and with the surname first,
 * addresses, users; composed and not. A name of one word is left out, since it may be a word of the language, but in
 * scripts that put no room between words: it counts where it stands in `also`. The database knows capitals in every locale for the letters a to z alone.
 */
export function wordsOf({ name, emails, users, also }: Called): string[] {
  const parts = name.trim().split(/\s+/u);
  const [last = "", first] = [parts.at(-1), parts.slice(0, -1).join(" ")];
  const whole = isOneWord(name) ? [] : [parts.join(" ")];
  const turned = first === "" ? [] : [`${last} ${first}`, `${last}, ${first}`];
  const words = [...whole, ...turned, ...emails, ...users, ...also]
    .map((word) => word.trim())
    .filter((word) => word.length >= LEAST_LETTERS && !(Object.values(FORMER) as string[]).includes(word));
  return [...new Set(words.flatMap((word) => [...spellings(word.normalize("NFC")), word.normalize("NFD")]))];
}

/** A name that could be any word: "May", "Support". */
export function isOneWord(name: string): boolean {
  return (
    !/\s/u.test(name.trim()) && !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(name)
  );
}

/** Each part of a word in small letters, in capitals, and with a capital: where its letters aren't those of ASCII. */
function spellings(word: string): string[] {
  if (/^[ -~]*$/.test(word)) return [word];
  const parts = word.split(" ");
  const whole = [word, word.toLowerCase(), word.toUpperCase()];
  if (parts.length > MOST_PARTS) return whole;
  const each = parts.map((part) => [part, part.toLowerCase(), part.toUpperCase(), capital(part)]);
  const all = each.reduce<string[]>(
    (before, variants) => before.flatMap((begun) => [...new Set(variants)].map((variant) => `${begun} ${variant}`)),
    [""],
  );
  return [...whole, ...all.map((spelt) => spelt.slice(1))];
}

function capital(part: string): string {
  const [first = "", ...rest] = part;
  return first.toUpperCase() + rest.join("").toLowerCase();
}

/** Other names as somebody typed them, separated by commas; "wrong" where one is too short, too long, or they are too many. */
export function alsoIn(typed: string): readonly string[] | "wrong" {
  const names = typed
    .split(/[,;，、\n]/u)
    .map((name) => name.normalize("NFC").replace(/\s+/gu, " ").trim())
    .filter((name) => name !== "");
  const isGood = names.every((name) => name.length >= LEAST_LETTERS && name.length <= MOST_LETTERS);
  return isGood && names.length <= MOST_ALSO ? [...new Set(names)] : "wrong";
}
