import { afterCommit } from "../db/transaction.ts";
import type { Address } from "../features/feature.ts";
import type { Tx } from "../kernel/deps.ts";
import type { OrganisationId } from "../kernel/ids.ts";

export type Wake = (organisation: OrganisationId, address: Address) => void;

export function wakeLater(tx: Tx, wake: Wake, addresses: readonly Address[]): void {
  const { organisation } = tx;
  afterCommit(tx, () => {
    for (const address of addresses) wake(organisation, address);
  });
}

/** Has addresses served now (domain time), in one order, and wakes them after the commit. */
export async function serveNow(tx: Tx, wake: Wake, addresses: readonly Address[], now: Date): Promise<void> {
  const ready = [...new Set(addresses)].sort();
  if (ready.length === 0) return;
  await tx.rows(
    `insert into lane (organisation_id, address, due_at) select $1, each.address, $3 from unnest($2::text[]) as each (address)
     on conflict (organisation_id, address) do update set due_at = least(lane.due_at, excluded.due_at)`,
    [tx.organisation, ready, now],
  );
  wakeLater(tx, wake, ready);
}
