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
