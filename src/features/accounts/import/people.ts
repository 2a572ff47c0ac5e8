import { z } from "zod";
import { cell, email, locale, maybe, name, roles, zone } from "./columns.ts";
import { flaw } from "./complaint.ts";
import { saveManagers, upsert, type Column } from "./store.ts";
import { tableKind } from "./table.ts";

const schema = z.object({
  email: cell(email),
  name: cell(name),
  role: cell(roles),
  timezone: maybe(zone),
  locale: maybe(locale),
  region: maybe(name),
  manager_email: maybe(email),
});
type Row = z.infer<typeof schema>;

/** people.csv: who works here, in which roles, and for whom. */
export const people = tableKind<Row>({
  name: "people",
  schema,
  columns: Object.keys(schema.shape),
  required: ["email", "name", "role"],
  keyOf: (row) => row.email,
  check: (row) => (row.manager_email === row.email ? [flaw("manager_email", row.email, "own-manager")] : []),
  *settle(rows, world) {
    // A manager may stand in the same file, unless their own row falls away.
    const left = new Map(rows);
    for (let fell = true; fell;) {
      fell = false;
      for (const [key, { manager_email: manager }] of left) {
        if (!manager || left.has(manager) || world.people.has(manager)) continue;
        left.delete(key);
        fell = true;
        yield { key, flaw: flaw("manager_email", manager, "unknown-person") };
      }
    }
  },
  async save(tx, rows, { ids }, present) {
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
    if (present.has("region")) columns.push({ name: "region", type: "text", values: rows.map((row) => row.region) });
    return upsert(tx, "person", ["email"], columns);
  },
  async link(tx, rows, present) {
    if (!present.has("manager_email")) return [];
    return saveManagers(
      tx,
      rows.map((row) => [row.email, row.manager_email ?? null] as const),
    );
  },
});
