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

interface Mention {
  readonly type?: string | undefined;
  readonly text?: string | undefined;
  readonly mentioned?: unknown;
}

function isOfBot({ type, mentioned }: Mention, bot: string): boolean {
  return (
    type === "mention" &&
    typeof mentioned === "object" &&
    mentioned !== null &&
    "id" in mentioned &&
    mentioned.id === bot
  );
}

/** In its own chat with somebody all is said to the bot; elsewhere what mentions it, or somebody without telling whom. */
export function isSpokenTo({ conversation, text, entities, recipient }: Received): boolean {
  if (conversation.conversationType === "personal") return true;
  return entities ? entities.some((entity) => isOfBot(entity, recipient.id)) : /<at\b/i.test(text ?? "");
}

/** What somebody typed to the bot, without its own name before it: "account acme". Others' names stay as names. */
export function typedTo({ text, entities, recipient }: Received): string {
  let words = text ?? "";
  for (const entity of entities ?? []) {
    if (entity.text && isOfBot(entity, recipient.id)) words = words.replaceAll(entity.text, " ");
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
