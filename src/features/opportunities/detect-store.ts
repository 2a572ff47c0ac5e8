import type { LocalDate } from "../../kernel/business-time.ts";
import { ACCOUNT, OPPORTUNITY, RISK } from "../../kernel/defaults.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import type { Candidate, Known, PeerTable } from "./detect.ts";
import { evidenceIn, type Found } from "./gate-stored.ts";
import { OPEN } from "./rows.ts";

const DAYS = OPPORTUNITY.seatDays;
const KNOWN_DAYS = Math.ceil(DAYS * RISK.denseKnownShare);

/** A day where the organisation is, and the instant before which a fact was known. */
export interface Night {
  readonly day: LocalDate;
  readonly asOf: Date;
}

/** A contract that runs on $2, as it was known at $3. */
const RUNNING =
  "k.starts_on <= $2::date and (k.ended_on is null or k.ended_on > $2::date) and k.known_at <= $3::timestamptz";

/** The next customers by id, who are neither gone nor part of another. */
export async function customersAfter(tx: Tx, after: AccountId, most: number): Promise<AccountId[]> {
  const rows = await tx.rows<{ id: AccountId }>(
    `select id from account where id > $1 and merged_into is null and lifecycle_stage <> 'churned' order by id limit $2`,
    [after, most],
  );
  return rows.map(({ id }) => id);
}

const PEERS: Statement = {
  name: "opportunities.detect-peers",
  sql: `with customer as (
    select a.id, a.segment, array(select distinct lower(k.product) from contract k
                                   where k.account_id = a.id and k.product is not null and ${RUNNING}) as products
      from account a where a.id = any($1::uuid[]) and a.segment is not null
       and exists (select from contract k where k.account_id = a.id and ${RUNNING})
  ),
  used as (
    select c.id, c.segment, m.product, count(*) as features,
           count(*) filter (where exists (
             select from usage u where u.account_id = c.id and u.metric = m.name and u.value > 0
                and u.day >= $2::date - ${RISK.usageWindowDays} and u.day < $2::date and u.known_at <= $3::timestamptz)) as in_use
      from customer c join metric m on m.kind = 'feature' and lower(m.product) = any(c.products)
     group by c.id, c.segment, m.product
  )
  select c.segment, null as product, count(*)::int as count from customer c group by c.segment
  union all
  select segment, product, count(*)::int from used where in_use >= ${ACCOUNT.breadthAtLeast} * features group by segment, product`,
};

/** Of these accounts, by segment: how many have a running contract, and how many have a module and use it well. */
export async function peersAmong(tx: Tx, accounts: readonly AccountId[], { day, asOf }: Night): Promise<PeerTable> {
  const rows = await tx.rows<{ segment: string; product: string | null; count: number }>(PEERS, [accounts, day, asOf]);
  const table = new Map<string, { customers: number; using: Map<string, number> }>();
  for (const { segment, product, count } of rows) {
    const peers = table.get(segment) ?? { customers: 0, using: new Map<string, number>() };
    table.set(segment, peers);
    if (product === null) peers.customers = count;
    else peers.using.set(product, count);
  }
  return table;
}

/** Who may be sold more: settled in, with a CSM who is there. */
const CUSTOMERS = `
  select a.id, a.segment, s.person_id as csm from account a
    join slot s on s.organisation_id = a.organisation_id and s.account_id = a.id and s.slot = 'csm'
    join person p on p.organisation_id = s.organisation_id and p.id = s.person_id and p.active
   where a.id = any($1::uuid[]) and a.merged_into is null and a.lifecycle_stage not in ('onboarding', 'churned')`;

const SEATS: Statement = {
  name: "opportunities.detect-seats",
  sql: `with customer as (${CUSTOMERS})
  select distinct on (c.id) c.id as account, c.csm, w.used, k.seats, w.days
    from customer c
    join metric m on m.kind = (select case when bool_or(kind = 'seats_used') then 'seats_used' else 'active_users_28' end from metric)
    cross join lateral (
      select sum(k.seats)::float8 as seats from contract k
       where k.account_id = c.id and ${RUNNING} and (m.product is null or k.product is null or lower(k.product) = lower(m.product))) k
    cross join lateral (
      select count(*)::int as days, min(u.value) as least, max(u.day) as last,
             (array_agg(u.value order by u.day desc))[1] as used
        from usage u where u.account_id = c.id and u.metric = m.name and u.day >= $2::date - ${DAYS} and u.day < $2::date
         and u.known_at <= $3::timestamptz) w
   where k.seats > 0 and w.days >= ${KNOWN_DAYS} and w.least >= ${OPPORTUNITY.seatShare} * k.seats
     and $2::date - w.last <= m.lag_days + ${RISK.freezeAfterLagDays}
   order by c.id, w.used / k.seats desc, m.name`,
};

const LIMITS: Statement = {
  name: "opportunities.detect-limits",
  sql: `with customer as (${CUSTOMERS})
  select c.id as account, c.csm, coalesce(m.label, m.name) as metric, w.used, m.limit_value::float8 as "limit"
    from customer c
    join metric m on m.kind = 'limit_used' and m.limit_value > 0
    cross join lateral (
      select u.value as used, u.day from usage u
       where u.account_id = c.id and u.metric = m.name and u.day < $2::date and u.known_at <= $3::timestamptz
       order by u.day desc limit 1) w
   where w.used >= ${OPPORTUNITY.limitShare} * m.limit_value and $2::date - w.day <= m.lag_days + ${RISK.freezeAfterLagDays}
   order by c.id, m.name`,
};

/** Seats that are nearly all in use for some days, and limits that are nearly reached. */
export async function seatsAndLimits(
  tx: Tx,
  accounts: readonly AccountId[],
  { day, asOf }: Night,
): Promise<Candidate[]> {
  type Row = { readonly account: AccountId; readonly csm: PersonId };
  const seats = await tx.rows<Row & { used: number; seats: number; days: number }>(SEATS, [accounts, day, asOf]);
  const limits = await tx.rows<Row & { metric: string; used: number; limit: number }>(LIMITS, [accounts, day, asOf]);
  const of = <F extends Found>({ account, csm }: Row, found: F): Candidate => ({ account, csm, found });
  return [
    ...seats.map((row) => of(row, { rule: "seats", used: row.used, seats: row.seats, days: row.days })),
    ...limits.map((row) => of(row, { rule: "limit", metric: row.metric, used: row.used, limit: row.limit })),
  ];
}

export interface Buyer {
  readonly account: AccountId;
  readonly csm: PersonId;
  readonly segment: string;
  /** by its running contracts */
  readonly bought: readonly string[];
}

/** Of these accounts those of a segment, with what they have bought; whoever has a contract of which nobody knows the product is left out. */
export async function buyersAmong(tx: Tx, accounts: readonly AccountId[], { day, asOf }: Night): Promise<Buyer[]> {
  return tx.rows<Buyer>(
    `with customer as (${CUSTOMERS})
     select c.id as account, c.csm, c.segment, array_agg(distinct k.product) as bought
       from customer c join contract k on k.account_id = c.id and ${RUNNING}
      where c.segment is not null
      group by c.id, c.csm, c.segment having bool_and(k.product is not null) order by c.id`,
    [accounts, day, asOf],
  );
}

interface KnownRow {
  id: OpportunityId;
  account_id: AccountId;
  product: string;
  is_open: boolean;
  is_won: boolean;
  is_unanswered: boolean;
  evidence: unknown;
}

/** The opportunities of these accounts that are open, wait to be handed over, or ended after an instant. */
export async function knownAmong(tx: Tx, accounts: readonly AccountId[], endedAfter: Date): Promise<Known[]> {
  const rows = await tx.rows<KnownRow>(
    `select id, account_id, product, ${OPEN} as is_open, stage in ('won', 'done') as is_won, evidence,
            origin = 'rule' and stage = 'spotted' and confirmed_by is null as is_unanswered
       from opportunity where account_id = any($1::uuid[]) and (${OPEN} or stage = 'won' or closed_at > $2) order by spotted_at, id`,
    [accounts, endedAfter],
  );
  return rows.map((row) => ({
    id: row.id,
    account: row.account_id,
    product: row.product,
    isOpen: row.is_open,
    isWon: row.is_won,
    isUnanswered: row.is_unanswered,
    evidence: evidenceIn(row.evidence),
  }));
}

/** How much that was found waits for each CSM's answer; what is on hold isn't put to them. */
export async function unansweredByCsm(tx: Tx): Promise<Map<PersonId, number>> {
  const rows = await tx.rows<{ csm: PersonId; count: number }>(
    `select s.person_id as csm, count(*)::int as count from opportunity o
       join slot s on s.organisation_id = o.organisation_id and s.account_id = o.account_id and s.slot = 'csm'
      where o.origin = 'rule' and o.stage = 'spotted' and o.confirmed_by is null and o.parked is null group by s.person_id`,
  );
  return new Map(rows.map(({ csm, count }) => [csm, count]));
}
