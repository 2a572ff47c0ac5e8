import type { ContactRow } from "../check/contacts.ts";
import { tableSaver } from "./saver.ts";
import { upsert, type Column } from "./store.ts";

/** Columns that a file may lack, as they are stored. */
const OPTIONAL = [
  ["role", "role", "text"],
  ["locale", "locale", "text"],
  ["timezone", "zone", "text"],
  ["strength", "strength", "text"],
  ["left_on", "left_on", "date"],
] as const;

export const contacts = tableSaver<ContactRow>({
  async save(tx, { rows, present }, { ids, now, source }) {
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"contact">()), only: "insert" },
      { name: "account_id", type: "uuid", values: rows.map((row) => row.accountId) },
      { name: "email", type: "text", values: rows.map((row) => row.email) },
      { name: "name", type: "text", values: rows.map((row) => row.name) },
      { name: "source", type: "text", values: rows.map(() => source), only: "change" },
      { name: "added_at", type: "timestamptz", values: rows.map(() => now), only: "insert" },
      { name: "changed_at", type: "timestamptz", values: rows.map(() => now), only: "change" },
    ];
    for (const [column, name, type] of OPTIONAL) {
      if (present.has(column)) columns.push({ name, type, values: rows.map((row) => row[column]) });
    }
    return upsert(tx, "contact", ["account_id", "email"], columns, "(t.source <> 'crm' or excluded.source = 'crm')");
  },
});
