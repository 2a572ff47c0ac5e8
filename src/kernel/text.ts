/** Takes no room or turns the direction of writing: Unicode's default ignorables and the marks of interlinear notes. */
const UNSEEN = String.raw`\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB`;
const SELECTOR = String.raw`[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]`;
const SEEN = String.raw`[^\s\u2800\p{Cc}${UNSEEN}]`;
/** The flags of England, Scotland and Wales, whose letters are tags. */
const FLAG = String.raw`\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}`;

// A selector belongs to what is before it, a joiner stands between two: emoji, Persian, Indic, ideographs need them.
const KEPT = String.raw`${FLAG}|(?<=${SEEN})${SELECTOR}|(?<=${SEEN}${SELECTOR}?)[\u200C\u200D](?=${SEEN})`;
const ANY_UNSEEN = new RegExp(`[${UNSEEN}]`, "u");
const KEPT_OR_UNSEEN = new RegExp(`(${KEPT})|[${UNSEEN}]`, "gu");
/** More marks on one letter than any script has: they'd run over the lines above and below. */
const TOO_MANY_MARKS = /(\p{M}{8})\p{M}+/gu;
const ROOM = /[\p{Cc}\s\u2800]+/gu;

/** The text without what nobody sees: zero-width and bidirectional characters, fillers, stray joiners, tags, and piles of marks. */
export function withoutUnseen(text: string): string {
  const seen = ANY_UNSEEN.test(text)
    ? text.replace(KEPT_OR_UNSEEN, (_all, kept: string | undefined) => kept ?? "")
    : text;
  return seen.replace(TOO_MANY_MARKS, "$1");
}

/** Typed or imported text as people see it on one line: composed, control characters as a space, trimmed. */
export function oneLine(text: string): string {
  return withoutUnseen(text.toWellFormed()).normalize("NFC").replace(ROOM, " ").trim();
}
