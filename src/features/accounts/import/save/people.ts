import type { PersonRow } from "../check/people.ts";
import { tableSaver } from "./saver.ts";
import { regionColumn, saveManagers, upsert, type Column } from "./store.ts";

export const people = tableSaver<PersonRow>({
  async save(tx, { rows, present }, { ids }) {
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"person">()), only: "insert" },
      { name: "email", type: "text", values: rows.map((row) => row.email) },
      { name: "name", type: "text", values: rows.map((row) => row.name) },
      {
        name: "roles",
        type: "text",
        values: rows.map((row) => row.role.join(";")),
        as: "string_to_array(v.roles, ';')",
      },
    ];
    if (present.has("timezone")) columns.push({ name: "zone", type: "text", values: rows.map((row) => row.timezone) });
    if (present.has("locale")) columns.push({ name: "locale", type: "text", values: rows.map((row) => row.locale) });
    if (present.has("region")) columns.push(await regionColumn(tx, rows));
    return upsert(tx, "person", ["email"], columns);
  },
  link: (tx, rows) =>
    saveManagers(
      tx,
      rows.map((row) => [row.email, row.manager_email ?? null] as const),
    ),
});
