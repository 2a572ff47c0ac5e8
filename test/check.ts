/**
 * npm run check [-- --without-tests] [-- STEP…]: everything that must hold before a change is done, or only the steps
 * that are named.
 */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { wallClock } from "../src/kernel/clock.ts";
import { directionsOf } from "./helpers/directions.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}
interface Step {
  readonly name: string;
  run(): Promise<Outcome>;
}

const STEPS: readonly Step[] = [
  program("lint", "node_modules/eslint/bin/eslint.js", "--max-warnings=0", "."),
  program("format", "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."),
  program("types", "node_modules/typescript/bin/tsc", "--noEmit", "-p", "."),
  { name: "directions", run: directions },
  program("schema", "prisma/author-migration.ts", "--check"),
  program("client", "prisma/generate.ts", "--check"),
  program("tests", "node_modules/vitest/vitest.mjs", "run"),
];

const LANES = 2;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const names = words.filter((word) => word !== "--without-tests");
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `There is no step ${unknown.join(", ")}. There are: ${STEPS.map((step) => step.name).join(", ")}.\n`,
    );
    return 2;
  }
  const wanted = STEPS.filter((step) => names.length === 0 || names.includes(step.name));
  const steps = wanted.filter((step) => !isTests(step) || !words.includes("--without-tests"));
  const failed: string[] = [];
  const startedMs = wallClock.monotonicMs();
  async function take(step: Step): Promise<void> {
    const stepMs = wallClock.monotonicMs();
    const { ok, output } = await step.run();
    process.stdout.write(`${ok ? "ok  " : "FAIL"}  ${step.name.padEnd(10)} ${secondsSince(stepMs)}\n`);
    if (ok) return;
    failed.push(step.name);
    process.stdout.write(`\n${output.trimEnd()}\n\n`);
  }
  const [tests, others] = [steps.filter(isTests), steps.filter((step) => !isTests(step))].map((each) => each.values());
  const lanes = Array.from({ length: Math.min(LANES, availableParallelism()) }, async () => {
    for (const step of others ?? []) await take(step);
  });
  await Promise.all(lanes);
  // The tests have two workers of their own.
  for (const step of tests ?? []) await take(step);
  const verdict = failed.length === 0 ? `All ${String(steps.length)} steps hold` : `Failed: ${failed.join(", ")}`;
  process.stdout.write(`${verdict}, ${secondsSince(startedMs)}.\n`);
  return failed.length === 0 ? 0 : 1;
}

function isTests({ name }: Step): boolean {
  return name === "tests";
}

function program(name: string, ...words: readonly string[]): Step {
  return {
    name,
    run: () =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [...words], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
        let output = "";
        for (const stream of [child.stdout, child.stderr])
          stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
        child.once("error", (error) => resolve({ ok: false, output: error.message }));
        child.once("close", (code) => resolve({ ok: code === 0, output }));
      }),
  };
}

async function directions(): Promise<Outcome> {
  try {
    const { breaches } = await directionsOf(path.resolve(ROOT));
    const lines = breaches.map(
      ({ rule, from, to, because }) => `${from}${to === from ? "" : ` → ${to}`}\n  ${rule}: ${because}`,
    );
    return { ok: breaches.length === 0, output: lines.join("\n") };
  } catch (error) {
    return { ok: false, output: error instanceof Error ? error.message : String(error) };
  }
}

function secondsSince(startedMs: number): string {
  return `${((wallClock.monotonicMs() - startedMs) / 1000).toFixed(1)} s`;
}
