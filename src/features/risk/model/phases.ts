import { type Column, type Scorer, type Table } from "./table.ts";

const YEAR = 12;
/** Whole months of a year and a half at least, and of forty years at most. */
const REACH = { least: 18, most: 480 } as const;

/**
 * A contract ends with its year, so customers leave in months 12, 24, 36: of numbers that may be whole months since
 * something began, the month within the year (x mod 12) is a category of its own. Months 1 to 12, a year's last is 12.
 */
export function withPhases(table: Table): Table {
  return { ...table, columns: [...table.columns, ...table.columns.flatMap(phaseOf)] };
}

/** Whether a column of the table may be whole months. */
export function hasPhases(table: Table): boolean {
  return table.columns.some((column) => phaseOf(column).length > 0);
}

/** Scores a table with the phases of the columns that had them when it was learned. */
export function phasedScorer(scorer: Scorer, learned: Table): Scorer {
  const months = new Set(learned.columns.filter((column) => phaseOf(column).length > 0).map(({ name }) => name));
  return {
    kind: scorer.kind,
    logits(table) {
      const phases = table.columns.flatMap((column) => (months.has(column.name) ? monthsOf(column) : []));
      return scorer.logits({ ...table, columns: [...table.columns, ...phases] });
    },
  };
}

function phaseOf(column: Column): Column[] {
  if (column.kind !== "number") return [];
  let most = 0;
  const seen = new Set<number>();
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value) || value < 0 || value > REACH.most) return [];
    most = Math.max(most, value);
    seen.add(value);
  }
  return most >= REACH.least && seen.size >= REACH.least ? monthsOf(column) : [];
}

function monthsOf(column: Column): Column[] {
  if (column.kind !== "number") return [];
  const levels = Array.from({ length: YEAR }, (_, at) => `${at + 1}`);
  // A year's end is told from a beginning: nobody has completed a month of month 0.
  const codes = Int32Array.from(column.values, (value) => (value >= 1 ? (Math.trunc(value) - 1) % YEAR : -1));
  return [{ kind: "category", name: `${column.name}: month of the year`, levels, codes }];
}
