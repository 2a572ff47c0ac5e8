/**
 * npm run chaos -- NAME… [--seed N] [--ops N] [--sample] [--json]: what must never happen, while processes are killed
 * and connections cut. `all` is every one. The seed is always said; the same seed makes the same choices again, though
 * not the same timing. Ends with 1 on a violation.
 */
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { wallClock } from "../../src/kernel/clock.ts";
import type { Chaos, Outcome } from "./outcome.ts";

const CHAOS: Readonly<Record<string, () => Promise<Chaos>>> = {
  claims: () => import("./claims.ts").then(({ claims }) => claims),
  outbox: () => import("./outbox.ts").then(({ outbox }) => outbox),
  schedules: () => import("./schedules.ts").then(({ schedules }) => schedules),
};
const OPTIONS = {
  seed: { type: "string" },
  ops: { type: "string" },
  sample: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;
const MOST_SHOWN = 20;

interface Wish {
  readonly names: readonly string[];
  readonly seed: number;
  readonly ops: number | undefined;
  readonly sample: boolean;
  readonly json: boolean;
}

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const wish = wishOf(words);
  if (!wish) {
    console.error(
      `Say npm run chaos -- ${Object.keys(CHAOS).join(" | ")} | all [--seed N] [--ops N] [--sample] [--json].`,
    );
    return 2;
  }
  const { names, seed, ops, sample, json } = wish;
  const answers: object[] = [];
  let held = true;
  for (const name of names) {
    console.error(`${name}: seed ${seed}`);
    const startedMs = wallClock.monotonicMs();
    const chaos = await CHAOS[name]?.();
    const outcome = await chaos?.run({ seed, ops, sample, tell: (line) => console.error(line) });
    if (!outcome) continue;
    const seconds = Math.round((wallClock.monotonicMs() - startedMs) / 100) / 10;
    answers.push({ name, seed, ...outcome, seconds, load: loadavg()[0], cores: availableParallelism() });
    if (!json) show(name, seed, seconds, outcome);
    held &&= outcome.violations.length === 0;
  }
  if (json) console.log(JSON.stringify(answers, undefined, 1));
  return held ? 0 : 1;
}

/** @returns undefined for what can't be read */
function wishOf(words: readonly string[]): Wish | undefined {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: OPTIONS });
    const names = positionals.includes("all") ? Object.keys(CHAOS) : positionals;
    const seed = wholeNumber(values.seed ?? String(wallClock.now().getTime() % 1_000_000_000));
    const ops = values.ops === undefined ? undefined : wholeNumber(values.ops);
    const isKnown = names.length > 0 && names.every((name) => Object.hasOwn(CHAOS, name));
    if (!isKnown || Number.isNaN(seed) || ops === 0 || Number.isNaN(ops)) return undefined;
    return { names, seed, ops, sample: values.sample, json: values.json };
  } catch {
    return undefined;
  }
}

/** @returns NaN for anything but a whole number from 0 on */
function wholeNumber(value: string): number {
  return /^\d{1,9}$/.test(value) ? Number(value) : NaN;
}

function show(name: string, seed: number, seconds: number, { ops, violations, noted = [], counts }: Outcome): void {
  for (const [what, count] of Object.entries(counts))
    console.log(`${count.toLocaleString("en").padStart(12)}  ${what}`);
  for (const [mark, all] of [
    ["NOTED", noted],
    ["VIOLATION", violations],
  ] as const) {
    for (const { rule, detail } of all.slice(0, MOST_SHOWN)) console.log(`${mark}  ${rule}: ${detail}`);
    if (all.length > MOST_SHOWN) console.log(`and ${all.length - MOST_SHOWN} more`);
  }
  const verdict = violations.length === 0 ? "held" : `${violations.length} violations`;
  console.log(`${name}: ${verdict}, ${ops.toLocaleString("en")} operations in ${seconds} s, seed ${seed}`);
}
