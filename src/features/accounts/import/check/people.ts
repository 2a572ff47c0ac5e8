import { z } from "zod";
import { flaw } from "../complaint.ts";
import { cell, email, locale, maybe, name, region, roles, zone } from "./columns.ts";
import { tableKind } from "./table.ts";

const schema = z.object({
  email: cell(email),
  name: cell(name),
  role: cell(roles),
  timezone: maybe(zone()),
  locale: maybe(locale),
  region: maybe(region),
  manager_email: maybe(email),
});
export type PersonRow = z.infer<typeof schema>;

/** people.csv: who works here, in which roles, and for whom. */
export const people = tableKind<PersonRow, PersonRow>({
  name: "people",
  schema,
  columns: Object.keys(schema.shape),
  required: ["email", "name", "role"],
  linkedBy: "manager_email",
  keyOf: (row) => row.email,
  check: (row) => (row.manager_email === row.email ? [flaw("manager_email", row.email, "own-manager")] : []),
  *settle(rows, world) {
    // A manager may stand in the same file, unless their own row falls away.
    for (let fell = true; fell;) {
      fell = false;
      for (const [key, { row }] of rows.entries()) {
        const { manager_email: manager } = row;
        if (!manager || rows.get(manager) || world.people.has(manager)) continue;
        fell = true;
        yield { key, flaw: flaw("manager_email", manager, "unknown-person") };
      }
    }
  },
  ready: (row) => row,
});
