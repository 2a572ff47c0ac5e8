import type { TicketRow } from "../check/tickets.ts";
import { tableSaver } from "./saver.ts";
import { upsert, type Column } from "./store.ts";

/** All but `closed_at`: that it was closed later says nothing about since when it was known. */
const KNOWN_WITH = ["account_id", "opened_at", "severity", "escalated", "subject"];

export const tickets = tableSaver<TicketRow>({
  async save(tx, { rows, present }, { ids, now }) {
    const knownAt = rows.map((row) => row.knownAt);
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"ticket">()), only: "insert" },
      { name: "external_id", type: "text", values: rows.map((row) => row.external_id) },
      { name: "account_id", type: "uuid", values: rows.map((row) => row.accountId) },
      { name: "opened_at", type: "timestamptz", values: rows.map((row) => row.openedAt) },
      { name: "escalated", type: "boolean", values: rows.map((row) => row.escalated), orElse: "false" },
      { name: "ingested_at", type: "timestamptz", values: rows.map(() => now), only: "change" },
      { name: "known_at", type: "timestamptz", values: knownAt, only: "change", with: KNOWN_WITH },
    ];
    if (present.has("closed_at")) {
      columns.push({ name: "closed_at", type: "timestamptz", values: rows.map((row) => row.closedAt) });
    }
    if (present.has("severity")) {
      columns.push({ name: "severity", type: "integer", values: rows.map((row) => row.severity) });
    }
    if (present.has("subject")) columns.push({ name: "subject", type: "text", values: rows.map((row) => row.subject) });
    return upsert(tx, "ticket", ["external_id"], columns);
  },
});
