/**
 * npm run chaos -- NAME… [--seed N] [--ops N] [--sample] [--json]: what must never happen, while processes are killed
 * and connections cut. `all` is every one. The seed is always said; the same seed makes the same choices again, though
 * not the same timing. Ends with 1 on a violation.
 */
import { availableParallelism, loadavg } from "node:os";
import { wallClock } from "../../src/kernel/clock.ts";
import { COUNT, understand, usageOf, WHOLE_NUMBER, type Vocabulary } from "../helpers/command-words.ts";
import type { Chaos, Outcome } from "./outcome.ts";

const CHAOS: Readonly<Record<string, () => Promise<Chaos>>> = {
  claims: () => import("./claims.ts").then(({ claims }) => claims),
  outbox: () => import("./outbox.ts").then(({ outbox }) => outbox),
  schedules: () => import("./schedules.ts").then(({ schedules }) => schedules),
};
const VOCABULARY: Vocabulary = {
  what: "chaos",
  names: Object.keys(CHAOS),
  flags: ["--sample", "--json"],
  values: { "--seed": WHOLE_NUMBER, "--ops": COUNT },
};
const MOST_SHOWN = 20;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const asked = understand(words, VOCABULARY);
  if (asked.kind === "wrong") {
    console.error(`${asked.because}\n${usageOf(VOCABULARY)}`);
    return 2;
  }
  const { names, flags, values } = asked;
  const seed = Number(values.get("--seed") ?? wallClock.now().getTime() % 1_000_000_000);
  const ops = values.has("--ops") ? Number(values.get("--ops")) : undefined;
  const sample = flags.has("--sample");
  const json = flags.has("--json");
  const answers: object[] = [];
  let held = true;
  for (const name of names) {
    console.error(`${name}: seed ${seed}`);
    const startedMs = wallClock.monotonicMs();
    const chaos = await CHAOS[name]?.();
    const outcome = await chaos?.run({ seed, ops, sample, tell: (line) => console.error(line) });
    if (!outcome) continue;
    const seconds = Math.round((wallClock.monotonicMs() - startedMs) / 100) / 10;
    answers.push({ name, seed, sample, ...outcome, seconds, load: loadavg()[0], cores: availableParallelism() });
    if (!json) show(name, { seed, sample, seconds }, outcome);
    held &&= outcome.violations.length === 0;
  }
  if (json) console.log(JSON.stringify(answers, undefined, 1));
  return held ? 0 : 1;
}

interface Told {
  readonly seed: number;
  readonly sample: boolean;
  readonly seconds: number;
}

function show(name: string, told: Told, { ops, violations, noted = [], counts }: Outcome): void {
  for (const [what, count] of Object.entries(counts))
    console.log(`${count.toLocaleString("en").padStart(12)}  ${what}`);
  for (const [mark, all] of [
    ["NOTED", noted],
    ["VIOLATION", violations],
  ] as const) {
    for (const { rule, detail } of all.slice(0, MOST_SHOWN)) console.log(`${mark}  ${rule}: ${detail}`);
    if (all.length > MOST_SHOWN) console.log(`and ${all.length - MOST_SHOWN} more`);
  }
  const { seed, sample, seconds } = told;
  const verdict = violations.length === 0 ? (sample ? "held in a sample" : "held") : `${violations.length} violations`;
  console.log(`${name}: ${verdict}, ${ops.toLocaleString("en")} operations in ${seconds} s, seed ${seed}`);
}
