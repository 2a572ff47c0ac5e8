import type { Statement, Tx } from "../../../kernel/deps.ts";
import type { AccountId, PersonId } from "../../../kernel/ids.ts";

const NOT_A_RISK: Statement = {
  name: "risk.judged-not-a-risk",
  sql: `select c.closed_by as by, p.name, array_agg(distinct c.account_id) as accounts
          from risk_case c join person p on p.organisation_id = c.organisation_id and p.id = c.closed_by
         where c.state = 'closed' and c.outcome = 'not-a-risk' and c.closed_at >= $1 and c.closed_at < $2
         group by c.closed_by, p.name order by p.name, c.closed_by`,
};

export interface Judge {
  readonly by: PersonId;
  readonly name: string;
  readonly accounts: readonly AccountId[];
}

/** Who judged cases as no risk between two instants, and of which accounts. */
export function judgedNotARisk(tx: Tx, from: Date, until: Date): Promise<Judge[]> {
  return tx.rows<Judge>(NOT_A_RISK, [from, until]);
}

const WITH_OPINION: Statement = {
  name: "risk.with-opinion",
  sql: "select distinct account_id from risk_opinion where expires_at > $1 and at <= $1 order by account_id",
};

/** Accounts of which somebody has an opinion that holds. */
export async function accountsWithOpinion(tx: Tx, now: Date): Promise<AccountId[]> {
  return (await tx.rows<{ account_id: AccountId }>(WITH_OPINION, [now])).map((row) => row.account_id);
}
