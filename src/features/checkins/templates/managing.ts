import type { Press, Reply, Submission } from "../../../chat/interaction.ts";
import { done, type Done, type Opened } from "../../../chat/reply.ts";
import { localDateOf } from "../../../kernel/business-time.ts";
import type { Person } from "../../../kernel/directory.ts";
import { NotFound } from "../../../kernel/errors.ts";
import { maySee } from "../../../kernel/permissions.ts";
import { productKey } from "../../../locales/products.ts";
import type { Acting } from "../../feature.ts";
import { mayRunPlan } from "../decide.ts";
import { planAt } from "../planning.ts";
import { nearNames } from "../product-field.ts";
import { knownProducts } from "../products.ts";
import { templateForm, templateProblems, templatesCard } from "./cards.ts";
import { checkTemplate, type Template } from "./decide.ts";
import {
  deleteTemplate,
  planOfStep,
  saveStepDone,
  saveTemplate,
  type StepId,
  templateById,
  type TemplateId,
  templateFor,
  templates,
  writeAudit,
} from "./store.ts";

/** What one types behind the command, in any of the languages. */
const WORDS: ReadonlySet<string> = new Set(["templates", "template", "vorlagen", "vorlage", "模板"]);

export function asksForTemplates(words: string): boolean {
  return WORDS.has(words.trim().toLowerCase());
}

/** Administrators set up, and managers lead. */
export function mayManage({ roles }: Pick<Person, "roles">): boolean {
  return roles.includes("admin") || roles.includes("manager");
}

function refused({ person, view }: Acting): Done | undefined {
  return mayManage(person) ? undefined : done(view.say("onboarding.templates-only"));
}

export async function showTemplates(acting: Acting): Promise<Reply> {
  return refused(acting) ?? { kind: "private", card: templatesCard(await templates(acting.tx), acting.view) };
}

export async function openTemplate(acting: Acting): Promise<Opened> {
  return refused(acting) ?? templateForm(undefined, undefined, await knownProducts(acting.tx), acting.view);
}

export async function openTemplateChange(acting: Acting, subject: string): Promise<Opened> {
  const no = refused(acting);
  if (no) return no;
  const template = await templateById(acting.tx, subject as TemplateId);
  if (!template) throw new NotFound("onboarding.template-gone");
  return templateForm(template.id, template, await knownProducts(acting.tx), acting.view);
}

/** Plans that are open keep their days: a template is for those to come. */
export async function submitTemplate(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const no = refused(acting);
  if (no) return no;
  const { tx, now, ids, person, view } = acting;
  const before = subject === "" ? undefined : await templateById(tx, subject as TemplateId);
  if (subject !== "" && !before) throw new NotFound("onboarding.template-gone");
  const checked = checkTemplate(renamed(values, before), await knownProducts(tx));
  if (checked.kind === "wrong") return { kind: "invalid", fields: templateProblems(checked.problems, view) };
  const { template, near } = checked;
  const same = await templateFor(tx, template.product);
  if (before && same?.id !== before.id) await deleteTemplate(tx, before.id);
  const id = same?.id ?? ids.next<"onboarding-template">();
  saveTemplate(tx, id, template, person.id, now);
  audit(acting, "checkins.template", template.product);
  const { product } = template;
  return done(
    near.length === 0
      ? view.say("onboarding.template-saved", { product })
      : view.say("onboarding.template-saved-near", { product, names: nearNames(near, view) }),
  );
}

/** Another product that is typed takes the place of the one that the template was for, which still stands chosen. */
function renamed(values: Submission["values"], before: Template | undefined): Submission["values"] {
  const { other = "", product = "" } = values;
  const isKept = before !== undefined && productKey(product) === productKey(before.product);
  return isKept && other.trim() !== "" ? { ...values, product: "" } : values;
}

export async function removeTemplate(acting: Acting, { choice }: Press): Promise<Reply> {
  const no = refused(acting);
  if (no) return no;
  const template = (await templates(acting.tx)).find(({ id }) => id === choice);
  if (!template) throw new NotFound("onboarding.template-gone");
  await deleteTemplate(acting.tx, template.id);
  audit(acting, "checkins.template-remove", template.product);
  return done(acting.view.say("onboarding.template-removed", { product: template.product }));
}

function audit(
  { tx, now, ids, person }: Acting,
  action: "checkins.template" | "checkins.template-remove",
  product: string,
): void {
  writeAudit(tx, { id: ids.next(), at: now, by: person.id, action, subject: product, details: {} });
}

/** A step of a plan is done, today. */
export async function tickStep(acting: Acting, subject: string): Promise<Reply> {
  const { tx, now, person, audience, place, view, posts, via, emit } = acting;
  const step = await planOfStep(tx, subject as StepId);
  const at = step && (await planAt(acting, step.plan));
  if (!at || !maySee(audience, place.private, "success-plan", at.account.scope)) throw new NotFound("onboarding.gone");
  const { account, plan } = at;
  if (step.doneOn) return done(view.say("onboarding.step-already", { step: step.name }));
  if (!mayRunPlan(person, account.scope)) return done(view.say("onboarding.only-theirs", { account: account.name }));
  const on = localDateOf(now, person.calendar.zone);
  saveStepDone(tx, subject as StepId, on, person.id);
  posts.redraw(plan.id, account.id);
  const details = { product: plan.product };
  const about = { account: account.id, by: person.id, via, details, summary: step.name } as const;
  await emit({ kind: "account-touched", what: "onboarding-step-done", ...about });
  return done(view.say("onboarding.step-saved", { step: step.name, account: account.name }));
}
