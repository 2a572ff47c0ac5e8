import type { Address } from "../features/feature.ts";
import type { Statement, Tx } from "../kernel/deps.ts";
import { type Wake, wakeLater } from "./wake.ts";

/** Behind an insert into lane: the lane is served at the earlier instant. */
export const SERVED_EARLIER =
  "on conflict (organisation_id, address) do update set due_at = least(lane.due_at, excluded.due_at)";

/**
 * A post that was sent is wanted once more; of one that was not sent yet, or of which nobody knows yet, the next drawing
 * is the newer one. Failed and suppressed ones stay as they are. Rows are locked in one order.
 * @param which of the posts p; $1 organisation · $2 now (domain time)
 */
export function wanting(which: string): string {
  return `
    with wanted as (
      update post set wanted = post.wanted + 1,
                      state = case when post.state = 'sent' then 'wanted' else post.state end,
                      not_before = case when post.state = 'sent' then null else post.not_before end,
                      attempts = case when post.state = 'sent' then 0 else post.attempts end
        from (select p.id from post p
               where p.organisation_id = $1 and p.state in ('wanted', 'sending', 'ambiguous', 'sent') and ${which}
               order by p.id for update) found
       where post.organisation_id = $1 and post.id = found.id
       returning post.address, post.state = 'wanted' and post.due_at <= $2 as ready)
    insert into lane (organisation_id, address, due_at)
    select distinct $1::uuid, address, $2::timestamptz from wanted where ready order by address
    ${SERVED_EARLIER}
    returning address`;
}

/** Runs such a statement; the addresses that have something due are woken after the commit. */
export function want(tx: Tx, now: Date, wake: Wake, sql: string | Statement, values: readonly unknown[]): void {
  tx.run<{ address: Address }>(sql, [tx.organisation, now, ...values], (served) => {
    const addresses = served.map(({ address }) => address);
    if (addresses.length > 0) wakeLater(tx, wake, addresses);
  });
}

/** Has addresses served now (domain time), in one order, and wakes them after the commit. */
export function serveNow(tx: Tx, wake: Wake, addresses: readonly Address[], now: Date): void {
  const ready = [...new Set(addresses)].sort();
  if (ready.length === 0) return;
  tx.run(
    `insert into lane (organisation_id, address, due_at) select $1, each.address, $3 from unnest($2::text[]) as each (address)
     ${SERVED_EARLIER}`,
    [tx.organisation, ready, now],
  );
  wakeLater(tx, wake, ready);
}
