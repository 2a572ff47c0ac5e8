import { type BoostingOptions, fitBoosted } from "./boosting.ts";
import { boostedScorer } from "./boosting-score.ts";
import { bestOf, type Candidate, type Material, outOfFold, partsOf } from "./candidate.ts";

type Settings = Omit<BoostingOptions, "validation" | "seed">;

const SHALLOW: Settings = { depth: 3, rate: 0.05, trees: 600, minLeaf: 10, l2: 1, rowShare: 0.7, columnShare: 0.7 };
/** Each is tried only where the one before gained by it: depth without interactions is noise that takes time. */
const DEEPER: readonly Settings[] = [
  { ...SHALLOW, depth: 5 },
  { ...SHALLOW, depth: 8, minLeaf: 5 },
  { ...SHALLOW, depth: 12, minLeaf: 2 },
];
const PATIENCE = 40;
/** Some thousands of rows more bear some more trees. */
const MORE_ROWS = 1.1;

/** Boosted trees, as deep as it pays, ending where the rows that weren't learned from tell. */
export function bestBoosted(material: Material, worthDeeper: (shallow: Candidate) => boolean = () => true): Candidate {
  let best = tryOut(material, SHALLOW);
  if (!worthDeeper(best)) return best;
  for (const settings of DEEPER) {
    const deeper = tryOut(material, settings);
    const better = bestOf(best, [deeper]);
    if (better === best) break;
    best = better;
  }
  return best;
}

function tryOut(material: Material, settings: Settings): Candidate {
  const { table, labels, seed } = material;
  const counts: number[] = [];
  const parts = partsOf(material);
  const told = outOfFold(material, parts, (part) => {
    const validation = { table: part.unseen, labels: part.unseenLabels, patience: PATIENCE };
    const model = fitBoosted(part.table, part.labels, { ...settings, seed, validation });
    counts.push(model.roots.length);
    return boostedScorer(model).logits(part.unseen);
  });
  const mean = counts.reduce((sum, each) => sum + each, 0) / counts.length;
  const trees = Math.max(1, Math.round(mean * MORE_ROWS));
  return {
    name: `gbdt, ${trees} trees of depth ${settings.depth}`,
    ...told,
    fit: () => boostedScorer(fitBoosted(table, labels, { ...settings, trees, seed })),
  };
}
