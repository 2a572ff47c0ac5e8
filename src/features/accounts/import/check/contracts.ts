import { z } from "zod";
import { instantOf, type LocalTime } from "../../../../kernel/business-time.ts";
import type { AccountId } from "../../../../kernel/ids.ts";
import { parseAmount } from "../../../../kernel/money.ts";
import { flaw, type Flaw } from "../complaint.ts";
import { cell, currency, day, externalId, maybe, name, wholeUpTo, yesNo } from "./columns.ts";
import type { World } from "./intake.ts";
import { tableKind } from "./table.ts";

const MOST_SEATS = 10_000_000;
const MOST_NOTICE_DAYS = 3650;
const MIDNIGHT = "00:00" as LocalTime;

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

/** contracts.csv: what a customer pays for what, until when, and whether they gave notice. */
export const contracts = tableKind<Row, ContractRow>({
  name: "contracts",
  schema,
  columns: Object.keys(schema.shape),
  required: ["external_id", "account_external_id", "arr", "currency", "starts_on"],
  keyOf: (row) => row.external_id,
  check: (row, world) => [...accountFlaws(row, world), ...amountFlaws(row), ...orderFlaws(row)],
  ready: (row, world) => ({
    ...row,
    accountId: world.accounts.get(row.account_external_id),
    arrMinor: parseAmount(row.arr, row.currency)?.amountMinor,
    knownAt: knownAt(row, world),
  }),
});

/** A contract brought in with its history was known when it began. */
function knownAt(row: Row, { backfill, now, zone }: World): Date {
  if (!backfill) return now;
  const began = instantOf(row.starts_on, MIDNIGHT, zone);
  return began < now ? began : now;
}

function accountFlaws(row: Row, world: World): Flaw[] {
  const account = row.account_external_id;
  return world.accounts.has(account) ? [] : [flaw("account_external_id", account, "unknown-account")];
}

function amountFlaws(row: Row): Flaw[] {
  const amount = parseAmount(row.arr, row.currency);
  if (amount) return amount.amountMinor < 0 ? [flaw("arr", row.arr, "negative")] : [];
  return [flaw("arr", row.arr, "not-an-amount", { currency: row.currency })];
}

function orderFlaws(row: Row): Flaw[] {
  const pairs = [
    ["ends_on", "starts_on"],
    ["renews_on", "starts_on"],
    ["ended_on", "starts_on"],
  ] as const;
  return pairs.flatMap(([later, earlier]): Flaw[] => {
    const value = row[later];
    const day = row[earlier];
    return value && value < day ? [flaw(later, value, "before", { other: earlier, day })] : [];
  });
}
