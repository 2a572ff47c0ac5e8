import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Money } from "../../kernel/money.ts";

/** When a customer left, why, and what a year of it was worth to us. */
export interface Left {
  readonly on: LocalDate | undefined;
  /** of the closed list, or as it was imported */
  readonly reason: string | undefined;
  /** of the contracts that ran until then, a total per currency, largest first */
  readonly lost: readonly Money[];
}

interface Row {
  on: LocalDate | null;
  reason: string | null;
  lost: Readonly<Record<string, number>> | null;
}

const LEFT: Statement = {
  name: "accounts.left",
  sql: `with k as (select * from contract where account_id = $1 and starts_on <= $2::date),
             day as (select case when exists (select from k where ended_on is null or ended_on > $2::date)
                                 then (a.stage_since at time zone $3)::date
                                 else coalesce((select max(ended_on) from k), (a.stage_since at time zone $3)::date) end as on_day,
                            a.stage_since
                       from account a where a.id = $1)
        select day.on_day as on,
               coalesce((select t.details->>'churn' from timeline t
                          where t.account_id = $1 and t.kind = 'stage-set' and t.details->>'to' = 'churned' and t.at >= day.stage_since
                          order by t.at desc, t.id desc limit 1),
                        (select k.end_reason from k where k.end_reason is not null order by k.ended_on desc nulls last limit 1)) as reason,
               (select jsonb_object_agg(currency, total)
                  from (select k.currency, sum(k.arr_minor) as total from k
                         where day.on_day is null or k.ended_on is null or k.ended_on >= day.on_day group by k.currency) s) as lost
          from day`,
};

/** Of a customer that is churned. @param zone in which days are counted */
export async function leftOf(tx: Tx, account: AccountId, today: LocalDate, zone: string): Promise<Left> {
  const [row] = await tx.rows<Row>(LEFT, [account, today, zone]);
  return {
    on: row?.on ?? undefined,
    reason: row?.reason ?? undefined,
    lost: Object.entries(row?.lost ?? {})
      .map(([currency, amountMinor]) => ({ currency, amountMinor }))
      .toSorted((one, other) => other.amountMinor - one.amountMinor),
  };
}
