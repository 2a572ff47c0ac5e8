import type { Block, Card, Element, Field, Form, Text } from "../../../chat/card.ts";
import { OPPORTUNITY, TEMPLATE } from "../../../kernel/defaults.ts";
import { brief } from "../../../kernel/text.ts";
import type { TextKey } from "../../../locales/keys.ts";
import { productIn } from "../../../locales/products.ts";
import type { View } from "../../../locales/say.ts";
import { MILESTONES, type MilestoneKind } from "../decide.ts";
import { productFields } from "../product-field.ts";
import type { Template, TemplateProblem } from "./decide.ts";
import type { StoredTemplate } from "./store.ts";

const STEPS_LETTERS = 1000;
/** as a menu holds */
const MOST = 99;

/** What products' onboardings go by. */
export function templatesCard(all: readonly StoredTemplate[], { say, locale }: View): Card {
  const lines = all.flatMap((template): Block[] => {
    const { product, days, steps } = template;
    const said = {
      ...{ product: productIn(product, locale), start: days["kick-off"], live: days["go-live"] },
      ...{ value: days["first-value"], count: steps.length },
    };
    return [
      {
        kind: "text",
        text: say(steps.length > 0 ? "onboarding.template-line-steps" : "onboarding.template-line", said),
        button: {
          kind: "button",
          label: say("onboarding.template-change"),
          opens: { name: "checkins.template-change", subject: template.id },
        },
      },
    ];
  });
  const fresh: Element = {
    kind: "button",
    label: say("onboarding.template-new"),
    look: "primary",
    opens: { name: "checkins.template", subject: "" },
  };
  const options = all.slice(0, MOST).map(({ id, product }) => ({ value: id, label: [productIn(product, locale)] }));
  const remove: Element[] = all.slice(0, 1).map(({ id }) => ({
    kind: "menu",
    label: say("onboarding.template-remove"),
    press: { name: "checkins.template-remove", subject: id },
    options,
  }));
  return {
    title: say("onboarding.templates-title"),
    body: [
      ...(lines.length > 0 ? lines : [{ kind: "text", text: say("onboarding.templates-none") } as const]),
      { kind: "context", text: say("onboarding.templates-how") },
      { kind: "buttons", elements: [fresh, ...remove] },
    ],
  };
}

const LABELS: Readonly<Record<MilestoneKind, TextKey>> = {
  "kick-off": "onboarding.field-kick-off",
  "go-live": "onboarding.field-go-live",
  "first-value": "onboarding.field-first-value",
};

/** @param id of the template that is changed; undefined: a new one @param known products, of which one is chosen */
export function templateForm(
  id: string | undefined,
  template: Template | undefined,
  known: readonly string[],
  view: View,
): Form {
  const { say } = view;
  const days = MILESTONES.map((kind): Field => ({
    kind: "text",
    name: kind,
    label: say(LABELS[kind]),
    multiline: false,
    maxLength: 4,
    ...(template && { initial: String(template.days[kind]) }),
  }));
  const steps = template?.steps.map(({ name, day }) => `${name}: ${String(day)}`).join("\n");
  return {
    name: id === undefined ? "checkins.template" : "checkins.template-change",
    subject: id ?? "",
    title: say("onboarding.template-title"),
    submit: say("onboarding.save"),
    intro: [{ kind: "text", text: say("onboarding.template-intro") }],
    fields: [
      ...productFields(known, view, template?.product),
      ...days,
      {
        kind: "text",
        name: "steps",
        label: say("onboarding.field-steps"),
        hint: say("onboarding.hint-steps"),
        optional: true,
        multiline: true,
        maxLength: STEPS_LETTERS,
        ...(steps !== undefined && steps !== "" && { initial: steps }),
      },
    ],
  };
}

const PROBLEMS: Readonly<Record<TemplateProblem["problem"], TextKey>> = {
  product: "onboarding.wrong-product",
  both: "onboarding.wrong-both",
  days: "onboarding.wrong-days",
  order: "onboarding.wrong-order",
  step: "onboarding.wrong-step",
  steps: "onboarding.wrong-steps",
  name: "onboarding.wrong-name",
  twice: "onboarding.wrong-twice",
};

export function templateProblems(
  problems: readonly TemplateProblem[],
  { say }: Pick<View, "say">,
): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map(({ field, problem, value }) => [
      field,
      say(PROBLEMS[problem], { value: brief(value), most: mostOf(problem) }),
    ]),
  );
}

function mostOf(problem: TemplateProblem["problem"]): number {
  if (problem === "product") return OPPORTUNITY.productAtMost;
  if (problem === "steps") return TEMPLATE.stepsAtMost;
  return problem === "name" ? TEMPLATE.stepNameAtMost : TEMPLATE.lastDayAtMost;
}
