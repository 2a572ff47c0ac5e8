import type { InvoiceRow } from "../check/invoices.ts";
import { tableSaver } from "./saver.ts";
import { upsert, type Column } from "./store.ts";

/** All but `paid_on`: that it was paid later says nothing about since when it was known. */
const KNOWN_WITH = ["account_id", "due_on", "amount_minor", "currency"];

export const invoices = tableSaver<InvoiceRow>({
  async save(tx, { rows, present }, { ids, now }) {
    const knownAt = rows.map((row) => row.knownAt);
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"invoice">()), only: "insert" },
      { name: "external_id", type: "text", values: rows.map((row) => row.external_id) },
      { name: "account_id", type: "uuid", values: rows.map((row) => row.accountId) },
      { name: "due_on", type: "date", values: rows.map((row) => row.due_on) },
      { name: "amount_minor", type: "bigint", values: rows.map((row) => row.amountMinor) },
      { name: "currency", type: "text", values: rows.map((row) => row.currency) },
      { name: "ingested_at", type: "timestamptz", values: rows.map(() => now), only: "change" },
      { name: "known_at", type: "timestamptz", values: knownAt, only: "change", with: KNOWN_WITH },
    ];
    if (present.has("paid_on")) columns.push({ name: "paid_on", type: "date", values: rows.map((row) => row.paid_on) });
    return upsert(tx, "invoice", ["external_id"], columns);
  },
});
