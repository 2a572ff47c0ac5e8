import { addDays, instantOf, type LocalDate, type LocalTime } from "../../../../kernel/business-time.ts";
import type { World } from "./intake.ts";

/**
 * Values of accounts on days, or days that the source of a metric has spoken of. Columns as PostgreSQL's array
 * literals: neither the way between the threads nor the driver has single cells to handle.
 */
export type UsageContent =
  | {
      readonly step: "values";
      readonly accounts: string;
      readonly metrics: string;
      readonly days: string;
      readonly values: string;
      readonly knownAt: string;
    }
  | { readonly step: "coverage"; readonly metrics: string; readonly days: string; readonly knownAt: string };

export interface UsageValue {
  readonly account: string;
  readonly metric: string;
  /** days since FIRST_DAY */
  readonly day: number;
  readonly value: number;
}

export const FIRST_DAY = "1900-01-01" as LocalDate;
const MIDNIGHT = "00:00" as LocalTime;

export interface UsageWriter {
  values(rows: readonly UsageValue[]): UsageContent;
  coverage(marks: readonly Pick<UsageValue, "metric" | "day">[]): UsageContent;
}

export function createUsageWriter(world: World): UsageWriter {
  const dayOf = remembered((day: number) => addDays(FIRST_DAY, day));
  const quotedOf = remembered(quoted);
  const endOf = remembered((day: number) => knownAtEnd(dayOf(day), world).toISOString());
  /** History was known when its day had ended and its source's delay was over. */
  const knownAtOf = ({ metric, day }: Pick<UsageValue, "metric" | "day">): string =>
    endOf(day + 1 + (world.metrics.get(metric) ?? 0));
  return {
    values: (rows) => ({
      step: "values",
      accounts: listOf(rows, (row) => row.account),
      metrics: listOf(rows, (row) => quotedOf(row.metric)),
      days: listOf(rows, (row) => dayOf(row.day)),
      values: listOf(rows, (row) => String(row.value)),
      knownAt: listOf(rows, knownAtOf),
    }),
    coverage: (marks) => ({
      step: "coverage",
      metrics: listOf(marks, (mark) => quotedOf(mark.metric)),
      days: listOf(marks, (mark) => dayOf(mark.day)),
      knownAt: listOf(marks, knownAtOf),
    }),
  };
}

/** Live: now. Brought in with its history: the beginning of `day`, at the latest now. */
function knownAtEnd(day: LocalDate, { backfill, now, zone }: World): Date {
  if (!backfill) return now;
  const end = instantOf(day, MIDNIGHT, zone);
  return end < now ? end : now;
}

function listOf<T>(all: readonly T[], item: (each: T) => string): string {
  return `{${all.map(item).join(",")}}`;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
