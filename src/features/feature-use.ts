import { CONTENT } from "../kernel/defaults.ts";

const FIRST_DAY = `$2::date - ${String(CONTENT.windowDays)}`;

/**
 * Days of the last 28 on which a feature was used, `u.used`, and of how many that is known: rows, and for a sparse one days
 * that its source has covered. Joins to a statement that has the metric as `m`. $2 day · $3 the instant before which it was known
 * @param account the account's id there
 */
export function useOf(account: string): string {
  return `
    cross join lateral (
      select count(*) as rows, count(*) filter (where u.value > 0)::int as used from usage u
       where u.account_id = ${account} and u.metric = m.name and u.day >= ${FIRST_DAY} and u.day < $2::date
         and u.known_at <= $3::timestamptz) u
    cross join lateral (
      select count(*) as days from coverage v
       where m.density = 'sparse' and v.metric = m.name and v.day >= ${FIRST_DAY} and v.day < $2::date
         and v.known_at <= $3::timestamptz) v`;
}

/** Enough of those days are known. */
export const KNOWN_USE = `greatest(u.rows, v.days) >= ${String(CONTENT.knownDays)}`;
