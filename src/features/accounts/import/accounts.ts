import { z } from "zod";
import { nameKey } from "../names.ts";
import { cell, currency, domain, email, externalId, maybe, name, oneOf, yesNo, zone } from "./columns.ts";
import { flaw, type Flaw } from "./complaint.ts";
import { saveSlots, upsert, type Column } from "./store.ts";
import { tableKind } from "./table.ts";

const STAGES = ["onboarding", "adoption", "value", "renewal", "churned"] as const;

const schema = z.object({
  external_id: cell(externalId),
  name: cell(name),
  domain: maybe(domain),
  segment: maybe(name),
  region: maybe(name),
  industry: maybe(name),
  lifecycle_stage: maybe(oneOf(STAGES)),
  key_account: maybe(yesNo),
  csm_email: maybe(email),
  am_email: maybe(email),
  timezone: maybe(zone),
  currency: maybe(currency),
});
type Row = z.infer<typeof schema>;

/** Columns that are stored under another name, or under their own, as text. */
const PLAIN = [
  ["domain", "domain"],
  ["segment", "segment"],
  ["region", "region"],
  ["industry", "industry"],
  ["timezone", "zone"],
  ["currency", "currency"],
] as const;
const SLOTS = [
  ["csm_email", "csm"],
  ["am_email", "am"],
] as const;

/** accounts.csv: the customers and who looks after them. A blank stage or key_account keeps what is stored. */
export const accounts = tableKind<Row>({
  name: "accounts",
  schema,
  columns: Object.keys(schema.shape),
  required: ["external_id", "name"],
  keyOf: (row) => row.external_id,
  check(row, world) {
    return SLOTS.flatMap(([column]): Flaw[] => {
      const address = row[column];
      return address && !world.people.has(address) ? [flaw(column, address, "unknown-person")] : [];
    });
  },
  async save(tx, rows, world, present) {
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => world.ids.next<"account">()), only: "insert" },
      { name: "external_id", type: "text", values: rows.map((row) => row.external_id) },
      { name: "name", type: "text", values: rows.map((row) => row.name) },
      { name: "name_key", type: "text", values: rows.map((row) => nameKey(row.name)) },
      { name: "lifecycle_stage", type: "text", values: rows.map((row) => row.lifecycle_stage), orElse: "'onboarding'" },
      { name: "key_account", type: "boolean", values: rows.map((row) => row.key_account), orElse: "false" },
    ];
    for (const [column, stored] of PLAIN) {
      if (present.has(column)) columns.push({ name: stored, type: "text", values: rows.map((row) => row[column]) });
    }
    const changed = await upsert(tx, "account", ["external_id"], columns);
    for (const [column, slot] of SLOTS) {
      if (!present.has(column)) continue;
      const holders = rows.map((row) => [row.external_id, world.people.get(row[column] ?? "") ?? null] as const);
      changed.push(...(await saveSlots(tx, slot, holders)));
    }
    return changed;
  },
});
