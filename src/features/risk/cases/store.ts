import type { Tx } from "../../../kernel/deps.ts";
import type { AccountId, ContractId, PersonId, RiskCaseId } from "../../../kernel/ids.ts";
import { type ChurnReason, churnReason } from "./churn-reasons.ts";
import type { Outcome } from "../case-store.ts";

export { type AuditAction, writeAudit } from "../../../db/audit.ts";

/** What stands open waits for an owner anew, and people are to be told anew. */
export async function waitAnew(tx: Tx, account: AccountId, at: Date): Promise<void> {
  await tx.rows(
    `update risk_case set waiting_since = $2, alerted_at = null, reminded_at = null, snoozed_until = null,
            active_at = case when owner_id is null then active_at else $2 end
      where account_id = $1 and state = 'open'`,
    [account, at],
  );
}

export function noteAlerted(tx: Tx, id: RiskCaseId, at: Date, p: number): void {
  tx.run("update risk_case set alerted_at = $2, alerted_p = $3 where id = $1", [id, at, p]);
}

export function noteReminded(tx: Tx, id: RiskCaseId, at: Date): void {
  tx.run("update risk_case set reminded_at = $2 where id = $1", [id, at]);
}

interface Escalation {
  readonly at: Date;
  readonly to: PersonId;
  /** undefined: it waited past its time */
  readonly by: PersonId | undefined;
  readonly note: string | undefined;
}

/** @returns false when it was escalated already, or is closed */
export async function saveEscalated(tx: Tx, id: RiskCaseId, { at, to, by, note }: Escalation): Promise<boolean> {
  const rows = await tx.rows(
    `update risk_case set escalated_at = $2, escalated_to = $3, escalated_by = $4, escalated_note = $5
      where id = $1 and state = 'open' and escalated_at is null returning id`,
    [id, at, to, by ?? null, note ?? null],
  );
  return rows.length === 1;
}

/** @returns false when somebody did something with it meanwhile */
export async function saveGivenBack(tx: Tx, id: RiskCaseId, owner: PersonId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update risk_case set owner_id = null, owned_at = null, waiting_since = $3, reminded_at = null, active_at = null,
            escalated_at = null, escalated_to = null, escalated_by = null, escalated_note = null
      where id = $1 and state = 'open' and owner_id = $2 returning id`,
    [id, owner, at],
  );
  return rows.length === 1;
}

/** @returns false when it sleeps already, or is closed */
export async function saveSnoozed(tx: Tx, id: RiskCaseId, until: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update risk_case set snoozed_until = $2, snoozes = snoozes + 1, reminded_at = null
      where id = $1 and state = 'open' and snoozed_until is null returning id`,
    [id, until],
  );
  return rows.length === 1;
}

/** @returns false when it doesn't sleep any more */
export async function saveAwake(tx: Tx, id: RiskCaseId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update risk_case set snoozed_until = null, waiting_since = $2, reminded_at = null,
            active_at = case when owner_id is null then active_at else $2 end
      where id = $1 and state = 'open' and snoozed_until is not null returning id`,
    [id, at],
  );
  return rows.length === 1;
}

export interface ClosedBy {
  readonly by: PersonId;
  readonly at: Date;
  readonly outcome: Extract<Outcome, "saved" | "lost" | "no-action" | "not-a-risk">;
  readonly reason: ChurnReason | undefined;
  readonly note: string | undefined;
  readonly p: number | undefined;
}

/** @returns false when it is closed already */
export async function saveClosed(tx: Tx, id: RiskCaseId, closed: ClosedBy): Promise<boolean> {
  const rows = await tx.rows(
    `update risk_case set state = 'closed', closed_at = $2, closed_by = $3, outcome = $4, reason = $5, closed_note = $6,
            closed_p = $7, snoozed_until = null
      where id = $1 and state = 'open' returning id`,
    [id, closed.at, closed.by, closed.outcome, closed.reason ?? null, closed.note ?? null, closed.p ?? null],
  );
  return rows.length === 1;
}

/** The account is held meanwhile, so that no other case opens. @returns false when it, or another one, is open */
export async function saveReopened(tx: Tx, id: RiskCaseId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update risk_case c set state = 'open', closed_at = null, closed_by = null, outcome = null, reason = null,
            closed_note = null, closed_p = null, waiting_since = $2, reminded_at = null, escalated_at = null,
            escalated_to = null, escalated_by = null, escalated_note = null, active_at = $2
      where c.id = $1 and c.state = 'closed'
        and not exists (select from risk_case o where o.organisation_id = c.organisation_id
                           and o.account_id = c.account_id and o.state = 'open') returning id`,
    [id, at],
  );
  return rows.length === 1;
}

/** Something was done about the account's open case. @returns its id */
export async function noteActivity(
  tx: Tx,
  account: AccountId,
  at: Date,
  contactAt: Date | undefined,
): Promise<RiskCaseId | undefined> {
  const [row] = await tx.rows<{ id: RiskCaseId }>(
    `update risk_case set active_at = greatest(active_at, $2::timestamptz), reminded_at = case when owner_id is null then reminded_at end,
            contact_at = case when $3::timestamptz >= opened_at then least(contact_at, $3::timestamptz) else contact_at end
      where account_id = $1 and state = 'open' returning id`,
    [account, at, contactAt ?? null],
  );
  return row?.id;
}

/** The name of the account that one became part of. */
export async function mergedIntoOf(tx: Tx, account: AccountId): Promise<string | undefined> {
  const [row] = await tx.rows<{ name: string }>(
    `select o.name from account a join account o on o.organisation_id = a.organisation_id and o.id = a.merged_into
      where a.id = $1`,
    [account],
  );
  return row?.name;
}

/** A contract that isn't renewed for one of B9's reasons, as a case that was closed so. */
export async function lostContract(
  tx: Tx,
  id: ContractId,
): Promise<
  | { readonly account: AccountId; readonly closed: { readonly reason: ChurnReason; readonly note: undefined } }
  | undefined
> {
  const [row] = await tx.rows<{ account: AccountId; reason: string | null }>(
    "select account_id as account, end_reason as reason from contract where id = $1",
    [id],
  );
  const reason = churnReason(row?.reason ?? "");
  return row && reason && { account: row.account, closed: { reason, note: undefined } };
}

/** Which of these accounts have an escalated ticket open, as it was known at an instant; and of them, of severity 1. */
export async function escalationsAmong(
  tx: Tx,
  accounts: readonly AccountId[],
  asOf: Date,
): Promise<Map<AccountId, { readonly severest: boolean }>> {
  const rows = await tx.rows<{ account_id: AccountId; severest: boolean }>(
    `select account_id, coalesce(bool_or(severity = 1), false) as severest from ticket
      where account_id = any($1::uuid[]) and escalated and opened_at < $2 and known_at < $2
        and (closed_at is null or closed_at >= $2) group by account_id`,
    [accounts, asOf],
  );
  return new Map(rows.map(({ account_id, severest }) => [account_id, { severest }]));
}
