import { stream } from "../../src/kernel/random.ts";
import { checkNamesake, checkStretch, type Tally } from "./checks.ts";
import { DAY_MS, readRules } from "./offsets.ts";
import { TIMES_A_DAY } from "./shown.ts";
import { stretchesOf, type Years } from "./stretches.ts";

export interface ZonesOptions {
  readonly years: Years;
  /** at most so many zones, evenly from all; all when left out */
  readonly zones?: number;
  readonly seed: number;
}
export interface ZonesOutcome {
  readonly seed: number;
  readonly zones: number;
  /** how many different things their clocks do in these years */
  readonly rules: number;
  readonly changes: number;
  /** local days, each looked at at 96 times of day */
  readonly days: number;
  readonly checks: number;
  readonly violations: readonly string[];
}

const MARGIN_DAYS = 40;

/**
 * Every schedule fires once on each local day it is for, whatever the zone does to its clock: `nextOccurrence` and the
 * ticker's rule against what the clock shows minute by minute.
 */
export function proveZones({ years, zones: most, seed }: ZonesOptions): ZonesOutcome {
  const zones = evenly(Intl.supportedValuesOf("timeZone"), most);
  const fromMs = Date.UTC(years.from, 0) - MARGIN_DAYS * DAY_MS;
  const toMs = Date.UTC(years.to + 1, 0) + MARGIN_DAYS * DAY_MS;
  const rules = readRules(zones, fromMs, toMs);
  const tally: Tally = { checks: 0, violations: [] };
  let days = 0;
  let changes = 0;
  for (const { table, namesakes } of rules) {
    const random = stream(seed, table.zone);
    for (const stretch of stretchesOf(table, years)) {
      if (stretch.changeMs !== undefined) changes += 1;
      days += stretch.to - stretch.from + 1;
      checkStretch(table, stretch, random, tally);
      for (const zone of namesakes) checkNamesake(zone, table, stretch, random.between(0, TIMES_A_DAY - 1), tally);
    }
  }
  return { seed, zones: zones.length, rules: rules.length, changes, days, ...tally };
}

function evenly<T>(all: readonly T[], most = all.length): T[] {
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, at) => all.slice(Math.floor((at * all.length) / count))).flatMap(
    ([first]) => (first === undefined ? [] : [first]),
  );
}
