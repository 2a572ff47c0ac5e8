import type { ContractEventRow } from "../check/contract-events.ts";
import { tableSaver } from "./saver.ts";
import { upsert, type Column } from "./store.ts";

export const contractEvents = tableSaver<ContractEventRow>({
  async save(tx, { rows, present }, { ids, now }) {
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"contract-event">()), only: "insert" },
      { name: "contract_id", type: "uuid", values: rows.map((row) => row.contractId) },
      { name: "type", type: "text", values: rows.map((row) => row.type) },
      { name: "effective_on", type: "date", values: rows.map((row) => row.effective_on) },
      { name: "account_id", type: "uuid", values: rows.map((row) => row.accountId) },
      { name: "ingested_at", type: "timestamptz", values: rows.map(() => now), only: "change" },
      { name: "known_at", type: "timestamptz", values: rows.map((row) => row.knownAt), only: "change" },
    ];
    if (present.has("delta_arr")) {
      columns.push({ name: "delta_minor", type: "bigint", values: rows.map((row) => row.deltaMinor) });
      columns.push({ name: "currency", type: "text", values: rows.map((row) => row.currency) });
    }
    for (const column of ["decided_on", "notice_on"] as const) {
      if (present.has(column)) columns.push({ name: column, type: "date", values: rows.map((row) => row[column]) });
    }
    return upsert(tx, "contract_event", ["contract_id", "type", "effective_on"], columns);
  },
});
