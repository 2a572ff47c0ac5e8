import type { Cell } from "./csv.ts";

/**
 * metric, kind, product, label, direction, limit, density, lag_days. No `login_events`: the usage series of this
 * company is `active_users_day`.
 */
export const METRICS: readonly (readonly Cell[])[] = [
  ["active_users_day", "active_users_day", "Quillstone Core", "Active users", "up", undefined, "dense", 1],
  ["seats_used", "seats_used", "Quillstone Core", "Seats assigned", "up", undefined, "dense", 1],
  ["feature_planning", "feature", "Quillstone Core", "Planning", "up", undefined, "sparse", 1],
  ["feature_approvals", "feature", "Quillstone Core", "Approvals", "up", undefined, "sparse", 1],
  ["feature_reports", "feature", "Quillstone Core", "Reports", "up", undefined, "sparse", 1],
  ["feature_forecast", "feature", "Quillstone Insights", "Forecast", "up", undefined, "sparse", 1],
  ["integration_calls", "integration", "Quillstone Core", "Calls from their systems", "up", undefined, "sparse", 1],
  ["automated_jobs", "automated", "Quillstone Core", "Automated jobs", "up", undefined, "sparse", 1],
  ["outcome_on_time", "outcome", "Quillstone Core", "Done on time, percent", "up", undefined, "dense", 1],
];
