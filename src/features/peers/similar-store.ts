import type { LocalDate } from "../../kernel/business-time.ts";
import { CONTENT, PEERS } from "../../kernel/defaults.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../kernel/ids.ts";
import { contractClocks } from "../accounts/facts.ts";
import { isNegotiated } from "../coming.ts";
import { KNOWN_USE, useOf } from "../feature-use.ts";
import { atRiskSince } from "../risk/facts.ts";
import type { Comparable, Lesson, Own } from "./similar.ts";

/** A day where the organisation is, and the instant before which a fact was known. */
export interface Night {
  readonly day: LocalDate;
  readonly asOf: Date;
}

/** The sides of an account's exchanges, read as the customer it is today. */
const SIDES_OF = (account: string): string => `
  from peer_side y
  join account ya on ya.organisation_id = y.organisation_id and ya.id = y.account_id
  join peer_exchange x on x.organisation_id = y.organisation_id and x.id = y.exchange_id
 where (ya.id = ${account} or ya.merged_into = ${account})`;

/** They said no of late, or for good. */
const REFUSED = (account: string): string => `exists (select ${SIDES_OF(account)}
   and (y.answer = 'never' or y.answer = 'no' and y.answered_at > $3::timestamptz - interval '${String(PEERS.refusedDays)} days'))`;

const RECENT = `x.decided_at > $3::timestamptz - interval '${String(PEERS.restDays)} days'`;

/** In an exchange; refused; their CSM said not now; or they and $1 met already, or came to nothing of late. */
const RESTING = (account: string): string => `(${REFUSED(account)} or exists (select ${SIDES_OF(account)}
   and (y.open or y.part = 'shares' and x.ended_as = 'not-now' and ${RECENT}
        or exists (select from peer_side z join account za on za.organisation_id = z.organisation_id and za.id = z.account_id
                    where z.organisation_id = y.organisation_id and z.exchange_id = y.exchange_id and z.id <> y.id
                      and coalesce(za.merged_into, za.id) = $1 and (x.state = 'introduced' or ${RECENT})))))`;

/** Use a day, of customers whose seats aren't known. */
const USE = `
  select avg(u.value) as daily from usage u join metric m on m.organisation_id = u.organisation_id and m.name = u.metric
   where u.account_id = s.id and m.kind = 'active_users_day' and u.known_at <= $3::timestamptz
     and u.day >= $2::date - ${String(CONTENT.windowDays)} and u.day < $2::date`;

const SIMILAR: Statement = {
  name: "peers.similar",
  sql: `
with sized as (
  select a.organisation_id, a.id, a.segment, p.id as csm, k.seats, k.products,
         a.lifecycle_stage <> 'onboarding' or coalesce(a.went_live_on <= $2::date, false) as live
    from account a
    left join slot s on s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot = 'csm'
    left join person p on p.organisation_id = s.organisation_id and p.id = s.person_id and p.active
    left join lateral (
      select sum(c.seats)::float8 as seats, array_remove(array_agg(distinct lower(c.product)), null) as products
        from contract c
       where c.organisation_id = a.organisation_id and c.account_id = a.id and c.starts_on <= $2::date
         and (c.ended_on is null or c.ended_on > $2::date) and c.known_at <= $3::timestamptz) k on true
   where a.merged_into is null and a.lifecycle_stage <> 'churned'
     and (a.id = $1 or a.segment = (select o.segment from account o where o.id = $1))
),
large as (
  select s.*, u.daily from sized s
    left join lateral (${USE}) u on s.id = $1 or s.seats is null or (select o.seats is null from sized o where o.id = $1)
),
own as (select * from large where id = $1),
alike as (
  select r.* from (
    select l.*, case when l.seats > 0 and o.seats > 0 then l.seats / o.seats
                     when l.daily > 0 and o.daily > 0 then l.daily / o.daily end as ratio
      from large l cross join own o where l.id <> $1 and l.products && o.products) r
   where r.ratio between 1.0 / ${String(PEERS.ratio)} and ${String(PEERS.ratio)}
   order by abs(ln(r.ratio)), r.id limit ${String(PEERS.lookedAtMost)}
)
select o.segment as own_segment, o.live as own_live, coalesce(o.seats > 0 or o.daily > 0, false) as own_sized,
       coalesce(o.products, '{}') as own_products, ${atRiskSince("o.organisation_id", "o.id")} is not null as own_at_risk,
       ${REFUSED("o.id")} as own_refused, (select count(*)::int - 1 from sized) as in_segment,
       c.id, c.csm, c.seats, c.ratio, c.live, ${atRiskSince("c.organisation_id", "c.id")} is not null as at_risk,
       ${RESTING("c.id")} as resting
  from own o left join alike c on true order by abs(ln(c.ratio)), c.id`,
};

interface Row {
  own_segment: string | null;
  own_live: boolean;
  own_sized: boolean;
  own_products: string[];
  own_at_risk: boolean;
  own_refused: boolean;
  in_segment: number;
  id: AccountId | null;
  csm: PersonId | null;
  seats: number | null;
  ratio: number;
  live: boolean;
  at_risk: boolean;
  resting: boolean;
}

export interface Similar {
  readonly own: Own;
  /** other customers of its segment */
  readonly inSegment: number;
  /** those of its size and with a product of its own, the nearest in size first */
  readonly found: readonly Comparable[];
  /** what it has bought, in small letters */
  readonly products: readonly string[];
}

/** @returns undefined when the account isn't there, or is no customer any more */
export async function similarTo(tx: Tx, account: AccountId, { day, asOf }: Night): Promise<Similar | undefined> {
  const rows = await tx.rows<Row>(SIMILAR, [account, day, asOf]);
  const [first] = rows;
  if (!first) return undefined;
  const others = rows.flatMap((row) => (row.id === null ? [] : [{ ...row, id: row.id }]));
  const clocks = await contractClocks(tx, [account, ...others.map(({ id }) => id)], day);
  const negotiated = new Set(clocks.flatMap((clock) => (isNegotiated(clock, day) ? [clock.account] : [])));
  return {
    own: {
      segment: first.own_segment ?? undefined,
      sized: first.own_sized,
      live: first.own_live,
      atRisk: first.own_at_risk,
      refused: first.own_refused,
      negotiated: negotiated.has(account),
    },
    inSegment: first.in_segment,
    products: first.own_products,
    found: others.map((row) => ({
      account: row.id,
      csm: row.csm ?? undefined,
      seats: row.seats ?? undefined,
      ratio: row.ratio,
      live: row.live,
      atRisk: row.at_risk,
      negotiated: negotiated.has(row.id),
      resting: row.resting,
    })),
  };
}

const LESSONS: Statement = {
  name: "peers.lessons",
  sql: `
with unused as (
  select m.name, m.product, m.density from account c
    join metric m on m.kind = 'feature' and (m.product is null or lower(m.product) = any($5::text[]))
   ${useOf("c.id")}
   where c.id = $1 and ${KNOWN_USE} and u.used = 0
)
select c.id as account, 'feature' as because, m.name as feature, u.used::float8 as by
  from account c cross join unused m ${useOf("c.id")}
 where c.id = any($4::uuid[]) and u.used >= ${String(PEERS.usedDays)}
   and (m.product is null or exists (
         select from contract k where k.account_id = c.id and lower(k.product) = lower(m.product) and k.starts_on <= $2::date
            and (k.ended_on is null or k.ended_on > $2::date) and k.known_at <= $3::timestamptz))
union all
select g.account_id, 'goal', g.metric, max(g.reached - o.reached)
  from (select metric, max(coalesce(confirmed, measured, 0)) as reached from goal
         where account_id = $1 and metric is not null and met_on is null and known_at <= $3::timestamptz group by metric) o
  join (select account_id, metric, case when met_on is null then coalesce(confirmed, measured) else 1 end as reached from goal
         where account_id = any($4::uuid[]) and known_at <= $3::timestamptz) g on g.metric = o.metric
 where g.reached - o.reached >= ${String(PEERS.goalAhead)}
 group by g.account_id, g.metric`,
};

/** What a customer may learn from each of some others. @param products what it has bought, in small letters */
export async function lessonsFrom(
  tx: Tx,
  account: AccountId,
  others: readonly AccountId[],
  products: readonly string[],
  { day, asOf }: Night,
): Promise<Lesson[]> {
  if (others.length === 0) return [];
  return tx.rows<Lesson>(LESSONS, [account, day, asOf, others, products]);
}

/** What features are called. */
export async function calledOf(tx: Tx, features: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows<{ name: string; called: string }>(
    "select name, coalesce(label, name) as called from metric where name = any($1::text[])",
    [features],
  );
  return new Map(rows.map(({ name, called }) => [name, called]));
}
