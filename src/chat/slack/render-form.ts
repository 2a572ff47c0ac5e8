import type { InputBlock, InputBlockElement, ModalView } from "@slack/types";
import type { Card, Field, Form, Text } from "../card.ts";
import { beginning } from "../../kernel/text.ts";
import { clean } from "../runs.ts";
import { never } from "../../kernel/errors.ts";
import { optionsOf, plainOf } from "./blocks.ts";
import { LIMITS } from "./limits.ts";
import { writeCarried, type Origin } from "./origin.ts";
import { bodyBlocks, renderMessage, type RenderContext, type SlackBlock } from "./render.ts";

export type Modal = Omit<ModalView, "type"> & { readonly type: "modal"; readonly private_metadata: string };

/** The action id of every field's input; the field's name is the block's id. */
export const FIELD = "value";
/** The callback of a modal that asks nothing. */
const NOTICE = "tandem-notice";

/** A form as a modal. Its origin travels with it. */
export function renderForm(form: Form, origin: Origin, context: RenderContext): Modal {
  const fields = form.fields.map((field) => inputOf(field, context));
  return {
    type: "modal",
    callback_id: form.name,
    title: plainOf(form.title, LIMITS.viewTitle, context),
    submit: plainOf(form.submit, LIMITS.viewTitle, context),
    close: plainOf(context.say("slack.cancel"), LIMITS.viewTitle, context),
    private_metadata: writeCarried({ form: form.name, subject: form.subject, origin }),
    blocks: [...bodyBlocks(form.intro ?? [], context, LIMITS.messageBlocks), ...fields].slice(0, LIMITS.viewBlocks),
  };
}

/** A modal that only says something: while a form opens or is saved, or why it can't be opened. */
export function renderNotice(text: Text | Card, metadata: string, context: RenderContext): Modal {
  const blocks: SlackBlock[] = isCard(text)
    ? renderMessage(text, context).blocks
    : bodyBlocks([{ kind: "text", text }], context, LIMITS.messageBlocks);
  return {
    type: "modal",
    callback_id: NOTICE,
    title: plainOf(["Tandem"], LIMITS.viewTitle, context),
    close: plainOf(context.say("slack.close"), LIMITS.viewTitle, context),
    private_metadata: metadata,
    blocks,
  };
}

function isCard(text: Text | Card): text is Card {
  return "body" in text;
}

function inputOf(field: Field, context: RenderContext): InputBlock {
  return {
    type: "input",
    block_id: field.name,
    label: plainOf(field.label, LIMITS.label, context),
    ...(field.hint ? { hint: plainOf(field.hint, LIMITS.label, context) } : {}),
    optional: field.optional ?? false,
    element: elementOf(field, context),
  };
}

function elementOf(field: Field, context: RenderContext): InputBlockElement {
  switch (field.kind) {
    case "text": {
      const most = Math.min(field.maxLength, LIMITS.inputLength);
      return {
        type: "plain_text_input",
        action_id: FIELD,
        multiline: field.multiline,
        max_length: most,
        ...(field.minLength === undefined ? {} : { min_length: Math.min(field.minLength, most) }),
        ...(field.initial ? { initial_value: beginning(clean(field.initial), most) } : {}),
      };
    }
    case "choice": {
      const options = optionsOf(field.options, (choice) => choice, context);
      const initial = options.find((option) => option.value === field.initial);
      return {
        type: "static_select",
        action_id: FIELD,
        placeholder: plainOf(context.say("chat.choose"), LIMITS.placeholder, context),
        options,
        ...(initial ? { initial_option: initial } : {}),
      };
    }
    case "date":
      return { type: "datepicker", action_id: FIELD, ...(field.initial ? { initial_date: field.initial } : {}) };
    default:
      return never(field);
  }
}
