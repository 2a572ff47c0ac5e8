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
  const plain = unescaped(words.replaceAll(/<at[^<>]*>([^<>]*)<\/at>/gi, "$1"))
    .replaceAll(/\s+/g, " ")
    .trim();
  return storable(plain.replace(/^\/?(?:tandem\b)?\s*\/?/i, "").trim());
}

/** Letters that HTML writes with marks, each once. */
export function unescaped(text: string): string {
  return text.replaceAll(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (mark) => MARK_UP[mark] ?? mark);
}
