import { daySpan, type PersonRef, type Text } from "../chat/card.ts";
import type { LocalDate } from "../kernel/business-time.ts";
import { cut } from "../kernel/text.ts";
import type { Say } from "../locales/say.ts";

export interface Waited {
  readonly words: string;
  readonly dueOn: LocalDate;
  /** it was moved, and the customer doesn't know */
  readonly untold: boolean;
}

const LINE = 160;

/** A promise in one line, where it is known to whom it was made. @param daysLate 0 or less: it isn't broken */
export function waitingText({ words, dueOn, untold }: Waited, keeper: PersonRef, daysLate: number, say: Say): Text {
  const said = { words: cut(words, LINE), due: daySpan(dueOn), owner: { mention: keeper } };
  if (untold) return say("promises.brief-untold", said);
  return daysLate > 0 ? say("promises.brief-late", { ...said, count: daysLate }) : say("promises.brief-open", said);
}
