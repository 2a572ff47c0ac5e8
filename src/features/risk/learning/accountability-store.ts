import { addDays, daysBetween, type LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import { HORIZON_DAYS } from "./horizon.ts";

/** What became of the cases that were opened (B11). */
export interface Accountability {
  readonly since: LocalDate;
  readonly cases: number;
  /** notice, churn or a smaller contract came within 90 days */
  readonly right: number;
  /** 90 days passed without any of these */
  readonly lapsed: number;
  /** not yet decided */
  readonly open: number;
  /** somebody owned it */
  readonly actedOn: number;
  /** from the case to notice, of those that were right */
  readonly medianLeadDays: number | undefined;
}

/** Of the cases opened since a day. */
export async function accountabilityOf(tx: Tx, since: LocalDate, today: LocalDate): Promise<Accountability> {
  const rows = await tx.rows<{ opened_on: LocalDate; owned: boolean; came_on: LocalDate | null }>(
    `select c.opened_at::date as opened_on, c.owned_at is not null as owned,
            (select min(h.came_on) from (
               select least(k.notice_on, k.ended_on) as came_on from contract k where k.account_id = c.account_id
               union all
               select coalesce(v.notice_on, v.decided_on, v.effective_on) from contract_event v
                where v.account_id = c.account_id and v.type in ('notice', 'churn', 'contraction')) h
              where h.came_on between c.opened_at::date and least($2::date, c.opened_at::date + $3::int)) as came_on
       from risk_case c where c.opened_at >= $1::date and c.opened_at < $2::date + 1`,
    [since, today, HORIZON_DAYS],
  );
  const leads = rows.flatMap((row) => (row.came_on === null ? [] : [daysBetween(row.opened_on, row.came_on)]));
  leads.sort((a, b) => a - b);
  const lapsed = rows.filter((row) => row.came_on === null && addDays(row.opened_on, HORIZON_DAYS) < today).length;
  return {
    since,
    cases: rows.length,
    right: leads.length,
    lapsed,
    open: rows.length - leads.length - lapsed,
    actedOn: rows.filter(({ owned }) => owned).length,
    medianLeadDays: leads[Math.floor(leads.length / 2)],
  };
}
