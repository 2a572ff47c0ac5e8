import { z } from "zod";
import type { AccountId } from "../../../../kernel/ids.ts";
import { parseAmount } from "../../../../kernel/money.ts";
import { cell, currency, day, externalId, maybe } from "./columns.ts";
import { beginningOf, futureFlaws, knownSince } from "./moments.ts";
import { accountFlaws, amountFlaws } from "./refers.ts";
import { tableKind } from "./table.ts";

const schema = z.object({
  external_id: cell(externalId),
  account_external_id: cell(externalId),
  due_on: cell(day),
  paid_on: maybe(day),
  amount: cell((text) => text),
  currency: cell(currency),
});
type Row = z.infer<typeof schema>;
export type InvoiceRow = Row & {
  readonly accountId: AccountId | undefined;
  readonly amountMinor: number | undefined;
  readonly knownAt: Date;
};

/** invoices.csv: what is due, and when it was paid. */
export const invoices = tableKind<Row, InvoiceRow>({
  name: "invoices",
  schema,
  columns: Object.keys(schema.shape),
  required: ["external_id", "account_external_id", "due_on", "amount", "currency"],
  keyOf: (row) => row.external_id,
  check: (row, world) => [
    ...accountFlaws(row, world),
    ...amountFlaws("amount", row.amount, row.currency),
    ...(row.paid_on ? futureFlaws("paid_on", row.paid_on, row.paid_on, world) : []),
  ],
  ready: (row, world) => ({
    ...row,
    accountId: world.accounts.get(row.account_external_id),
    amountMinor: parseAmount(row.amount, row.currency)?.amountMinor,
    knownAt: knownSince(beginningOf(row.due_on, world.zone), world),
  }),
});
