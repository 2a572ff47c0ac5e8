const HALF_A_YEAR_MS = 183 * 86_400_000;

/** How a person reads times: their language and zone, and what day it is for them. */
export interface Reader {
  readonly locale: string;
  readonly zone: string;
  readonly now: Date;
}

/**
 * Slack's date tokens as its clients draw them, in the reader's zone.
 * Source: "Date formatting" in Slack's text formatting reference.
 */
export function slackDate(format: string, seconds: number, reader: Reader): string {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return format;
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => dateToken(token, at, reader) ?? whole);
}

function dateToken(token: string, at: Date, reader: Reader): string | undefined {
  const year = Math.abs(at.getTime() - reader.now.getTime()) > HALF_A_YEAR_MS ? ({ year: "numeric" } as const) : {};
  const draw = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(reader.locale, { timeZone: reader.zone, ...options }).format(at);
  const pretty = (otherwise: string) => nearDay(at, reader) ?? otherwise;
  switch (token) {
    case "date_num":
      return dayOf(at, reader.zone);
    case "date":
      return draw({ day: "numeric", month: "long", ...year });
    case "date_pretty":
      return pretty(draw({ day: "numeric", month: "long", ...year }));
    case "date_short":
      return draw({ day: "numeric", month: "short", ...year });
    case "date_short_pretty":
      return pretty(draw({ day: "numeric", month: "short", ...year }));
    case "date_long":
      return draw({ weekday: "long", day: "numeric", month: "long", ...year });
    case "date_long_pretty":
      return pretty(draw({ weekday: "long", day: "numeric", month: "long", ...year }));
    case "time":
      return clockTime(at, reader);
    case "time_secs":
      return draw({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
    case "ago":
      return ago(at, reader);
    default:
      return undefined;
  }
}

export function clockTime(at: Date, { locale, zone }: Reader): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(at);
}

/** "Monday, 23 November" */
export function longDay(at: Date, { locale, zone }: Reader): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: "long", day: "numeric", month: "long" }).format(at);
}

/** YYYY-MM-DD in a zone. */
export function dayOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    at,
  );
}

/** "Mon 23 Nov 2026, 08:00 Berlin" */
export function clockLabel(at: Date, zone: string, locale: string): string {
  const draw = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(at);
  const day = draw({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const city = zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  const time = draw({ hour: "2-digit", minute: "2-digit" });
  // English alone puts a comma behind the weekday and another one before the time.
  return `${locale.startsWith("en") ? day.replace(",", "") : day}, ${time} ${city}`;
}

function nearDay(at: Date, { locale, zone, now }: Reader): string | undefined {
  const days = (Date.parse(dayOf(at, zone)) - Date.parse(dayOf(now, zone))) / 86_400_000;
  if (Math.abs(days) > 1) return undefined;
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
}

function ago(at: Date, { locale, now }: Reader): string {
  const minutes = Math.round((at.getTime() - now.getTime()) / 60_000);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48 ? words.format(hours, "hour") : words.format(Math.round(hours / 24), "day");
}
