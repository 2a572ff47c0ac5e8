import type { Statement, Tx } from "../../kernel/deps.ts";
import type { OpportunityId, PersonId } from "../../kernel/ids.ts";

const ROUTED: Statement = {
  name: "opportunities.routed-at",
  sql: "select id, routed_at from opportunity where id = any($1::uuid[]) and routed_at is not null",
};

/** When opportunities were offered. */
export async function routedAt(tx: Tx, ids: readonly OpportunityId[]): Promise<Map<OpportunityId, Date>> {
  const rows = await tx.rows<{ id: OpportunityId; routed_at: Date }>(ROUTED, [ids]);
  return new Map(rows.map((row) => [row.id, row.routed_at]));
}

const UNCLAIMED: Statement = {
  name: "opportunities.unclaimed",
  sql: `select id, assignee_id, routed_at, claim_by from opportunity
         where stage = 'routed' and claimed_by is null and parked is null and snoozed_until is null and routed_at < $1 order by routed_at, id`,
};

export interface Unclaimed {
  readonly id: OpportunityId;
  readonly assignee: PersonId | undefined;
  readonly routedAt: Date;
  /** by when it was to be claimed, where that is kept */
  readonly claimBy: Date | undefined;
}

interface UnclaimedRow {
  id: OpportunityId;
  assignee_id: PersonId | null;
  routed_at: Date;
  claim_by: Date | null;
}

/** What was offered before an instant and nobody has claimed, the longest first. */
export async function unclaimedSince(tx: Tx, before: Date): Promise<Unclaimed[]> {
  const rows = await tx.rows<UnclaimedRow>(UNCLAIMED, [before]);
  return rows.map(({ id, assignee_id: assignee, routed_at, claim_by }) => ({
    id,
    assignee: assignee ?? undefined,
    routedAt: routed_at,
    claimBy: claim_by ?? undefined,
  }));
}

/** What the rules found at a CSM's customers and waits for their word, oldest first; what is on hold isn't put to them. */
export async function foundFor(tx: Tx, csm: PersonId): Promise<OpportunityId[]> {
  const rows = await tx.rows<{ id: OpportunityId }>(
    `select o.id from opportunity o
       join slot s on s.organisation_id = o.organisation_id and s.account_id = o.account_id and s.slot = 'csm'
      where s.person_id = $1 and o.origin = 'rule' and o.stage = 'spotted' and o.confirmed_by is null and o.parked is null
      order by o.spotted_at, o.id`,
    [csm],
  );
  return rows.map(({ id }) => id);
}
