import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import { sellsNothing } from "../../kernel/permissions.ts";
import { ROSTER, ROSTER_JOINS, rosterIn, type RosterRow } from "../accounts/facts.ts";
import { atRiskSince } from "../risk/facts.ts";
import { productKey, productKeys } from "../../locales/products.ts";
import type { Opportunity } from "./decide.ts";
import type { Evidence } from "./gate-stored.ts";
import {
  COLUMNS,
  JOINS,
  type Offer,
  offerIn,
  type OfferRow,
  OFFERS_FROM,
  OPEN,
  opportunityOf,
  type Row,
  type StoredOpportunity,
} from "./rows.ts";

export type { Offer, StoredOpportunity } from "./rows.ts";

const OFFER: Statement = { name: "opportunities.offer", sql: `${OFFERS_FROM} where o.id = $1` };

export async function offerById(tx: Tx, id: OpportunityId): Promise<Offer | undefined> {
  return (await tx.rows<OfferRow>(OFFER, [id])).map(offerIn)[0];
}

const OFFERS: Statement = { name: "opportunities.offers", sql: `${OFFERS_FROM} where o.id = any($1::uuid[])` };

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
                   and not exists (select from opportunity_pass p
                                    where p.organisation_id = o.organisation_id and p.opportunity_id = o.id
                                      and p.person_id = any($1::uuid[]))
                or o.claimed_by is null and o.parked is not null and sa.person_id = any($1::uuid[]))
         order by o.contact_by nulls last, o.spotted_at, o.id`,
};

/**
 * The open opportunities that these people claimed, are offered, or wait for; not those that the first of them, whose
 * covers the others are, looks after as a CSM.
 * @param pool the region whose pool they are in
 */
export async function offersFor(
  tx: Tx,
  people: readonly PersonId[],
  pool: { readonly region: string | undefined } | undefined,
): Promise<Pick<Offer, "opportunity" | "account">[]> {
  const rows = await tx.rows<Row & RosterRow>(FOR, [people, pool !== undefined, pool?.region ?? null]);
  const [person, ...covers] = people;
  return rows
    .map((row) => ({ opportunity: opportunityOf(row), account: rosterIn(row) }))
    .filter(({ account }) => !person || !sellsNothing({ person, covers }, account.scope));
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

export interface NewOpportunity {
  readonly life: Opportunity;
  /** who gets the credit for it: a rule over usage, the CSM, or the customer who asked */
  readonly origin: "rule" | "csm" | "customer";
  readonly evidence?: Evidence;
}

/** @returns false when the same account has an open opportunity for the same product already */
export async function insertOpportunity(tx: Tx, made: NewOpportunity, now: Date): Promise<boolean> {
  const { life } = made;
  const rows = await tx.rows(
    `insert into opportunity (organisation_id, id, account_id, product, product_key, stage, origin, spotted_by, spotted_at,
                              benefit, gate, region, expires_at, evidence)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '{}', $11, $12, $13
      where not exists (select from opportunity where account_id = $3 and product_key = any($14::text[]) and ${OPEN})
     on conflict (organisation_id, account_id, product_key) where ${OPEN} do nothing returning id`,
    [
      ...[tx.organisation, life.id, life.account, life.product, productKey(life.product), life.stage, made.origin],
      ...[life.spottedBy, now, life.benefit, life.region ?? null, life.clocks.expiresAt ?? null],
      made.evidence ? JSON.stringify([made.evidence]) : null,
      productKeys(life.product),
    ],
  );
  return rows.length === 1;
}

const CLAIM: Statement = {
  name: "opportunities.claim",
  sql: `update opportunity set stage = 'claimed', claimed_by = $2, claimed_at = $3, contact_by = $4, rung = 0,
               rung_due_at = $5, claim_by = null, expires_at = null, snoozed_until = null, stopped_at = null
         where id = $1 and stage = 'routed' and claimed_by is null and parked is null returning id`,
};

/**
 * The claim, by one conditional update. Who comes second waits for the first to commit, holds nothing then, and reads
 * anew who has it; that may be themselves, when they pressed twice.
 * @returns false when somebody has it, it is on hold, or it isn't offered any more
 */
export async function saveClaim(tx: Tx, { id, claimed, clocks }: Opportunity): Promise<boolean> {
  if (!claimed) return false;
  return (await tx.rows(CLAIM, [id, claimed.by, claimed.at, claimed.contactBy, clocks.dueAt ?? null])).length === 1;
}

/** Those that nobody was offered yet, though nothing parks them. */
export async function waitingOpportunities(tx: Tx, account: AccountId): Promise<OpportunityId[]> {
  const rows = await tx.rows<{ id: OpportunityId }>(
    "select id from opportunity where account_id = $1 and stage = 'gated' and parked is null order by spotted_at, id",
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

/** The currency that an account is billed in, as far as it is known. */
export async function currencyOf(tx: Tx, account: AccountId): Promise<string> {
  const [row] = await tx.rows<{ currency: string | null }>("select currency from account where id = $1", [account]);
  return row?.currency ?? "EUR";
}
