export { asPeopleSee, KINDS, SECRETS, SOME_STRINGS, STRINGS } from "./corpus/strings.ts";
export { type Read, readMessage, readView, type Seen } from "./corpus/reader.ts";

/** How often a property is tried: CORPUS_RUNS=200000 npx vitest run test/corpus-cards.test.ts for a thorough one. */
export const RUNS = Number(process.env["CORPUS_RUNS"] ?? 300);

/** Counts what was driven through which door, for one line at the end. */
export interface Tally {
  /** `checks` assertions were made on one input */
  count(door: string, checks?: number): void;
  line(): string;
}

export function createTally(suite: string): Tally {
  const doors = new Map<string, { inputs: number; checks: number }>();
  return {
    count(door, checks = 1) {
      const so = doors.get(door) ?? { inputs: 0, checks: 0 };
      doors.set(door, { inputs: so.inputs + 1, checks: so.checks + checks });
    },
    line() {
      const parts = [...doors].map(
        ([door, { inputs, checks }]) => `${door} ${String(inputs)} inputs (${String(checks)} checks)`,
      );
      const sum = [...doors.values()].reduce((all, { checks }) => all + checks, 0);
      return `corpus, ${suite}: ${parts.join("; ")}; ${String(sum)} checks in all`;
    },
  };
}
