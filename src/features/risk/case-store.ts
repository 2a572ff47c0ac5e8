import type { PersonRef } from "../../chat/card.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId, RiskCaseId } from "../../kernel/ids.ts";
import type { ChurnReason } from "./cases/churn-reasons.ts";
import type { Cause } from "./model.ts";

/** Why there is a case: the account is at risk, or its risk rises fast. */
export type CaseCause = Cause | "rise";

/** How a case ended; the first four by a person. */
export type Outcome = "saved" | "lost" | "no-action" | "not-a-risk" | "recovered" | "calmed" | "left";

export interface Closed {
  readonly at: Date;
  readonly by: PersonRef | undefined;
  readonly outcome: Outcome | undefined;
  readonly reason: ChurnReason | undefined;
  readonly note: string | undefined;
  /** p when it was closed by a person */
  readonly p: number | undefined;
}

export interface Case {
  readonly id: RiskCaseId;
  readonly account: AccountId;
  readonly state: "open" | "closed";
  readonly causes: readonly CaseCause[];
  /** an escalation of severity 1 has been among its causes */
  readonly severest: boolean;
  readonly openedAt: Date;
  readonly owner: { readonly id: PersonId; readonly name: string; readonly at: Date } | undefined;
  readonly closedAt: Date | undefined;
  /** since when it has waited for an owner, or for one anew */
  readonly waitingSince: Date;
  /** when people were told, and p then */
  readonly alerted: { readonly at: Date; readonly p: number } | undefined;
  readonly remindedAt: Date | undefined;
  readonly escalated:
    | {
        readonly at: Date;
        readonly to: PersonRef;
        /** undefined: it waited past its time */
        readonly by: PersonRef | undefined;
        readonly note: string | undefined;
      }
    | undefined;
  /** the last thing that was done about it */
  readonly activeAt: Date | undefined;
  /** the first contact with the customer since it was opened */
  readonly contactAt: Date | undefined;
  readonly snoozedUntil: Date | undefined;
  readonly snoozes: number;
  readonly closed: Closed | undefined;
}

/** What CASES selects. */
export interface CaseRow {
  id: RiskCaseId;
  account_id: AccountId;
  state: "open" | "closed";
  causes: CaseCause[];
  severest: boolean;
  opened_at: Date;
  owner_id: PersonId | null;
  owner_name: string | null;
  owned_at: Date | null;
  closed_at: Date | null;
  waiting_since: Date | null;
  alerted_at: Date | null;
  alerted_p: number | null;
  reminded_at: Date | null;
  escalated_at: Date | null;
  escalated_to: PersonId | null;
  escalated_name: string | null;
  escalated_by: PersonId | null;
  escalator: string | null;
  escalated_note: string | null;
  active_at: Date | null;
  contact_at: Date | null;
  snoozed_until: Date | null;
  snoozes: number;
  outcome: Outcome | null;
  reason: ChurnReason | null;
  closed_by: PersonId | null;
  closed_name: string | null;
  closed_note: string | null;
  closed_p: number | null;
}

/**
 * What was imported of contacts with the customer while a case c was open: calls and messages with a direction, and
 * meetings, which need none to have been held.
 */
export const IMPORTED = `select min(t.at) as first_at, max(t.at) as last_at from timeline t
   where t.organisation_id = c.organisation_id and t.account_id = c.account_id and t.source_key is not null
     and t.at >= c.opened_at and (c.closed_at is null or t.at <= c.closed_at)
     and (t.kind in ('meeting', 'on-site') or t.kind in ('call', 'email', 'message') and t.direction is not null)`;

/** The cases c with the people in them; a contact counts however it was logged. */
export const CASES = `select c.id, c.account_id, c.state, c.causes, c.severest, c.opened_at, c.owner_id, p.name as owner_name, c.owned_at, c.closed_at,
       c.waiting_since, c.alerted_at, c.alerted_p, c.reminded_at, c.escalated_at, c.escalated_to, c.escalated_by, c.escalated_note,
       greatest(c.active_at, i.last_at) as active_at, least(c.contact_at, i.first_at) as contact_at, c.snoozed_until, c.snoozes, c.outcome, c.reason, c.closed_by, c.closed_note, c.closed_p,
       (select e.name from person e where e.organisation_id = c.organisation_id and e.id = c.escalated_to) as escalated_name,
       (select e.name from person e where e.organisation_id = c.organisation_id and e.id = c.escalated_by) as escalator,
       (select e.name from person e where e.organisation_id = c.organisation_id and e.id = c.closed_by) as closed_name
  from risk_case c left join person p on p.organisation_id = c.organisation_id and p.id = c.owner_id
  cross join lateral (${IMPORTED}) i`;

function caseOf(row: CaseRow): Case {
  const { alerted_at: alertedAt } = row;
  return {
    id: row.id,
    account: row.account_id,
    state: row.state,
    causes: row.causes,
    severest: row.severest,
    openedAt: row.opened_at,
    owner: ownerOf(row),
    closedAt: row.closed_at ?? undefined,
    waitingSince: row.waiting_since ?? row.opened_at,
    alerted: alertedAt ? { at: alertedAt, p: row.alerted_p ?? 0 } : undefined,
    remindedAt: row.reminded_at ?? undefined,
    escalated: escalatedIn(row),
    activeAt: row.active_at ?? undefined,
    contactAt: row.contact_at ?? undefined,
    snoozedUntil: row.snoozed_until ?? undefined,
    snoozes: row.snoozes,
    closed: row.closed_at ? closedOf(row, row.closed_at) : undefined,
  };
}

function escalatedIn({
  escalated_at: at,
  escalated_to: to,
  escalated_name: name,
  escalated_by: by,
  escalator,
  escalated_note: note,
}: CaseRow): Case["escalated"] {
  if (!at || !to) return undefined;
  return {
    at,
    to: { id: to, name: name ?? "" },
    by: by ? { id: by, name: escalator ?? "" } : undefined,
    note: note ?? undefined,
  };
}

function closedOf(row: CaseRow, at: Date): Closed {
  return {
    at,
    by: row.closed_by ? { id: row.closed_by, name: row.closed_name ?? "" } : undefined,
    outcome: row.outcome ?? undefined,
    reason: row.reason ?? undefined,
    note: row.closed_note ?? undefined,
    p: row.closed_p ?? undefined,
  };
}

export function ownerOf(row: Pick<CaseRow, "owner_id" | "owner_name" | "owned_at">): Case["owner"] {
  return row.owner_id && row.owned_at ? { id: row.owner_id, name: row.owner_name ?? "", at: row.owned_at } : undefined;
}

export async function caseById(tx: Tx, id: RiskCaseId): Promise<Case | undefined> {
  return (await tx.rows<CaseRow>(`${CASES} where c.id = $1`, [id])).map(caseOf)[0];
}

/** The newest case of each account, open or closed. */
export async function newestCases(tx: Tx, accounts: readonly AccountId[]): Promise<Map<AccountId, Case>> {
  const rows = await tx.rows<CaseRow>(`${CASES} where c.account_id = any($1::uuid[]) order by c.opened_at, c.id`, [
    accounts,
  ]);
  return new Map(rows.map((row) => [row.account_id, caseOf(row)]));
}

/** @returns false when the account has an open case already */
export async function openCase(
  tx: Tx,
  id: RiskCaseId,
  account: AccountId,
  { causes, severest }: Pick<Case, "causes" | "severest">,
  at: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into risk_case (organisation_id, id, account_id, state, causes, severest, opened_at, waiting_since)
     values ($1, $2, $3, 'open', $4, $5, $6, $6)
     on conflict (organisation_id, account_id) where state = 'open' do nothing returning id`,
    [tx.organisation, id, account, causes, severest, at],
  );
  return rows.length === 1;
}

/** Adds causes to the open case. @returns its id, or undefined when there is none */
export async function joinCauses(
  tx: Tx,
  account: AccountId,
  { causes, severest }: Pick<Case, "causes" | "severest">,
): Promise<RiskCaseId | undefined> {
  const [row] = await tx.rows<{ id: RiskCaseId }>(
    `update risk_case set causes = array(select distinct unnest(causes || $2::text[]) order by 1), severest = severest or $3
      where account_id = $1 and state = 'open' returning id`,
    [account, causes, severest],
  );
  return row?.id;
}

/** @returns false when somebody owns it already, or it is closed */
export async function ownCase(tx: Tx, id: RiskCaseId, owner: PersonId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update risk_case set owner_id = $2, owned_at = $3, reminded_at = null, snoozed_until = null
      where id = $1 and state = 'open' and owner_id is null returning id`,
    [id, owner, at],
  );
  return rows.length === 1;
}

/** Closes the open cases of accounts. @returns their ids */
export async function closeCases(
  tx: Tx,
  accounts: readonly AccountId[],
  at: Date,
  outcome: Extract<Outcome, "recovered" | "calmed" | "left">,
): Promise<RiskCaseId[]> {
  const rows = await tx.rows<{ id: RiskCaseId }>(
    `update risk_case set state = 'closed', closed_at = $2, outcome = $3, snoozed_until = null
      where account_id = any($1::uuid[]) and state = 'open' returning id`,
    [accounts, at, outcome],
  );
  return rows.map(({ id }) => id);
}

/** Accounts with an open case that aren't customers any more. */
export async function casesWithoutCustomer(tx: Tx): Promise<AccountId[]> {
  const rows = await tx.rows<{ account_id: AccountId }>(
    `select c.account_id from risk_case c join account a on a.organisation_id = c.organisation_id and a.id = c.account_id
      where c.state = 'open' and (a.lifecycle_stage = 'churned' or a.merged_into is not null)`,
  );
  return rows.map((row) => row.account_id);
}

/** Nobody was told of them yet, and nobody took them up or put them off meanwhile. */
const UNTOLD = `c.state = 'open' and c.waiting_since = $1 and c.alerted_at is null and c.snoozed_until is null
  and (c.owned_at is null or c.owned_at < c.waiting_since)`;

/** Cases that began to wait with one run of the night, and that people are still to be told of. */
export async function casesToAnnounce(tx: Tx, at: Date): Promise<Case[]> {
  const rows = await tx.rows<CaseRow>(`${CASES} where ${UNTOLD}`, [at]);
  return rows.map(caseOf);
}

/** How many there are. */
export async function countToAnnounce(tx: Tx, at: Date): Promise<number> {
  const [row] = await tx.rows<{ n: number }>(`select count(*)::int as n from risk_case c where ${UNTOLD}`, [at]);
  return row?.n ?? 0;
}
