import { daySpan, type PersonRef, type Text } from "../chat/card.ts";
import type { LocalDate } from "../kernel/business-time.ts";
import { cut } from "../kernel/text.ts";
import type { View } from "../locales/say.ts";

export interface Waited {
  readonly words: string;
  readonly dueOn: LocalDate;
  /** it was moved, and the customer doesn't know */
  readonly untold: boolean;
}

const LINE = 160;

/** A promise in one line, where it is known to whom it was made; one's own names nobody. @param daysLate 0 or less: it isn't broken */
export function waitingText(
  { words, dueOn, untold }: Waited,
  keeper: PersonRef,
  daysLate: number,
  { say, audience }: Pick<View, "say" | "audience">,
): Text {
  const own = { words: cut(words, LINE), due: daySpan(dueOn) };
  if (audience.kind === "person" && audience.reader.person === keeper.id) {
    if (untold) return say("promises.brief-own-untold", own);
    return daysLate > 0
      ? say("promises.brief-own-late", { ...own, count: daysLate })
      : say("promises.brief-own-open", own);
  }
  const said = { ...own, owner: { mention: keeper } };
  if (untold) return say("promises.brief-untold", said);
  return daysLate > 0 ? say("promises.brief-late", { ...said, count: daysLate }) : say("promises.brief-open", said);
}
