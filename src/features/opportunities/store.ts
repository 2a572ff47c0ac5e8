import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import type { gateOf, Opportunity, Stage } from "./decide.ts";

interface Row {
  id: OpportunityId;
  account_id: AccountId;
  product: string;
  benefit: string;
  stage: Stage;
  parked_at: Date | null;
  spotted_by: PersonId;
  assignee_id: PersonId | null;
  pool: boolean;
  region: string | null;
  claimed_by: PersonId | null;
  claimed_at: Date | null;
  contact_by: Date | null;
}

const COLUMNS =
  "id, account_id, product, benefit, stage, parked_at, spotted_by, assignee_id, pool, region, claimed_by, claimed_at, contact_by";
const OPEN = "stage in ('spotted', 'gated', 'routed', 'claimed', 'contacted', 'proposed')";

export async function opportunityById(tx: Tx, id: OpportunityId): Promise<Opportunity | undefined> {
  const [row] = await tx.rows<Row>(`select ${COLUMNS} from opportunity where id = $1`, [id]);
  return row && opportunityOf(row);
}

export async function openOpportunities(tx: Tx, account: AccountId): Promise<Opportunity[]> {
  const rows = await tx.rows<Row>(
    `select ${COLUMNS} from opportunity where account_id = $1 and ${OPEN} order by spotted_at desc, id`,
    [account],
  );
  return rows.map(opportunityOf);
}

export async function accountsWithOpen(tx: Tx, accounts: readonly AccountId[]): Promise<AccountId[]> {
  const rows = await tx.rows<{ account_id: AccountId }>(
    `select distinct account_id from opportunity where account_id = any($1::uuid[]) and ${OPEN}`,
    [accounts],
  );
  return rows.map((row) => row.account_id);
}

export interface NewOpportunity {
  readonly id: OpportunityId;
  readonly account: AccountId;
  readonly product: string;
  readonly benefit: string;
  readonly gate: ReturnType<typeof gateOf>;
  readonly spottedBy: PersonId;
  readonly region: string | undefined;
}

/** @returns false when the same account has an open opportunity for the same product already */
export async function insertOpportunity(tx: Tx, made: NewOpportunity, now: Date): Promise<boolean> {
  const rows = await tx.rows(
    `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at, benefit, gate, region)
     values ($1, $2, $3, $4, $5, 'gated', 'csm', $6, $7, $8, $9, $10)
     on conflict (organisation_id, account_id, product_key) where ${OPEN} do nothing returning id`,
    [
      tx.organisation,
      made.id,
      made.account,
      made.product,
      made.product.toLowerCase(),
      made.spottedBy,
      now,
      made.benefit,
      JSON.stringify(made.gate),
      made.region ?? null,
    ],
  );
  return rows.length === 1;
}

export async function saveRoute(
  tx: Tx,
  id: OpportunityId,
  assignee: PersonId,
  pool: boolean,
  now: Date,
): Promise<void> {
  await tx.rows(
    "update opportunity set stage = 'routed', assignee_id = $2, pool = $3, routed_at = $4 where id = $1 and stage = 'gated'",
    [id, assignee, pool, now],
  );
}

/**
 * The claim, by one conditional update that is idempotent for the winner: also when the reply of the first COMMIT was
 * lost, or they press twice at once, whoever has it is never told that they lost.
 * @returns lost: somebody else has it, it is on hold, or it isn't offered any more
 */
export async function saveClaim(
  tx: Tx,
  id: OpportunityId,
  by: PersonId,
  now: Date,
  contactBy: Date,
): Promise<"first" | "again" | "lost"> {
  const [row] = await tx.rows<{ first: boolean }>(
    `with before as (select id, claimed_by from opportunity where id = $1 for update)
     update opportunity o
        set stage = 'claimed', claimed_by = $2, claimed_at = coalesce(o.claimed_at, $3), contact_by = coalesce(o.contact_by, $4)
       from before
      where o.id = before.id and o.parked is null
        and ((o.stage = 'routed' and o.claimed_by is null) or (o.stage = 'claimed' and o.claimed_by = $2))
      returning before.claimed_by is null as first`,
    [id, by, now, contactBy],
  );
  if (!row) return "lost";
  return row.first ? "first" : "again";
}

/** Puts every running opportunity of an account that isn't with the customer yet on hold. @returns those it held */
export async function park(tx: Tx, account: AccountId, now: Date): Promise<OpportunityId[]> {
  const rows = await tx.rows<{ id: OpportunityId }>(
    `update opportunity set parked = 'at-risk', parked_at = $2
      where account_id = $1 and parked is null and stage in ('spotted', 'gated', 'routed', 'claimed') returning id`,
    [account, now],
  );
  return rows.map((row) => row.id);
}

export async function release(tx: Tx, account: AccountId): Promise<OpportunityId[]> {
  const rows = await tx.rows<{ id: OpportunityId }>(
    "update opportunity set parked = null, parked_at = null where account_id = $1 and parked = 'at-risk' returning id",
    [account],
  );
  return rows.map((row) => row.id);
}

export interface Load {
  readonly person: PersonId;
  readonly openClaims: number;
  readonly lastClaimAt: Date | null;
}

/** How much each AM has claimed, for the pool's line. */
export async function claimLoads(tx: Tx): Promise<Load[]> {
  return tx.rows<Load>(
    `select claimed_by as person, count(*) filter (where stage in ('claimed', 'contacted', 'proposed'))::int as "openClaims",
            max(claimed_at) as "lastClaimAt"
       from opportunity where claimed_by is not null group by claimed_by`,
  );
}

function opportunityOf(row: Row): Opportunity {
  const { claimed_by: by, claimed_at: at, contact_by: contactBy } = row;
  return {
    id: row.id,
    account: row.account_id,
    product: row.product,
    benefit: row.benefit,
    stage: row.stage,
    parked: row.parked_at ? { because: "at-risk", since: row.parked_at } : undefined,
    spottedBy: row.spotted_by,
    assignee: row.assignee_id ?? undefined,
    pool: row.pool,
    region: row.region ?? undefined,
    claimed: by && at && contactBy ? { by, at, contactBy } : undefined,
  };
}
