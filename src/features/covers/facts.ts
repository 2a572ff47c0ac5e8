import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import { standingCovers } from "./store.ts";

/** The days from one on that people are away, by person. */
export async function absences(
  tx: Tx,
  from: LocalDate,
): Promise<ReadonlyMap<string, readonly { readonly from: LocalDate; readonly until: LocalDate }[]>> {
  return Map.groupBy(await standingCovers(tx, from), ({ person }) => person);
}
