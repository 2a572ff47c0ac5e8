import { addDays, type LocalDate } from "../../../kernel/business-time.ts";
import type { Tx } from "../../../kernel/deps.ts";
import type { Id, Ids, OnboardingId, PersonId } from "../../../kernel/ids.ts";
import { productKey } from "../../../locales/products.ts";
import type { Template, TemplateStep } from "./decide.ts";

export { writeAudit } from "../../../db/audit.ts";

export type TemplateId = Id<"onboarding-template">;
export type StepId = Id<"onboarding-step">;

export interface StoredTemplate extends Template {
  readonly id: TemplateId;
}

interface Row {
  id: TemplateId;
  product: string;
  kick_off: number;
  go_live: number;
  first_value: number;
  steps: readonly TemplateStep[];
}

const SELECT = "select id, product, kick_off, go_live, first_value, steps from onboarding_template";

function templateIn({ id, product, kick_off, go_live, first_value, steps }: Row): StoredTemplate {
  return { id, product, days: { "kick-off": kick_off, "go-live": go_live, "first-value": first_value }, steps };
}

export async function templates(tx: Tx): Promise<StoredTemplate[]> {
  return (await tx.rows<Row>(`${SELECT} order by product_key`)).map(templateIn);
}

export async function templateById(tx: Tx, id: TemplateId): Promise<StoredTemplate | undefined> {
  return (await tx.rows<Row>(`${SELECT} where id = $1`, [id])).map(templateIn)[0];
}

/** The one for a product, in whatever language it is named. */
export async function templateFor(tx: Tx, product: string): Promise<StoredTemplate | undefined> {
  return (await tx.rows<Row>(`${SELECT} where product_key = $1`, [productKey(product)])).map(templateIn)[0];
}

/** A new one, or another for the same product in place of the one before. */
export function saveTemplate(tx: Tx, id: TemplateId, { product, days, steps }: Template, by: PersonId, at: Date): void {
  tx.run(
    `insert into onboarding_template (organisation_id, id, product, product_key, kick_off, go_live, first_value, steps, changed_by, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10)
     on conflict (organisation_id, product_key) do update
       set product = excluded.product, kick_off = excluded.kick_off, go_live = excluded.go_live,
           first_value = excluded.first_value, steps = excluded.steps, changed_by = excluded.changed_by,
           changed_at = excluded.changed_at`,
    [
      ...[tx.organisation, id, product, productKey(product), days["kick-off"], days["go-live"], days["first-value"]],
      ...[JSON.stringify(steps), by, at],
    ],
  );
}

export async function deleteTemplate(tx: Tx, id: TemplateId): Promise<void> {
  await tx.rows("delete from onboarding_template where id = $1", [id]);
}

export function insertSteps(
  tx: Tx,
  ids: Ids,
  plan: OnboardingId,
  steps: readonly TemplateStep[],
  startsOn: LocalDate,
): void {
  if (steps.length === 0) return;
  tx.run(
    `insert into onboarding_step (organisation_id, id, onboarding_id, name, due_on)
     select $1, s.id, $2, s.name, s.due_on from unnest($3::uuid[], $4::text[], $5::date[]) as s(id, name, due_on)`,
    [
      ...[tx.organisation, plan, steps.map(() => ids.next<"onboarding-step">())],
      ...[steps.map(({ name }) => name), steps.map(({ day }) => addDays(startsOn, day))],
    ],
  );
}

/** The step's plan, held until the transaction ends. */
export async function planOfStep(
  tx: Tx,
  id: StepId,
): Promise<{ readonly plan: OnboardingId; readonly name: string; readonly doneOn: LocalDate | undefined } | undefined> {
  const [row] = await tx.rows<{ plan: OnboardingId; name: string; done_on: LocalDate | null }>(
    "select onboarding_id as plan, name, done_on from onboarding_step where id = $1 for update",
    [id],
  );
  return row && { plan: row.plan, name: row.name, doneOn: row.done_on ?? undefined };
}

export function saveStepDone(tx: Tx, id: StepId, on: LocalDate, by: PersonId): void {
  tx.run("update onboarding_step set done_on = $2, done_by = $3 where id = $1 and done_on is null", [id, on, by]);
}
