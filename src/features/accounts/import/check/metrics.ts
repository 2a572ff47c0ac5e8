import { z } from "zod";
import { cell, decimal, externalId, maybe, name, oneOf, wholeUpTo } from "./columns.ts";
import { tableKind } from "./table.ts";

const METRIC_KINDS = [
  "active_users_day",
  "active_users_28",
  "seats_used",
  "login_events",
  "feature",
  "integration",
  "automated",
  "limit_used",
  "outcome",
] as const;
const MOST_LAG_DAYS = 365;
const LIMIT_DECIMALS = 4;

const schema = z.object({
  metric: cell(externalId),
  kind: maybe(oneOf(METRIC_KINDS)),
  product: maybe(name),
  label: maybe(name),
  direction: maybe(oneOf(["up", "down"])),
  limit: maybe(decimal(LIMIT_DECIMALS)),
  density: maybe(oneOf(["dense", "sparse"])),
  lag_days: maybe(wholeUpTo(MOST_LAG_DAYS)),
});
export type MetricRow = z.infer<typeof schema>;

/** metrics.csv: what is measured. A blank density or lag_days keeps what is stored; new: dense, one day late. */
export const metrics = tableKind<MetricRow, MetricRow>({
  name: "metrics",
  schema,
  columns: Object.keys(schema.shape),
  required: ["metric"],
  keyOf: (row) => row.metric,
  check: () => [],
  ready: (row) => row,
});
