import type { Person } from "../../kernel/directory.ts";
import { PRICE_WORDS } from "./words.ts";

const ADDRESS = /\b(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+/giu;
const { zh, ...spelled } = PRICE_WORDS;
/** Whole words; Chinese has no spaces between them. */
const WORD = new RegExp(
  `(?<![\\p{L}\\p{M}\\p{N}_])(?:${Object.values(spelled).flat().map(normal).join("|")})(?![\\p{L}\\p{M}\\p{N}_])|${zh.join("|")}`,
  "u",
);

function normal(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** Whether a text speaks of prices, in any of the languages; addresses in it don't count. */
export function speaksOfPrices(text: string): boolean {
  return WORD.test(normal(text).replaceAll(ADDRESS, " "));
}

/**
 * Whether somebody is told that an Account Manager could take over. Only what a Customer Success Manager wrote is looked
 * at; who is away isn't told, for their cover would be.
 */
export function isToTell(person: Person | undefined, text: string): person is Person {
  if (!person?.active || !person.roles.includes("csm") || person.cover !== undefined) return false;
  return speaksOfPrices(text);
}

export type Wanted = "on" | "off" | "status" | "unclear";

/** @param words what was typed after "listen" */
export function wantedBy(words: string): Wanted {
  const word = words.trim().toLowerCase();
  if (word === "") return "status";
  return word === "on" || word === "off" ? word : "unclear";
}
