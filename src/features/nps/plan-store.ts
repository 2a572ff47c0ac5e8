import type { LocalDate } from "../../kernel/business-time.ts";
import { ACCOUNT, NPS } from "../../kernel/defaults.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId } from "../../kernel/ids.ts";
import { type Asked, CONTACT_ROLES, EVERYBODY } from "./campaign.ts";
import type { Exclusion, Hold, Verdict } from "./decide.ts";
import { WHO } from "./survey-store.ts";

/** Which person a contact is, as `c` beside `twins` as `t`. */
const PERSON = `coalesce(t.rep, ${WHO})`;
const TWIN = `left join twins t on t.who = ${WHO}`;
const WAVE_DAYS = Math.round((NPS.waveMonths * 365) / 12);

/**
 * What is decided of everybody whom a campaign is for (E3), as `judged` (why not) and `decided` (with what the others of
 * the wave mean for them). $1 day, $2 instant, $3 tier, $4 stages, $5 segments, $6 roles, $7 some accounts alone, or null.
 * A person is an address, and whoever is the same in chat: who is there twice is asked once. Each table is read once.
 */
const DECIDED = `
  with twins as (
         select who, min(rep) as rep
           from (select ${WHO} as who, min(${WHO}) over (partition by h.platform, h.workspace, h.user_id) as rep
                   from contact_handle h join contact c on c.id = h.contact_id) met
          group by who having min(rep) < who),
       out as (select coalesce(t.rep, o.who) as who from survey_opt_out o left join twins t on t.who = o.who),
       clocks as (
         select k.account_id, min(k.renews_on) filter (where k.renews_on >= $1::date) as renews_on,
                bool_or(abs(k.renews_on - coalesce(k.notice_days, 0) - $1::date) <= ${String(NPS.noticeRoomDays)}) as near_notice
           from contract k
          where k.starts_on <= $1::date and (k.ended_on is null or k.ended_on > $1::date)
            and k.renews_on - k.starts_on >= ${String(ACCOUNT.renewalTermDays)}
          group by k.account_id),
       escalated as (select distinct account_id from ticket
                      where escalated and opened_at <= $2 and (closed_at is null or closed_at > $2)),
       detracted as (select distinct account_id from open_detractor),
       dealt as (
         select account_id from opportunity
          where stage in ('contacted', 'proposed')
            and greatest(contacted_at, proposed_at) > $2::timestamptz - interval '${String(NPS.negotiatedDays)} days'
         union
         select account_id from renewal
          where state = 'open' and terms_sent_at > $2::timestamptz - interval '${String(NPS.negotiatedDays)} days'),
       accounts as (
         select a.id, a.zone, k.renews_on - ${String(NPS.beforeRenewalDays)} - $1::date as ahead,
                case when a.lifecycle_stage = 'onboarding' and a.went_live_on is null then 'not-live'
                     when a.went_live_on > $1::date - ${String(NPS.afterGoLiveDays)} then 'just-live'
                     when k.near_notice then 'near-notice' end as excluded,
                case when e.account_id is not null then 'escalation' when d.account_id is not null then 'detractor'
                     when o.account_id is not null then 'negotiation' end as held
           from account a
           left join clocks k on k.account_id = a.id
           left join escalated e on e.account_id = a.id
           left join detracted d on d.account_id = a.id
           left join dealt o on o.account_id = a.id
          where a.merged_into is null and a.lifecycle_stage <> 'churned'
            and ($3 = 'all' or a.key_account = ($3 = 'key'))
            and (cardinality($4::text[]) = 0 or a.lifecycle_stage = any($4))
            and (cardinality($5::text[]) = 0 or a.segment = any($5))
            and ($7::uuid[] is null or a.id = any($7))),
       asked as (
         select distinct ${PERSON} as who
           from (select contact_id from survey where asked_at > $2::timestamptz - interval '${String(NPS.gapDays)} days'
                 union all
                 select contact_id from survey where state = 'waiting'
                 union all
                 select contact_id from survey_answer where asked_on > $1::date - ${String(NPS.gapDays)}
                 union all
                 select s.contact_id from survey s join survey_wave w on w.id = s.wave_id
                   join survey_campaign k on k.id = w.campaign_id
                  where $7::uuid[] is null and s.state = 'planned' and k.state = 'running'
                 union all
                 select contact_id from survey_answer
                  where asked_on is null and answered_at > $2::timestamptz - interval '${String(NPS.gapDays)} days') q
           join contact c on c.id = q.contact_id ${TWIN}),
       touched as (
         select ${PERSON} as who
           from (select contact_id, count(*) as times from timeline
                  where direction = 'out' and contact_id is not null and at <= $2
                    and at > $2::timestamptz - interval '${String(ACCOUNT.contactCapDays)} days'
                  group by contact_id) n
           join contact c on c.id = n.contact_id ${TWIN}
          group by 1 having sum(n.times) >= ${String(ACCOUNT.contactCap)}),
       judged as materialized (
         select c.id, c.account_id, c.role, coalesce(c.zone, a.zone) as zone, c.who, a.ahead,
                case when c.who in (select who from out) then 'opted-out' when c.who in (select who from asked) then 'gap'
                     when c.who in (select who from touched) then 'cap' else a.excluded end as excluded,
                case when a.held is not null then a.held
                     when a.ahead > ${String(Math.floor(WAVE_DAYS / 2))} and a.ahead < ${String(NPS.gapDays)} then 'renewal-wave' end as held
           from (select c.*, ${PERSON} as who from contact c ${TWIN}) c
           join accounts a on a.id = c.account_id
          where (c.left_on is null or c.left_on > $1::date)
            and (cardinality($6::text[]) = 0 or coalesce(c.role, 'other') = any($6))),
       turned as (
         select *, case when excluded is null then
                          row_number() over (partition by who, excluded is null order by held nulls first, abs(ahead) nulls last, id) end as turn
           from judged),
       ranked as (
         select *, excluded is null and held is null and turn = 1 as is_first from turned),
       decided as (
         select id, account_id, role, zone,
                case when excluded is not null then excluded when turn > 1 then 'elsewhere' end as excluded,
                case when excluded is not null or turn > 1 then null
                     when held is not null then held
                     when row_number() over (partition by account_id, is_first order by
                            array_position(array[${CONTACT_ROLES.map((role) => `'${role}'`).join(", ")}], role) nulls last, id)
                          > ${String(NPS.peopleAtMost)} then 'enough' end as held,
                case when is_first then percent_rank() over (partition by is_first order by abs(ahead) nulls last, id) end as place
           from ranked)`;

/** Which plan is best depends on whom the wave is for: the generic one took 8 s where its own takes 0.4 s. */
export function rowsDecided<T extends object>(tx: Tx, sql: string, values: readonly unknown[]): Promise<T[]> {
  tx.run("set local plan_cache_mode = force_custom_plan", []);
  return tx.rows<T>(`${DECIDED}${sql}`, [...values]);
}

export function parametersOf(
  { tier, stages, segments, roles }: Asked,
  day: LocalDate,
  now: Date,
  accounts?: readonly AccountId[],
): unknown[] {
  return [day, now, tier, stages, segments, roles, accounts ?? null];
}

export interface Counted {
  readonly verdict: Verdict;
  readonly people: number;
}

/** How many of those whom a campaign is for would be asked on a day, and how many not, by why. */
export async function countPlan(tx: Tx, asked: Asked, day: LocalDate, now: Date): Promise<Counted[]> {
  const rows = await rowsDecided<{ excluded: Exclusion | null; held: Hold | null; people: number }>(
    tx,
    ` select excluded, held, count(*)::int as people from decided group by 1, 2 order by people desc, 1, 2`,
    parametersOf(asked, day, now),
  );
  return rows.map(({ people, ...row }) => ({ people, verdict: verdictIn(row) }));
}

export interface Judged {
  readonly contact: ContactId;
  readonly account: AccountId;
  readonly name: string;
  readonly accountName: string;
  readonly verdict: Verdict;
}

/** Who would be asked on a day and who not: those who would come first, by customer. @param accounts of these alone */
export async function listPlan(
  tx: Tx,
  asked: Asked,
  day: LocalDate,
  now: Date,
  most: number,
  accounts?: readonly AccountId[],
): Promise<Judged[]> {
  const rows = await rowsDecided<{
    id: ContactId;
    account_id: AccountId;
    name: string;
    account_name: string;
    excluded: Exclusion | null;
    held: Hold | null;
  }>(
    tx,
    ` select d.id, d.account_id, c.name, a.name as account_name, d.excluded, d.held
                  from decided d join contact c on c.id = d.id join account a on a.id = d.account_id
                 order by (d.excluded is not null)::int, (d.held is not null)::int, d.place, a.name, c.name, d.id
                 limit ${String(most)}`,
    parametersOf(asked, day, now, accounts),
  );
  return rows.map(({ id, account_id, name, account_name, ...row }) => ({
    contact: id,
    account: account_id,
    name,
    accountName: account_name,
    verdict: verdictIn(row),
  }));
}

function verdictIn({ excluded, held }: { readonly excluded: Exclusion | null; readonly held: Hold | null }): Verdict {
  if (excluded !== null) return { kind: "excluded", because: excluded };
  return held === null ? { kind: "asked" } : { kind: "held", because: held };
}

export interface Meant {
  readonly contact: ContactId;
  readonly account: AccountId;
  readonly verdict: Verdict;
  readonly zone: string | undefined;
  /** of whom is asked: 0 to 1, the share of the wave that comes before them */
  readonly place: number;
}

/** Everybody whom a campaign is for, with what is decided of them; those who are asked in their order. */
export async function wholePlan(tx: Tx, asked: Asked, day: LocalDate, now: Date): Promise<Meant[]> {
  const rows = await rowsDecided<{
    id: ContactId;
    account_id: AccountId;
    excluded: Exclusion | null;
    held: Hold | null;
    zone: string | null;
    place: number | null;
  }>(
    tx,
    ` select id, account_id, excluded, held, zone, place from decided order by place, id`,
    parametersOf(asked, day, now),
  );
  return rows.map(({ id, account_id, excluded, held, zone, place }) => ({
    contact: id,
    account: account_id,
    verdict: verdictIn({ excluded, held }),
    zone: zone ?? undefined,
    place: place ?? 0,
  }));
}

/** What holds by now of everybody who is still there at some customers; who isn't in it has left, or their company has. */
export async function verdicts(
  tx: Tx,
  accounts: readonly AccountId[],
  day: LocalDate,
  now: Date,
): Promise<ReadonlyMap<ContactId, Verdict>> {
  const rows = await rowsDecided<{ id: ContactId; excluded: Exclusion | null; held: Hold | null }>(
    tx,
    ` select id, excluded, case when held in ('escalation', 'detractor', 'negotiation') then held end as held from judged`,
    parametersOf(EVERYBODY, day, now, accounts),
  );
  return new Map(rows.map(({ id, ...row }) => [id, verdictIn(row)]));
}
