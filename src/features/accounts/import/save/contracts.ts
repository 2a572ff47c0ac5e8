import type { AccountId } from "../../../../kernel/ids.ts";
import { placeAssumed } from "../../stage-store.ts";
import type { ContractRow } from "../check/contracts.ts";
import { tableSaver } from "./saver.ts";
import { upsert, type Column } from "./store.ts";

/** Columns that a file may lack. */
const TYPES = {
  product: "text",
  seats: "integer",
  ends_on: "date",
  renews_on: "date",
  notice_days: "integer",
  auto_renew: "boolean",
  billing: "text",
  decided_on: "date",
  notice_on: "date",
  ended_on: "date",
  end_reason: "text",
} as const satisfies Partial<Record<keyof ContractRow, string>>;

export const contracts = tableSaver<ContractRow>({
  async save(tx, { rows, present }, { ids, now, today }) {
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"contract">()), only: "insert" },
      { name: "external_id", type: "text", values: rows.map((row) => row.external_id) },
      { name: "account_id", type: "uuid", values: rows.map((row) => row.accountId) },
      { name: "arr_minor", type: "bigint", values: rows.map((row) => row.arrMinor) },
      { name: "currency", type: "text", values: rows.map((row) => row.currency) },
      { name: "starts_on", type: "date", values: rows.map((row) => row.starts_on) },
      { name: "ingested_at", type: "timestamptz", values: rows.map(() => now), only: "change" },
      { name: "known_at", type: "timestamptz", values: rows.map((row) => row.knownAt), only: "change" },
    ];
    for (const column of Object.keys(TYPES) as (keyof typeof TYPES)[]) {
      if (present.has(column))
        columns.push({ name: column, type: TYPES[column], values: rows.map((row) => row[column]) });
    }
    const changed = await upsert(tx, "contract", ["external_id"], columns);
    const accounts = new Set(rows.map(({ accountId }) => accountId).filter((id): id is AccountId => id !== undefined));
    if (changed.length > 0) await placeAssumed(tx, [...accounts], today);
    return changed;
  },
});
