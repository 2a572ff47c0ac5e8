/** Characters that turn the direction of writing, and those that take no room. The joiners of emoji and Persian stay. */
const INVISIBLE = /[\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/** One line of visible text: control characters become a space, bidi and zero-width characters go. */
export function withoutInvisible(text: string): string {
  return text.replace(CONTROL, " ").replace(INVISIBLE, "").replace(/\s+/gu, " ").trim();
}

export function hasInvisible(text: string): boolean {
  return text.search(INVISIBLE) !== -1 || text.search(CONTROL) !== -1;
}

/** A name as people see it, in Unicode's composed form. */
export function cleanName(text: string): string {
  return withoutInvisible(text.normalize("NFC"));
}
