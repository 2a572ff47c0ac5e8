import { z } from "zod";
import { problem, type Problem } from "../complaint.ts";
import { cell, currency, day, decimal } from "./columns.ts";
import { tableKind } from "./table.ts";

const DECIMALS = 10;
const MOST = 1_000_000_000;
const number = decimal(DECIMALS);

const schema = z.object({
  currency: cell(currency),
  rate: cell(worth),
  on: cell(day),
});
export type RateRow = z.infer<typeof schema>;

/** rates.csv: what one unit of a currency is worth in the organisation's own, from a day on. */
export const rates = tableKind<RateRow, RateRow>({
  name: "rates",
  schema,
  columns: Object.keys(schema.shape),
  required: ["currency", "rate", "on"],
  keyOf: (row) => `${row.currency} ${row.on}`,
  check: () => [],
  ready: (row) => row,
});

function worth(text: string): string | Problem {
  const read = number(text);
  if (typeof read !== "string") return read;
  return Number(read) > 0 && Number(read) <= MOST ? read : problem("not-a-rate", { most: String(MOST) });
}
