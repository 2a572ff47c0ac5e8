import type { PersonRef } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, ContactId, Id, OpportunityId, PersonId } from "../../kernel/ids.ts";
import type { Money } from "../../kernel/money.ts";
import type { Closing, Confirmation, GoalInput } from "./checks.ts";
import type { GoalEnd, GoalKind, Progress, Verdict } from "./decide.ts";

export { type AuditAction, writeAudit } from "../../db/audit.ts";

export type GoalId = Id<"goal">;

interface ContactRef {
  readonly id: ContactId;
  readonly name: string;
}

/** What a customer wants to reach, or expects of what it was sold. */
export interface Goal extends Progress {
  readonly id: GoalId;
  /** the customer it is today, where it was merged into another */
  readonly account: AccountId;
  readonly kind: GoalKind;
  readonly name: string;
  readonly metric: string | undefined;
  /** what the metric is called, where it is one of ours */
  readonly metricLabel: string | undefined;
  readonly baseline: number | undefined;
  readonly target: number | undefined;
  readonly owner: PersonRef | undefined;
  readonly contact: ContactRef | undefined;
  readonly reckonedValue: number | undefined;
  readonly reckonedOn: LocalDate | undefined;
  readonly ours: string | undefined;
  readonly aligned: boolean | undefined;
  readonly verdict: Verdict | undefined;
  readonly worth: Money | undefined;
  readonly said:
    | {
        readonly on: LocalDate;
        readonly contact: ContactRef | undefined;
        /** who of us noted it; undefined: they said so themselves */
        readonly by: PersonRef | undefined;
        readonly words: string | undefined;
      }
    | undefined;
  readonly isImported: boolean;
  /** something of it was changed in chat since the import last said it */
  readonly isChanged: boolean;
  readonly metOn: LocalDate | undefined;
  readonly closed:
    | {
        readonly as: GoalEnd;
        readonly at: Date;
        readonly by: PersonRef | undefined;
        readonly reason: string | undefined;
      }
    | undefined;
}

interface Row {
  id: GoalId;
  account_id: AccountId;
  kind: GoalKind;
  name: string;
  metric: string | null;
  metric_label: string | null;
  baseline: number | null;
  target: number | null;
  target_on: LocalDate | null;
  since: LocalDate;
  owner_id: PersonId | null;
  owner: string | null;
  contact_id: ContactId | null;
  contact: string | null;
  measured: number | null;
  confirmed: number | null;
  worth: number | null;
  currency: string | null;
  met_on: LocalDate | null;
  reckoned_value: number | null;
  reckoned: number | null;
  reckoned_on: LocalDate | null;
  ours: string | null;
  aligned: boolean | null;
  verdict: Verdict | null;
  confirmed_on: LocalDate | null;
  confirmed_contact_id: ContactId | null;
  confirmed_contact: string | null;
  confirmed_by: PersonId | null;
  noter: string | null;
  confirmed_words: string | null;
  imported: boolean;
  changed: boolean;
  closed_as: GoalEnd | null;
  closed_at: Date | null;
  closed_by: PersonId | null;
  closer: string | null;
  closed_reason: string | null;
}

const GOALS = `
  select g.id, a.id as account_id, g.kind, g.name, g.metric, m.label as metric_label, g.baseline, g.target, g.target_on,
         g.ingested_at::date as since, g.owner_id, owner.name as owner, g.contact_id, c.name as contact, g.measured, g.confirmed,
         g.confirmed_value_minor::float8 as worth, g.currency, g.met_on, g.reckoned_value, g.reckoned, g.reckoned_on, g.ours,
         g.aligned, g.verdict, g.confirmed_on, g.confirmed_contact_id, w.name as confirmed_contact, g.confirmed_by,
         noter.name as noter, g.confirmed_words, g.external_id is not null as imported, g.overridden <> '{}' as changed,
         g.closed_as, g.closed_at, g.closed_by, closer.name as closer, g.closed_reason
    from goal g
    join account first on first.organisation_id = g.organisation_id and first.id = g.account_id
    join account a on a.organisation_id = g.organisation_id and a.id = coalesce(first.merged_into, first.id)
    left join metric m on m.organisation_id = g.organisation_id and m.name = g.metric
    left join person owner on owner.organisation_id = g.organisation_id and owner.id = g.owner_id
    left join contact c on c.organisation_id = g.organisation_id and c.id = g.contact_id
    left join contact w on w.organisation_id = g.organisation_id and w.id = g.confirmed_contact_id
    left join person noter on noter.organisation_id = g.organisation_id and noter.id = g.confirmed_by
    left join person closer on closer.organisation_id = g.organisation_id and closer.id = g.closed_by`;
const SOONEST = "order by g.met_on is not null or g.closed_at is not null, g.target_on nulls last, g.id";

function goalIn(row: Row): Goal {
  const person = (id: PersonId | null, name: string | null): PersonRef | undefined =>
    id === null ? undefined : { id, name: name ?? "" };
  const contact = (id: ContactId | null, name: string | null): ContactRef | undefined =>
    id === null ? undefined : { id, name: name ?? "" };
  const { worth, currency, confirmed_on: on, closed_as: as, closed_at: at } = row;
  return {
    id: row.id,
    account: row.account_id,
    kind: row.kind,
    name: row.name,
    metric: row.metric ?? undefined,
    metricLabel: row.metric_label ?? undefined,
    baseline: row.baseline ?? undefined,
    target: row.target ?? undefined,
    targetOn: row.target_on ?? undefined,
    since: row.since,
    owner: person(row.owner_id, row.owner),
    contact: contact(row.contact_id, row.contact),
    measured: row.measured ?? undefined,
    reckoned: row.reckoned ?? undefined,
    reckonedValue: row.reckoned_value ?? undefined,
    reckonedOn: row.reckoned_on ?? undefined,
    confirmed: row.confirmed ?? undefined,
    worth: worth !== null && currency !== null ? { amountMinor: worth, currency } : undefined,
    ours: row.ours ?? undefined,
    aligned: row.aligned ?? undefined,
    verdict: row.verdict ?? undefined,
    said: on
      ? {
          on,
          contact: contact(row.confirmed_contact_id, row.confirmed_contact),
          by: person(row.confirmed_by, row.noter),
          words: row.confirmed_words ?? undefined,
        }
      : undefined,
    isImported: row.imported,
    isChanged: row.changed,
    metOn: row.met_on ?? undefined,
    isOpen: row.met_on === null && at === null,
    closed:
      as && at ? { as, at, by: person(row.closed_by, row.closer), reason: row.closed_reason ?? undefined } : undefined,
  };
}

export async function goalById(tx: Tx, id: GoalId): Promise<Goal | undefined> {
  return (await tx.rows<Row>(`${GOALS} where g.id = $1`, [id])).map(goalIn)[0];
}

/** The goal, held until the transaction ends. */
export async function holdGoal(tx: Tx, id: GoalId): Promise<Goal | undefined> {
  await tx.rows("select 1 from goal where id = $1 for update", [id]);
  return goalById(tx, id);
}

/** What these customers want to reach and expect: what is open first, the soonest first. */
export async function goalsAt(tx: Tx, accounts: readonly AccountId[]): Promise<Goal[]> {
  return (await tx.rows<Row>(`${GOALS} where a.id = any($1::uuid[]) ${SOONEST}`, [accounts])).map(goalIn);
}

/** Open goals for a day, of customers whose CSM is one of these people, and those that they have themselves. */
export async function dueWith(tx: Tx, people: readonly PersonId[], day: LocalDate): Promise<Goal[]> {
  const rows = await tx.rows<Row>(
    `${GOALS} where g.target_on = $2::date and g.closed_at is null and g.met_on is null
        and (g.owner_id = any($1::uuid[]) or exists (
          select from slot s where s.organisation_id = a.organisation_id and s.account_id = a.id
             and s.slot = 'csm' and s.person_id = any($1::uuid[]))) ${SOONEST}`,
    [people, day],
  );
  return rows.map(goalIn);
}

export function insertGoal(
  tx: Tx,
  id: GoalId,
  account: AccountId,
  input: GoalInput,
  { by, at }: { readonly by: PersonId; readonly at: Date },
): void {
  tx.run(
    `insert into goal (organisation_id, id, account_id, name, metric, baseline, target, target_on, owner_id, contact_id,
                       ours, aligned, made_by, ingested_at, known_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
    [
      ...[tx.organisation, id, account, input.name, input.metric ?? null, input.baseline ?? null, input.target ?? null],
      ...[input.targetOn, input.owner, input.contact ?? null, input.ours ?? null, input.aligned ?? null, by, at],
    ],
  );
}

/** What an import says of a column is remembered when chat says otherwise, once. */
function remembering(columns: readonly (readonly [column: string, parameter: string])[]): string {
  const said = columns.map(
    ([column, parameter]) =>
      `case when ${column} is distinct from ${parameter} then jsonb_build_object('${column}', to_jsonb(${column})) else '{}' end`,
  );
  return `case when external_id is null then overridden else ${said.join(" || ")} || overridden end`;
}

const CHANGED = [
  ["name", "$2::text"],
  ["metric", "$3::text"],
  ["baseline", "$4::float8"],
  ["target", "$5::float8"],
  ["target_on", "$6::date"],
  ["owner_id", "$7::uuid"],
  ["contact_id", "$8::uuid"],
] as const;

/** Another measure or way isn't what was reckoned before. */
export function saveGoal(tx: Tx, id: GoalId, input: GoalInput, at: Date): void {
  const isSame =
    "metric is not distinct from $3 and baseline is not distinct from $4 and target is not distinct from $5";
  tx.run(
    `update goal set overridden = ${remembering(CHANGED)},
            ${CHANGED.map(([column, parameter]) => `${column} = ${parameter}`).join(", ")}, ours = $9, aligned = $10,
            reckoned_value = case when ${isSame} then reckoned_value end, reckoned = case when ${isSame} then reckoned end,
            reckoned_on = case when ${isSame} then reckoned_on end, known_at = $11
      where id = $1`,
    [
      ...[id, input.name, input.metric ?? null, input.baseline ?? null, input.target ?? null, input.targetOn],
      ...[input.owner, input.contact ?? null, input.ours ?? null, input.aligned ?? null, at],
    ],
  );
}

/** @param by who of us notes it; undefined: they said so themselves */
export function saveConfirmation(
  tx: Tx,
  id: GoalId,
  { share, words, contact, on, worth }: Confirmation,
  by: PersonId | undefined,
  at: Date,
): void {
  const memory = remembering([
    ["confirmed", "$2::float8"],
    ["confirmed_value_minor", "coalesce($3::bigint, confirmed_value_minor)"],
    ["currency", "coalesce($4::text, currency)"],
  ]);
  tx.run(
    `update goal set overridden = ${memory}, confirmed = $2,
            confirmed_value_minor = coalesce($3::bigint, confirmed_value_minor), currency = coalesce($4::text, currency),
            confirmed_words = $5, confirmed_contact_id = $6, confirmed_on = $7, confirmed_by = $8, known_at = $9
      where id = $1`,
    [
      id,
      share,
      worth?.amountMinor ?? null,
      worth?.currency ?? null,
      words ?? null,
      contact ?? null,
      on,
      by ?? null,
      at,
    ],
  );
}

export function saveClosing(tx: Tx, id: GoalId, { as, on, reason }: Closing, by: PersonId, at: Date): void {
  tx.run(
    `update goal set overridden = ${remembering([["met_on", "$3::date"]])}, closed_as = $2, met_on = $3, closed_reason = $4,
            closed_by = $5, closed_at = $6, known_at = $6
      where id = $1`,
    [id, as, as === "met" ? on : null, reason ?? null, by, at],
  );
}

export function saveVerdict(tx: Tx, id: GoalId, verdict: Verdict, by: PersonId, at: Date): void {
  tx.run("update goal set verdict = $2, closed_by = $3, closed_at = $4, closed_as = $5 where id = $1", [
    ...[id, verdict, by, at, verdict === "missed" ? "given-up" : "met"],
  ]);
}

/** They are no customer any more: what is open ends with that. */
export async function endGoals(tx: Tx, account: AccountId, at: Date): Promise<GoalId[]> {
  const rows = await tx.rows<{ id: GoalId }>(
    `update goal g set closed_as = 'left', closed_at = $2 from account a
      where a.organisation_id = g.organisation_id and a.id = g.account_id and coalesce(a.merged_into, a.id) = $1
        and g.closed_at is null and g.met_on is null returning g.id`,
    [account, at],
  );
  return rows.map(({ id }) => id);
}

/** They are one after all. */
export async function reopenGoals(tx: Tx, account: AccountId, leftAt: Date): Promise<GoalId[]> {
  const rows = await tx.rows<{ id: GoalId }>(
    `update goal g set closed_as = null, closed_at = null from account a
      where a.organisation_id = g.organisation_id and a.id = g.account_id and coalesce(a.merged_into, a.id) = $1
        and g.closed_as = 'left' and g.closed_at = $2 returning g.id`,
    [account, leftAt],
  );
  return rows.map(({ id }) => id);
}

/** What of accepted sales was promised as an outcome is what they expect, once a sale. */
export async function soldWithout(
  tx: Tx,
  accounts: readonly AccountId[],
): Promise<{ readonly opportunity: OpportunityId; readonly account: AccountId }[]> {
  return tx.rows(
    `select o.id as opportunity, o.account_id as account from opportunity o
      where o.account_id = any($1::uuid[]) and o.accepted_at is not null and o.promised is not null
        and not exists (select from goal g where g.organisation_id = o.organisation_id and g.opportunity_id = o.id)`,
    [accounts],
  );
}

export function insertExpectation(tx: Tx, id: GoalId, opportunity: OpportunityId, at: Date, most: number): void {
  tx.run(
    `insert into goal (organisation_id, id, account_id, kind, opportunity_id, name, target_on, ingested_at, known_at)
     select o.organisation_id, $2, o.account_id, 'expectation', o.id, left(o.promised, $4), h.promised_on, $3, $3
       from opportunity o
       left join opportunity_handover h on h.organisation_id = o.organisation_id and h.opportunity_id = o.id
      where o.id = $1 and o.promised is not null
     on conflict (organisation_id, opportunity_id) do nothing`,
    [opportunity, id, at, most],
  );
}
