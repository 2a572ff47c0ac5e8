import type { SurveyRow } from "../check/surveys.ts";
import { tableSaver } from "./saver.ts";
import { upsert, type Column } from "./store.ts";

export const surveys = tableSaver<SurveyRow>({
  async save(tx, { rows, present }, { ids, now }) {
    const columns: Column[] = [
      { name: "id", type: "uuid", values: rows.map(() => ids.next<"survey-answer">()), only: "insert" },
      { name: "external_id", type: "text", values: rows.map((row) => row.external_id) },
      { name: "account_id", type: "uuid", values: rows.map((row) => row.accountId) },
      { name: "kind", type: "text", values: rows.map((row) => row.kind), orElse: "'nps'" },
      { name: "ingested_at", type: "timestamptz", values: rows.map(() => now), only: "change" },
      { name: "known_at", type: "timestamptz", values: rows.map((row) => row.knownAt), only: "change" },
    ];
    if (present.has("contact_email")) {
      columns.push({ name: "contact_id", type: "uuid", values: rows.map((row) => row.contactId) });
    }
    if (present.has("score")) columns.push({ name: "score", type: "integer", values: rows.map((row) => row.score) });
    if (present.has("comment")) columns.push({ name: "comment", type: "text", values: rows.map((row) => row.comment) });
    if (present.has("asked_on"))
      columns.push({ name: "asked_on", type: "date", values: rows.map((row) => row.asked_on) });
    if (present.has("answered_at")) {
      columns.push({ name: "answered_at", type: "timestamptz", values: rows.map((row) => row.answeredAt) });
    }
    return upsert(tx, "survey_answer", ["external_id"], columns);
  },
});
