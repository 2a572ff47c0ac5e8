import { plain, type Text } from "../chat/card.ts";

/** Whole sentences one after the other, as their language spaces them; empty ones are left out. */
export function sentences(...parts: readonly Text[]): Text {
  return parts
    .filter((part) => part.length > 0)
    .reduce(
      (before, part) =>
        before.length === 0 || plain(before).endsWith("。") ? [...before, ...part] : [...before, " ", ...part],
      [],
    );
}
