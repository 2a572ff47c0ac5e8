import type { AccountRow } from "../check/accounts.ts";
import { tableSaver } from "./saver.ts";
import { regionColumn, saveProfile, saveSaidStages, saveSlots, upsert, type Column } from "./store.ts";

/** Columns that are stored under another name, or under their own, as text. */
const PLAIN = [
  ["domain", "domain"],
  ["segment", "segment"],
  ["industry", "industry"],
  ["timezone", "zone"],
  ["currency", "currency"],
] as const;

const SLOTS = [
  ["csm_email", "csm"],
  ["am_email", "am"],
  ["sponsor_email", "sponsor"],
] as const;

const WORDS = [
  ["how_to_help", "how-to-help"],
  ["needs", "needs"],
  ["future_needs", "future-needs"],
] as const;

export const accounts = tableSaver<AccountRow>({
  async save(tx, { rows, present }, context) {
    const { ids } = context;
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"account">()), only: "insert" },
      { name: "external_id", type: "text", values: rows.map((row) => row.external_id) },
      { name: "name", type: "text", values: rows.map((row) => row.name) },
      { name: "name_key", type: "text", values: rows.map((row) => row.nameKey) },
      {
        name: "lifecycle_stage",
        type: "text",
        values: rows.map((row) => row.lifecycle_stage),
        orElse: "'onboarding'",
        only: "insert",
      },
      { name: "stage_assumed", type: "boolean", values: rows.map((row) => !row.lifecycle_stage), only: "insert" },
      { name: "key_account", type: "boolean", values: rows.map((row) => row.key_account), orElse: "false" },
    ];
    for (const [column, stored] of PLAIN) {
      if (present.has(column)) columns.push({ name: stored, type: "text", values: rows.map((row) => row[column]) });
    }
    if (present.has("region")) columns.push(await regionColumn(tx, rows));
    const changed = await upsert(tx, "account", ["external_id"], columns);
    if (present.has("lifecycle_stage")) changed.push(...(await saveSaidStages(tx, rows)));
    for (const [column, slot] of SLOTS) {
      if (!present.has(column)) continue;
      const holders = rows.map((row) => ({ account: row.external_id, slot, person: row[slot] }));
      changed.push(...(await saveSlots(tx, "external_id", holders)).map(({ account }) => account));
    }
    for (const [column, field] of WORDS) {
      if (!present.has(column)) continue;
      const words = rows.map((row) => ({ account: row.external_id, field, value: row[column] ?? null }));
      changed.push(...(await saveProfile(tx, words, context)));
    }
    return changed;
  },
});
