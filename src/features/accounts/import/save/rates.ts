import type { RateRow } from "../check/rates.ts";
import { tableSaver } from "./saver.ts";
import { upsert } from "./store.ts";

export const rates = tableSaver<RateRow>({
  save: (tx, { rows }) =>
    upsert(
      tx,
      "rate",
      ["currency", '"on"'],
      [
        { name: "currency", type: "text", values: rows.map((row) => row.currency) },
        { name: '"on"', type: "date", values: rows.map((row) => row.on) },
        { name: "rate", type: "numeric", values: rows.map((row) => row.rate) },
      ],
    ),
});
