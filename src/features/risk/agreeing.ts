import type { ScoredFeature, Term } from "./model.ts";

/** All of these say whether it is used, over windows of their own: the last days, or 28. */
const OF_USE: ReadonlySet<ScoredFeature> = new Set(["login_days_28", "recency_days", "breadth_28"]);

/**
 * What lowers the risk most. "All key features in use" beside "no use in the last 7 days" reads as a contradiction,
 * though both hold over their windows: where a reason speaks of too little use, what protects speaks of something else.
 */
export function protectingOf({
  raising,
  lowering,
}: {
  readonly raising: readonly Term[];
  readonly lowering: readonly Term[];
}): Term | undefined {
  const isUnused = raising.some(({ feature }) => OF_USE.has(feature));
  return lowering.find(({ feature }) => !isUnused || !OF_USE.has(feature));
}
