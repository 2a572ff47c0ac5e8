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
/** Most text there is; nothing in it is unseen, and it is composed. */
const PRINTABLE_ASCII = /^[ -~]*$/;
const CONTROL = /[\p{Cc}\u2028\u2029\u2800]/u;
const ROOM = /[\p{Cc}\s\u2800]+/gu;

/** The text without what nobody sees: zero-width and bidirectional characters, fillers, stray joiners, tags, and piles of marks. */
export function withoutUnseen(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  const seen = ANY_UNSEEN.test(text)
    ? text.replace(KEPT_OR_UNSEEN, (_all, kept: string | undefined) => kept ?? "")
    : text;
  return seen.replace(TOO_MANY_MARKS, "$1");
}

/** Typed or imported text as people see it on one line: composed, control characters as a space, trimmed. */
export function oneLine(text: string): string {
  const seen = PRINTABLE_ASCII.test(text) ? text : withoutUnseen(text.toWellFormed()).normalize("NFC");
  return seen.replace(ROOM, " ").trim();
}

/** True when every character of it is seen for what it is: no control character, nothing unseen. */
export function isAllSeen(text: string): boolean {
  return PRINTABLE_ASCII.test(text) || (withoutUnseen(text) === text && !CONTROL.test(text));
}

/** Cuts between graphemes; `most` counts UTF-16 units, as platforms do, the "…" included. */
export function cut(letters: string, most: number): string {
  return letters.length <= most ? letters : `${beginning(letters, most - 1)}…`;
}

/** The whole graphemes of a text's beginning, at most `most` UTF-16 units. */
export function beginning(letters: string, most: number): string {
  if (letters.length <= most) return letters;
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter("en").segment(letters.slice(0, most + 64))) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return letters.slice(0, end);
}

const BRIEF = 60;

/** What somebody typed, where it is repeated to them: its beginning, when it is long. */
export function brief(text: string): string {
  return cut(text, BRIEF);
}

/** Text as PostgreSQL stores it: it knows neither NUL nor half a surrogate pair. */
export function storable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
