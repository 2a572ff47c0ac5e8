import type { PersonRef } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Statement, Tx } from "../../kernel/deps.ts";
import type { AccountId, ContractId, PersonId, RenewalId } from "../../kernel/ids.ts";
import type { Brief, Renewal, Settled, Step } from "./decide.ts";
import type { PartOwners } from "./owners.ts";

export { writeAudit } from "../../db/audit.ts";

/** A renewal with the names of the people in it. */
export interface StoredRenewal extends Renewal {
  readonly people: Readonly<Partial<Record<"value" | "terms" | "reviewer" | "sender" | "settler", PersonRef>>>;
}

interface Row {
  id: RenewalId;
  account_id: AccountId;
  contract_id: ContractId;
  kind: Renewal["kind"];
  due_on: LocalDate;
  state: Renewal["state"];
  settled_at: Date | null;
  told: Step | null;
  told_at: Date | null;
  reminded_at: Date | null;
  escalated_at: Date | null;
  value_owner_id: PersonId | null;
  terms_owner_id: PersonId | null;
  reviewed_at: Date | null;
  reviewed_by: PersonId | null;
  goals: string | null;
  shown: string | null;
  mood: string | null;
  risks: string | null;
  thanks: string | null;
  terms_sent_at: Date | null;
  terms_sent_by: PersonId | null;
  settled_by: PersonId | null;
  names: Readonly<Record<PersonId, string>> | null;
}

/** While it runs it is where its contract is: an import may have given that to another account since the last night. */
const RENEWALS = `
  select r.id, case when r.state <> 'open' then r.account_id
                    else (select k.account_id from contract k
                           where k.organisation_id = r.organisation_id and k.id = r.contract_id) end as account_id,
         r.contract_id, r.kind, r.due_on, r.state, r.settled_at, r.told, r.told_at, r.reminded_at,
         r.escalated_at, r.value_owner_id, r.terms_owner_id, r.reviewed_at, r.reviewed_by, r.goals, r.shown, r.mood, r.risks,
         r.thanks, r.terms_sent_at, r.terms_sent_by, r.settled_by,
         (select jsonb_object_agg(p.id, p.name) from person p
           where p.organisation_id = r.organisation_id
             and p.id in (r.value_owner_id, r.terms_owner_id, r.reviewed_by, r.terms_sent_by, r.settled_by)) as names
    from renewal r`;

function renewalOf(row: Row): StoredRenewal {
  const named = (id: PersonId | null): PersonRef | undefined => (id ? { id, name: row.names?.[id] ?? "" } : undefined);
  const people = {
    value: named(row.value_owner_id),
    terms: named(row.terms_owner_id),
    reviewer: named(row.reviewed_by),
    sender: named(row.terms_sent_by),
    settler: named(row.settled_by),
  };
  return {
    id: row.id,
    account: row.account_id,
    contract: row.contract_id,
    kind: row.kind,
    dueOn: row.due_on,
    state: row.state,
    settledAt: row.settled_at ?? undefined,
    told: row.told ?? undefined,
    toldAt: row.told_at ?? undefined,
    remindedAt: row.reminded_at ?? undefined,
    escalatedAt: row.escalated_at ?? undefined,
    valueOwner: row.value_owner_id ?? undefined,
    termsOwner: row.terms_owner_id ?? undefined,
    reviewed:
      row.reviewed_at && row.reviewed_by
        ? {
            at: row.reviewed_at,
            by: row.reviewed_by,
            goals: row.goals ?? "",
            shown: row.shown ?? "",
            mood: row.mood ?? "",
            risks: row.risks ?? "",
            thanks: row.thanks ?? "",
          }
        : undefined,
    termsSent: row.terms_sent_at && row.terms_sent_by ? { at: row.terms_sent_at, by: row.terms_sent_by } : undefined,
    people: Object.fromEntries(Object.entries(people).filter(([, person]) => person !== undefined)),
  };
}

const BY_ID: Statement = { name: "renewals.by-id", sql: `${RENEWALS} where r.id = any($1::uuid[])` };

export async function renewalById(tx: Tx, id: RenewalId): Promise<StoredRenewal | undefined> {
  return (await renewalsById(tx, [id])).get(id);
}

export async function renewalsById(tx: Tx, ids: readonly RenewalId[]): Promise<ReadonlyMap<RenewalId, StoredRenewal>> {
  return new Map((await tx.rows<Row>(BY_ID, [ids])).map((row) => [row.id, renewalOf(row)]));
}

const OPEN_OF: Statement = {
  name: "renewals.open-of-accounts",
  sql: `${RENEWALS} where r.state = 'open' and r.contract_id in (select k.id from contract k where k.account_id = any($1::uuid[]))
         order by r.due_on, r.id`,
};

/** The clocks of accounts that run, the earliest first. */
export async function openRenewals(tx: Tx, accounts: readonly AccountId[]): Promise<StoredRenewal[]> {
  return (await tx.rows<Row>(OPEN_OF, [accounts])).map(renewalOf);
}

const OWNED: Statement = {
  name: "renewals.owned",
  sql: `${RENEWALS} where r.state = 'open' and (r.terms_owner_id = any($1::uuid[]) or r.value_owner_id = any($1::uuid[])) order by r.due_on, r.id`,
};

/** Those whose terms or value review these people have. */
export async function renewalsOwnedBy(tx: Tx, people: readonly PersonId[]): Promise<StoredRenewal[]> {
  return (await tx.rows<Row>(OWNED, [people])).map(renewalOf);
}

const NEWEST: Statement = {
  name: "renewals.newest-of-account",
  sql: `${RENEWALS}
         where r.id in (select o.id from contract k
                          join renewal o on o.organisation_id = k.organisation_id and o.contract_id = k.id and o.state = 'open'
                         where k.account_id = $1
                        union all
                        select o.id from renewal o where o.account_id = $1 and o.state <> 'open' and o.settled_at >= $2)
         order by (r.state = 'open') desc, r.due_on, r.id limit 5`,
};

/** An account's clocks, also those that were settled since an instant. */
export async function renewalsOf(tx: Tx, account: AccountId, since: Date): Promise<StoredRenewal[]> {
  return (await tx.rows<Row>(NEWEST, [account, since])).map(renewalOf);
}

const SETTLED_ON = `select contract_id as contract, jsonb_agg(due_on) as days from renewal
                     where state <> 'open' and contract_id = any($1::uuid[]) group by contract_id`;

/** The dates that settled clocks of contracts were set to. */
export async function settledOn(
  tx: Tx,
  contracts: readonly ContractId[],
): Promise<ReadonlyMap<ContractId, ReadonlySet<LocalDate>>> {
  const rows = await tx.rows<{ contract: ContractId; days: readonly LocalDate[] }>(SETTLED_ON, [contracts]);
  return new Map(rows.map(({ contract, days }) => [contract, new Set(days)]));
}

/** A contract that belongs to another account now, say after a merge, takes its clock along. */
export async function followContracts(tx: Tx, accounts: readonly AccountId[]): Promise<void> {
  await tx.rows(
    `update renewal r set account_id = k.account_id from contract k
      where k.organisation_id = r.organisation_id and k.id = r.contract_id and r.state = 'open'
        and r.account_id <> k.account_id and (r.account_id = any($1::uuid[]) or k.account_id = any($1::uuid[]))`,
    [accounts],
  );
}

/** How many open renewals each has the terms of. */
export async function loadOf(tx: Tx): Promise<Map<PersonId, number>> {
  const rows = await tx.rows<{ id: PersonId; count: number }>(
    `select terms_owner_id as id, count(*)::int as count from renewal
      where state = 'open' and terms_owner_id is not null group by terms_owner_id`,
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** True when the account was reviewed since an instant, or an earlier one of its clocks waits for the review now. */
export async function hasReview(
  tx: Tx,
  { id, account, dueOn }: Pick<Renewal, "id" | "account" | "dueOn">,
  since: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `select 1 from renewal where account_id = $1 and id <> $2
        and (reviewed_at >= $3
             or state = 'open' and told = 'value' and reviewed_at is null and (due_on, id) < ($4::date, $2::uuid)) limit 1`,
    [account, id, since, dueOn],
  );
  return rows.length > 0;
}

/** Holds the accounts' running clocks until the transaction ends, so that two who look at them follow each other. */
export async function holdRenewals(tx: Tx, accounts: readonly AccountId[]): Promise<void> {
  await tx.rows("select 1 from renewal where account_id = any($1::uuid[]) and state = 'open' order by id for update", [
    accounts,
  ]);
}

export function insertRenewal(
  tx: Tx,
  { id, account, contract, kind, dueOn }: Pick<Renewal, "id" | "account" | "contract" | "kind" | "dueOn">,
  now: Date,
): void {
  tx.run(
    `insert into renewal (organisation_id, id, account_id, contract_id, kind, due_on, state, opened_at)
     values ($1, $2, $3, $4, $5, $6, 'open', $7)
     on conflict (organisation_id, contract_id) where state = 'open' do nothing`,
    [tx.organisation, id, account, contract, kind, dueOn, now],
  );
}

export function saveMoved(tx: Tx, id: RenewalId, dueOn: LocalDate, told: Step | undefined): void {
  tx.run("update renewal set due_on = $2, told = $3 where id = $1 and state = 'open'", [id, dueOn, told ?? null]);
}

export function saveOwners(tx: Tx, id: RenewalId, { value, terms }: PartOwners): void {
  tx.run("update renewal set value_owner_id = $2, terms_owner_id = $3 where id = $1", [
    id,
    value ?? null,
    terms ?? null,
  ]);
}

/** The step is said; its ladder begins anew. @returns false when somebody was faster */
export async function saveTold(
  tx: Tx,
  { id, told }: Pick<Renewal, "id" | "told">,
  step: Step,
  at: Date,
): Promise<boolean> {
  const rows = await tx.rows(
    `update renewal set told = $2, told_at = $3, reminded_at = null, escalated_at = null
      where id = $1 and state = 'open' and told is not distinct from $4 returning id`,
    [id, step, at, told ?? null],
  );
  return rows.length === 1;
}

export function noteRung(tx: Tx, id: RenewalId, rung: "remind" | "escalate", at: Date): void {
  tx.run(`update renewal set ${rung === "remind" ? "reminded_at" : "escalated_at"} = $2 where id = $1`, [id, at]);
}

/** @returns false when it is settled already */
export async function saveSettled(
  tx: Tx,
  id: RenewalId,
  { as, at, by }: { readonly as: Settled; readonly at: Date; readonly by: PersonId | undefined },
): Promise<boolean> {
  const rows = await tx.rows(
    "update renewal set state = $2, settled_at = $3, settled_by = $4 where id = $1 and state = 'open' returning id",
    [id, as, at, by ?? null],
  );
  return rows.length === 1;
}

/** The clocks of an account that ended at an instant run on. @returns their ids */
export async function saveResumed(tx: Tx, account: AccountId, endedAt: Date): Promise<RenewalId[]> {
  const rows = await tx.rows<{ id: RenewalId }>(
    `update renewal r set state = 'open', settled_at = null, settled_by = null
      where r.account_id = $1 and r.state = 'over' and r.settled_at = $2
        and not exists (select from renewal o where o.organisation_id = r.organisation_id
                           and o.contract_id = r.contract_id and o.state = 'open') returning r.id`,
    [account, endedAt],
  );
  return rows.map(({ id }) => id);
}

/** @returns false when it is settled, or they were sent already */
export async function saveTermsSent(tx: Tx, id: RenewalId, by: PersonId, at: Date): Promise<boolean> {
  const rows = await tx.rows(
    `update renewal set terms_sent_at = $2, terms_sent_by = $3
      where id = $1 and state = 'open' and terms_sent_at is null returning id`,
    [id, at, by],
  );
  return rows.length === 1;
}

/** The warm brief: of this renewal, and of each of the account's that it counts for. A later one replaces it. */
export function saveReview(
  tx: Tx,
  ids: readonly RenewalId[],
  { goals, shown, mood, risks, thanks }: Brief,
  { by, at }: { readonly by: PersonId; readonly at: Date },
): void {
  tx.run(
    `update renewal set goals = $2, shown = $3, mood = $4, risks = $5, thanks = $6, reviewed_by = $7, reviewed_at = $8
      where id = any($1::uuid[])`,
    [ids, goals, shown, mood, risks, thanks, by, at],
  );
}
