import { fixedTime, instantOf, isZone, localDate, type LocalDate, type LocalTime } from "./business-time.ts";
import {
  everComes,
  type Frequency,
  isChosen,
  type Rule,
  RULE_LIMITS,
  type RuleDay,
  type Series,
} from "./recurrence-rule.ts";

/** Why a text isn't a series that we keep; `key` is its sentence's, with what stands in `field` and what is allowed there. */
export interface SeriesProblem {
  readonly kind: "wrong";
  readonly key: `recurrence.${"unknown" | "twice" | "missing" | "value" | "never" | "start" | "together"}`;
  readonly field: string;
  readonly value: string;
  readonly allowed: string;
}

export type ReadSeries = { readonly kind: "ok"; readonly series: Series } | SeriesProblem;

const FREQUENCIES: readonly Frequency[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const LINES = ["DTSTART", "RRULE", "RDATE", "EXDATE"];
const PARTS = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "COUNT", "UNTIL"];
const MOMENT = "TZID=Area/Place:YYYYMMDDTHHMM00";
const SHOWN_AT_MOST = 80;

class Wrong extends Error {
  readonly problem: SeriesProblem;
  constructor(key: SeriesProblem["key"], field: string, value: string, allowed: string) {
    super(key);
    this.problem = { kind: "wrong", key, field, value: value.slice(0, SHOWN_AT_MOST), allowed };
  }
}

/**
 * Reads a series as RFC 5545 writes it: DTSTART with its zone, RRULE, RDATE and EXDATE, a line each. What we don't keep
 * is refused, never left out; overrides are kept beside the text.
 */
export function readSeries(text: string): ReadSeries {
  try {
    return { kind: "ok", series: seriesIn(linesOf(text)) };
  } catch (error) {
    if (error instanceof Wrong) return error.problem;
    throw error;
  }
}

/** The same series as text, without its overrides; `readSeries` reads it back. */
export function writeSeries({ startsOn, at, zone, rule, more, without }: Series): string {
  const time = `${at.replace(":", "")}00`;
  const dates = (name: string, days: readonly LocalDate[]): string[] =>
    days.length === 0 ? [] : [`${name};TZID=${zone}:${days.map((day) => `${compact(day)}T${time}`).join(",")}`];
  return [
    `DTSTART;TZID=${zone}:${compact(startsOn)}T${time}`,
    ...(rule ? [`RRULE:${partsOf(rule).join(";")}`] : []),
    ...dates("RDATE", more),
    ...dates("EXDATE", without),
  ].join("\n");
}

/** The parts of a rule, "FREQ=WEEKLY" first. */
export function partsOf({ frequency, interval, days, monthDays, months, count, until }: Rule): string[] {
  return [
    `FREQ=${frequency}`,
    ...(interval === 1 ? [] : [`INTERVAL=${String(interval)}`]),
    ...(days.length === 0 ? [] : [`BYDAY=${days.map(writtenDay).join(",")}`]),
    ...(monthDays.length === 0 ? [] : [`BYMONTHDAY=${monthDays.join(",")}`]),
    ...(months.length === 0 ? [] : [`BYMONTH=${months.join(",")}`]),
    ...(count === undefined ? [] : [`COUNT=${String(count)}`]),
    ...(until === undefined ? [] : [`UNTIL=${until.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`]),
  ];
}

/** "20261126" of "2026-11-26" */
export function compact(day: LocalDate): string {
  return day.replaceAll("-", "");
}

function writtenDay({ weekday, nth }: RuleDay): string {
  return `${nth === undefined ? "" : String(nth)}${WEEKDAYS[weekday - 1] ?? ""}`;
}

interface Line {
  readonly name: string;
  readonly parameters: string;
  readonly value: string;
}

/** Long lines may be folded (RFC 5545 §3.1). */
function linesOf(text: string): ReadonlyMap<string, Line> {
  const lines = new Map<string, Line>();
  const unfolded = text.replaceAll(/\r?\n[ \t]/g, "");
  for (const each of unfolded.split(/\r?\n/).filter((line) => line.trim() !== "")) {
    const [, name = "", parameters = "", value = ""] = /^([^:;]*)(?:;([^:]*))?(?::(.*))?$/.exec(each.trim()) ?? [];
    const upper = name.toUpperCase();
    if (!LINES.includes(upper)) throw new Wrong("recurrence.unknown", name || each, value, LINES.join(", "));
    if (lines.has(upper)) throw new Wrong("recurrence.twice", upper, value, "1");
    lines.set(upper, { name: upper, parameters, value });
  }
  return lines;
}

function seriesIn(lines: ReadonlyMap<string, Line>): Series {
  const begin = lines.get("DTSTART");
  if (!begin) throw new Wrong("recurrence.missing", "DTSTART", "", MOMENT);
  const zone = zoneIn(begin);
  const { day: startsOn, at } = momentIn(begin.name, begin.value);
  const ruled = lines.get("RRULE");
  const rule = ruled && ruleIn(ruled);
  const more = datesIn(lines.get("RDATE"), zone, at);
  const without = datesIn(lines.get("EXDATE"), zone, at);
  if (rule) checkStart(rule, ruled.value, startsOn, at, zone);
  return { startsOn, at, zone, rule, more, without, overrides: new Map() };
}

/** A rule begins with its first occurrence; what else would be there, RFC 5545 leaves open. */
function checkStart(rule: Rule, value: string, startsOn: LocalDate, at: LocalTime, zone: string): void {
  if (!everComes(rule)) throw new Wrong("recurrence.never", "BYMONTHDAY", rule.monthDays.join(","), value);
  if (!isChosen(rule, startsOn, startsOn)) throw new Wrong("recurrence.start", "DTSTART", startsOn, value);
  if (rule.until && rule.until < instantOf(startsOn, at, zone)) {
    throw new Wrong("recurrence.start", "DTSTART", startsOn, value);
  }
}

function zoneIn({ name, parameters, value }: Line): string {
  const zone = /^TZID="?([^";]+)"?$/i.exec(parameters)?.[1] ?? (parameters === "" && value.endsWith("Z") ? "UTC" : "");
  if (zone === "") throw new Wrong("recurrence.missing", "TZID", `${name}${parameters && `;${parameters}`}`, MOMENT);
  if (!isZone(zone)) throw new Wrong("recurrence.value", "TZID", zone, "Europe/Berlin, America/New_York, UTC");
  return zone;
}

function momentIn(field: string, text: string): { readonly day: LocalDate; readonly at: LocalTime } {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)00Z?$/.exec(text.trim()) ?? [];
  const date = localDate([year, month, day].join("-"));
  if (!date || Number(hour) > 23 || Number(minute) > 59) throw new Wrong("recurrence.value", field, text, MOMENT);
  return { day: date, at: fixedTime([hour, minute].join(":")) };
}

/** Days of the series' own zone and time. */
function datesIn(line: Line | undefined, zone: string, at: LocalTime): LocalDate[] {
  if (!line) return [];
  const { name, value } = line;
  if (zoneIn(line) !== zone) throw new Wrong("recurrence.value", name, zoneIn(line), zone);
  const all = value.split(",");
  if (all.length > RULE_LIMITS.dates) {
    throw new Wrong("recurrence.value", name, String(all.length), `1–${String(RULE_LIMITS.dates)}`);
  }
  const days = all.map((text) => {
    const moment = momentIn(name, text);
    if (moment.at !== at) throw new Wrong("recurrence.value", name, text, `T${at.replace(":", "")}00`);
    return moment.day;
  });
  return [...new Set(days)].toSorted();
}

function ruleIn({ name, parameters, value }: Line): Rule {
  if (parameters !== "") throw new Wrong("recurrence.unknown", name, parameters, PARTS.join(", "));
  const parts = new Map<string, string>();
  for (const part of value.split(";")) {
    const [key = "", ...rest] = part.split("=");
    const upper = key.trim().toUpperCase();
    if (!PARTS.includes(upper))
      throw new Wrong("recurrence.unknown", key || name, rest.join("=") || value, PARTS.join(", "));
    if (parts.has(upper)) throw new Wrong("recurrence.twice", upper, rest.join("="), "1");
    parts.set(upper, rest.join("=").trim().toUpperCase());
  }
  const given = parts.get("FREQ");
  if (given === undefined) throw new Wrong("recurrence.missing", "FREQ", value, FREQUENCIES.join(", "));
  const frequency = FREQUENCIES.find((each) => each === given);
  if (!frequency) throw new Wrong("recurrence.value", "FREQ", given, FREQUENCIES.join(", "));
  if (parts.has("COUNT") && parts.has("UNTIL"))
    throw new Wrong("recurrence.together", "COUNT", "UNTIL", "COUNT / UNTIL");
  return {
    frequency,
    interval: numberIn(parts, "INTERVAL", RULE_LIMITS.interval) ?? 1,
    days: daysIn(parts.get("BYDAY"), frequency),
    monthDays: monthDaysIn(parts, frequency),
    months: listIn(parts, "BYMONTH", 1, 12),
    ...counted(numberIn(parts, "COUNT", RULE_LIMITS.count)),
    ...untilIn(parts.get("UNTIL")),
  };
}

function counted(count: number | undefined): { readonly count?: number } {
  return count === undefined ? {} : { count };
}

function numberIn(parts: ReadonlyMap<string, string>, field: string, most: number): number | undefined {
  const text = parts.get(field);
  if (text === undefined) return undefined;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) throw new Wrong("recurrence.value", field, text, `1–${String(most)}`);
  return value;
}

/** Whole numbers, from the end too where they are negative. */
function listIn(parts: ReadonlyMap<string, string>, field: string, least: number, most: number): number[] {
  const text = parts.get(field);
  if (text === undefined) return [];
  const all = text.split(",").map((each) => (/^[+-]?\d{1,2}$/.test(each) ? Number(each) : 0));
  if (all.some((each) => each === 0 || each < least || each > most)) {
    throw new Wrong(
      "recurrence.value",
      field,
      text,
      least < 0 ? `1–${String(most)}, -1–${String(least)}` : `1–${String(most)}`,
    );
  }
  return [...new Set(all)];
}

function monthDaysIn(parts: ReadonlyMap<string, string>, frequency: Frequency): number[] {
  const text = parts.get("BYMONTHDAY");
  if (text !== undefined && frequency === "WEEKLY") {
    throw new Wrong("recurrence.together", "BYMONTHDAY", "FREQ=WEEKLY", "FREQ=DAILY, MONTHLY, YEARLY");
  }
  return listIn(parts, "BYMONTHDAY", -31, 31);
}

function daysIn(text: string | undefined, frequency: Frequency): RuleDay[] {
  if (text === undefined) return [];
  const most = frequency === "MONTHLY" ? 5 : frequency === "YEARLY" ? 53 : 0;
  const allowed = most === 0 ? WEEKDAYS.join(", ") : `MO–SU, 1MO–${String(most)}SU, -1MO–-${String(most)}SU`;
  const seen = new Map<string, RuleDay>();
  for (const each of text.split(",")) {
    const [, sign, day = ""] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(each) ?? [];
    const weekday = WEEKDAYS.findIndex((known) => known === day) + 1;
    const nth = sign === undefined ? undefined : Number(sign);
    const isWrong = weekday === 0 || (nth !== undefined && (nth === 0 || Math.abs(nth) > most));
    if (isWrong) throw new Wrong("recurrence.value", "BYDAY", each, allowed);
    const read: RuleDay = nth === undefined ? { weekday } : { weekday, nth };
    seen.set(writtenDay(read), read);
  }
  return [...seen.values()];
}

function untilIn(text: string | undefined): { readonly until?: Date } {
  if (text === undefined) return {};
  const [, year = "", month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const until = new Date(`${[year, month, day].join("-")}T${[hour, minute, second].join(":")}Z`);
  const isDay = localDate([year, month, day].join("-")) !== undefined;
  if (!isDay || Number.isNaN(until.getTime())) throw new Wrong("recurrence.value", "UNTIL", text, "YYYYMMDDTHHMMSSZ");
  return { until };
}
