import { daysBetween, type LocalDate } from "../../../kernel/business-time.ts";
import { RISK } from "../../../kernel/defaults.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { SCORED, type ScoredFeature } from "../model.ts";
import type { Table } from "../model/table.ts";
import { PERIOD_DAYS } from "./horizon.ts";

/** An account at the start of a past period. */
export interface PastRow {
  readonly account: AccountId;
  readonly day: LocalDate;
  /** days until it left; Infinity: it hasn't as far as is known */
  readonly leftInDays: number;
  readonly segment: string;
  /** NaN: no data */
  readonly perSeat: number;
  /** in the order of SCORED; NaN: no data */
  readonly values: readonly number[];
}

/** What a model learns from: rows of past periods, their days rising. Plain arrays, so that a worker gets them as they are. */
export interface Past {
  readonly rows: number;
  /** by row: which account, counted from 0 */
  readonly accounts: Int32Array;
  /** by row: days since the first cut */
  readonly days: Int32Array;
  /** by row: days until it left, or Infinity */
  readonly left: Float64Array;
  /** in the order of SCORED, by row; NaN: no data */
  readonly columns: readonly Float64Array[];
  /** days since the first cut up to which leaving would be known */
  readonly until: number;
}

/** @param today nothing that happens from this day on is known */
export function pastOf(rows: readonly PastRow[], today: LocalDate): Past {
  const places = new Map<AccountId, number>();
  const from = rows[0]?.day ?? today;
  const accounts = Int32Array.from(rows, ({ account }) => {
    const place = places.get(account) ?? places.size;
    places.set(account, place);
    return place;
  });
  const columns = SCORED.map((_, at) => Float64Array.from(rows, ({ values }) => values[at] ?? NaN));
  const ranks = columns[SCORED.indexOf("peer_pct")];
  if (ranks) rankAmongPeers(rows, ranks);
  return {
    rows: rows.length,
    accounts,
    days: Int32Array.from(rows, ({ day }) => daysBetween(from, day)),
    left: Float64Array.from(rows, ({ leftInDays }) => leftInDays),
    columns,
    until: daysBetween(from, today),
  };
}

/** Where no percentile was kept: the mid-rank of use a seat on that day, in the segment, or of everybody. */
function rankAmongPeers(rows: readonly PastRow[], ranks: Float64Array): void {
  const groups = new Map<string, number[]>();
  const put = (key: string, at: number): void => void (groups.get(key)?.push(at) ?? groups.set(key, [at]));
  for (const [at, { day, segment, perSeat }] of rows.entries()) {
    if (Number.isNaN(perSeat)) continue;
    put(`${day} ${segment}`, at);
    put(day, at);
  }
  const enough = (members: readonly number[] | undefined): members is readonly number[] =>
    members !== undefined && members.length > RISK.peersAtLeast;
  for (const members of groups.values()) members.sort((a, b) => (rows[a]?.perSeat ?? 0) - (rows[b]?.perSeat ?? 0));
  for (const [key, members] of groups) {
    const ofSegment = key.includes(" ");
    if (!enough(members)) continue;
    for (let from = 0; from < members.length;) {
      const value = rows[members[from] ?? 0]?.perSeat;
      let to = from;
      while (to < members.length && rows[members[to] ?? 0]?.perSeat === value) to++;
      const pct = (100 * (from + (to - from - 1) / 2)) / (members.length - 1);
      for (const at of members.slice(from, to)) {
        const row = rows[at];
        const ownSegment = row && enough(groups.get(`${row.day} ${row.segment}`)) && row.segment !== "";
        if (Number.isNaN(ranks[at]) && ofSegment === (ownSegment ?? false)) ranks[at] = pct;
      }
      from = to;
    }
  }
}

/** The same of some of the rows, in the order given. */
export function some(past: Past, rows: Int32Array): Past {
  return {
    ...past,
    rows: rows.length,
    accounts: rows.map((row) => past.accounts[row] ?? 0),
    days: rows.map((row) => past.days[row] ?? 0),
    left: Float64Array.from(rows, (row) => past.left[row] ?? Infinity),
    columns: past.columns.map((column) => Float64Array.from(rows, (row) => column[row] ?? NaN)),
  };
}

/** Rows of which it is known by a day whether they left within so many days: nobody counts as staying who may yet leave. */
export function closedBy(past: Past, day: number, horizonDays: number = PERIOD_DAYS): Int32Array {
  return Int32Array.from(past.days.keys()).filter((row) => (past.days[row] ?? 0) + horizonDays <= day);
}

/** 1 where the account left within so many days, else 0. */
export function labelsOf(past: Past, horizonDays: number = PERIOD_DAYS): Float64Array {
  return Float64Array.from(past.left, (days) => (days >= 0 && days < horizonDays ? 1 : 0));
}

export function columnOf(past: Past, feature: ScoredFeature): Float64Array {
  return past.columns[SCORED.indexOf(feature)] ?? new Float64Array(past.rows).fill(NaN);
}

/** All columns, as a fitted model takes them: one may have learned of what nobody has in these rows. */
export function scoredTableOf(past: Past): Table {
  const none = new Float64Array(past.rows).fill(NaN);
  return {
    rows: past.rows,
    columns: SCORED.map((name, at) => ({ kind: "number" as const, name, values: past.columns[at] ?? none })),
  };
}

/** The columns of which there is anything to learn, as the maths takes them. */
export function tableOf(past: Past): Table {
  const columns = SCORED.flatMap((name, at) => {
    const values = past.columns[at];
    return values?.some((value) => !Number.isNaN(value)) ? [{ kind: "number" as const, name, values }] : [];
  });
  return { rows: past.rows, columns };
}
