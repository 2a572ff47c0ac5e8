import type { Tx } from "../../src/kernel/deps.ts";
import type { AccountId } from "../../src/kernel/ids.ts";
import { ids } from "./company.ts";

const DAY_MS = 24 * 3_600_000;
const METRIC = "used-since";

export interface Growth {
  /** calendar days that are known of its use; 400 when left out */
  readonly days?: number;
  /** ln of use over three months, and of weekly use a week */
  readonly change?: number;
  readonly slope?: number;
  readonly frozen?: boolean;
  /** a goal of it was met yesterday, unless this is false */
  readonly met?: boolean;
}

/** Makes an account one whose use is known and rises, and that met a goal: the benefit gate asks the CSM's word alone. */
export async function letGrow(tx: Tx, account: AccountId, now: Date, growth: Growth = {}): Promise<void> {
  const { days = 400, change = 0.2, slope = 0.01, frozen = false, met = true } = growth;
  const yesterday = new Date(now.getTime() - DAY_MS);
  const first = new Date(yesterday.getTime() - (days - 1) * DAY_MS);
  const [series] = await tx.rows<{ name: string }>(
    `select name from metric where kind in ('login_events', 'active_users_day', 'feature')
      order by array_position(array['login_events', 'active_users_day', 'feature'], kind), name limit 1`,
  );
  const metric = series?.name ?? METRIC;
  if (!series)
    await tx.rows("insert into metric (organisation_id, name, kind) values ($1, $2, 'feature')", [
      tx.organisation,
      metric,
    ]);
  await tx.rows("delete from usage where account_id = $1 and metric = $2 and value = 0.5", [account, metric]);
  await tx.rows(
    `insert into usage (organisation_id, account_id, metric, day, value, ingested_at, known_at)
     values ($1, $2, $3, $4::timestamptz::date, 0.5, $4, $4) on conflict do nothing`,
    [tx.organisation, account, metric, first],
  );
  await tx.rows("delete from risk_snapshot where account_id = $1", [account]);
  await tx.rows(
    `insert into risk_snapshot (organisation_id, account_id, day, version, features, p, reasons, frozen, data_until, computed_at)
     values ($1, $2, $3::timestamptz::date, 1, $4, 0.05, '{"intercept": 0, "terms": []}', $5, $6::timestamptz::date, $3)`,
    [tx.organisation, account, now, JSON.stringify({ change_3m: change, slope_12w: slope }), frozen, yesterday],
  );
  await tx.rows("delete from goal where account_id = $1 and external_id = $1::text", [account]);
  if (!met) return;
  await tx.rows(
    `insert into goal (organisation_id, id, external_id, account_id, name, met_on, ingested_at, known_at)
     values ($1, $2, $3::uuid::text, $3::uuid, 'same-day dispatch', $4::timestamptz::date, $4, $4)`,
    [tx.organisation, ids.next(), account, yesterday],
  );
}
