import { productKey } from "../../../../locales/products.ts";
import type { OpportunityRow } from "../check/opportunities.ts";
import { tableSaver } from "./saver.ts";
import { upsert, type Column } from "./store.ts";

/** What is over, beside what the slice works on: it has no benefit to confirm, no clock, and is announced to nobody. */
export const opportunities = tableSaver<OpportunityRow>({
  async save(tx, { rows, present }, { ids, now }) {
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"opportunity">()), only: "insert" },
      { name: "external_id", type: "text", values: rows.map((row) => row.external_id) },
      { name: "account_id", type: "uuid", values: rows.map((row) => row.accountId) },
      { name: "product", type: "text", values: rows.map((row) => row.product) },
      { name: "product_key", type: "text", values: rows.map((row) => productKey(row.product)) },
      { name: "stage", type: "text", values: rows.map((row) => row.stage) },
      { name: "origin", type: "text", values: rows.map((row) => row.origin), orElse: "'unknown'" },
      { name: "spotted_at", type: "timestamptz", values: rows.map((row) => row.spottedAt) },
      { name: "closed_at", type: "timestamptz", values: rows.map((row) => row.closedAt) },
      { name: "benefit", type: "text", values: rows.map(() => ""), only: "insert" },
      { name: "gate", type: "jsonb", values: rows.map(() => "{}"), only: "insert" },
      { name: "ingested_at", type: "timestamptz", values: rows.map(() => now), only: "change" },
      { name: "known_at", type: "timestamptz", values: rows.map((row) => row.knownAt), only: "change" },
    ];
    if (present.has("value")) {
      columns.push({ name: "value_minor", type: "bigint", values: rows.map((row) => row.valueMinor) });
    }
    if (present.has("currency")) {
      columns.push({ name: "currency", type: "text", values: rows.map((row) => row.currency) });
    }
    if (present.has("spotted_by_email")) {
      columns.push({ name: "spotted_by", type: "uuid", values: rows.map((row) => row.spottedBy) });
    }
    if (present.has("owner_email")) {
      columns.push({ name: "assignee_id", type: "uuid", values: rows.map((row) => row.owner) });
    }
    if (present.has("reason")) {
      columns.push({ name: "lost_reason", type: "text", values: rows.map((row) => row.reason) });
    }
    return upsert(tx, "opportunity", ["external_id"], columns);
  },
});
