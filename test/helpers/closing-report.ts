import { appendFileSync } from "node:fs";
import type { Reporter, SerializedError, TestCase, TestModule } from "vitest/node";

const LETTERS_KEPT = 2000;

/** A part of the suite that can't run here, and why. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
}

/**
 * Ends a run with what was skipped and why. Where TEST_FIGURES names a file, it adds a line of JSON to it:
 * `{"passed":…,"failed":…,"skipped":…}`; a file that didn't load counts as failed, one that was left out as skipped.
 * Where TEST_FAILURES names a file, it adds what failed, a line or more each.
 */
export function closingReport(leftOut: readonly LeftOut[]): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      const tests = modules.flatMap((module) => [...module.children.allTests()]);
      const skipped = tests.filter((each) => each.result().state === "skipped");
      const lines = [...leftOut.map(({ what, why }) => `${what}: ${why}`), ...skippedLines(skipped)];
      const head = lines.length > 0 ? "  Skipped, and why:" : "  Nothing was skipped.";
      process.stdout.write([head, ...lines.map((line) => `    ${line}`)].join("\n") + "\n\n");

      const failures = process.env["TEST_FAILURES"];
      if (failures !== undefined) appendFileSync(failures, failureLines(modules, errors));

      const file = process.env["TEST_FIGURES"];
      if (file === undefined) return;
      const figures = {
        passed: tests.filter((each) => each.result().state === "passed").length,
        failed:
          tests.filter((each) => each.result().state === "failed").length +
          modules.filter(didNotLoad).length +
          errors.length,
        skipped: skipped.length + leftOut.length,
      };
      appendFileSync(file, `${JSON.stringify(figures)}\n`);
    },
  };
}

function failureLines(modules: readonly TestModule[], errors: readonly SerializedError[]): string {
  const told = [
    ...modules.flatMap((module) => module.errors().map((error) => [module.relativeModuleId, error] as const)),
    ...modules
      .flatMap((module) => [...module.children.allTests("failed")])
      .flatMap((test) =>
        (test.result().errors ?? []).map(
          (error) => [`${test.module.relativeModuleId}: ${test.fullName}`, error] as const,
        ),
      ),
    ...errors.map((error) => ["outside of any test", error] as const),
  ];
  return told.map(([where, error]) => `${where}\n  ${error.message.slice(0, LETTERS_KEPT)}\n`).join("");
}

function didNotLoad(module: TestModule): boolean {
  return module.state() === "failed" && [...module.children.allTests("failed")].length === 0;
}

function skippedLines(skipped: readonly TestCase[]): string[] {
  const groups = Map.groupBy(skipped, (each) => `${each.module.relativeModuleId}: ${reasonOf(each)}`);
  return [...groups].map(
    ([said, tests]) => `${said} (${tests.length === 1 ? (tests[0]?.name ?? "") : `${String(tests.length)} tests`})`,
  );
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return (result.state === "skipped" && result.note) || "marked as skipped";
}
