import { addDays, type LocalDate } from "../../../kernel/business-time.ts";
import { TEMPLATE } from "../../../kernel/defaults.ts";
import { oneLine } from "../../../kernel/text.ts";
import { checkProduct, type Milestone, MILESTONES, type MilestoneKind } from "../decide.ts";

/** A step beside the milestones, on so manieth day after the beginning. */
export interface TemplateStep {
  readonly name: string;
  readonly day: number;
}

/** How the onboarding of a product goes: days after its beginning. */
export interface Template {
  readonly product: string;
  readonly days: Readonly<Record<MilestoneKind, number>>;
  readonly steps: readonly TemplateStep[];
}

export interface TemplateProblem {
  readonly field: string;
  readonly problem: "product" | "both" | "days" | "order" | "step" | "steps" | "name" | "twice";
  readonly value: string;
}
export type CheckedTemplate =
  /** @param near known products that were perhaps meant */
  | { readonly kind: "ok"; readonly template: Template; readonly near: readonly string[] }
  | { readonly kind: "wrong"; readonly problems: readonly TemplateProblem[] };

function dayIn(text: string): number | undefined {
  if (!/^\d{1,4}$/.test(text)) return undefined;
  const day = Number(text);
  return day <= TEMPLATE.lastDayAtMost ? day : undefined;
}

/** @param values steps are lines "Data import: 20" @param known products */
export function checkTemplate(values: Readonly<Record<string, string>>, known: readonly string[]): CheckedTemplate {
  const problems: TemplateProblem[] = [];
  const named = checkProduct(values, known);
  if (named.kind === "wrong") problems.push({ field: named.field, problem: named.problem, value: named.value });
  const days = MILESTONES.map((kind) => {
    const typed = oneLine(values[kind] ?? "");
    const day = dayIn(typed);
    if (day === undefined) problems.push({ field: kind, problem: "days", value: typed });
    return day ?? 0;
  });
  const [kickOff = 0, goLive = 0, firstValue = 0] = days;
  if (problems.every(({ problem }) => problem !== "days")) {
    if (goLive < kickOff) problems.push({ field: "go-live", problem: "order", value: String(goLive) });
    else if (firstValue < goLive) problems.push({ field: "first-value", problem: "order", value: String(firstValue) });
  }
  const steps = stepsIn(values["steps"] ?? "", problems);
  if (named.kind === "wrong" || problems.length > 0) return { kind: "wrong", problems };
  const { product, near } = named;
  const template = { product, days: { "kick-off": kickOff, "go-live": goLive, "first-value": firstValue }, steps };
  return { kind: "ok", template, near };
}

function stepsIn(text: string, problems: TemplateProblem[]): TemplateStep[] {
  const wrong = (problem: TemplateProblem["problem"], value: string): [] => {
    problems.push({ field: "steps", problem, value });
    return [];
  };
  const lines = text
    .split(/\r?\n/)
    .map(oneLine)
    .filter((line) => line !== "");
  if (lines.length > TEMPLATE.stepsAtMost) return wrong("steps", String(lines.length));
  const steps: TemplateStep[] = [];
  for (const line of lines) {
    const [, name = "", typed = ""] = /^(.*\S)\s*[:：]\s*(\S+)$/.exec(line) ?? [];
    const day = dayIn(typed);
    if (day === undefined) return wrong("step", line);
    if (name.length > TEMPLATE.stepNameAtMost) return wrong("name", String(name.length));
    if (steps.some((step) => step.name.toLowerCase() === name.toLowerCase())) return wrong("twice", name);
    steps.push({ name, day });
  }
  return steps.toSorted((one, other) => one.day - other.day);
}

/** The days of a plan that begins on a day. */
export function milestonesBy({ days }: Template, startsOn: LocalDate): Milestone[] {
  return MILESTONES.map((kind) => ({ kind, dueOn: addDays(startsOn, days[kind]), doneOn: undefined }));
}
