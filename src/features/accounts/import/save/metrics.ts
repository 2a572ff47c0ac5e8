import type { MetricRow } from "../check/metrics.ts";
import { tableSaver } from "./saver.ts";
import { upsert, type Column } from "./store.ts";

export const metrics = tableSaver<MetricRow>({
  async save(tx, { rows, present }) {
    const columns: Column[] = [
      { name: "name", type: "text", values: rows.map((row) => row.metric) },
      { name: "density", type: "text", values: rows.map((row) => row.density), orElse: "'dense'" },
      { name: "lag_days", type: "integer", values: rows.map((row) => row.lag_days), orElse: "1" },
    ];
    for (const column of ["kind", "product", "label", "direction"] as const) {
      if (present.has(column)) columns.push({ name: column, type: "text", values: rows.map((row) => row[column]) });
    }
    if (present.has("limit"))
      columns.push({ name: "limit_value", type: "numeric", values: rows.map((row) => row.limit) });
    return upsert(tx, "metric", ["name"], columns);
  },
});
