const INVISIBLE = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;

/** Typed or imported text on one line: control, direction and zero-width characters become a space. Trimmed. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, " ").replace(/\s+/g, " ").trim();
}
