import { z } from "zod";
import { addDays, daysBetween, localDateOf } from "../../../../kernel/business-time.ts";
import type { AccountId } from "../../../../kernel/ids.ts";
import { flaw, type Flaw } from "../complaint.ts";
import { cell, day, decimal, externalId } from "./columns.ts";
import { readRow, type World } from "./intake.ts";
import { FIRST_DAY } from "./usage-content.ts";

const number = decimal(6);

const schema = z.object({
  account_external_id: cell(externalId),
  metric: cell(externalId),
  day: cell(day),
  value: cell(number),
});
export const USAGE_COLUMNS = Object.keys(schema.shape);

/** A row of usage in numbers. */
export interface UsageCells {
  /** the account's place in `accounts` */
  readonly account: number;
  /** the metric's place in `metrics` */
  readonly metric: number;
  /** days since FIRST_DAY */
  readonly day: number;
  readonly value: number;
}

export interface UsageReader {
  readonly accounts: readonly AccountId[];
  readonly metrics: readonly string[];
  read(cells: Readonly<Record<string, string>>): UsageCells | readonly Flaw[];
}

/** Cells repeat, so those whose very letters are known to be good are read without the schema. */
export function createUsageReader(world: World): UsageReader {
  // By id, because several external ids lead to one account after a merge.
  const accounts = numbered(new Set(world.accounts.values()));
  const metrics = numbered(world.metrics.keys());
  const accountOf = new Map([...world.accounts].map(([name, id]) => [name, accounts.placeOf.get(id) ?? 0]));
  const known = {
    accounts: soundOnly(accountOf),
    metrics: soundOnly(metrics.placeOf),
    days: new Map<string, number>(),
  };
  // A customer's day may already have begun where the organisation's hasn't.
  const lastDay = addDays(localDateOf(world.now, world.zone), 1);

  function readKnown(cells: Readonly<Record<string, string>>): UsageCells | undefined {
    const account = known.accounts.get(cells["account_external_id"] ?? "");
    const metric = known.metrics.get(cells["metric"] ?? "");
    const on = known.days.get(cells["day"] ?? "");
    if (account === undefined || metric === undefined || on === undefined) return undefined;
    const value = number(cells["value"] ?? "");
    return typeof value === "string" ? { account, metric, day: on, value: Number(value) } : undefined;
  }

  function readAny(cells: Readonly<Record<string, string>>): UsageCells | readonly Flaw[] {
    const read = readRow(schema, cells);
    if ("flaws" in read) return read.flaws;
    const { account_external_id: account, metric, day: on, value } = read.row;
    const accountPlace = accountOf.get(account);
    const metricPlace = metrics.placeOf.get(metric);
    const flaws: Flaw[] = [];
    if (accountPlace === undefined) flaws.push(flaw("account_external_id", account, "unknown-account"));
    if (metricPlace === undefined) flaws.push(flaw("metric", metric, "unknown-metric"));
    if (on > lastDay) flaws.push(flaw("day", on, "in-future"));
    if (accountPlace === undefined || metricPlace === undefined || flaws.length > 0) return flaws;
    const dayNumber = daysBetween(FIRST_DAY, on);
    known.days.set(on, dayNumber);
    return { account: accountPlace, metric: metricPlace, day: dayNumber, value: Number(value) };
  }

  return { accounts: accounts.all, metrics: metrics.all, read: (cells) => readKnown(cells) ?? readAny(cells) };
}

function numbered<T extends string>(
  all: Iterable<T>,
): { readonly all: readonly T[]; readonly placeOf: ReadonlyMap<T, number> } {
  const list = [...all];
  return { all: list, placeOf: new Map(list.map((each, at) => [each, at])) };
}

/** Of stored names those that a cell may consist of, letter for letter. */
function soundOnly(places: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...places].filter(([name]) => name !== "" && name === name.trim() && externalId(name) === name));
}
