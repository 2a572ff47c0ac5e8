import type { PersonRef } from "../../chat/card.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import { type AccountRoster, ROSTER, ROSTER_JOINS, rosterIn, type RosterRow } from "../accounts/facts.ts";
import { atRiskSince } from "../risk/facts.ts";
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
  spotter: string;
  assignee: string | null;
  claimer: string | null;
}

const COLUMNS = `
  o.id, o.account_id, o.product, o.benefit, o.stage, o.parked_at, o.spotted_by, o.assignee_id, o.pool, o.region,
  o.claimed_by, o.claimed_at, o.contact_by, spotter.name as spotter, assignee.name as assignee, claimer.name as claimer`;
const JOINS = `
  join person spotter on spotter.organisation_id = o.organisation_id and spotter.id = o.spotted_by
  left join person assignee on assignee.organisation_id = o.organisation_id and assignee.id = o.assignee_id
  left join person claimer on claimer.organisation_id = o.organisation_id and claimer.id = o.claimed_by`;
const OPEN = "stage in ('spotted', 'gated', 'routed', 'claimed', 'contacted', 'proposed')";

/** An opportunity with the names of the people in it. */
export interface StoredOpportunity extends Opportunity {
  readonly people: {
    readonly spotter: PersonRef;
    readonly assignee: PersonRef | undefined;
    readonly claimer: PersonRef | undefined;
  };
}

/** An opportunity, whose its account is, and since when that is at risk. */
export interface Offer {
  readonly opportunity: StoredOpportunity;
  readonly account: AccountRoster;
  readonly atRiskSince: Date | undefined;
}

const OFFER: Statement = {
  name: "opportunities.offer",
  sql: `select ${COLUMNS}, ${ROSTER}, ${atRiskSince("o.organisation_id", "o.account_id")} as at_risk_since
          from opportunity o ${JOINS}
          join account a on a.organisation_id = o.organisation_id and a.id = o.account_id ${ROSTER_JOINS}
         where o.id = $1`,
};

export async function offerById(tx: Tx, id: OpportunityId): Promise<Offer | undefined> {
  return (await tx.rows<OfferRow>(OFFER, [id])).map(offerIn)[0];
}

type OfferRow = Row & RosterRow & { at_risk_since: Date | null };

function offerIn(row: OfferRow): Offer {
  return { opportunity: opportunityOf(row), account: rosterIn(row), atRiskSince: row.at_risk_since ?? undefined };
}

const OFFERS: Statement = {
  name: "opportunities.offers",
  sql: `select ${COLUMNS}, ${ROSTER}, ${atRiskSince("o.organisation_id", "o.account_id")} as at_risk_since
          from opportunity o ${JOINS}
          join account a on a.organisation_id = o.organisation_id and a.id = o.account_id ${ROSTER_JOINS}
         where o.id = any($1::uuid[])`,
};

/** The same of several; those that are gone are left out. */
export async function offersById(tx: Tx, ids: readonly OpportunityId[]): Promise<Map<OpportunityId, Offer>> {
  const rows = await tx.rows<OfferRow>(OFFERS, [ids]);
  return new Map(rows.map((row) => [row.id, offerIn(row)]));
}

const FOR: Statement = {
  name: "opportunities.for-person",
  sql: `select ${COLUMNS}, ${ROSTER}
          from opportunity o ${JOINS}
          join account a on a.organisation_id = o.organisation_id and a.id = o.account_id ${ROSTER_JOINS}
         where o.${OPEN}
           and (o.claimed_by = any($1::uuid[])
                or o.claimed_by is null and o.stage = 'routed'
                   and (o.assignee_id = any($1::uuid[]) or o.pool and $2 and o.region is not distinct from $3)
                or o.claimed_by is null and o.parked is not null and sa.person_id = any($1::uuid[]))
         order by o.contact_by nulls last, o.spotted_at, o.id`,
};

/**
 * The open opportunities that these people claimed, are offered, or wait for.
 * @param pool the region whose pool they are in
 */
export async function offersFor(
  tx: Tx,
  people: readonly PersonId[],
  pool: { readonly region: string | undefined } | undefined,
): Promise<Pick<Offer, "opportunity" | "account">[]> {
  const rows = await tx.rows<Row & RosterRow>(FOR, [people, pool !== undefined, pool?.region ?? null]);
  return rows.map((row) => ({ opportunity: opportunityOf(row), account: rosterIn(row) }));
}

const OPEN_OF_ACCOUNT: Statement = {
  name: "opportunities.open-of-account",
  sql: `select o.*, ${atRiskSince("$1::uuid", "$2::uuid")} is not null as at_risk
          from (select) one
          left join (select ${COLUMNS}, o.spotted_at from opportunity o ${JOINS} where o.account_id = $2 and o.${OPEN}) o on true
         order by o.spotted_at desc, o.id`,
};

/** An account's open opportunities, newest first, and whether it is at risk. */
export async function openOpportunities(
  tx: Tx,
  account: AccountId,
): Promise<{ readonly open: StoredOpportunity[]; readonly atRisk: boolean }> {
  const rows = await tx.rows<(Row | { id: null }) & { at_risk: boolean }>(OPEN_OF_ACCOUNT, [tx.organisation, account]);
  return {
    open: rows.flatMap((row) => (row.id === null ? [] : [opportunityOf(row)])),
    atRisk: rows.some((row) => row.at_risk),
  };
}

const WITH_OPEN: Statement = {
  name: "opportunities.accounts-with-open",
  sql: `select distinct account_id from opportunity where account_id = any($1::uuid[]) and ${OPEN}`,
};

export async function accountsWithOpen(tx: Tx, accounts: readonly AccountId[]): Promise<AccountId[]> {
  const rows = await tx.rows<{ account_id: AccountId }>(WITH_OPEN, [accounts]);
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

const CLAIM: Statement = {
  name: "opportunities.claim",
  sql: `update opportunity set stage = 'claimed', claimed_by = $2, claimed_at = $3, contact_by = $4
         where id = $1 and stage = 'routed' and claimed_by is null and parked is null returning id`,
};

/**
 * The claim, by one conditional update. Who comes second waits for the first to commit, holds nothing then, and reads
 * anew who has it; that may be themselves, when they pressed twice.
 * @returns false when somebody has it, it is on hold, or it isn't offered any more
 */
export async function saveClaim(tx: Tx, id: OpportunityId, by: PersonId, now: Date, contactBy: Date): Promise<boolean> {
  return (await tx.rows(CLAIM, [id, by, now, contactBy])).length === 1;
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

/** Those that nobody was offered yet, though nothing parks them. */
export async function waitingOpportunities(tx: Tx, account: AccountId): Promise<OpportunityId[]> {
  const rows = await tx.rows<{ id: OpportunityId }>(
    "select id from opportunity where account_id = $1 and stage = 'gated' and parked is null order by spotted_at, id",
    [account],
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

function opportunityOf(row: Row): StoredOpportunity {
  const { claimed_by: by, claimed_at: at, contact_by: contactBy, assignee_id: assignee } = row;
  return {
    id: row.id,
    account: row.account_id,
    product: row.product,
    benefit: row.benefit,
    stage: row.stage,
    parked: row.parked_at ? { because: "at-risk", since: row.parked_at } : undefined,
    spottedBy: row.spotted_by,
    assignee: assignee ?? undefined,
    pool: row.pool,
    region: row.region ?? undefined,
    claimed: by && at && contactBy ? { by, at, contactBy } : undefined,
    people: {
      spotter: { id: row.spotted_by, name: row.spotter },
      assignee: assignee ? { id: assignee, name: row.assignee ?? "" } : undefined,
      claimer: by ? { id: by, name: row.claimer ?? "" } : undefined,
    },
  };
}
