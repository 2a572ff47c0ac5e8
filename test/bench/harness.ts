import { loadavg } from "node:os";

/** What one turn of a contestant gave, by name, e.g. { "req/s": 4900, "p99 ms": 18 }. */
export type Measures = Readonly<Record<string, number>>;

export interface Contestant {
  readonly name: string;
  /** one turn */
  run(): Promise<Measures>;
}

/** The middle, least and greatest of a value over the rounds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Rounds {
  /** of the quotients subject ÷ floor, each taken within one round */
  ratio(measure: string, subject: string, floor: string): Spread;
  value(measure: string, contestant: string): Spread;
}

/** full: what the targets are for. sample: small and quick, to see that the bench itself still runs. */
export type Scale = "full" | "sample";

export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** One line of the answer. A figure without a target is reported only. */
export interface Figure {
  readonly name: string;
  readonly figure: number;
  readonly min: number;
  readonly max: number;
  readonly target: string;
  readonly pass: boolean | undefined;
}

export interface Bench {
  readonly name: string;
  /** @throws when a contestant can't run at all; a missed target is a figure */
  run(scale: Scale): Promise<readonly Figure[]>;
}

const FULL_ROUNDS = 5;

/**
 * Lets the contestants take turns, so that what slows the machine down slows all of them: every round has one turn of
 * each, in an order that moves on by one. A first round to warm up doesn't count.
 */
export async function takeTurns(scale: Scale, contestants: readonly Contestant[]): Promise<Rounds> {
  const rounds: ReadonlyMap<string, Measures>[] = [];
  const wanted = scale === "full" ? FULL_ROUNDS : 1;
  for (let round = scale === "full" ? -1 : 0; round < wanted; round++) {
    const measured = new Map<string, Measures>();
    for (let turn = 0; turn < contestants.length; turn++) {
      const contestant = contestants[(turn + round + 1) % contestants.length];
      if (contestant) measured.set(contestant.name, await contestant.run());
    }
    if (round >= 0) rounds.push(measured);
  }
  function values(measure: string, contestant: string): number[] {
    return rounds.map((round) => {
      const value = round.get(contestant)?.[measure];
      if (value === undefined) throw new Error(`${contestant} has no ${measure}`);
      return value;
    });
  }
  return {
    ratio(measure, subject, floor) {
      const below = values(measure, floor);
      return spreadOf(values(measure, subject).map((value, round) => value / (below[round] ?? NaN)));
    },
    value: (measure, contestant) => spreadOf(values(measure, contestant)),
  };
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, min: at(0), max: at(sorted.length - 1) };
}

/** The value below which this share of the values lies (nearest rank). @param share 0 < share ≤ 1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export function figure(name: string, { median, min, max }: Spread, target?: Target): Figure {
  const wanted = target && ("atLeast" in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`);
  const pass = target && ("atLeast" in target ? median >= target.atLeast : median <= target.atMost);
  return { name, figure: median, min, max, target: wanted ?? "", pass };
}

/** Processes that wanted to run, on the average of the last minute. */
export function load(): number {
  return loadavg()[0] ?? NaN;
}
