import { goneOn } from "../gone.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { SCORED } from "../model.ts";
import type { Run } from "../night-store.ts";
import type { DriftNoted } from "./drift.ts";
import { HORIZON_DAYS } from "./horizon.ts";

const ACCOUNTS_A_PAGE = 250;

export interface Watched {
  readonly account: AccountId;
  /** in the order of SCORED; NaN: no data */
  readonly values: readonly number[];
}

/** What the night found of the next accounts. */
export async function watchedAfter(tx: Tx, { asOf, day }: Run, after: AccountId): Promise<Watched[]> {
  const rows = await tx.rows<{ account_id: AccountId } & Record<(typeof SCORED)[number], number | null>>(
    `select s.account_id, f.* from (
       select account_id, features from risk_snapshot
        where day = $1::date and version > 0 and computed_at = $2 and account_id > $3::uuid
        order by account_id limit ${String(ACCOUNTS_A_PAGE)}) s
      cross join lateral jsonb_to_record(s.features) as f(${SCORED.map((name) => `${name} float8`).join(", ")})
      order by s.account_id`,
    [day, asOf, after],
  );
  return rows.map((row) => ({ account: row.account_id, values: SCORED.map((name) => row[name] ?? NaN) }));
}

export interface Level {
  readonly accounts: number;
  /** Σp, Σy and Σp(1 − p) */
  readonly foretold: number;
  readonly came: number;
  readonly variance: number;
}

/** What was foretold 90 days ago by fitted models, and what came. */
export async function levelOf(tx: Tx, { asOf, day }: Run): Promise<Level> {
  const [row] = await tx.rows<Level>(
    `select count(*)::int as accounts, coalesce(sum(s.p), 0) as foretold, coalesce(sum(s.p * (1 - s.p)), 0) as variance,
            count(*) filter (where left_on between s.day and s.day + $2::int)::int as came
       from (select distinct on (account_id) account_id, day, p from risk_snapshot
              where day = $1::date - $2::int and version > 0 and model is not null and not frozen order by account_id, version desc) s
       left join lateral (select case when bool_and(k.gone_on is not null) then max(k.gone_on) end as left_on
                            from (select ${goneOn("$3")} as gone_on from contract c where c.account_id = s.account_id) k) l on true`,
    [day, HORIZON_DAYS, asOf],
  );
  return row ?? { accounts: 0, foretold: 0, came: 0, variance: 0 };
}

/** Keeps what was found of an active model, for the card that tells of it. */
export async function noteDrift(tx: Tx, version: number, drift: DriftNoted): Promise<void> {
  await tx.rows(
    "update risk_model set metrics = metrics || jsonb_build_object('drift', $2::jsonb) where version = $1",
    [version, JSON.stringify(drift)],
  );
}
