import { z } from "zod";
import {
  addDays,
  daysBetween,
  instantOf,
  localDateOf,
  type LocalDate,
  type LocalTime,
} from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import { cell, day, decimal, externalId } from "./columns.ts";
import { flaw, type Flaw } from "./complaint.ts";
import { readRow, type Intake, type Kind, type LineFlaw, type Step, type World } from "./intake.ts";
import { BATCH, saveCoverage, upsert } from "./store.ts";
import { batches } from "./table.ts";
import { createUsageRows, type UsageRow, type UsageRows } from "./usage-rows.ts";

const FIRST_DAY = "1900-01-01" as LocalDate;
const MIDNIGHT = "00:00" as LocalTime;
const DECIMALS = 6;

const schema = z.object({
  account_external_id: cell(externalId),
  metric: cell(externalId),
  day: cell(day),
  value: cell(decimal(DECIMALS)),
});

/** usage.csv: one value for an account, a metric and a day. A later value for the same day takes its place. */
export const usage: Kind = {
  name: "usage",
  columns: Object.keys(schema.shape),
  required: Object.keys(schema.shape),
  open: openUsage,
};

function openUsage(world: World): Intake {
  const rows = createUsageRows();
  // By id, because several external ids lead to one account after a merge.
  const accounts = numbered(new Set(world.accounts.values()));
  const metrics = numbered(world.metrics.keys());
  // A customer's day may already have begun where the organisation's hasn't.
  const lastDay = addDays(localDateOf(world.now, world.zone), 1);
  const knownAt = knownAtOf(world);
  const days = new Set<number>();
  const measured = new Set<string>();
  let lastOf = (index: number): number => index;

  function take(line: number, cells: Readonly<Record<string, string>>): readonly Flaw[] {
    const read = readRow(schema, cells);
    if ("flaws" in read) return read.flaws;
    const { account_external_id: account, metric, day: on, value } = read.row;
    const accountId = world.accounts.get(account);
    const accountNumber = accountId && accounts.numberOf.get(accountId);
    const metricNumber = metrics.numberOf.get(metric);
    const flaws: Flaw[] = [];
    if (accountNumber === undefined) flaws.push(flaw("account_external_id", account, "unknown-account"));
    if (metricNumber === undefined) flaws.push(flaw("metric", metric, "unknown-metric"));
    if (on > lastDay) flaws.push(flaw("day", on, "in-future"));
    if (accountNumber === undefined || metricNumber === undefined || flaws.length > 0) return flaws;
    const dayNumber = daysBetween(FIRST_DAY, on);
    rows.add({
      series: accountNumber * metrics.names.length + metricNumber,
      day: dayNumber,
      value: Number(value),
      line,
    });
    days.add(dayNumber);
    measured.add(metric);
    return [];
  }

  function* settle(): Iterable<LineFlaw> {
    lastOf = rows.lastOfEach();
    for (let index = 0; index < rows.length; index++) {
      const row = rows.at(index);
      const last = rows.at(lastOf(index));
      if (last.value === row.value) continue;
      yield { line: row.line, flaw: flaw("value", String(row.value), "stands-again", { again: String(last.line) }) };
    }
  }

  function toSave(batch: readonly UsageRow[]) {
    return batch.map((row) => {
      const metric = metrics.names[row.series % metrics.names.length] ?? "";
      const account = accounts.names[Math.floor(row.series / metrics.names.length)];
      const on = addDays(FIRST_DAY, row.day);
      return { account, metric, day: on, value: row.value, knownAt: knownAt(metric, on) };
    });
  }

  async function saveValues(tx: Tx, batch: readonly UsageRow[]): Promise<number> {
    const values = toSave(batch);
    const changed = await upsert(
      tx,
      "usage",
      ["account_id", "metric", "day"],
      [
        { name: "account_id", type: "uuid", values: values.map((row) => row.account) },
        { name: "metric", type: "text", values: values.map((row) => row.metric) },
        { name: "day", type: "date", values: values.map((row) => row.day) },
        { name: "value", type: "float8", values: values.map((row) => row.value) },
        { name: "ingested_at", type: "timestamptz", values: values.map(() => world.now), only: "change" },
        { name: "known_at", type: "timestamptz", values: values.map((row) => row.knownAt), only: "change" },
      ],
    );
    return changed.length;
  }

  function* steps(): Iterable<Step> {
    for (const batch of lasting(rows, (index) => lastOf(index) === index)) {
      yield { rows: batch.length, save: (tx) => saveValues(tx, batch) };
    }
    const covered = [...days].sort((a, b) => a - b).map((number) => addDays(FIRST_DAY, number));
    const marks = [...measured].flatMap((metric) =>
      covered.map((on) => ({ metric, day: on, knownAt: knownAt(metric, on) })),
    );
    for (const batch of batches(marks)) {
      yield {
        rows: 0,
        async save(tx) {
          await saveCoverage(tx, batch);
          return 0;
        },
      };
    }
  }

  return { take, settle, size: () => rows.length, steps };
}

/** Live: now. Brought in with its history: when its day had ended and its source's delay was over, at the latest now. */
function knownAtOf({ backfill, metrics, now, zone }: World): (metric: string, on: LocalDate) => Date {
  const ends = new Map<LocalDate, Date>();
  return (metric, on) => {
    if (!backfill) return now;
    const known = addDays(on, 1 + (metrics.get(metric) ?? 0));
    const end = ends.get(known) ?? instantOf(known, MIDNIGHT, zone);
    ends.set(known, end);
    return end < now ? end : now;
  };
}

function numbered<T extends string>(
  all: Iterable<T>,
): { readonly names: readonly T[]; readonly numberOf: ReadonlyMap<T, number> } {
  const names = [...all];
  return { names, numberOf: new Map(names.map((each, at) => [each, at])) };
}

function* lasting(rows: UsageRows, lasts: (index: number) => boolean): Iterable<readonly UsageRow[]> {
  let batch: UsageRow[] = [];
  for (let index = 0; index < rows.length; index++) {
    if (!lasts(index)) continue;
    batch.push(rows.at(index));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
