import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { chanceOf } from "../chance.ts";
import type { Standing } from "../decide.ts";
import { snapshotsOf } from "../store.ts";
import { tellings } from "../story.ts";
import type { Item } from "./edition.ts";

/** What a line says of where an account stands: its strongest reason, and the chance where it is calibrated. */
export type Sign = Pick<Item, "told" | "calibrated" | "chance">;

export async function signsOf(tx: Tx, standings: ReadonlyMap<AccountId, Standing>): Promise<Map<AccountId, Sign>> {
  const snapshots = await snapshotsOf(tx, [...standings.keys()]);
  return new Map(
    [...standings].map(([account, standing]) => {
      const snapshot = snapshots.get(account);
      const [told] = tellings(standing, snapshot).raising;
      const chance = chanceOf(standing, snapshot?.pMonthAgo);
      return [account, { told, calibrated: standing.calibrated !== undefined, chance }];
    }),
  );
}
