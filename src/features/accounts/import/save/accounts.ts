import type { AccountRow } from "../check/accounts.ts";
import { tableSaver } from "./saver.ts";
import { saveSlots, upsert, type Column } from "./store.ts";

/** Columns that are stored under another name, or under their own, as text. */
const PLAIN = [
  ["domain", "domain"],
  ["segment", "segment"],
  ["region", "region"],
  ["industry", "industry"],
  ["timezone", "zone"],
  ["currency", "currency"],
] as const;

export const accounts = tableSaver<AccountRow>({
  async save(tx, { rows, present }, { ids }) {
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"account">()), only: "insert" },
      { name: "external_id", type: "text", values: rows.map((row) => row.external_id) },
      { name: "name", type: "text", values: rows.map((row) => row.name) },
      { name: "name_key", type: "text", values: rows.map((row) => row.nameKey) },
      { name: "lifecycle_stage", type: "text", values: rows.map((row) => row.lifecycle_stage), orElse: "'onboarding'" },
      { name: "key_account", type: "boolean", values: rows.map((row) => row.key_account), orElse: "false" },
    ];
    for (const [column, stored] of PLAIN) {
      if (present.has(column)) columns.push({ name: stored, type: "text", values: rows.map((row) => row[column]) });
    }
    const changed = await upsert(tx, "account", ["external_id"], columns);
    for (const slot of ["csm", "am"] as const) {
      if (!present.has(`${slot}_email`)) continue;
      const holders = rows.map((row) => [row.external_id, row[slot]] as const);
      changed.push(...(await saveSlots(tx, slot, holders)));
    }
    return changed;
  },
});
