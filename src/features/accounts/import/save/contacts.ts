import type { Tx } from "../../../../kernel/deps.ts";
import type { ContactRow } from "../check/contacts.ts";
import { type Source, tableSaver } from "./saver.ts";
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
    const wins = "(t.source <> 'crm' or excluded.source = 'crm')";
    const changed = await upsert(tx, "contact", ["account_id", "email"], columns, wins);
    const said = ["role", "strength", "left_on"].filter((column) => present.has(column));
    if (said.length > 0) await endMarks(tx, rows, said, source);
    return changed;
  },
});

/** What the source has said again isn't chat's any more. */
async function endMarks(tx: Tx, rows: readonly ContactRow[], said: readonly string[], source: Source): Promise<void> {
  await tx.rows(
    `update contact t set chat_fields = array(select f from unnest(t.chat_fields) f where f <> all($4::text[]))
       from unnest($2::uuid[], $3::text[]) as v(account_id, email)
      where t.organisation_id = $1 and t.account_id = v.account_id and t.email = v.email
        and t.chat_fields && $4::text[] and (t.source <> 'crm' or $5 = 'crm')`,
    [tx.organisation, rows.map((row) => row.accountId), rows.map((row) => row.email), said, source],
  );
}
