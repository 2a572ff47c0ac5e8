import type { LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId } from "../../../kernel/ids.ts";
import { accountsById } from "../../accounts/facts.ts";
import { newestCases } from "../case-store.ts";
import type { Standing } from "../decide.ts";
import { ranked } from "./compose.ts";
import { signsOf } from "./signs.ts";
import { becameOf, type Entry } from "./story.ts";

/** Accounts as they stand now, as a list of risks has them: the weightiest first. */
export async function entriesNow(
  tx: Tx,
  standings: ReadonlyMap<AccountId, Standing>,
  today: LocalDate,
): Promise<Entry[]> {
  const ids = [...standings.keys()];
  const accounts = await accountsById(tx, ids, today);
  const cases = await newestCases(tx, ids);
  const signs = await signsOf(tx, standings);
  const looked = [...standings].flatMap(([id, standing]) => {
    const account = accounts.get(id);
    return account ? [{ account, standing }] : [];
  });
  return ranked(looked).map(({ account, standing }): Entry => {
    const { id, name, scope, csm, arr } = account;
    const item = { account: id, band: standing.band, arr: [...arr], ...signs.get(id) };
    const found = cases.get(id);
    return { item, account: { id, name }, scope, csm, found, became: becameOf(found, standing), isTouched: false };
  });
}
