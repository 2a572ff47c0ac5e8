import { daySpan, type Span } from "../chat/card.ts";
import { localDate } from "../kernel/business-time.ts";
import { brief } from "../kernel/text.ts";

/** A day that somebody gave, as its reader writes days; of anything else the first letters. */
export function daySaid(value: string): Span {
  const day = localDate(value);
  return day ? daySpan(day) : brief(value);
}
