import { storable } from "../../kernel/text.ts";
import type { Received } from "./payloads.ts";

const MARK_UP: Readonly<Record<string, string>> = {
  "&nbsp;": " ",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

/** What somebody typed to the bot, without its own name before it: "account acme". Others' names stay as names. */
export function typedTo({ text, entities, recipient }: Received): string {
  let words = text ?? "";
  for (const { type, text: mention, mentioned } of entities ?? []) {
    const isBot =
      typeof mentioned === "object" && mentioned !== null && "id" in mentioned && mentioned.id === recipient.id;
    if (type === "mention" && mention && isBot) words = words.replaceAll(mention, " ");
  }
  const plain = words
    .replaceAll(/<at[^<>]*>([^<>]*)<\/at>/gi, "$1")
    .replaceAll(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (mark) => MARK_UP[mark] ?? mark)
    .replaceAll(/\s+/g, " ")
    .trim();
  return storable(plain.replace(/^\/?(?:tandem\b)?\s*\/?/i, "").trim());
}
