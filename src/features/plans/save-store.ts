import type { Tx } from "../../kernel/deps.ts";
import type { AccountId, OpportunityId, PersonId } from "../../kernel/ids.ts";
import type { Closing, Confirmation, GoalInput } from "./checks.ts";
import type { Verdict } from "./decide.ts";
import type { GoalId } from "./store.ts";

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

export function saveMeasured(tx: Tx, id: GoalId, share: number, at: Date): void {
  const memory = remembering([["measured", "$2::float8"]]);
  tx.run(`update goal set overridden = ${memory}, measured = $2, known_at = $3 where id = $1`, [id, share, at]);
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
