import type { Statement, Tx } from "../../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";
import { ledBy } from "../../accounts/facts.ts";

const NOT_A_RISK: Statement = {
  name: "risk.judged-not-a-risk",
  sql: `select c.closed_by as by, p.name, count(distinct c.account_id)::int as count
          from risk_case c join person p on p.organisation_id = c.organisation_id and p.id = c.closed_by
          join account a on a.organisation_id = c.organisation_id and a.id = c.account_id
         where ${ledBy("$3::uuid")} and c.state = 'closed' and c.outcome = 'not-a-risk' and c.closed_at >= $1 and c.closed_at < $2
         group by c.closed_by, p.name order by p.name, c.closed_by`,
};

export interface Judge {
  readonly by: PersonId;
  readonly name: string;
  readonly count: number;
}

/** Who judged cases of a manager's team as no risk between two instants, and of how many accounts. */
export function judgedNotARisk(tx: Tx, from: Date, until: Date, manager: PersonId): Promise<Judge[]> {
  return tx.rows<Judge>(NOT_A_RISK, [from, until, manager]);
}

const WITH_OPINION: Statement = {
  name: "risk.with-opinion",
  sql: `select a.id as account_id from account a
         where exists (select from risk_opinion o where o.organisation_id = a.organisation_id and o.account_id = a.id
                          and o.expires_at > $1 and o.at <= $1) and ${ledBy("$2::uuid")} order by a.id`,
};

/** Accounts of a manager's team of which somebody has an opinion that holds. */
export async function accountsWithOpinion(tx: Tx, now: Date, manager: PersonId): Promise<AccountId[]> {
  return (await tx.rows<{ account_id: AccountId }>(WITH_OPINION, [now, manager])).map((row) => row.account_id);
}
