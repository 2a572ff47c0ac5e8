import { z } from "zod";
import type { AccountId } from "../../../../kernel/ids.ts";
import { parseAmount } from "../../../../kernel/money.ts";
import { flaw, type Flaw } from "../complaint.ts";
import { cell, currency, day, externalId, maybe, name, wholeUpTo, yesNo } from "./columns.ts";
import type { World } from "./intake.ts";
import { beginningOf, knownSince } from "./moments.ts";
import { accountFlaws, amountFlaws } from "./refers.ts";
import { tableKind } from "./table.ts";

const MOST_SEATS = 10_000_000;
const MOST_NOTICE_DAYS = 3650;

const schema = z.object({
  external_id: cell(externalId),
  account_external_id: cell(externalId),
  product: maybe(name),
  arr: cell((text) => text),
  currency: cell(currency),
  seats: maybe(wholeUpTo(MOST_SEATS)),
  starts_on: cell(day),
  ends_on: maybe(day),
  renews_on: maybe(day),
  notice_days: maybe(wholeUpTo(MOST_NOTICE_DAYS)),
  auto_renew: maybe(yesNo),
  billing: maybe(name),
  decided_on: maybe(day),
  notice_on: maybe(day),
  ended_on: maybe(day),
  end_reason: maybe(name),
});
type Row = z.infer<typeof schema>;
export type ContractRow = Row & {
  readonly accountId: AccountId | undefined;
  readonly arrMinor: number | undefined;
  readonly knownAt: Date;
};

/** contracts.csv: what a customer pays for what, until when, and whether they gave notice. History was known since it began. */
export const contracts = tableKind<Row, ContractRow>({
  name: "contracts",
  schema,
  columns: Object.keys(schema.shape),
  required: ["external_id", "account_external_id", "arr", "currency", "starts_on"],
  keyOf: (row) => row.external_id,
  check: (row, world) => [
    ...accountFlaws(row, world),
    ...amountFlaws("arr", row.arr, row.currency),
    ...orderFlaws(row, world),
  ],
  ready: (row, world) => ({
    ...row,
    accountId: world.accounts.get(row.account_external_id),
    arrMinor: parseAmount(row.arr, row.currency)?.amountMinor,
    knownAt: knownSince(beginningOf(row.starts_on, world.zone), world),
  }),
});

/** A day that the file has no column for stays as it is stored, and must fit the others all the same. */
function orderFlaws(row: Row, { contracts: known }: World): Flaw[] {
  const stored = known.get(row.external_id);
  const start = row.starts_on;
  return (["ends_on", "renews_on", "ended_on"] as const).flatMap((column): Flaw[] => {
    const given = row[column];
    if (given) return given < start ? [flaw(column, given, "before", { other: "starts_on", day: start })] : [];
    const kept = given === undefined ? stored?.[column] : undefined;
    return kept && kept < start ? [flaw("starts_on", start, "after-stored", { other: column, day: kept })] : [];
  });
}
