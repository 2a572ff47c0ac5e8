const NEAR = 0.3;

/** The one of the known words that was perhaps meant. */
export function nearOf(typed: string, known: readonly string[]): string | undefined {
  return nearest(typed, known, 1)[0];
}

/** Those of the known words that were perhaps meant: whose parts of three letters are most alike (Jaccard index), the most alike first. */
export function nearest(typed: string, known: readonly string[], most: number): string[] {
  const parts = trigrams(typed);
  return known
    .map((word) => ({ word, score: likeness(parts, trigrams(word)) }))
    .filter(({ score }) => score >= NEAR)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ word }) => word);
}

function likeness(parts: ReadonlySet<string>, others: ReadonlySet<string>): number {
  const shared = parts.intersection(others).size;
  return shared / (parts.size + others.size - shared);
}

const MOST_TYPED = 64;

function trigrams(text: string): ReadonlySet<string> {
  const words = text
    .slice(0, MOST_TYPED)
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => `  ${word} `);
  return new Set(words.flatMap((word) => Array.from({ length: word.length - 2 }, (_, at) => word.slice(at, at + 3))));
}
