import { SCORED, type ScoredFeature } from "../model.ts";
import type { Themes } from "../themes.ts";
import { columnOf, type Past } from "./past.ts";

/** Beyond this |r| two features say much the same. */
const ALIKE = 0.55;
/** Of fewer rows that have both, nothing is told. */
const LEAST_PAIRS = 30;

/** Features that are connected by |r| > .55 (single linkage), in the order of SCORED; nobody is a theme alone. */
export function themesIn(past: Past, features: readonly ScoredFeature[] = SCORED): Themes {
  const columns = features.map((feature) => columnOf(past, feature));
  const groups = features.map((_, at) => at);
  for (const [at, column] of columns.entries()) {
    for (const [before, other] of columns.slice(0, at).entries()) {
      const [mine = at, theirs = before] = [groups[at], groups[before]];
      if (mine === theirs || !(Math.abs(correlation(column, other)) > ALIKE)) continue;
      for (const [member, group] of groups.entries()) if (group === mine) groups[member] = theirs;
    }
  }
  return [...Map.groupBy(features, (_, at) => groups[at]).values()].filter((members) => members.length > 1);
}

/** Pearson's r over the rows that have both. NaN where these are too few, or one of both never varies. */
export function correlation(one: Float64Array, other: Float64Array): number {
  let [pairs, meanOne, meanOther] = [0, 0, 0];
  for (let row = 0; row < one.length; row++) {
    const [x, y] = [one[row] ?? NaN, other[row] ?? NaN];
    if (Number.isNaN(x + y)) continue;
    pairs++;
    meanOne += x;
    meanOther += y;
  }
  if (pairs < LEAST_PAIRS) return NaN;
  meanOne /= pairs;
  meanOther /= pairs;
  let [both, squaresOne, squaresOther] = [0, 0, 0];
  for (let row = 0; row < one.length; row++) {
    const [x, y] = [(one[row] ?? NaN) - meanOne, (other[row] ?? NaN) - meanOther];
    if (Number.isNaN(x + y)) continue;
    both += x * y;
    squaresOne += x * x;
    squaresOther += y * y;
  }
  return both / Math.sqrt(squaresOne * squaresOther);
}
