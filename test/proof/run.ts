/**
 * npm run proof -- zones [--sample] [--years 2020-2035] [--zones N] [--seed N] [--json]: what must hold for every
 * input there is. Ends with 1 when something doesn't. --sample: all zones in one year.
 */
import { parseArgs } from "node:util";
import { wallClock } from "../../src/kernel/clock.ts";
import { proveZones, type ZonesOptions } from "./zones.ts";

const USAGE = "Say npm run proof -- zones [--sample] [--years 2020-2035] [--zones N] [--seed N] [--json].";
const MOST_TOLD = 20;

process.exitCode = main(process.argv.slice(2));

function main(words: readonly string[]): number {
  const asked = understand(words);
  if (!asked) {
    console.error(USAGE);
    return 2;
  }
  const startedMs = wallClock.monotonicMs();
  const outcome = proveZones(asked.options);
  const { zones, rules, changes, days, checks, violations, seed } = outcome;
  if (asked.json) console.log(JSON.stringify(outcome, undefined, 1));
  else {
    console.log(
      `${count(zones)} zones with ${count(rules)} rules and ${count(changes)} changes of the clock, ${count(days)} local days at 96 times: ${count(checks)} checks, ${count(violations.length)} violations (seed ${String(seed)})`,
    );
    for (const violation of violations.slice(0, MOST_TOLD)) console.log(violation);
  }
  console.error(`zones took ${((wallClock.monotonicMs() - startedMs) / 1000).toFixed(0)} s`);
  return violations.length === 0 ? 0 : 1;
}

function understand(words: readonly string[]): { options: ZonesOptions; json: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        sample: { type: "boolean", default: false },
        years: { type: "string" },
        zones: { type: "string" },
        seed: { type: "string", default: "1" },
        json: { type: "boolean", default: false },
      },
    });
    const years = /^(\d{4})-(\d{4})$/.exec(values.years ?? (values.sample ? "2026-2026" : "2020-2035"));
    const seed = Number(values.seed);
    const zones = values.zones === undefined ? undefined : Number(values.zones);
    const isWell = [seed, zones ?? 1].every((value) => Number.isInteger(value) && value > 0);
    if (positionals.join() !== "zones" || !years || !isWell) return undefined;
    const [, from, to] = years.map(Number);
    if (from === undefined || to === undefined || from > to) return undefined;
    return { options: { years: { from, to }, seed, ...(zones === undefined ? {} : { zones }) }, json: values.json };
  } catch {
    return undefined;
  }
}

function count(value: number): string {
  return value.toLocaleString("en");
}
