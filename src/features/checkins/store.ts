import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, OnboardingId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import { type Milestone, MILESTONES, type MilestoneKind, type Plan, type StallCause } from "./decide.ts";

interface Row {
  id: OnboardingId;
  account_id: AccountId;
  opportunity_id: OpportunityId | null;
  product: string;
  starts_on: LocalDate;
  closed_at: Date | null;
  promised_on: LocalDate | null;
  milestones: readonly { kind: MilestoneKind; dueOn: LocalDate; doneOn: LocalDate | null }[];
  stalls: readonly { cause: StallCause; toldAt: string; escalatedAt: string | null }[];
  steps: readonly { id: string; name: string; dueOn: LocalDate; doneOn: LocalDate | null }[] | null;
}

const SELECT = `
  select p.id, p.account_id, p.opportunity_id, p.product, p.starts_on, p.closed_at,
         (select h.promised_on from opportunity_handover h
           where h.organisation_id = p.organisation_id and h.opportunity_id = p.opportunity_id) as promised_on,
         (select jsonb_agg(jsonb_build_object('kind', m.kind, 'dueOn', m.due_on, 'doneOn', m.done_on))
            from onboarding_milestone m
           where m.organisation_id = p.organisation_id and m.onboarding_id = p.id) as milestones,
         (select coalesce(jsonb_agg(jsonb_build_object('cause', s.cause, 'toldAt', s.told_at, 'escalatedAt', s.escalated_at)
                                    order by s.told_at), '[]')
            from onboarding_stall s
           where s.organisation_id = p.organisation_id and s.onboarding_id = p.id) as stalls,
         (select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'dueOn', t.due_on, 'doneOn', t.done_on)
                           order by t.due_on, t.name)
            from onboarding_step t
           where t.organisation_id = p.organisation_id and t.onboarding_id = p.id) as steps
    from onboarding p`;

function planIn(row: Row): Plan {
  return {
    id: row.id,
    account: row.account_id,
    opportunity: row.opportunity_id ?? undefined,
    product: row.product,
    startsOn: row.starts_on,
    closedAt: row.closed_at ?? undefined,
    promisedOn: row.promised_on ?? undefined,
    milestones: row.milestones
      .map(({ kind, dueOn, doneOn }) => ({ kind, dueOn, doneOn: doneOn ?? undefined }))
      .toSorted((one, other) => MILESTONES.indexOf(one.kind) - MILESTONES.indexOf(other.kind)),
    stalls: row.stalls.map(({ cause, toldAt, escalatedAt }) => ({
      cause,
      toldAt: new Date(toldAt),
      escalatedAt: escalatedAt === null ? undefined : new Date(escalatedAt),
    })),
    steps: (row.steps ?? []).map((step) => ({ ...step, doneOn: step.doneOn ?? undefined })),
  };
}

export async function planById(tx: Tx, id: OnboardingId): Promise<Plan | undefined> {
  return (await tx.rows<Row>(`${SELECT} where p.id = $1`, [id])).map(planIn)[0];
}

export async function plansById(tx: Tx, ids: readonly OnboardingId[]): Promise<ReadonlyMap<OnboardingId, Plan>> {
  const rows = await tx.rows<Row>(`${SELECT} where p.id = any($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, planIn(row)]));
}

/** Every open plan, with the customer that it belongs to now. */
export async function openOnboardings(tx: Tx): Promise<{ readonly id: OnboardingId; readonly account: AccountId }[]> {
  return tx.rows(
    `select p.id, coalesce(a.merged_into, a.id) as account from onboarding p
       join account a on a.organisation_id = p.organisation_id and a.id = p.account_id
      where p.closed_at is null order by p.opened_at, p.id`,
  );
}

/** Holds a plan until the transaction ends, so that two decisions about it follow each other. */
export async function holdPlan(tx: Tx, id: OnboardingId): Promise<void> {
  await tx.rows("select 1 from onboarding where id = $1 for update", [id]);
}

/** The open plans of an account, oldest first; those of accounts that were merged into it too. */
export async function openPlans(tx: Tx, account: AccountId): Promise<Plan[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} where p.closed_at is null and p.account_id in (select id from account where id = $1 or merged_into = $1)
      order by p.opened_at, p.id`,
    [account],
  );
  return rows.map(planIn);
}

/** The open plans whose account one of these people looks after. */
export async function plansOfCsm(tx: Tx, people: readonly PersonId[]): Promise<Plan[]> {
  const rows = await tx.rows<Row>(
    `${SELECT} join account a on a.organisation_id = p.organisation_id and a.id = p.account_id
       join slot s on s.organisation_id = p.organisation_id and s.account_id = coalesce(a.merged_into, a.id) and s.slot = 'csm'
      where p.closed_at is null and s.person_id = any($1::uuid[]) order by p.opened_at, p.id`,
    [people],
  );
  return rows.map(planIn);
}

/** The account that a plan belongs to now, also where its own was merged into another. */
export async function accountNow(tx: Tx, account: AccountId): Promise<AccountId> {
  const [row] = await tx.rows<{ id: AccountId }>("select coalesce(merged_into, id) as id from account where id = $1", [
    account,
  ]);
  return row?.id ?? account;
}

export async function productSold(tx: Tx, id: OpportunityId): Promise<string | undefined> {
  const [row] = await tx.rows<{ product: string }>("select product from opportunity where id = $1", [id]);
  return row?.product;
}

export type NewPlan = Pick<Plan, "id" | "account" | "opportunity" | "product" | "startsOn"> & {
  readonly milestones: readonly Pick<Milestone, "kind" | "dueOn">[];
};

/** @returns false when what was sold has its plan already */
export async function insertPlan(tx: Tx, plan: NewPlan, by: PersonId | undefined, now: Date): Promise<boolean> {
  const { id, account, opportunity, product, startsOn, milestones } = plan;
  const made = await tx.rows(
    `insert into onboarding (organisation_id, id, account_id, opportunity_id, product, starts_on, opened_at, opened_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (organisation_id, opportunity_id) do nothing returning id`,
    [tx.organisation, id, account, opportunity ?? null, product, startsOn, now, by ?? null],
  );
  if (made.length === 0) return false;
  await tx.rows(
    `insert into onboarding_milestone (organisation_id, onboarding_id, kind, due_on)
     select $1, $2, m.kind, m.due_on from unnest($3::text[], $4::date[]) as m(kind, due_on)`,
    [tx.organisation, id, milestones.map(({ kind }) => kind), milestones.map(({ dueOn }) => dueOn)],
  );
  return true;
}

export async function saveDone(
  tx: Tx,
  id: OnboardingId,
  kind: MilestoneKind,
  on: LocalDate,
  by: PersonId,
): Promise<void> {
  await tx.rows("update onboarding_milestone set done_on = $3, done_by = $4 where onboarding_id = $1 and kind = $2", [
    id,
    kind,
    on,
    by,
  ]);
}

export async function saveClosed(tx: Tx, id: OnboardingId, at: Date): Promise<void> {
  await tx.rows("update onboarding set closed_at = $2 where id = $1", [id, at]);
}

/** Planned anew, it isn't late any more: whoever was told is told again when it comes to be. */
export async function saveMoved(tx: Tx, id: OnboardingId, kind: MilestoneKind, on: LocalDate): Promise<void> {
  await tx.rows("update onboarding_milestone set due_on = $3 where onboarding_id = $1 and kind = $2", [id, kind, on]);
  await tx.rows("delete from onboarding_stall where onboarding_id = $1 and cause = $2", [id, kind]);
}

export async function saveStalls(tx: Tx, id: OnboardingId, causes: readonly StallCause[], at: Date): Promise<void> {
  await tx.rows(
    `insert into onboarding_stall (organisation_id, onboarding_id, cause, told_at)
     select $1, $2, c, $4 from unnest($3::text[]) as c
     on conflict (organisation_id, onboarding_id, cause) do nothing`,
    [tx.organisation, id, causes, at],
  );
}

export async function saveEscalated(tx: Tx, id: OnboardingId, causes: readonly StallCause[], at: Date): Promise<void> {
  await tx.rows(
    `update onboarding_stall set escalated_at = $3
      where onboarding_id = $1 and cause = any($2::text[]) and escalated_at is null`,
    [id, causes, at],
  );
}

/** At whom of these an integration was ever in use; undefined where nobody imports that. */
export async function integratedAmong(
  tx: Tx,
  accounts: readonly AccountId[],
): Promise<ReadonlySet<AccountId> | undefined> {
  const [row] = await tx.rows<{ known: boolean; used: readonly AccountId[] }>(
    `select exists (select from metric where kind in ('integration', 'automated')) as known,
            (select coalesce(jsonb_agg(a.id), '[]') from unnest($1::uuid[]) as a(id)
              where exists (select from metric m
                              join usage u on u.organisation_id = m.organisation_id and u.metric = m.name
                             where m.kind in ('integration', 'automated') and u.account_id = a.id and u.value > 0)) as used`,
    [accounts],
  );
  return row?.known ? new Set(row.used) : undefined;
}
