import { RISK } from "../../kernel/defaults.ts";
import { BOOK_CTES, BOOK_FEATURES } from "./features-book.ts";
import { goneOn } from "./gone.ts";

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

/** Days are bits of two masks: bit 0 of the near one is yesterday, bit 0 of the far one the day after its last. */
const HALF = BACK / 2;

function enough(days: number): number {
  return Math.ceil(days * RISK.denseKnownShare);
}

/** How many of the last so many days are in a near mask. */
function daysOf(near: string, last: number): string {
  return `bit_count((${near} & ${2 ** last - 1})::bit(64))`;
}

/** How many of the days before the window are in a mask. */
function daysBefore(near: string, far: string): string {
  return `bit_count((${near} >> ${WINDOW})::bit(64)) + bit_count(${far}::bit(64))`;
}

/** How many days of a week are in a mask; week 0 is the last. */
function daysOfWeek(week: string, near: string, far: string): string {
  const weeks = HALF / 7;
  return `bit_count((case when ${week} < ${weeks} then ${near} >> 7 * ${week} else ${far} >> 7 * (${week} - ${weeks}) end & 127)::bit(64))`;
}

/** The mask of the days that are `back` days ago. */
function maskOf(half: "near" | "far", back: string, also = "true"): string {
  return half === "near"
    ? `coalesce(bit_or(1::bigint << ${back} - 1) filter (where ${back} <= ${HALF} and ${also}), 0)`
    : `coalesce(bit_or(1::bigint << ${back} - ${HALF + 1}) filter (where ${back} > ${HALF} and ${also}), 0)`;
}

/**
 * What is known of a batch of accounts as of an instant (B1), from usage, contracts, support, billing and people:
 * one row an account (account_id, features jsonb, data_until date, stale boolean).
 * $1 accounts uuid[] · $2 as of, timestamptz: only what was known before · $3 its local date: only days before
 * · $4 main currency.
 *
 * B1: a window is the mean over its known days × its days, from 70 % known days on. A day of a sparse metric is
 * known when it has a row, or when the source covered it after the account's first contract began: then it is 0.
 * Each row of usage is fetched once for its metric's sums and masks, and of the series once more for its weeks.
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
  select a.id, k.*, h.held, (1::bigint << least(h.held, ${HALF})) - 1 as held_near, (1::bigint << greatest(h.held - ${HALF}, 0)) - 1 as held_far
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
    cross join lateral (select coalesce(greatest(0, least(${BACK}, $3::date - k.began)), ${BACK}) as held) h
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
  select m.name, min(b.back) as first, ${maskOf("near", "b.back")} as near, ${maskOf("far", "b.back")} as far
    from read_metric m
    join coverage v on v.metric = m.name and v.day >= $3::date - ${BACK} and v.day < $3::date and v.known_at < $2::timestamptz
    cross join lateral (select $3::date - v.day as back) b
   where m.density = 'sparse' group by m.name
),
counted as materialized (
  select c.id as account_id, m.name as metric, m.kind, m.product, m.in_series, r.sum_28, r.sum_84, r.sum_14,
         r.near | coalesce(k.near & c.held_near, 0) as near, r.far | coalesce(k.far & c.held_far, 0) as far,
         least(r.last_row, case when k.first <= c.held then k.first end) as last_known, r.used_near, r.used_far, r.last_used
    from customer c cross join read_metric m
    left join covered k on k.name = m.name
    cross join lateral (
      select coalesce(sum(u.value) filter (where u.back <= ${WINDOW}), 0) as sum_28,
             coalesce(sum(u.value) filter (where u.back > ${WINDOW}), 0) as sum_84,
             coalesce(sum(u.value) filter (where u.back <= ${INTEGRATION_WINDOW}), 0) as sum_14,
             ${maskOf("near", "u.back")} as near, ${maskOf("far", "u.back")} as far, min(u.back) as last_row,
             ${maskOf("near", "u.back", "m.in_series and u.value > 0")} as used_near,
             ${maskOf("far", "u.back", "m.in_series and u.value > 0")} as used_far,
             min(u.back) filter (where m.in_series and u.value > 0) as last_used
        from (select $3::date - day as back, value
                from usage
               where account_id = c.id and metric = m.name and day >= $3::date - ${BACK} and day < $3::date
                 and known_at < $2::timestamptz) u
    ) r
),
known as materialized (
  select *, ${daysOf("near", INTEGRATION_WINDOW)} as known_14, ${daysOf("near", WINDOW)} as known_28,
         ${daysBefore("near", "far")} as known_84 from counted
),
windows as (
  select account_id,
         sum(sum_28 / nullif(known_28, 0) * ${WINDOW}) filter (where in_series and known_28 >= ${enough(WINDOW)}) as c28,
         sum(sum_28 / nullif(known_28, 0) * ${WINDOW}) filter (where in_series and known_28 >= ${enough(WINDOW)} and known_84 >= ${enough(RISK.baselineDays)}) as c28_both,
         sum(sum_84 / nullif(known_84, 0) * ${RISK.baselineDays}) filter (where in_series and known_28 >= ${enough(WINDOW)} and known_84 >= ${enough(RISK.baselineDays)}) as c84_both,
         sum(sum_28 / nullif(known_28, 0) * ${WINDOW}) filter (where kind in ('feature', 'automated') and known_28 >= ${enough(WINDOW)}) as events_28,
         sum(sum_28 / nullif(known_28, 0) * ${WINDOW}) filter (where kind = 'automated' and known_28 >= ${enough(WINDOW)}) as automated_28,
         max(case when sum_14 > 0 then 1 else 0 end) filter (where kind in ('integration', 'automated') and known_14 >= ${enough(INTEGRATION_WINDOW)}) as integrated,
         bit_or(near) filter (where in_series) as near, bit_or(far) filter (where in_series) as far, min(last_known) filter (where in_series) as last_known,
         bit_or(used_near) filter (where in_series) as used_near, bit_or(used_far) filter (where in_series) as used_far, min(last_used) as last_used
    from known group by account_id
),
breadth as (
  select n.account_id,
         count(*) filter (where n.known_28 >= ${enough(WINDOW)}) as planned,
         count(*) filter (where n.known_28 >= ${enough(WINDOW)} and n.sum_28 > 0) as used,
         count(*) filter (where n.known_84 >= ${enough(RISK.baselineDays)}) as planned_84,
         count(*) filter (where n.known_84 >= ${enough(RISK.baselineDays)} and n.sum_84 > 0) as used_84,
         jsonb_object_agg(n.metric, round((n.sum_28 / nullif(n.known_28, 0) * ${WINDOW})::numeric, 1)) filter (where n.known_28 >= ${enough(WINDOW)} and n.place <= ${MOST_FEATURES}) as feat_28
    from (select f.*, row_number() over (partition by f.account_id order by f.metric) as place
            from known f join customer c on c.id = f.account_id
           where f.kind = 'feature' and (f.product is null or coalesce(cardinality(c.products), 0) = 0 or f.product = any(c.products))) n
   group by n.account_id
),
days as materialized (
  select account_id, near, far, ${daysOf("near", WINDOW)} as known_28, ${daysOf("used_near", WINDOW)} as used_28,
         ${daysBefore("near", "far")} as known_84, ${daysBefore("used_near", "used_far")} as used_84, last_known, last_used
    from windows
),
weekly as materialized (
  select c.id as account_id, w.week, w.total
    from customer c cross join lateral (
      select ($3::date - u.day - 1) / 7 as week, sum(u.value) as total
        from usage u
       where u.account_id = c.id and u.metric in (select name from series) and u.day >= $3::date - ${SLOPE_WEEKS * 7} and u.day < $3::date
         and u.known_at < $2::timestamptz
       group by 1) w
),
slope as (
  select k.account_id, regr_slope(ln(1 + greatest(coalesce(w.total, 0) / k.known * 7, 0)), -k.week) as slope
    from (select account_id, week, ${daysOfWeek("week", "near", "far")} as known
            from days cross join generate_series(0, ${SLOPE_WEEKS - 1}) as week) k
    left join weekly w on w.account_id = k.account_id and w.week = k.week
   where k.known > 0
   group by k.account_id having sum(k.known) >= ${enough(SLOPE_WEEKS * 7)}
),
last_value as (
  select c.id, max(v.value) filter (where m.kind = 'active_users_28') as active_users_28, sum(v.value) filter (where m.kind = 'seats_used') as seats_used
    from customer c join metric m on m.kind in ('active_users_28', 'seats_used')
    cross join lateral (
      select u.value from usage u
       where u.account_id = c.id and u.metric = m.name and u.day >= $3::date - ${WINDOW} and u.day < $3::date and u.known_at < $2::timestamptz
       order by u.day desc limit 1) v
   group by c.id
),
${BOOK_CTES}
select c.id as account_id, f.data_until, coalesce($3::date - f.data_until > f.lag_days + ${RISK.freezeAfterLagDays}, false) as stale,
  jsonb_strip_nulls(jsonb_build_object(
    'login_days_28', case when d.known_28 >= ${enough(WINDOW)} then d.used_28 * ${WINDOW}.0 / d.known_28 end,
    'recency_days', case when d.known_28 >= ${enough(WINDOW)} then least(${LONGEST_RECENCY}, coalesce(d.last_used - d.last_known, ${LONGEST_RECENCY})) end,
    'active_users_28', l.active_users_28,
    'seats', nullif(c.seats, 0),
    'seats_used', coalesce(l.seats_used, l.active_users_28),
    'seat_util', coalesce(l.seats_used, l.active_users_28) / nullif(c.seats, 0),
    'breadth_28', b.used::float8 / nullif(b.planned, 0),
    'features_in_plan', nullif(b.planned, 0),
    'feat_28', b.feat_28,
    'integrated', w.integrated,
    'auto_share', w.automated_28 / nullif(w.events_28, 0),
    'events_per_user_28', w.events_28 / greatest(1, l.active_users_28),
    'change_3m', ln((w.c28_both + ${K}) / (w.c84_both / 3 + ${K})),
    'slope_12w', s.slope,
    'per_seat', w.c28 / nullif(c.seats, 0),
    'ln_arr', ln(1 + c.arr_minor / $5::float8),
    'tenure_m', case when c.began <= $3::date then ($3::date - c.began) / ${DAYS_A_MONTH} end,
    'months_to_renewal', (c.renews_on - $3::date) / ${DAYS_A_MONTH},
    'in_notice_window', case when c.renews then case when c.notice_until - $3::date <= ${NOTICE_WINDOW} then 1 else 0 end end,
    'days_to_notice', case when c.renews then c.notice_until - $3::date end,
    'at_anniversary', case when c.began <= $3::date - 335 then
        case when least(mod($3::date - c.began, 365), 365 - mod($3::date - c.began, 365)) <= ${ANNIVERSARY_WINDOW} then 1 else 0 end end,
    'notice_on', c.notice_on,${BOOK_FEATURES},
    'normal', jsonb_strip_nulls(jsonb_build_object(
      'tickets_28', k.tickets_84 * ${WINDOW}.0 / ${RISK.baselineDays},
      'login_days_28', case when d.known_84 >= ${enough(RISK.baselineDays)} then d.used_84 * ${WINDOW}.0 / d.known_84 end,
      'breadth_28', b.used_84::float8 / nullif(b.planned_84, 0)))
  )) as features
  from customer c
  left join fresh f on f.id = c.id
  left join windows w on w.account_id = c.id
  left join breadth b on b.account_id = c.id
  left join days d on d.account_id = c.id
  left join slope s on s.account_id = c.id
  left join last_value l on l.id = c.id
  left join book k on k.account_id = c.id`;

/**
 * Churns and account-quarters since the sources began: an account has churned when each of its contracts was given
 * notice or ended. $1 as of · $2 its local date
 */
export const BASE_SQL = `
with watched as (select min(day) as since from coverage where known_at < $1::timestamptz),
lives as (
  select account_id, min(starts_on) as began,
         case when bool_and(coalesce(gone_on <= $2::date, false)) then max(gone_on) end as left_on
    from (select c.account_id, c.starts_on, ${goneOn("$1::timestamptz")} as gone_on
            from contract c where c.known_at < $1::timestamptz and c.starts_on <= $2::date) c group by account_id
)
select count(*) filter (where left_on >= since)::int as churns,
       coalesce(sum(greatest(0, coalesce(left_on, $2::date) - greatest(began, since))), 0)::float8 / 91.3125 as quarters
  from lives cross join watched where since is not null`;

/** The currency of most running contracts, for the features that need one scale. $1 as of · $2 its local date */
export const MAIN_CURRENCY_SQL = `
select currency from contract
 where known_at < $1::timestamptz and starts_on <= $2::date and (ended_on is null or ended_on > $2::date)
 group by currency order by count(*) desc, currency limit 1`;
