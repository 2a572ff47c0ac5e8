import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, EntryId, PersonId } from "../../kernel/ids.ts";
import { ledBy } from "./facts.ts";

const MOST = 50;
const OVERRIDES: Statement = {
  name: "accounts.overrides",
  sql: `select t.id, t.account_id as account from timeline t
          join account a on a.organisation_id = t.organisation_id and a.id = t.account_id and a.merged_into is null
         where t.kind in ('stage-set', 'am-pulled-in') and t.at >= $1 and t.person_id <> $2 and ${ledBy("$2::uuid")}
         order by t.at desc, t.id limit ${String(MOST)}`,
};

/** What others decided by hand at the accounts of a manager's team since an instant, the newest first. */
export function overridesSince(
  tx: Tx,
  since: Date,
  manager: PersonId,
): Promise<{ readonly id: EntryId; readonly account: AccountId }[]> {
  return tx.rows(OVERRIDES, [since, manager]);
}
