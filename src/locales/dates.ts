import type { DateStyle } from "../chat/card.ts";
import type { Locale } from "../kernel/directory.ts";
import { createLru } from "../kernel/lru.ts";

/** An instant in words of one language, as a clock in `zone` shows it. */
export type DateWords = (date: Date, style: DateStyle, zone: string) => string;

const MOST_FORMATS = 200;
const DAY = { day: "numeric", month: "long", year: "numeric" } as const;
const TIME = { hour: "2-digit", minute: "2-digit" } as const;
const OPTIONS = {
  day: DAY,
  weekday: { weekday: "long", ...DAY },
  time: TIME,
  "day-time": { ...DAY, ...TIME },
  "weekday-time": { weekday: "short", day: "numeric", month: "short", ...TIME },
} as const satisfies Record<DateStyle, object>;

/** Keeps its formatters: one costs much more to make than to use. */
export function createDateWords(locale: Locale): DateWords {
  const formats = createLru<Intl.DateTimeFormat>(MOST_FORMATS);
  return (date, style, zone) => {
    const timeZone = isCalendarDay(date, style) ? "UTC" : zone;
    const key = `${style} ${timeZone}`;
    const format =
      formats.get(key) ?? new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { ...OPTIONS[style], timeZone });
    formats.set(key, format);
    return format.format(date);
  };
}

/** A day at midnight UTC to the millisecond is a calendar date: no reader's zone may move it to the day before. */
function isCalendarDay(date: Date, style: DateStyle): boolean {
  return (style === "day" || style === "weekday") && date.getTime() % 86_400_000 === 0;
}
