import { createElement as h, type ReactNode } from "react";
import { optionsOf, type SlackElement, type SlackOption } from "../slack/shapes.ts";
import type { Words } from "./texts.ts";

/** What is asked before a dangerous press, as Slack's confirm object says. */
function confirmOf({ confirm }: SlackElement, words: Words): Record<string, string> {
  if (!confirm) return {};
  const asked = {
    title: confirm.title?.text ?? "",
    text: confirm.text?.text ?? "",
    confirm: confirm.confirm?.text ?? words.ok,
    deny: confirm.deny?.text ?? words.cancel,
  };
  return { "data-confirm": JSON.stringify(asked) };
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What an element may name besides what it says itself. */
export interface Around {
  readonly people: readonly Named[];
  readonly words: Words;
}

/** An element that acts at once, in a message, on the home tab or beside a form's inputs. */
export function actingElement(element: SlackElement, { people, words }: Around): ReactNode {
  const action = { "data-action": element.action_id ?? "", ...confirmOf(element, words) };
  const label = element.placeholder?.text ?? words.choose;
  switch (element.type) {
    case "button": {
      const props = {
        ...action,
        className: `act ${element.style ?? ""}`.trim(),
        "data-does": "press",
        ...(element.value === undefined ? {} : { "data-value": element.value }),
        ...(element.accessibility_label === undefined ? {} : { "aria-label": element.accessibility_label }),
      };
      const url = safeUrl(element.url);
      if (url === undefined) return h("button", { type: "button", ...props }, element.text?.text ?? "");
      return h("a", { href: url, target: "_blank", rel: "noreferrer", ...props }, element.text?.text ?? "");
    }
    case "overflow":
      return selectOf(
        { ...action, className: "pick more", "data-does": "choose", "aria-label": words.more },
        element,
        "⋯",
      );
    case "static_select":
      return selectOf({ ...action, className: "pick", "data-does": "choose", "aria-label": label }, element, label);
    case "users_select":
      return h(
        "select",
        {
          ...action,
          className: "pick",
          "data-does": "choose",
          "aria-label": label,
          defaultValue: element.initial_user ?? "",
        },
        h("option", { value: "" }, label),
        people.map(({ id, name }) => h("option", { key: id, value: id }, name)),
      );
    case "datepicker":
      return picker({ ...action, type: "date", defaultValue: element.initial_date ?? "" }, label);
    case "timepicker":
      return picker({ ...action, type: "time", defaultValue: element.initial_time ?? "" }, label);
    case "radio_buttons":
    case "checkboxes":
    case "multi_static_select":
      return h(
        "div",
        { className: "group", role: "group", "aria-label": label, ...action, "data-does": "choose-group" },
        boxes(element, element.action_id ?? ""),
      );
    default:
      return h("span", { className: "unsupported" }, `${words.unsupported} ${element.type}`);
  }
}

export interface InputProps {
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
  readonly describedBy: string;
}

/** A field of a form; it is sent with the form. */
export function inputElement(element: SlackElement, props: InputProps, { people, words }: Around): ReactNode {
  const common = {
    id: props.id,
    name: props.name,
    "aria-describedby": props.describedBy,
    "aria-required": props.required,
    placeholder: element.placeholder?.text,
  };
  switch (element.type) {
    case "plain_text_input": {
      const text = { ...common, maxLength: element.max_length, defaultValue: element.initial_value ?? "" };
      return element.multiline === true ? h("textarea", { ...text, rows: 4 }) : h("input", { ...text, type: "text" });
    }
    case "email_text_input":
    case "url_text_input":
    case "number_input": {
      const type = { email_text_input: "email", url_text_input: "url", number_input: "number" }[element.type];
      return h("input", { ...common, type, step: "any", defaultValue: element.initial_value ?? "" });
    }
    case "static_select":
      return selectOf(common, element, element.placeholder?.text ?? (props.required ? words.choose : words.none));
    case "users_select":
      return h(
        "select",
        { ...common, defaultValue: element.initial_user ?? "" },
        h("option", { value: "" }, element.placeholder?.text ?? words.choose),
        people.map(({ id, name }) => h("option", { key: id, value: id }, name)),
      );
    case "datepicker":
      return h("input", { ...common, type: "date", defaultValue: element.initial_date ?? "" });
    case "timepicker":
      return h("input", { ...common, type: "time", defaultValue: element.initial_time ?? "" });
    case "radio_buttons":
    case "checkboxes":
    case "multi_static_select":
      return h(
        "div",
        { className: "group", id: props.id, role: "group", "aria-describedby": props.describedBy },
        boxes(element, props.name),
      );
    default:
      return h("span", { className: "unsupported" }, `${words.unsupported} ${element.type}`);
  }
}

/** A browser shows no placeholder in a date or time field, so it stands before it. */
function picker(props: Record<string, unknown>, label: string): ReactNode {
  const input = h("input", { ...props, className: "pick", "data-does": "choose" });
  return h("label", { className: "dated" }, h("span", null, label), input);
}

function selectOf(props: Record<string, unknown>, element: SlackElement, empty: string): ReactNode {
  const option = ({ text, value }: SlackOption) => h("option", { key: value, value }, text.text);
  const groups = (element.option_groups ?? []).map((group) =>
    h("optgroup", { key: group.label.text, label: group.label.text }, group.options.map(option)),
  );
  return h(
    "select",
    { ...props, defaultValue: element.initial_option?.value ?? "" },
    h("option", { value: "" }, empty),
    (element.options ?? []).map(option),
    groups,
  );
}

function boxes(element: SlackElement, name: string): ReactNode {
  const type = element.type === "radio_buttons" ? "radio" : "checkbox";
  const initial = new Set(
    [...(element.initial_options ?? []), ...(element.initial_option ? [element.initial_option] : [])].map(
      (one) => one.value,
    ),
  );
  return optionsOf(element).map(({ text, value }) =>
    h(
      "label",
      { key: value, className: "box" },
      h("input", { type, name, value, defaultChecked: initial.has(value) }),
      h("span", null, text.text),
    ),
  );
}

/** @returns undefined for anything but a web or mail address */
export function safeUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^(https?:\/\/|mailto:)/i.test(url) ? url : undefined;
}
