import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, PersonId, RiskCaseId } from "../../kernel/ids.ts";
import type { Cause } from "./model.ts";

export interface Case {
  readonly id: RiskCaseId;
  readonly account: AccountId;
  readonly state: "open" | "closed";
  readonly causes: readonly Cause[];
  readonly openedAt: Date;
  readonly owner: { readonly id: PersonId; readonly name: string; readonly at: Date } | undefined;
  readonly closedAt: Date | undefined;
}

/** What CASES selects. */
export interface CaseRow {
  id: RiskCaseId;
  account_id: AccountId;
  state: "open" | "closed";
  causes: Cause[];
  opened_at: Date;
  owner_id: PersonId | null;
  owner_name: string | null;
  owned_at: Date | null;
  closed_at: Date | null;
}

/** The cases c with their owners. */
export const CASES = `select c.id, c.account_id, c.state, c.causes, c.opened_at, c.owner_id, p.name as owner_name, c.owned_at, c.closed_at
  from risk_case c left join person p on p.organisation_id = c.organisation_id and p.id = c.owner_id`;

function caseOf(row: CaseRow): Case {
  return {
    id: row.id,
    account: row.account_id,
    state: row.state,
    causes: row.causes,
    openedAt: row.opened_at,
    owner: ownerOf(row),
    closedAt: row.closed_at ?? undefined,
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
  causes: readonly Cause[],
  at: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into risk_case (organisation_id, id, account_id, state, causes, opened_at) values ($1, $2, $3, 'open', $4, $5)
     on conflict (organisation_id, account_id) where state = 'open' do nothing returning id`,
    [tx.organisation, id, account, causes, at],
  );
  return rows.length === 1;
}

/** Adds causes to the open case. @returns its id, or undefined when there is none */
export async function joinCauses(
  tx: Tx,
  account: AccountId,
  causes: readonly Cause[],
): Promise<RiskCaseId | undefined> {
  const [row] = await tx.rows<{ id: RiskCaseId }>(
    `update risk_case set causes = array(select distinct unnest(causes || $2::text[]) order by 1)
      where account_id = $1 and state = 'open' returning id`,
    [account, causes],
  );
  return row?.id;
}

/** @returns false when somebody owns it already, or it is closed */
export async function ownCase(tx: Tx, id: RiskCaseId, owner: PersonId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    "update risk_case set owner_id = $2, owned_at = $3 where id = $1 and state = 'open' and owner_id is null returning id",
    [id, owner, at],
  );
  return rows.length === 1;
}

/** Closes the open cases of accounts. @returns their ids */
export async function closeCases(tx: Tx, accounts: readonly AccountId[], at: Date): Promise<RiskCaseId[]> {
  const rows = await tx.rows<{ id: RiskCaseId }>(
    "update risk_case set state = 'closed', closed_at = $2 where account_id = any($1::uuid[]) and state = 'open' returning id",
    [accounts, at],
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

/** Cases opened by one run of the night. */
export async function casesOpenedAt(tx: Tx, at: Date): Promise<Case[]> {
  return (await tx.rows<CaseRow>(`${CASES} where c.state = 'open' and c.opened_at = $1`, [at])).map(caseOf);
}
