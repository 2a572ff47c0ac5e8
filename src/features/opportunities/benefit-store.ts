import type { LocalDate } from "../../kernel/business-time.ts";
import { WON } from "../../kernel/defaults.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, OpportunityId } from "../../kernel/ids.ts";
import type { Level, Measured } from "./benefit.ts";

/** Peers that are looked at, those nearest in seats. */
const CANDIDATES = 300;

/** A day before the sale and one before the measurement: what lies before each is compared. */
export interface Windows {
  readonly soldOn: LocalDate;
  readonly measuredOn: LocalDate;
}

/** What may be compared: an outcome by itself, or all that tells use, by seat. */
export interface Basis {
  /** the outcome's label, undefined: use */
  readonly outcome: string | undefined;
  readonly metrics: readonly string[];
  /** 1: more is better, -1: less */
  readonly sign: 1 | -1;
}

/** Outcomes that are measured for a product, or for all; then use, by the same series as the score (B1). */
export async function basesFor(tx: Tx, product: string): Promise<Basis[]> {
  const outcomes = await tx.rows<{ name: string; label: string | null; direction: string | null }>(
    `select name, label, direction from metric
      where kind = 'outcome' and (product is null or lower(product) = lower($1)) order by product is null, name`,
    [product],
  );
  const series = await tx.rows<{ name: string }>(
    `select name from metric where kind = (
       select case when bool_or(kind = 'login_events') then 'login_events'
                   when bool_or(kind = 'active_users_day') then 'active_users_day' else 'feature' end from metric)
      order by name`,
  );
  return [
    ...outcomes.map(({ name, label, direction }): Basis => ({
      outcome: label ?? name,
      metrics: [name],
      sign: direction === "down" ? -1 : 1,
    })),
    ...(series.length > 0 ? [{ outcome: undefined, metrics: series.map(({ name }) => name), sign: 1 } as const] : []),
  ];
}

const LEVELS: Statement = {
  name: "opportunities.benefit-levels",
  sql: `
with seated as (
  select a.id, a.segment,
         sum(k.seats) filter (where k.starts_on < $2::date and (k.ended_on is null or k.ended_on >= $2::date))::float8 as seats_before,
         sum(k.seats) filter (where k.starts_on < $3::date and (k.ended_on is null or k.ended_on >= $3::date))::float8 as seats_after
    from account a
    join contract k on k.organisation_id = a.organisation_id and k.account_id = a.id
   where a.merged_into is null and a.segment is not distinct from (select o.segment from account o where o.id = $1)
   group by a.id, a.segment
),
candidate as (
  select s.* from seated s cross join (select seats_before as seats from seated where id = $1) own
   where s.seats_before > 0 and s.seats_after > 0
     and (s.id = $1 or s.seats_before between own.seats / ${WON.peerRatio} and own.seats * ${WON.peerRatio}
          and not exists (select from opportunity o where o.account_id = s.id and o.stage in ('won', 'done')
                             and o.closed_at >= $2::date - ${WON.baselineDays} and o.closed_at < $3::date))
   order by s.id <> $1, abs(ln(s.seats_before / own.seats)), s.id limit ${CANDIDATES}
),
span(kind, first, last) as (
  values ('before', $2::date - ${WON.baselineDays}, $2::date - 1), ('after', $3::date - ${WON.windowDays}, $3::date - 1)
),
covered as (
  select m.name, s.kind, count(*) as days
    from metric m cross join span s
    join coverage v on v.metric = m.name and v.day between s.first and s.last and v.known_at <= $4
   where m.name = any($5::text[]) and m.density = 'sparse' group by m.name, s.kind
),
counted as (
  select c.id, m.name, s.kind, s.last - s.first + 1 as days, u.total, greatest(u.rows, coalesce(v.days, 0)) as known
    from candidate c cross join metric m cross join span s
    left join covered v on v.name = m.name and v.kind = s.kind
    cross join lateral (
      select coalesce(sum(x.value), 0) as total, count(*) as rows from usage x
       where x.account_id = c.id and x.metric = m.name and x.day between s.first and s.last and x.known_at <= $4) u
   where m.name = any($5::text[])
),
level as (
  select id, kind, sum(total / known) as level from counted where known >= ${WON.knownShare} * days group by id, kind
)
select c.id, c.seats_before, c.seats_after, b.level as before, f.level as after
  from candidate c
  left join level b on b.id = c.id and b.kind = 'before'
  left join level f on f.id = c.id and f.kind = 'after'`,
};

interface LevelRow {
  id: AccountId;
  seats_before: number;
  seats_after: number;
  before: number | null;
  after: number | null;
}

/** What a customer and those that may be its peers used before and after, as it is known at an instant; use by seat. */
export async function levelsOf(
  tx: Tx,
  account: AccountId,
  { soldOn, measuredOn }: Windows,
  { metrics, outcome }: Basis,
  asOf: Date,
): Promise<Level[]> {
  const rows = await tx.rows<LevelRow>(LEVELS, [account, soldOn, measuredOn, asOf, metrics]);
  return rows.map(({ id, seats_before, seats_after, before, after }) => ({
    account: id,
    seats: seats_before,
    before: before === null ? undefined : outcome === undefined ? before / seats_before : before,
    after: after === null ? undefined : outcome === undefined ? after / seats_after : after,
  }));
}

export interface StoredBenefit {
  readonly opportunity: OpportunityId;
  readonly days: number;
  readonly at: Date;
  /** the outcome's label, undefined: use a seat */
  readonly outcome: string | undefined;
  readonly measured: Measured;
}

/** @returns false when it was measured before */
export async function insertBenefit(
  tx: Tx,
  { opportunity, days, at, outcome, measured }: StoredBenefit,
): Promise<boolean> {
  const figures = "figures" in measured ? measured.figures : undefined;
  const peers = measured.kind === "too-few" ? measured.peers : figures?.peers;
  const rows = await tx.rows(
    `insert into opportunity_benefit (organisation_id, opportunity_id, days, measured_at, verdict, basis, peers, own, others,
                                      effect, low, high)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (organisation_id, opportunity_id, days) do nothing returning days`,
    [
      ...[tx.organisation, opportunity, days, at, measured.kind, outcome ?? null, peers ?? null],
      ...[figures?.own ?? null, figures?.others ?? null, figures?.effect ?? null],
      ...[figures?.low ?? null, figures?.high ?? null],
    ],
  );
  return rows.length === 1;
}

interface BenefitRow {
  opportunity_id: OpportunityId;
  days: number;
  measured_at: Date;
  verdict: Measured["kind"];
  basis: string | null;
  peers: number | null;
  own: number | null;
  others: number | null;
  effect: number | null;
  low: number | null;
  high: number | null;
}

export async function benefitOf(tx: Tx, id: OpportunityId, days: number): Promise<StoredBenefit | undefined> {
  const rows = await tx.rows<BenefitRow>("select * from opportunity_benefit where opportunity_id = $1 and days = $2", [
    id,
    days,
  ]);
  return rows.map(benefitIn)[0];
}

/** What was measured since an instant, the newest first. */
export async function benefitsSince(tx: Tx, since: Date): Promise<StoredBenefit[]> {
  const rows = await tx.rows<BenefitRow>(
    "select * from opportunity_benefit where measured_at > $1 order by measured_at desc, opportunity_id, days",
    [since],
  );
  return rows.map(benefitIn);
}

function benefitIn(row: BenefitRow): StoredBenefit {
  const { opportunity_id: opportunity, days, measured_at: at, basis } = row;
  return { opportunity, days, at, outcome: basis ?? undefined, measured: measuredIn(row) };
}

function measuredIn({ verdict, peers, own, others, effect, low, high }: BenefitRow): Measured {
  if (verdict === "no-data") return { kind: verdict };
  if (verdict === "too-few") return { kind: verdict, peers: peers ?? 0 };
  const figures = {
    peers: peers ?? 0,
    own: own ?? 0,
    others: others ?? 0,
    effect: effect ?? 0,
    low: low ?? 0,
    high: high ?? 0,
  };
  return { kind: verdict, figures };
}
