import { RISK } from "../../kernel/defaults.ts";
import type { PersonId } from "../../kernel/ids.ts";
import { COMPARED, type Features, type PeerGroup, type ScoredFeature } from "./model.ts";

/** Accounts that are compared with each other: a segment at one CSM, a segment, or everybody. */
export interface PeerSet {
  readonly group: PeerGroup;
  /** of a portfolio */
  readonly csm: PersonId | undefined;
  /** use a seat of each, rising */
  readonly rising: readonly number[];
  readonly median: NonNullable<Features["peer_median"]>;
}

export type Peers = Required<Pick<Features, "peer_pct" | "peer_group" | "peers" | "peer_median">>;

/** Two uses a seat that differ by less are the same; percentiles don't hang on rounding. */
const SAME = { least: 1e-9, share: 1e-12 };

/**
 * How an account's use a seat stands among its peers: the mid-rank percentile among the others and their medians.
 * Its portfolio comes before its segment before everybody.
 */
export function peersIn(sets: readonly PeerSet[], csm: PersonId | undefined, perSeat: number): Peers | undefined {
  const set =
    sets.find((each) => each.group === "portfolio" && csm !== undefined && each.csm === csm) ??
    sets.find((each) => each.group !== "portfolio");
  if (!set) return undefined;
  const others = set.rising.length - 1;
  const below = upTo(set.rising, perSeat - Math.max(SAME.least, Math.abs(perSeat) * SAME.share));
  const same = upTo(set.rising, perSeat) - below;
  const pct = (100 * (below + (same - 1) / 2)) / others;
  return { peer_pct: pct, peer_group: set.group, peers: others, peer_median: set.median };
}

/** How many of the rising values aren't greater. */
function upTo(rising: readonly number[], value: number): number {
  let [from, to] = [0, rising.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rising[middle] ?? Infinity) <= value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * The sets of at least 8 others, from the stored feature rows of a run: of one segment and its portfolios, or of everybody.
 * $1 day · $2 the run's instant · $3 the segment
 */
export function peerSetsSql(of: "segment" | "organisation"): string {
  const [where, csm, groups] =
    of === "segment" ? ["and a.segment = $3", "o.person_id", "grouping sets ((csm), ())"] : ["", "null::uuid", "()"];
  const group = of === "segment" ? "case when grouping(csm) = 0 then 'portfolio' else 'segment' end" : "'organisation'";
  return `
with everyone as (
  select ${csm} as csm, f.*
    from risk_snapshot s
    join account a on a.organisation_id = s.organisation_id and a.id = s.account_id ${where}
    left join slot o on o.organisation_id = s.organisation_id and o.account_id = s.account_id and o.slot = 'csm'
   cross join lateral jsonb_to_record(s.features) as f(${["per_seat", ...COMPARED].map((name) => `${name} float8`).join(", ")})
   where s.day = $1::date and s.computed_at = $2::timestamptz and f.per_seat is not null
)
select ${group} as "group", ${of === "segment" ? "csm" : "null as csm"}, array_agg(per_seat order by per_seat) as rising,
       ${COMPARED.map((name) => `percentile_cont(0.5) within group (order by ${name}) as ${name}`).join(", ")}
  from everyone group by ${groups} having count(*) > ${RISK.peersAtLeast}${of === "segment" ? " and (grouping(csm) = 1 or csm is not null)" : ""}`;
}

/** The segments with enough accounts to compare each other with. $1 day · $2 the run's instant */
export const SEGMENTS_SQL = `
select a.segment from risk_snapshot s join account a on a.organisation_id = s.organisation_id and a.id = s.account_id
 where s.day = $1::date and s.computed_at = $2::timestamptz and s.features ? 'per_seat' and a.segment is not null
 group by a.segment having count(*) > ${RISK.peersAtLeast} order by a.segment`;

/**
 * Account count, mean and spread of features over some of a run's feature rows: `n_`, `mean_` and `sd_` columns, and
 * the last account looked at. $1 day · $2 the run's instant · $3 accounts behind this one · $4 how many
 */
export function scaleSql(names: readonly ScoredFeature[]): string {
  const columns = names.map(
    (name) =>
      `count(${name})::int as n_${name}, avg(${name}) as mean_${name}, coalesce(stddev_samp(${name}), 0) as sd_${name}`,
  );
  return `
with batch as (
  select id from account where id > $3::uuid order by id limit $4
)
select (select id from batch order by id desc limit 1) as last,
       ${columns.join(",\n       ")}
  from batch join risk_snapshot s on s.account_id = batch.id and s.day = $1::date and s.computed_at = $2::timestamptz
 cross join lateral jsonb_to_record(s.features) as f(${names.map((name) => `${name} float8`).join(", ")})`;
}
