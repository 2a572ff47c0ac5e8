import { createHash } from "node:crypto";
import type { InteractionRow } from "../check/interactions.ts";
import { tableSaver } from "./saver.ts";
import { upsert } from "./store.ts";

/** The timeline is only ever added to: an entry that stands there stays as it is. */
export const interactions = tableSaver<InteractionRow>({
  async save(tx, { rows }, { ids, now, via }) {
    return upsert(
      tx,
      "timeline",
      ["source_key"],
      [
        { name: "id", type: "uuid", values: rows.map(() => ids.next<"timeline">()) },
        { name: "source_key", type: "text", values: rows.map((row) => sourceKey(row.identity)) },
        { name: "account_id", type: "uuid", values: rows.map((row) => row.accountId) },
        { name: "contact_id", type: "uuid", values: rows.map((row) => row.contactId) },
        { name: "person_id", type: "uuid", values: rows.map((row) => row.personId) },
        { name: "kind", type: "text", values: rows.map((row) => row.kind) },
        { name: "direction", type: "text", values: rows.map((row) => row.direction) },
        { name: "proactive", type: "boolean", values: rows.map((row) => row.proactive ?? false) },
        { name: "at", type: "timestamptz", values: rows.map((row) => row.at) },
        { name: "summary", type: "text", values: rows.map((row) => row.summary) },
        { name: "via", type: "text", values: rows.map(() => via) },
        { name: "details", type: "jsonb", values: rows.map(() => "{}") },
        { name: "ingested_at", type: "timestamptz", values: rows.map(() => now) },
        { name: "known_at", type: "timestamptz", values: rows.map((row) => row.knownAt) },
      ].map((column) => ({ ...column, only: "insert" as const })),
    );
  },
});

function sourceKey(identity: string): string {
  return createHash("sha256").update(identity).digest("base64url");
}
