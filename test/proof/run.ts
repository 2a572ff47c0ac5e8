/**
 * npm run proof -- zones [--sample] [--years 2020-2035] [--zones N] [--seed N] [--json]: what must hold for every
 * input there is. Ends with 1 when something doesn't. --sample: all zones in one year.
 */
import { wallClock } from "../../src/kernel/clock.ts";
import { COUNT, understand, usageOf, type Vocabulary } from "../helpers/command-words.ts";
import { proveZones, type ZonesOptions } from "./zones.ts";

const VOCABULARY: Vocabulary = {
  what: "proof",
  names: ["zones"],
  flags: ["--sample", "--json"],
  values: {
    "--years": {
      sign: "2020-2035",
      allowed: "a span of years such as 2020-2035",
      accepts: (value) => /^\d{4}-\d{4}$/.test(value) && value.slice(0, 4) <= value.slice(5),
    },
    "--zones": COUNT,
    "--seed": COUNT,
  },
};
const MOST_TOLD = 20;

process.exitCode = main(process.argv.slice(2));

function main(words: readonly string[]): number {
  const asked = understand(words, VOCABULARY);
  if (asked.kind === "wrong") {
    console.error(`${asked.because}\n${usageOf(VOCABULARY)}`);
    return 2;
  }
  const { flags, values } = asked;
  const startedMs = wallClock.monotonicMs();
  const outcome = proveZones(optionsOf(values, flags.has("--sample")));
  const { zones, rules, changes, days, checks, violations, seed } = outcome;
  if (flags.has("--json")) console.log(JSON.stringify(outcome, undefined, 1));
  else {
    console.log(
      `${count(zones)} zones with ${count(rules)} rules and ${count(changes)} changes of the clock, ${count(days)} local days at 96 times: ${count(checks)} checks, ${count(violations.length)} violations (seed ${String(seed)})`,
    );
    for (const violation of violations.slice(0, MOST_TOLD)) console.log(violation);
  }
  console.error(`zones took ${((wallClock.monotonicMs() - startedMs) / 1000).toFixed(0)} s`);
  return violations.length === 0 ? 0 : 1;
}

function optionsOf(values: ReadonlyMap<string, string>, sample: boolean): ZonesOptions {
  const [from = NaN, to = NaN] = (values.get("--years") ?? (sample ? "2026-2026" : "2020-2035")).split("-").map(Number);
  const zones = values.get("--zones");
  return {
    years: { from, to },
    seed: Number(values.get("--seed") ?? 1),
    ...(zones === undefined ? {} : { zones: Number(zones) }),
  };
}

function count(value: number): string {
  return value.toLocaleString("en");
}
