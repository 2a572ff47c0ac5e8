import { RISK } from "../../kernel/defaults.ts";
import type { ScoredFeature } from "./model.ts";

const WINDOW = RISK.usageWindowDays;
const BACK = RISK.usageWindowDays + RISK.baselineDays;
const INTEGRATION_WINDOW = 14;
const SLOPE_WEEKS = 12;
/** pseudo-count of change_3m */
const K = 5;
const LONGEST_RECENCY = 90;
const NOTICE_WINDOW = 30;
const ANNIVERSARY_WINDOW = 30;
const DAYS_A_MONTH = 30.4375;
const MOST_FEATURES = 8;

function enough(days: number): number {
  return Math.ceil(days * RISK.denseKnownShare);
}

/**
 * The features of scoring §4.1 that people, contracts, metrics and usage can feed, for a batch of accounts:
 * one row an account (account_id, features jsonb, data_until date, stale boolean).
 * $1 accounts uuid[] · $2 as of, timestamptz: only what was known before · $3 its local date: only days before
 * · $4 main currency.
 *
 * B1: a window is the mean over its known days × its days, from 70 % known days on. A day of a sparse metric is
 * known when it has a row, or when the source covered it after the account's first contract began: then it is 0.
 */
export const FEATURES_SQL = `
with series as (
  select name, density, lag_days from metric where kind = (
    select case when bool_or(kind = 'login_events') then 'login_events'
                when bool_or(kind = 'active_users_day') then 'active_users_day' else 'feature' end from metric)
),
read_metric as (
  select m.name, m.kind, m.product, m.density, s.name is not null as in_series
    from metric m left join series s on s.name = m.name
   where s.name is not null or m.kind in ('feature', 'integration', 'automated')
),
customer as materialized (
  select a.id, k.*, coalesce(greatest(0, least(${BACK}, $3::date - k.began)), ${BACK}) as held
    from account a
    left join lateral (
      select min(r.starts_on) as began,
             array_remove(array_agg(distinct r.product) filter (where r.running), null) as products,
             sum(r.seats) filter (where r.running) as seats,
             case when bool_and(r.currency = $4) filter (where r.running) then sum(r.arr_minor) filter (where r.running) end as arr_minor,
             min(r.renews_on) filter (where r.weighty and r.renews_on >= $3::date) as renews_on,
             min(r.renews_on - coalesce(r.notice_days, 0)) filter (
               where r.weighty and r.billing is distinct from 'monthly' and r.renews_on - coalesce(r.notice_days, 0) >= $3::date) as notice_until,
             bool_or(r.weighty and r.billing is distinct from 'monthly' and r.renews_on is not null) as renews,
             min(r.notice_on) filter (where r.running and r.notice_on <= $3::date) as notice_on
        from (select c.*, c.running and c.arr_minor >= 0.1 * sum(c.arr_minor) filter (where c.running) over (partition by c.currency) as weighty
                from (select *, starts_on <= $3::date and (ended_on is null or ended_on > $3::date) as running
                        from contract where account_id = a.id and known_at < $2::timestamptz) c) r
    ) k on true
   where a.id = any($1::uuid[])
),
fresh as (
  select c.id, max(case when s.density = 'sparse' then greatest(last.day, covered.day) else last.day end) as data_until, max(s.lag_days) as lag_days
    from customer c cross join series s
    cross join lateral (
      select u.day from usage u
       where u.account_id = c.id and u.metric = s.name and u.day < $3::date and u.known_at < $2::timestamptz
       order by u.day desc limit 1) last
    left join lateral (
      select max(v.day) as day from coverage v
       where s.density = 'sparse' and v.metric = s.name and v.day < $3::date and v.known_at < $2::timestamptz) covered on true
   group by c.id
),
covered as materialized (
  select m.name, string_agg(case when v.day is null then '0' else '1' end, '' order by b.back)::varbit as bits
    from read_metric m cross join generate_series(1, ${BACK}) as b(back)
    left join coverage v on v.metric = m.name and v.day = $3::date - b.back and v.known_at < $2::timestamptz
   where m.density = 'sparse' group by m.name
),
counted as materialized (
  select c.id as account_id, m.name as metric, m.kind, m.product, m.in_series, r.sum_28, r.sum_84, r.sum_14,
         r.rows_28 + coalesce(bit_count(substring(k.bits from 1 for least(${WINDOW}, c.held))), 0) as known_28,
         r.rows_84 + coalesce(bit_count(substring(k.bits from ${WINDOW + 1} for greatest(0, least(${BACK}, c.held) - ${WINDOW}))), 0) as known_84,
         r.rows_14 + coalesce(bit_count(substring(k.bits from 1 for least(${INTEGRATION_WINDOW}, c.held))), 0) as known_14
    from customer c cross join read_metric m
    left join covered k on k.name = m.name
    cross join lateral (
      select count(*) filter (where u.back <= ${WINDOW} and u.alone) as rows_28,
             count(*) filter (where u.back > ${WINDOW} and u.alone) as rows_84,
             count(*) filter (where u.back <= ${INTEGRATION_WINDOW} and u.alone) as rows_14,
             coalesce(sum(u.value) filter (where u.back <= ${WINDOW}), 0) as sum_28,
             coalesce(sum(u.value) filter (where u.back > ${WINDOW}), 0) as sum_84,
             coalesce(sum(u.value) filter (where u.back <= ${INTEGRATION_WINDOW}), 0) as sum_14
        from (select $3::date - day as back, value,
                     k.bits is null or $3::date - day > c.held or get_bit(k.bits, $3::date - day - 1) = 0 as alone
                from usage
               where account_id = c.id and metric = m.name and day >= $3::date - ${BACK} and day < $3::date
                 and known_at < $2::timestamptz) u
    ) r
),
windows as (
  select account_id,
         sum(sum_28 / nullif(known_28, 0) * ${WINDOW}) filter (where in_series and known_28 >= ${enough(WINDOW)}) as c28,
         sum(sum_28 / nullif(known_28, 0) * ${WINDOW}) filter (where in_series and known_28 >= ${enough(WINDOW)} and known_84 >= ${enough(RISK.baselineDays)}) as c28_both,
         sum(sum_84 / nullif(known_84, 0) * ${RISK.baselineDays}) filter (where in_series and known_28 >= ${enough(WINDOW)} and known_84 >= ${enough(RISK.baselineDays)}) as c84_both,
         sum(sum_28 / nullif(known_28, 0) * ${WINDOW}) filter (where kind in ('feature', 'automated') and known_28 >= ${enough(WINDOW)}) as events_28,
         sum(sum_28 / nullif(known_28, 0) * ${WINDOW}) filter (where kind = 'automated' and known_28 >= ${enough(WINDOW)}) as automated_28,
         max(case when sum_14 > 0 then 1 else 0 end) filter (where kind in ('integration', 'automated') and known_14 >= ${enough(INTEGRATION_WINDOW)}) as integrated
    from counted group by account_id
),
breadth as (
  select n.account_id,
         count(*) filter (where n.known_28 >= ${enough(WINDOW)}) as planned,
         count(*) filter (where n.known_28 >= ${enough(WINDOW)} and n.sum_28 > 0) as used,
         count(*) filter (where n.known_84 >= ${enough(RISK.baselineDays)}) as planned_84,
         count(*) filter (where n.known_84 >= ${enough(RISK.baselineDays)} and n.sum_84 > 0) as used_84,
         jsonb_object_agg(n.metric, round((n.sum_28 / nullif(n.known_28, 0) * ${WINDOW})::numeric, 1)) filter (where n.known_28 >= ${enough(WINDOW)} and n.place <= ${MOST_FEATURES}) as feat_28
    from (select f.*, row_number() over (partition by f.account_id order by f.metric) as place
            from counted f join customer c on c.id = f.account_id
           where f.kind = 'feature' and (f.product is null or coalesce(cardinality(c.products), 0) = 0 or f.product = any(c.products))) n
   group by n.account_id
),
used_days as materialized (
  select c.id as account_id, d.day, d.value
    from customer c cross join lateral (
      select e.day, sum(e.value) as value
        from (select day, value from usage
               where account_id = c.id and metric in (select name from series) and day >= $3::date - ${BACK} and day < $3::date
                 and known_at < $2::timestamptz
              union all
              select $3::date - b.back, 0
                from generate_series(1, least(${BACK}, c.held)) as b(back)
               where exists (select from covered k join series s on s.name = k.name where get_bit(k.bits, b.back - 1) = 1)) e
       group by e.day) d
),
days as (
  select account_id,
         count(*) filter (where day >= $3::date - ${WINDOW}) as known_28,
         count(*) filter (where day >= $3::date - ${WINDOW} and value > 0) as used_28,
         count(*) filter (where day < $3::date - ${WINDOW}) as known_84,
         count(*) filter (where day < $3::date - ${WINDOW} and value > 0) as used_84,
         max(day) as last_known,
         max(day) filter (where value > 0) as last_used
    from used_days group by account_id
),
slope as (
  select account_id, regr_slope(ln(1 + greatest(total, 0)), -weeks_ago) as slope
    from (select account_id, ($3::date - 1 - day) / 7 as weeks_ago, avg(value) * 7 as total, count(*) as known
            from used_days where day >= $3::date - ${SLOPE_WEEKS * 7} group by account_id, ($3::date - 1 - day) / 7) w
   group by account_id having sum(known) >= ${enough(SLOPE_WEEKS * 7)}
),
last_value as (
  select c.id, max(v.value) filter (where m.kind = 'active_users_28') as active_users_28, sum(v.value) filter (where m.kind = 'seats_used') as seats_used
    from customer c join metric m on m.kind in ('active_users_28', 'seats_used')
    cross join lateral (
      select u.value from usage u
       where u.account_id = c.id and u.metric = m.name and u.day >= $3::date - ${WINDOW} and u.day < $3::date and u.known_at < $2::timestamptz
       order by u.day desc limit 1) v
   group by c.id
)
select c.id as account_id, f.data_until, coalesce($3::date - f.data_until > f.lag_days + ${RISK.freezeAfterLagDays}, false) as stale,
  jsonb_strip_nulls(jsonb_build_object(
    'login_days_28', case when d.known_28 >= ${enough(WINDOW)} then d.used_28 * ${WINDOW}.0 / d.known_28 end,
    'recency_days', case when d.known_28 >= ${enough(WINDOW)} then least(${LONGEST_RECENCY}, coalesce(d.last_known - d.last_used, ${LONGEST_RECENCY})) end,
    'active_users_28', l.active_users_28,
    'seats', nullif(c.seats, 0),
    'seats_used', coalesce(l.seats_used, l.active_users_28),
    'seat_util', coalesce(l.seats_used, l.active_users_28) / nullif(c.seats, 0),
    'breadth_28', b.used::float8 / nullif(b.planned, 0),
    'features_in_plan', nullif(b.planned, 0),
    'feat_28', b.feat_28,
    'integrated', w.integrated,
    'auto_share', w.automated_28 / nullif(w.events_28, 0),
    'change_3m', ln((w.c28_both + ${K}) / (w.c84_both / 3 + ${K})),
    'slope_12w', s.slope,
    'per_seat', w.c28 / nullif(c.seats, 0),
    'ln_arr', ln(1 + c.arr_minor / $5::float8),
    'tenure_m', case when c.began <= $3::date then ($3::date - c.began) / ${DAYS_A_MONTH} end,
    'months_to_renewal', (c.renews_on - $3::date) / ${DAYS_A_MONTH},
    'in_notice_window', case when c.renews then case when c.notice_until - $3::date <= ${NOTICE_WINDOW} then 1 else 0 end end,
    'at_anniversary', case when c.began <= $3::date - 335 then
        case when least(mod($3::date - c.began, 365), 365 - mod($3::date - c.began, 365)) <= ${ANNIVERSARY_WINDOW} then 1 else 0 end end,
    'notice_on', c.notice_on,
    'normal', jsonb_strip_nulls(jsonb_build_object(
      'login_days_28', case when d.known_84 >= ${enough(RISK.baselineDays)} then d.used_84 * ${WINDOW}.0 / d.known_84 end,
      'breadth_28', b.used_84::float8 / nullif(b.planned_84, 0)))
  )) as features
  from customer c
  left join fresh f on f.id = c.id
  left join windows w on w.account_id = c.id
  left join breadth b on b.account_id = c.id
  left join days d on d.account_id = c.id
  left join slope s on s.account_id = c.id
  left join last_value l on l.id = c.id`;

/**
 * Peers of a batch, from the stored feature rows of a run: percentile of use a seat (mid-rank, among the others) and
 * medians. The group is the account's segment at its CSM, its segment anywhere, or everybody: the first with 8 others.
 * $1 day · $2 the run's instant · $3 accounts uuid[]
 */
export const PEERS_SQL = `
with everyone as materialized (
  select s.account_id, a.segment, o.person_id as csm, (s.features ->> 'per_seat')::float8 as per_seat,
         (s.features ->> 'login_days_28')::float8 as login_days_28, (s.features ->> 'breadth_28')::float8 as breadth_28,
         (s.features ->> 'seat_util')::float8 as seat_util
    from risk_snapshot s
    join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
    left join slot o on o.organisation_id = s.organisation_id and o.account_id = s.account_id and o.slot = 'csm'
   where s.day = $1::date and s.computed_at = $2::timestamptz and s.features ? 'per_seat'
),
peer_group as materialized (
  select row_number() over () as id, segment, csm, 2 - grouping(segment) - grouping(csm) as nearness, count(*) - 1 as others,
         array_agg(per_seat order by per_seat) as rising,
         percentile_cont(0.5) within group (order by login_days_28) as login_days_28,
         percentile_cont(0.5) within group (order by breadth_28) as breadth_28,
         percentile_cont(0.5) within group (order by seat_util) as seat_util
    from everyone group by grouping sets ((segment, csm), (segment), ()) having count(*) > ${RISK.peersAtLeast}
),
choice as materialized (select id, segment, csm, nearness from peer_group),
chosen as materialized (
  select distinct on (e.account_id) e.account_id, e.per_seat, g.id
    from everyone e
    join choice g on g.nearness = 0 or (g.segment = e.segment and (g.nearness = 1 or g.csm = e.csm))
   where e.account_id = any($3::uuid[])
   order by e.account_id, g.nearness desc
),
counted as (
  select c.account_id, g.*, width_bucket(c.per_seat, g.rising) as up_to_it,
         width_bucket(c.per_seat - greatest(1e-9, abs(c.per_seat) * 1e-12), g.rising) as below
    from chosen c join peer_group g on g.id = c.id
)
select account_id, (array['organisation', 'segment', 'portfolio'])[nearness + 1] as "group", others::int as peers,
       (100.0 * (below + (up_to_it - below - 1) / 2.0) / others)::float8 as pct, login_days_28, breadth_28, seat_util
  from counted`;

/** Account count, mean and spread of features over a run's feature rows: `n_`, `mean_` and `sd_` columns. $1 day · $2 the run's instant */
export function scaleSql(names: readonly ScoredFeature[]): string {
  const columns = names.map(
    (name) =>
      `count(${name})::int as n_${name}, avg(${name}) as mean_${name}, coalesce(stddev_samp(${name}), 0) as sd_${name}`,
  );
  return `
select ${columns.join(",\n       ")}
  from risk_snapshot s cross join lateral jsonb_to_record(s.features) as f(${names.map((name) => `${name} float8`).join(", ")})
 where s.day = $1::date and s.computed_at = $2::timestamptz`;
}

/**
 * Churns and account-quarters since the sources began: an account has churned when each of its contracts was given
 * notice or ended. $1 as of · $2 its local date
 */
export const BASE_SQL = `
with watched as (select min(day) as since from coverage where known_at < $1::timestamptz),
lives as (
  select account_id, min(starts_on) as began,
         case when bool_and(coalesce(least(notice_on, ended_on) <= $2::date, false)) then max(least(notice_on, ended_on)) end as left_on
    from contract where known_at < $1::timestamptz and starts_on <= $2::date group by account_id
)
select count(*) filter (where left_on >= since)::int as churns,
       coalesce(sum(greatest(0, coalesce(left_on, $2::date) - greatest(began, since))), 0)::float8 / 91.3125 as quarters
  from lives cross join watched where since is not null`;

/** The currency of most running contracts, for the features that need one scale. $1 as of · $2 its local date */
export const MAIN_CURRENCY_SQL = `
select currency from contract
 where known_at < $1::timestamptz and starts_on <= $2::date and (ended_on is null or ended_on > $2::date)
 group by currency order by count(*) desc, currency limit 1`;
