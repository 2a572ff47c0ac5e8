import { unescaped } from "./typed.ts";

/** What a message of Teams' says, as letters: its lines, the names in it, and no mark-up that could become alive again. */
export function lettersSaid(content: string, type: string | undefined): string {
  if (type !== "html") return content.trim();
  const lines = content
    .replaceAll(/\s+/g, " ")
    .replaceAll(/<(?:br|\/p|\/div|\/li|\/tr|\/h\d|\/blockquote)\b[^<>]*>/gi, "\n")
    .replaceAll(/<[^<>]*>/g, "");
  return unescaped(lines)
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}
