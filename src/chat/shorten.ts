import { cut } from "../kernel/text.ts";
import { lettersOf, type Run } from "./runs.ts";

export interface Shortened {
  readonly runs: readonly Run[];
  /** lines that are left out, a line that is cut among them */
  readonly hidden: number;
}

/** Keeps whole lines up to `most` letters; a first line that is too long by itself is cut between graphemes. */
export function shorten(runs: readonly Run[], most: number): Shortened {
  if (lengthOf(runs) <= most) return { runs, hidden: 0 };
  const lines = linesOf(runs);
  const kept: Run[] = [];
  let used = 0;
  let shown = 0;
  for (const line of lines) {
    const length = lengthOf(line);
    if (used + length > most) break;
    kept.push(...line);
    used += length;
    shown++;
  }
  if (shown > 0) return { runs: kept, hidden: lines.length - shown };
  return { runs: firstPart(lines[0] ?? [], most), hidden: lines.length };
}

export function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + lettersOf(run).length, 0);
}

function firstPart(line: readonly Run[], most: number): Run[] {
  const kept: Run[] = [];
  let used = 0;
  for (const run of line) {
    const { length } = lettersOf(run);
    if (used + length > most) {
      if (used >= most) break;
      if (run.kind === "code") kept.push({ ...run, letters: cut(run.letters, most - used) });
      // A mention or link can't be cut: at the end it is left out, alone it is said in letters.
      else if (run.kind === "letters" || kept.length === 0)
        kept.push({ kind: "letters", letters: cut(lettersOf(run), most - used), bold: run.bold });
      break;
    }
    kept.push(run);
    used += length;
  }
  return kept;
}

/** The lines of a text; each keeps the line break that ends it. */
export function linesOf(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    if (run.kind !== "letters") {
      lines.at(-1)?.push(run);
      continue;
    }
    const parts = run.letters.split(/(?<=\n)/u);
    parts.forEach((letters, at) => {
      if (at > 0) lines.push([]);
      lines.at(-1)?.push({ ...run, letters });
    });
    if (run.letters.endsWith("\n")) lines.push([]);
  }
  return lines.filter((line) => line.length > 0);
}
