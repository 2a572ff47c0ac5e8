import { ACTION_VERSION } from "../action-id.ts";
import type { Field, Form, Text } from "../card.ts";
import { beginning } from "../../kernel/text.ts";
import { clean } from "../runs.ts";
import { never } from "../../kernel/errors.ts";
import { choicesOf, executed, labelOf } from "./actions.ts";
import type { Action, AdaptiveCard, Element, Input, Line, Look } from "./elements.ts";
import { renderBody, titleLines } from "./render.ts";
import { lettersIn, lineOf, runsOf, type TeamsContext } from "./text.ts";

/** The verb of a form's own button. `parseAction` refuses it, so it is never taken for a press. */
export const SUBMIT = "submit";
const FIELD = "field:";
const INPUT = 3000;

export interface FormParts {
  /** dialog: a task module, which has the title in its frame · message: a card in the conversation */
  readonly place: "dialog" | "message";
  /** comes back with what is sent; it grants nothing */
  readonly origin: Readonly<Record<string, unknown>>;
  /** field name → what was typed, when the form is drawn anew */
  readonly typed?: Readonly<Record<string, string>>;
  /** field name → why it wasn't taken */
  readonly problems?: Readonly<Record<string, Text>>;
}

/** The id of a field's input, by which what was typed comes back. */
export function fieldId(name: string): string {
  return `${FIELD}${name}`;
}

/** @returns undefined for what is no field's input */
export function fieldName(id: string): string | undefined {
  return id.startsWith(FIELD) ? id.slice(FIELD.length) : undefined;
}

/** A form's title for the frame of a task module. */
export function formTitle(form: Form, context: TeamsContext): string {
  return labelOf(form.title, context);
}

/** A form as a card. What is sent is `{v, form, id, origin}` and each field under its `fieldId`. */
export function renderForm(form: Form, parts: FormParts, context: TeamsContext): AdaptiveCard {
  const names = form.fields.map((field) => field.name);
  const others = Object.entries(parts.problems ?? {}).filter(([name]) => !names.includes(name));
  const above = [
    ...(parts.place === "message" ? titleLines(runsOf([lettersIn(form.title, context)], context), new Map()) : []),
    ...others.flatMap(([, problem]) => linesFrom(problem, PROBLEM, context)),
  ];
  const fields = form.fields.flatMap((field) => fieldOf(field, parts, context));
  const below: Element[] = [
    ...fields,
    { type: "ActionSet", actions: [sendOf(form, parts, context)], spacing: "Medium" },
  ];
  return renderBody(above, form.intro ?? [], below, formTitle(form, context), context);
}

const PROBLEM: Look = { color: "Attention", weight: "Bolder" };
const HINT: Look = { size: "Small", isSubtle: true };

function sendOf(form: Form, { place, origin }: FormParts, context: TeamsContext): Action {
  const title = labelOf(form.submit, context);
  const data = { v: ACTION_VERSION, form: form.name, id: form.subject, origin };
  const action = { title, style: "positive", data } as const;
  // A task module knows no Action.Execute.
  return place === "message"
    ? executed(SUBMIT, action)
    : { type: "Action.Submit", ...action, data: { verb: SUBMIT, ...data } };
}

function linesFrom(text: Text, look: Look, context: TeamsContext): Line[] {
  const line = lineOf(runsOf([lettersIn(text, context)], context), look, new Map());
  return line ? [line] : [];
}

/** The sentence about it, the input, and its hint, one below the other. */
function fieldOf(field: Field, parts: FormParts, context: TeamsContext): Element[] {
  const problem = parts.problems?.[field.name];
  const above = problem ? linesFrom(problem, PROBLEM, context) : [];
  const hint = field.hint ? linesFrom(field.hint, HINT, context) : [];
  return [
    ...above.map((line) => ({ ...line, spacing: "Medium" as const })),
    {
      ...inputOf(field, parts.typed?.[field.name] ?? field.initial, context),
      spacing: above.length > 0 ? "None" : "Medium",
    },
    ...hint.map((line) => ({ ...line, spacing: "None" as const })),
  ];
}

function inputOf(field: Field, value: string | undefined, context: TeamsContext): Input {
  const asked = {
    id: fieldId(field.name),
    label: lettersIn(field.label, context),
    isRequired: !field.optional,
    ...(field.optional ? {} : { errorMessage: lettersIn(context.say("teams.required"), context) }),
  };
  switch (field.kind) {
    case "text": {
      const maxLength = Math.min(field.maxLength, INPUT);
      const typed = value === undefined ? "" : beginning(clean(value), maxLength);
      return {
        type: "Input.Text",
        ...asked,
        isMultiline: field.multiline,
        maxLength,
        ...(typed === "" ? {} : { value: typed }),
      };
    }
    case "choice": {
      const choices = choicesOf(field.options, (choice) => choice, context);
      return {
        type: "Input.ChoiceSet",
        ...asked,
        style: "compact",
        wrap: true,
        placeholder: lettersIn(context.say("chat.choose"), context),
        choices,
        ...(value !== undefined && choices.some((choice) => choice.value === value) ? { value } : {}),
      };
    }
    case "date":
      return { type: "Input.Date", ...asked, ...(value ? { value } : {}) };
    default:
      return never(field);
  }
}
