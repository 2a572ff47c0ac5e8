import { daysBetween, type LocalDate } from "../../kernel/business-time.ts";
import { RISK } from "../../kernel/defaults.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { trendOf } from "../risk/facts.ts";
import type { GateFacts, Outcome } from "./gate.ts";

const WINDOW = RISK.usageWindowDays;
const BEFORE = RISK.baselineDays;

const SINCE: Statement = {
  name: "opportunities.gate-since",
  sql: `select min(first.day) as first, max(last.day) as last from metric m
    cross join lateral (select u.day from usage u
      where u.account_id = $1 and u.metric = m.name and u.known_at <= $2 order by u.day limit 1) first
    cross join lateral (select u.day from usage u
      where u.account_id = $1 and u.metric = m.name and u.known_at <= $2 and u.day < $3::date order by u.day desc limit 1) last
   where m.kind = (select case when bool_or(kind = 'login_events') then 'login_events'
                               when bool_or(kind = 'active_users_day') then 'active_users_day' else 'feature' end from metric)`,
};

/** Of a dense metric 70 % of the days must be known, as everywhere (B1); a sparse one counts by the days it has. */
const OUTCOMES: Statement = {
  name: "opportunities.gate-outcomes",
  sql: `with looked_at as (
    select m.name as metric, coalesce(m.label, m.name) as name, case when m.direction = 'down' then -1 else 1 end as sign, m.density
      from metric m where m.kind = 'outcome'
    union all
    select m.name, g.name, case when g.target < g.baseline then -1 else 1 end, m.density
      from goal g join metric m on m.organisation_id = g.organisation_id and m.name = g.metric
     where g.account_id = $1 and m.kind is distinct from 'outcome'
  ),
  levels as (
    select l.*, w.*
      from looked_at l
      cross join lateral (
        select avg(u.value) filter (where u.day >= $2::date - ${WINDOW}) as now,
               count(*) filter (where u.day >= $2::date - ${WINDOW}) as days_now,
               avg(u.value) filter (where u.day < $2::date - ${WINDOW}) as before,
               count(*) filter (where u.day < $2::date - ${WINDOW}) as days_before
          from usage u where u.account_id = $1 and u.metric = l.metric and u.day >= $2::date - ${WINDOW + BEFORE}
           and u.day < $2::date and u.known_at <= $3) w
  )
  select name, sign, now, before from levels
   where now is not null and before is not null
     and (density = 'sparse' or days_now >= ${Math.ceil(WINDOW * RISK.denseKnownShare)} and days_before >= ${Math.ceil(BEFORE * RISK.denseKnownShare)})
   order by name`,
};

const MET: Statement = {
  name: "opportunities.gate-met",
  sql: `select name, met_on as "on" from goal
   where account_id = $1 and met_on > $2::date - ${BEFORE} and met_on <= $2::date and known_at <= $3
   order by met_on desc, name limit 1`,
};

/** What the benefit gate is judged by (D3), as it is known now. @param today where the organisation is */
export async function gateFactsOf(tx: Tx, account: AccountId, today: LocalDate, now: Date): Promise<GateFacts> {
  const trend = await trendOf(tx, account);
  const [since] = await tx.rows<{ first: LocalDate | null; last: LocalDate | null }>(SINCE, [account, now, today]);
  const outcomes = await tx.rows<Outcome>(OUTCOMES, [account, today, now]);
  const [met] = await tx.rows<NonNullable<GateFacts["met"]>>(MET, [account, today, now]);
  const until = trend?.dataUntil ?? since?.last;
  const days = since?.first && until ? daysBetween(since.first, until) + 1 : 0;
  const { change, slope, frozen: standsStill = false } = trend ?? {};
  return { days: Math.max(0, days), change, slope, standsStill, outcomes, met };
}
