import type { QuotaRow } from "../check/quotas.ts";
import { tableSaver } from "./saver.ts";
import { upsert } from "./store.ts";

export const quotas = tableSaver<QuotaRow>({
  save: (tx, { rows }) =>
    upsert(
      tx,
      "quota",
      ["person_id", "period"],
      [
        { name: "person_id", type: "uuid", values: rows.map((row) => row.personId) },
        { name: "period", type: "text", values: rows.map((row) => row.period) },
        { name: "amount_minor", type: "bigint", values: rows.map((row) => row.amountMinor) },
        { name: "currency", type: "text", values: rows.map((row) => row.currency) },
      ],
    ),
});
