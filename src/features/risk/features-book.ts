import { ACCOUNT, RISK } from "../../kernel/defaults.ts";

const WINDOW = RISK.usageWindowDays;
const CLOSED_WITHIN = 90;
const HALF_YEAR = 180;
const LONGEST_OVERDUE = 90;
const LONGEST_SILENCE = 180;
const ANSWERS_COUNT_FOR = 365;

/** A day and the instant before which a fact must have been known are $3 and $2, as in FEATURES_SQL. */
const KNOWN = "known_at < $2::timestamptz";
/** Somebody who is there as far as was known: that they left counts from when we heard of it. */
const PRESENT = "(p.left_on is null or p.left_on > $3::date or p.changed_at >= $2::timestamptz)";

/**
 * What support, billing, the contract's events, the timeline and the people at the customer tell, beside the CTE
 * `customer` of FEATURES_SQL: one row an account. Where the organisation keeps nothing of a kind, there is no data.
 * A contact's role is the one they have now: no earlier one is kept.
 */
export const BOOK_CTES = `
kept as materialized (
  select exists (select 1 from ticket where ${KNOWN}) as tickets, exists (select 1 from contract_event where ${KNOWN}) as events
),
book as materialized (
  select c.id as account_id,
         case when kept.tickets then t.tickets_28 end as tickets_28, case when kept.tickets then t.tickets_84 end as tickets_84,
         case when kept.tickets then t.escalations end as open_escalations, t.close_hours,
         case when i.invoices > 0 then least(${LONGEST_OVERDUE}, coalesce(i.overdue, 0)) end as overdue_days,
         case when kept.events then e.downgrades end as downgrade_180,
         case when kept.events and c.arr_minor > 0 and c.arr_minor > e.delta then ln(c.arr_minor / (c.arr_minor - e.delta)) end as arr_change_180,
         case when l.touched_at is not null then least(${LONGEST_SILENCE}, extract(epoch from $2::timestamptz - l.touched_at) / 86400) end as touch_days,
         case when p.stakeholders > 0 then p.gone end as champion_left,
         case when p.here > 0 and l.touched_at is not null then p.silent end as stakeholder_silent,
         case when p.contacts > 0 then case when p.contacts = 1 then 1 else 0 end end as single_contact,
         case when m.meetings > 0 then m.missed end as missed_checkins_90, s.nps_mean, s.nps_age_days, s.nps_answers
    from customer c cross join kept
    left join lateral (
      select count(*) as meetings,
             count(*) filter (where u.planned_at >= $2::timestamptz - interval '90 days' and (u.held_at is null or u.held_at >= $2::timestamptz)) as missed
        from touchpoint u where u.account_id = c.id and u.made_at < $2::timestamptz and u.state <> 'cancelled'
         and u.planned_at < $2::timestamptz - interval '1 day') m on true
    left join lateral (
      select avg(n.score) as nps_mean, nullif(count(*), 0) as nps_answers,
             extract(epoch from $2::timestamptz - max(n.answered_at)) / 86400 as nps_age_days
        from (select distinct on (coalesce(q.contact_id, q.id)) q.score, q.answered_at from survey_answer q
               where q.account_id = c.id and q.kind = 'nps' and q.score is not null and q.${KNOWN}
                 and q.answered_at >= $2::timestamptz - interval '${ANSWERS_COUNT_FOR} days' and q.answered_at < $2::timestamptz
               order by coalesce(q.contact_id, q.id), q.answered_at desc, q.id desc) n) s on true
    left join lateral (
      select count(*) filter (where k.opened_at >= $2::timestamptz - interval '${WINDOW} days') as tickets_28,
             count(*) filter (where k.opened_at < $2::timestamptz - interval '${WINDOW} days'
                                and k.opened_at >= $2::timestamptz - interval '${WINDOW + RISK.baselineDays} days') as tickets_84,
             count(*) filter (where k.escalated and (k.closed_at is null or k.closed_at >= $2::timestamptz)) as escalations,
             avg(extract(epoch from k.closed_at - k.opened_at) / 3600) filter (
               where k.closed_at < $2::timestamptz and k.closed_at >= $2::timestamptz - interval '${CLOSED_WITHIN} days') as close_hours
        from ticket k where k.account_id = c.id and k.opened_at < $2::timestamptz and k.${KNOWN}) t on true
    left join lateral (
      select count(*) as invoices,
             max($3::date - b.due_on) filter (where b.paid_on is null or b.paid_on >= $3::date) as overdue
        from invoice b where b.account_id = c.id and b.due_on < $3::date and b.${KNOWN}) i on true
    left join lateral (
      select coalesce(max(case when v.type = 'contraction' then 1 else 0 end), 0) as downgrades,
             coalesce(sum(v.delta_minor) filter (where v.currency = $4 and v.type in ('new', 'expansion', 'contraction', 'renewal')), 0)::float8 as delta
        from contract_event v
       where v.account_id = c.id and v.effective_on >= $3::date - ${HALF_YEAR} and v.effective_on < $3::date and v.${KNOWN}) e on true
    left join lateral (
      select m.at as touched_at from timeline m
       where m.account_id = c.id and m.direction is not null and m.at < $2::timestamptz and coalesce(m.known_at, m.at) < $2::timestamptz
       order by m.at desc limit 1) l on true
    left join lateral (
      select count(*) filter (where p.role in ('champion', 'sponsor')) as stakeholders,
             count(*) filter (where p.role in ('champion', 'sponsor') and ${PRESENT}) as here,
             count(*) filter (where ${PRESENT}) as contacts,
             max(case when not ${PRESENT} and p.role in ('champion', 'sponsor')
                       and coalesce(p.role <> all (p.roles_here), true) then 1 else 0 end) as gone,
             max(case when ${PRESENT} and coalesce(p.touched_at, p.added_at) <= $2::timestamptz - make_interval(days =>
                        case p.role when 'sponsor' then ${ACCOUNT.sponsorSilentDays} when 'champion' then ${ACCOUNT.championSilentDays} end) then 1 else 0 end) as silent
        from (select p.*, array_agg(p.role) filter (where p.role is not null and ${PRESENT}) over () as roles_here, heard.touched_at
                from contact p
                left join lateral (
                  select max(m.at) as touched_at from timeline m
                   where m.contact_id = p.id and m.direction is not null and m.at < $2::timestamptz and coalesce(m.known_at, m.at) < $2::timestamptz
                     and p.role in ('champion', 'sponsor')) heard on true
               where p.account_id = c.id and p.added_at < $2::timestamptz) p) p on true
)`;

/** What the CTE \`book\`, as k, adds to the features of an account: members of one jsonb_build_object. */
export const BOOK_FEATURES = `
    'tickets_28', k.tickets_28, 'open_escalations', k.open_escalations, 'close_hours_90', k.close_hours,
    'overdue_days', k.overdue_days, 'downgrade_180', k.downgrade_180, 'arr_change_180', k.arr_change_180,
    'touch_days', k.touch_days, 'champion_left', k.champion_left, 'stakeholder_silent', k.stakeholder_silent,
    'single_contact', k.single_contact, 'missed_checkins_90', k.missed_checkins_90,
    'nps_mean', k.nps_mean, 'nps_age_days', k.nps_age_days, 'nps_answers', k.nps_answers`;
