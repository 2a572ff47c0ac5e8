import { flaw, type Flaw } from "../complaint.ts";
import type { Intake, Kind, LineFlaw, Portion, World } from "./intake.ts";
import { batches } from "./table.ts";
import { createUsageWriter, type UsageContent, type UsageValue } from "./usage-content.ts";
import { createUsageReader, USAGE_COLUMNS } from "./usage-reader.ts";
import { createUsageRows } from "./usage-rows.ts";

/** usage.csv: one value for an account, a metric and a day. A later value for the same day takes its place. */
export const usage: Kind<UsageContent> = {
  name: "usage",
  columns: USAGE_COLUMNS,
  required: USAGE_COLUMNS,
  open: openUsage,
};

function openUsage(world: World): Intake<UsageContent> {
  const { accounts, metrics, read } = createUsageReader(world);
  const rows = createUsageRows();
  const days = new Set<number>();
  const measured = new Set<number>();
  let lastOf = (index: number): number => index;
  let lasting = 0;

  function take(line: number, cells: Readonly<Record<string, string>>): readonly Flaw[] {
    const row = read(cells);
    if (!("account" in row)) return row;
    rows.add({ series: row.account * metrics.length + row.metric, day: row.day, value: row.value, line });
    days.add(row.day);
    measured.add(row.metric);
    return [];
  }

  function* settle(): Iterable<LineFlaw> {
    lastOf = rows.lastOfEach();
    for (let index = 0; index < rows.length; index++) {
      const lastIndex = lastOf(index);
      if (lastIndex === index) {
        lasting++;
        continue;
      }
      const row = rows.at(index);
      const last = rows.at(lastIndex);
      if (last.value === row.value) continue;
      yield { line: row.line, flaw: flaw("value", String(row.value), "stands-again", { again: String(last.line) }) };
    }
  }

  function* values(): Iterable<UsageValue> {
    for (let index = 0; index < rows.length; index++) {
      if (lastOf(index) !== index) continue;
      const { series, day, value } = rows.at(index);
      const account = accounts[Math.floor(series / metrics.length)] ?? "";
      yield { account, metric: metrics[series % metrics.length] ?? "", day, value };
    }
  }

  function* marks(): Iterable<Pick<UsageValue, "metric" | "day">> {
    const covered = [...days].sort((a, b) => a - b);
    for (const metric of measured) for (const day of covered) yield { metric: metrics[metric] ?? "", day };
  }

  function* portions(): Iterable<Portion<UsageContent>> {
    const write = createUsageWriter(world);
    for (const batch of batches(values())) yield { rows: batch.length, content: write.values(batch) };
    for (const batch of batches(marks())) yield { rows: 0, content: write.coverage(batch) };
  }

  return { take, settle, size: () => lasting, portions };
}
