import { CSV_LIMITS } from "../../../../inbound/csv.ts";
import { flaw, problem, shown, type Flaw, type Problem } from "../complaint.ts";
import type { KindMapping } from "../mapping.ts";
import { dated, multiplied, withPoint } from "./foreign-cells.ts";
import type { Header, ReadLine } from "./header.ts";
import type { Kind } from "./intake.ts";

/** Where a column's cells come from; undefined: the constant stands in every line. */
interface Feed {
  readonly column: string;
  readonly place: number | undefined;
  /** as the file calls it */
  readonly called: string;
}

/** The header row of another program's file. Columns that the map doesn't name are left aside. */
export function readForeignHeader(
  cells: readonly string[],
  { columns, required }: Pick<Kind<unknown>, "columns" | "required">,
  mapping: KindMapping,
): Header {
  const width = cells.length;
  if (width > CSV_LIMITS.foreignColumns) {
    const values = { columns: String(width), most: String(CSV_LIMITS.foreignColumns) };
    return unusable(width, [flaw("", "", "too-many-columns", values)]);
  }
  const names = cells.map(folded);
  const placeOf = (name: string): number => names.indexOf(folded(name));
  const sources = mapping.columns ?? new Map(columns.map((column) => [column, [column]]));
  const feeds = columns.flatMap((column) => feedOf(column, sources, placeOf, mapping) ?? []);
  const fed = new Set(feeds.map((feed) => feed.column));
  const twice = [...sources.keys()].filter((name) => names.lastIndexOf(folded(name)) !== placeOf(name));
  const missing = [
    ...required.filter((column) => !fed.has(column)).map((column) => nameOf(column, sources)),
    ...[...mapping.only.keys()].filter((name) => placeOf(name) < 0),
  ];
  const fatal = [
    ...twice.map((name) => flaw(name, "", "column-twice")),
    ...[...new Set(missing)].map((name) => flaw(name, "", "column-missing")),
  ];
  if (fatal.length > 0) return unusable(width, fatal);
  const only = [...mapping.only].map(([name, values]) => ({ place: placeOf(name), values }));
  return {
    width,
    flaws: [],
    usable: true,
    read: (line) => readLine(line, feeds, only, mapping),
    told: (bad, line) => told(bad, line, feeds, mapping),
  };
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}

function unusable(width: number, flaws: readonly Flaw[]): Header {
  return { width, flaws, usable: false, read: () => ({ kind: "aside" }), told: (bad) => bad };
}

/** The first of its sources, in the map's order, that the file has; else the constant. */
function feedOf(
  column: string,
  sources: ReadonlyMap<string, readonly string[]>,
  placeOf: (name: string) => number,
  { constants }: KindMapping,
): Feed | undefined {
  for (const [name, targets] of sources) {
    const place = targets.includes(column) ? placeOf(name) : -1;
    if (place >= 0) return { column, place, called: shown(name) };
  }
  return constants.has(column) ? { column, place: undefined, called: column } : undefined;
}

function nameOf(column: string, sources: ReadonlyMap<string, readonly string[]>): string {
  return [...sources].find(([, targets]) => targets.includes(column))?.[0] ?? column;
}

function readLine(
  line: readonly string[],
  feeds: readonly Feed[],
  only: readonly { readonly place: number; readonly values: readonly string[] }[],
  mapping: KindMapping,
): ReadLine {
  const isWanted = only.every(({ place, values }) => values.includes(folded(line[place] ?? "")));
  if (!isWanted) return { kind: "aside" };
  const cells: Record<string, string> = {};
  const flaws: Flaw[] = [];
  for (const { column, place } of feeds) {
    const given = place === undefined ? (mapping.constants.get(column) ?? "") : (line[place] ?? "");
    const read = place === undefined ? given : translated(given, column, mapping);
    if (typeof read === "string") cells[column] = read;
    else flaws.push({ ...flaw(column, given, "missing"), problem: read });
  }
  return flaws.length > 0 ? { kind: "wrong", flaws } : { kind: "cells", cells };
}

const DAYS = /(_on|_at|^day|^on)$/;

/** A foreign cell as our own files have it. */
function translated(given: string, column: string, mapping: KindMapping): string | Problem {
  const text = given.trim();
  const meant = mapping.values.get(column)?.get(folded(text));
  if (meant !== undefined) return meant;
  if (text === "") return "";
  if (column === "domain") return hostOf(text);
  const format = DAYS.test(column) ? (mapping.dates.get(column) ?? mapping.dates.get("*")) : undefined;
  if (format !== undefined) return dated(text, format) ?? problem("not-a-day-as", { format });
  if (!NUMBERS.has(column)) return text;
  const mark = mapping.decimal.get(column) ?? mapping.decimal.get("*");
  const number = mark === undefined ? text : withPoint(text, mark);
  if (number === undefined) return problem("not-a-number-with", { mark: mark ?? "" });
  const times = mapping.times.get(column);
  return times === undefined ? number : multiplied(number, times);
}

const NUMBERS: ReadonlySet<string> = new Set([
  "arr",
  "delta_arr",
  "amount",
  "rate",
  "value",
  "limit",
  "seats",
  "baseline",
  "target",
  "confirmed_value",
]);

/** "https://www.adatum.example/home" is adatum.example. */
function hostOf(text: string): string {
  return text
    .replace(/^[a-z]+:\/\//i, "")
    .replace(/^www\./i, "")
    .replace(/[/?#:].*$/, "");
}

/** A flaw in the words of the foreign file. */
function told(bad: Flaw, line: readonly string[] | undefined, feeds: readonly Feed[], mapping: KindMapping): Flaw {
  const feedFor = (column: unknown): Feed | undefined => feeds.find((each) => each.column === column);
  const feed = feedFor(bad.column);
  const { key, values } = bad.problem;
  const other = feedFor(values["other"]);
  const said = { key, values: other ? { ...values, other: other.called } : values };
  if (feed?.place === undefined) return { ...bad, problem: said };
  return {
    column: feed.called,
    value: line ? shown(line[feed.place] ?? "") : bad.value,
    problem: asMapped(said, feed.column, mapping),
  };
}

function asMapped({ key, values }: Problem, column: string, { dates }: KindMapping): Problem {
  const format = dates.get(column) ?? dates.get("*");
  if (format && (key === "imports.not-a-day" || key === "imports.not-a-moment")) {
    return problem("not-a-day-as", { format });
  }
  const isChoice = key === "imports.not-one-of" || key === "imports.not-one-of-near";
  return isChoice ? problem("not-mapped", { allowed: values["allowed"] ?? "", column }) : { key, values };
}
