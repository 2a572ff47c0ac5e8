import { NPS } from "../../kernel/defaults.ts";
import { bandOf } from "./decide.ts";

/** How often each score from 0 to 10 was given. Weights needn't be whole numbers. */
export type Distribution = readonly number[];

export interface Figures {
  /** answers */
  readonly n: number;
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  /** −100 to 100; undefined: too few to say so */
  readonly nps: number | undefined;
  /** half of the 95 % interval, in points */
  readonly margin: number | undefined;
  /** there are enough answers for a colour */
  readonly coloured: boolean;
}

const Z_95 = 1.96;

/** One weight for each answer: adds up scores, each of them 0 to 10. */
export function distributionOf(scores: readonly { readonly score: number; readonly weight: number }[]): Distribution {
  const counts = Array.from({ length: 11 }, () => 0);
  for (const { score, weight } of scores) counts[score] = (counts[score] ?? 0) + weight;
  return counts;
}

/**
 * NPS = 100 × (promoters − detractors) / n, with half of its 95 % interval by the adjusted Wald method: to the counts
 * ¾, 1½ and ¾ are added, z √(v / (n + 3)) with v = p + d − (p − d)² of the adjusted shares (Rocks, "Interval Estimation for
 * the Net Promoter Score", The American Statistician 70 (2016); the form of Sauro and Lewis).
 * @param n answers, where `counts` are weighted: the margin is that of so many
 */
export function figuresOf(counts: Distribution, n = sum(counts)): Figures {
  const of = (band: ReturnType<typeof bandOf>): number => sum(counts.filter((_, score) => bandOf(score) === band));
  const total = sum(counts);
  const [promoters, passives, detractors] = [of("promoter"), of("passive"), of("detractor")];
  const shown = n >= NPS.shownFrom && total > 0;
  const share = (count: number): number => (count / total) * n;
  return {
    n,
    promoters,
    passives,
    detractors,
    nps: shown ? (100 * (promoters - detractors)) / total : undefined,
    margin: shown ? marginOf(share(promoters), share(detractors), n) : undefined,
    coloured: n >= NPS.colouredFrom,
  };
}

/** Half of the 95 % interval, in points of NPS. */
export function marginOf(promoters: number, detractors: number, n: number): number {
  const p = (promoters + 0.75) / (n + 3);
  const d = (detractors + 0.75) / (n + 3);
  return 100 * Z_95 * Math.sqrt((p + d - (p - d) ** 2) / (n + 3));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
