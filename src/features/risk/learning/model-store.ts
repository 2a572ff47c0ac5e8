import { z } from "zod";
import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Statement, Tx } from "../../../kernel/deps.ts";
import type { Fitted } from "./fitted.ts";
import { FITTED } from "./fitted.ts";
import type { Learned, Metrics } from "./learn.ts";
import type { Stage } from "./stages.ts";

/** A fitted model as it is kept. */
export interface RiskModel {
  readonly version: number;
  readonly stage: Stage;
  readonly churns: number;
  readonly rows: number;
  readonly fittedAt: Date;
  /** nothing from this day on was learned from */
  readonly trainedUntil: LocalDate;
  readonly fitted: Fitted;
  readonly metrics: Metrics;
}

interface Row {
  version: number;
  stage: Stage;
  churns: number;
  rows: number;
  fitted_at: Date;
  trained_until: LocalDate;
  data: unknown;
  metrics: unknown;
}

const METRICS = z.custom<Metrics>((held) => typeof held === "object" && held !== null && "spreads" in held);

const ACTIVE: Statement = {
  name: "risk.active-model",
  sql: "select version, stage, churns, rows, fitted_at, trained_until, data, metrics from risk_model where active",
};

/** @returns undefined while the expert's estimate stands */
export async function activeModel(tx: Tx): Promise<RiskModel | undefined> {
  const [row] = await tx.rows<Row>(ACTIVE);
  return row && modelIn(row);
}

export async function activeVersion(tx: Tx): Promise<number | undefined> {
  return (await tx.rows<{ version: number }>("select version from risk_model where active"))[0]?.version;
}

export async function modelOf(tx: Tx, version: number): Promise<RiskModel | undefined> {
  const [row] = await tx.rows<Row>(
    "select version, stage, churns, rows, fitted_at, trained_until, data, metrics from risk_model where version = $1",
    [version],
  );
  return row && modelIn(row);
}

function modelIn(row: Row): RiskModel {
  return {
    version: row.version,
    stage: row.stage,
    churns: row.churns,
    rows: row.rows,
    fittedAt: row.fitted_at,
    trainedUntil: row.trained_until,
    fitted: FITTED.parse(row.data),
    metrics: METRICS.parse(row.metrics),
  };
}

/** Keeps a model as the next version; from now on the night scores with it. @returns its version */
export async function activate(
  tx: Tx,
  { stage, churns, rows, fitted, metrics }: Learned & { readonly fitted: Fitted },
  when: { readonly now: Date; readonly until: LocalDate },
): Promise<number> {
  await tx.rows("update risk_model set active = false where active");
  const [row] = await tx.rows<{ version: number }>(
    `insert into risk_model (organisation_id, version, kind, stage, churns, rows, fitted_at, trained_until, data, metrics, active)
     select $1, 1 + coalesce(max(version), 0), $2, $3, $4, $5, $6, $7, $8, $9, true from risk_model returning version`,
    [
      tx.organisation,
      fitted.kind,
      stage,
      churns,
      rows,
      when.now,
      when.until,
      JSON.stringify(fitted),
      JSON.stringify(metrics),
    ],
  );
  return row?.version ?? 0;
}
