import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, Id, OpportunityId, PersonId } from "../../kernel/ids.ts";
import type { Money } from "../../kernel/money.ts";
import { productKeys } from "../../locales/products.ts";
import type { Opportunity } from "./decide.ts";
import type { Evidence } from "./gate-stored.ts";
import { ASKED, OPEN } from "./rows.ts";
import type { Passed } from "./story-model.ts";

export { type AuditAction, writeAudit } from "../../db/audit.ts";

/** Holds an opportunity until the transaction ends, so that two decisions about it follow each other. */
export async function holdOpportunity(tx: Tx, id: OpportunityId): Promise<void> {
  await tx.rows("select 1 from opportunity where id = $1 for update", [id]);
}

/** What was written with a decision; what is left out stays as it was. */
export interface Written {
  readonly promised?: string;
  readonly value?: Money | undefined;
  readonly lostReason?: string;
  readonly holdReason?: string;
  readonly askedBack?: string;
}

/** Writes how an opportunity is now. The caller holds it. */
export async function saveLife(tx: Tx, o: Opportunity, now: Date, written: Written = {}): Promise<void> {
  const { clocks, claimed, confirmed, accepted, hold, parked } = o;
  await tx.rows(
    `update opportunity set stage = $2, parked = $3, parked_at = $4, assignee_id = $5, pool = $6,
            routed_at = case when $2 = 'routed' and stage <> 'routed' then $7 else routed_at end,
            claimed_by = $8, claimed_at = $9, contact_by = $10, confirmed_by = $11, confirmed_at = $12,
            snoozed_until = $13, snoozes = $14, stopped_at = $15, rung = $16, rung_due_at = $17, tried = $18::uuid[],
            expires_at = $19, contacted_at = $20, proposed_at = $21, won_at = $22, closed_at = $23, accepted_by = $24,
            accepted_at = $25, hold_decide_by = $26, hold_decision = $27, hold_decided_by = $28, hold_decided_at = $29,
            promised = coalesce($30, promised), value_minor = coalesce($31, value_minor),
            currency = coalesce($32, currency), lost_reason = coalesce($33, lost_reason),
            hold_reason = coalesce($34, hold_reason), asked_back = coalesce($35, asked_back), benefit = $36,
            gate = coalesce($37, gate), manager_ok_by = $38, manager_ok_at = $39, claim_by = $40
      where id = $1`,
    [
      ...[o.id, o.stage, parked?.because ?? null, parked?.since ?? null, o.assignee ?? null, o.pool, now],
      ...[claimed?.by ?? null, claimed?.at ?? null, claimed?.contactBy ?? null],
      ...[confirmed?.by ?? null, confirmed?.at ?? null, o.snoozedUntil ?? null, o.snoozes],
      ...[clocks.stoppedAt ?? null, clocks.rung, clocks.dueAt ?? null, o.tried, clocks.expiresAt ?? null],
      ...[o.contactedAt ?? null, o.proposedAt ?? null, o.wonAt ?? null, o.closedAt ?? null],
      ...[accepted?.by ?? null, accepted?.at ?? null],
      ...[hold?.decideBy ?? null, hold?.decided?.what ?? null, hold?.decided?.by ?? null, hold?.decided?.at ?? null],
      ...[written.promised ?? null, written.value?.amountMinor ?? null, written.value?.currency ?? null],
      ...[written.lostReason ?? null, written.holdReason ?? null, written.askedBack ?? null],
      ...[o.benefit, o.gate ? JSON.stringify(o.gate) : null, o.managerOk?.by ?? null, o.managerOk?.at ?? null],
      clocks.claimBy ?? null,
    ],
  );
}

export interface Pass {
  readonly opportunity: OpportunityId;
  readonly person: PersonId;
  readonly reason: string;
  readonly note: string | undefined;
}

/** That somebody doesn't take it; the first reason they gave stays. */
export async function savePass(tx: Tx, { opportunity, person, reason, note }: Pass, at: Date): Promise<void> {
  await tx.rows(
    `insert into opportunity_pass (organisation_id, opportunity_id, person_id, reason, note, at)
     values ($1, $2, $3, $4, $5, $6) on conflict (organisation_id, opportunity_id, person_id) do nothing`,
    [tx.organisation, opportunity, person, reason, note ?? null, at],
  );
}

/** Why those passed on it who did, the first in front. */
export async function passesOf(tx: Tx, opportunity: OpportunityId): Promise<Passed[]> {
  const rows = await tx.rows<{ id: PersonId; name: string; reason: string; note: string | null }>(
    `select d.id, d.name, p.reason, p.note from opportunity_pass p
       join person d on d.organisation_id = p.organisation_id and d.id = p.person_id
      where p.opportunity_id = $1 order by p.at, p.person_id`,
    [opportunity],
  );
  return rows.map(({ id, name, reason, note }) => ({ by: { id, name }, reason, note: note ?? undefined }));
}

/** Why somebody gives a claim back. */
export interface Why {
  readonly reason: string;
  readonly note?: string | undefined;
}

export interface Release extends Partial<Why> {
  readonly id: Id<"release">;
  readonly opportunity: OpportunityId;
  /** whose claim it was, and who ended it, when somebody did */
  readonly person: PersonId;
  readonly by: PersonId | undefined;
  readonly claimedAt: Date;
  readonly kind: "released" | "lapsed";
  /** how far it had come, and since when */
  readonly stage: string;
  readonly stageAt: Date | undefined;
}

/** That a claim ended before the sale. */
export async function saveRelease(
  tx: Tx,
  { id, opportunity, person, by, claimedAt, kind, stage, stageAt, reason, note }: Release,
  at: Date,
): Promise<void> {
  await tx.rows(
    `insert into opportunity_release (organisation_id, id, opportunity_id, person_id, claimed_at, at, kind, stage, stage_at,
                                      reason, note, by_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[tx.organisation, id, opportunity, person, claimedAt, at, kind, stage, stageAt ?? null],
      ...[reason ?? null, note ?? null, by ?? null],
    ],
  );
}

/** An account's open opportunities, oldest first. */
export async function openOf(tx: Tx, account: AccountId): Promise<OpportunityId[]> {
  const rows = await tx.rows<{ id: OpportunityId }>(
    `select id from opportunity where account_id = $1 and ${OPEN} order by spotted_at, id`,
    [account],
  );
  return rows.map(({ id }) => id);
}

/** Accounts with an open opportunity. */
export async function accountsWithAnyOpen(tx: Tx): Promise<AccountId[]> {
  const rows = await tx.rows<{ id: AccountId }>(
    `select distinct account_id as id from opportunity where ${OPEN} order by account_id`,
  );
  return rows.map(({ id }) => id);
}

/** Adds what speaks for an opportunity that is open already. @returns its id */
export async function joinEvidence(
  tx: Tx,
  { account, product }: { readonly account: AccountId; readonly product: string },
  ...evidence: readonly Evidence[]
): Promise<OpportunityId | undefined> {
  const rows = await tx.rows<{ id: OpportunityId }>(
    `update opportunity set evidence = case when jsonb_typeof(evidence) = 'array' then evidence
                                            when evidence is null then '[]'::jsonb else jsonb_build_array(evidence) end || $3::jsonb
      where account_id = $1 and product_key = any($2::text[]) and ${OPEN} returning id`,
    [account, productKeys(product), JSON.stringify(evidence)],
  );
  return rows[0]?.id;
}

/** An account's open opportunity for a product. */
export async function openNamed(tx: Tx, account: AccountId, product: string): Promise<OpportunityId | undefined> {
  const [row] = await tx.rows<{ id: OpportunityId }>(
    `select id from opportunity where account_id = $1 and product_key = any($2::text[]) and ${OPEN}`,
    [account, productKeys(product)],
  );
  return row?.id;
}

/** Where an account stands now: gone, or merged into another. */
export async function fateOf(
  tx: Tx,
  account: AccountId,
): Promise<{ readonly churned: boolean; readonly mergedInto: AccountId | undefined }> {
  const [row] = await tx.rows<{ churned: boolean; merged_into: AccountId | null }>(
    "select lifecycle_stage = 'churned' as churned, merged_into from account where id = $1",
    [account],
  );
  return { churned: row?.churned ?? false, mergedInto: row?.merged_into ?? undefined };
}

/**
 * Lets an opportunity stand under another account. The gate was judged by the figures of the one it leaves, so that the
 * word is taken back, unless the customer asked. @returns false when both are open there for the same product
 */
export async function moveTo(
  tx: Tx,
  { id, product }: Pick<Opportunity, "id" | "product">,
  account: AccountId,
): Promise<boolean> {
  const rows = await tx.rows(
    `update opportunity o set account_id = $2,
            gate = case when ${ASKED} then o.gate else '{}' end,
            confirmed_by = case when ${ASKED} then o.confirmed_by end,
            confirmed_at = case when ${ASKED} then o.confirmed_at end,
            manager_ok_by = case when ${ASKED} then o.manager_ok_by end,
            manager_ok_at = case when ${ASKED} then o.manager_ok_at end
      where o.id = $1 and (not o.${OPEN} or not exists (
       select from opportunity other where other.account_id = $2 and other.product_key = any($3::text[]) and other.id <> o.id
          and other.${OPEN})) returning o.id`,
    [id, account, productKeys(product)],
  );
  return rows.length === 1;
}
