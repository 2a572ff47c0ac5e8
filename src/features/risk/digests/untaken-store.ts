import type { Statement, Tx } from "../../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { ledBy } from "../../accounts/facts.ts";

const UNTAKEN: Statement = {
  name: "risk.untaken",
  sql: `select a.id as account_id from risk_state r
          join account a on a.organisation_id = r.organisation_id and a.id = r.account_id
         where r.state = 'at-risk' and a.merged_into is null and a.lifecycle_stage <> 'churned'
           and not exists (select from risk_case c where c.organisation_id = a.organisation_id and c.account_id = a.id
                              and (c.state = 'open' or c.closed_by is not null or c.closed_at >= r.since))
           and ${ledBy("$1::uuid")} order by a.id`,
};

/** Accounts of a manager's team that came at risk without an alert, as a first score does, and have no case since (B13). */
export async function untakenOf(tx: Tx, manager: PersonId): Promise<AccountId[]> {
  return (await tx.rows<{ account_id: AccountId }>(UNTAKEN, [manager])).map((row) => row.account_id);
}
