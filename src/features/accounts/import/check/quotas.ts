import { z } from "zod";
import type { PersonId } from "../../../../kernel/ids.ts";
import { parseAmount } from "../../../../kernel/money.ts";
import { cell, currency, email, period } from "./columns.ts";
import { amountFlaws, personFlaws } from "./refers.ts";
import { tableKind } from "./table.ts";

const schema = z.object({
  person_email: cell(email),
  period: cell(period),
  amount: cell((text) => text),
  currency: cell(currency),
});
type Row = z.infer<typeof schema>;
export type QuotaRow = Row & { readonly personId: PersonId | undefined; readonly amountMinor: number | undefined };

/** quotas.csv: what an Account Manager is to sell in a period. */
export const quotas = tableKind<Row, QuotaRow>({
  name: "quotas",
  schema,
  columns: Object.keys(schema.shape),
  required: ["person_email", "period", "amount", "currency"],
  keyOf: (row) => `${row.person_email} ${row.period}`,
  check: (row, world) => [
    ...personFlaws("person_email", row.person_email, world),
    ...amountFlaws("amount", row.amount, row.currency),
  ],
  ready: (row, { people }) => ({
    ...row,
    personId: people.get(row.person_email),
    amountMinor: parseAmount(row.amount, row.currency)?.amountMinor,
  }),
});
