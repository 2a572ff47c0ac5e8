import type { GoalRow } from "../check/goals.ts";
import { tableSaver } from "./saver.ts";
import { upsert, type Column } from "./store.ts";

/** Columns that a file may lack, what of the row is stored in them, and as what. */
const OPTIONAL = [
  ["metric", "metric", "text", "metric"],
  ["baseline", "baseline", "float8", "baseline"],
  ["target", "target", "float8", "target"],
  ["target_on", "target_on", "date", "target_on"],
  ["owner_email", "owner_id", "uuid", "ownerId"],
  ["contact_email", "contact_id", "uuid", "contactId"],
  ["measured", "measured", "float8", "measured"],
  ["confirmed", "confirmed", "float8", "confirmed"],
  ["met_on", "met_on", "date", "met_on"],
] as const satisfies readonly (readonly [string, string, string, keyof GoalRow])[];

export const goals = tableSaver<GoalRow>({
  async save(tx, { rows, present }, { ids, now }) {
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"goal">()), only: "insert" },
      { name: "external_id", type: "text", values: rows.map((row) => row.external_id) },
      { name: "account_id", type: "uuid", values: rows.map((row) => row.accountId) },
      { name: "name", type: "text", values: rows.map((row) => row.name) },
      { name: "ingested_at", type: "timestamptz", values: rows.map(() => now), only: "change" },
      { name: "known_at", type: "timestamptz", values: rows.map((row) => row.knownAt), only: "change" },
    ];
    for (const [column, name, type, field] of OPTIONAL) {
      if (present.has(column)) columns.push({ name, type, values: rows.map((row) => row[field]) });
    }
    if (present.has("confirmed_value")) {
      const currencies = rows.map((row) => (row.confirmedMinor === null ? null : row.currency));
      columns.push(
        { name: "confirmed_value_minor", type: "bigint", values: rows.map((row) => row.confirmedMinor) },
        { name: "currency", type: "text", values: currencies },
      );
    }
    return upsert(tx, "goal", ["external_id"], columns);
  },
});
