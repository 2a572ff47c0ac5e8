import type { Form, Text } from "../../chat/card.ts";
import { OPPORTUNITY, REQUEST } from "../../kernel/defaults.ts";
import { mayRead, type Scope } from "../../kernel/permissions.ts";
import type { View } from "../../locales/say.ts";
import { KIND } from "./cards.ts";
import { KINDS, type Request } from "./decide.ts";

type Fields = Form["fields"];
type Choice = { readonly id: string; readonly name: string };

const ACCOUNT_AT_MOST = 200;
const PERCENT_AT_MOST = 10;

/** What a customer asked for. Discount and terms are asked of those alone who may read prices. */
export function requestForm(
  account: { readonly id: string; readonly name: string; readonly scope: Scope },
  contacts: readonly Choice[],
  view: View,
): Form {
  const { say, audience } = view;
  const price = mayRead(audience, "price", account.scope);
  const mayName = mayRead(audience, "contact-names", account.scope);
  const names = mayName ? contacts : [];
  const unknown = mayName && contacts.length === 0;
  return {
    name: "requests.log",
    subject: account.id,
    title: say("requests.form-title"),
    submit: say("requests.form-submit"),
    intro: [
      { kind: "text", text: say("requests.form-intro", { account: account.name }) },
      ...(unknown ? [{ kind: "context", text: say("requests.nobody-known", { account: account.name }) } as const] : []),
    ],
    fields: [
      {
        kind: "choice",
        name: "kind",
        label: say("requests.field-kind"),
        options: KINDS.map((value) => ({ value, label: say(KIND[value]) })),
      },
      textField("", view),
      productField(view),
      ...(names.length > 0 ? [contactField(names, view)] : []),
      ...(price ? priceFields(view) : []),
    ],
  };
}

function textField(initial: string, { say }: View): Fields[number] {
  return {
    kind: "text",
    name: "text",
    label: say("requests.field-text"),
    multiline: true,
    maxLength: REQUEST.textAtMost,
    ...(initial !== "" && { initial }),
  };
}

/** What they want to buy, in words of their own. */
function productField({ say }: View): Fields[number] {
  return {
    kind: "text",
    name: "product",
    label: say("gate.field-product"),
    hint: say("gate.hint-product"),
    optional: true,
    multiline: false,
    maxLength: OPPORTUNITY.productAtMost,
  };
}

/** Only what the customer asked for goes past the benefit gate (D1). */
function askedField(wroteIt: FromMessage["wroteIt"], { say }: View): Fields[number] {
  return {
    kind: "choice",
    name: "asked",
    label: say("gate.field-asked"),
    options: [
      { value: "customer", label: say("gate.asked-customer") },
      { value: "own", label: say("gate.asked-own") },
    ],
    ...(wroteIt === "in" && { initial: "customer" }),
  };
}

function contactField(names: readonly Choice[], { say }: View): Fields[number] {
  return {
    kind: "choice",
    name: "contact",
    label: say("requests.field-contact"),
    optional: true,
    options: names.map(({ id, name }) => ({ value: id, label: [name] })),
  };
}

function priceFields({ say }: View): Fields {
  const limit = REQUEST.discountPercentAtMost;
  return [
    {
      kind: "text",
      name: "discount",
      label: say("requests.field-discount"),
      hint: say("requests.hint-discount", { limit }),
      optional: true,
      multiline: false,
      maxLength: PERCENT_AT_MOST,
    },
    {
      kind: "text",
      name: "terms",
      label: say("requests.field-terms"),
      optional: true,
      multiline: true,
      maxLength: REQUEST.termsAtMost,
    },
  ];
}

function accountField({ say }: View): Fields[number] {
  return {
    kind: "text",
    name: "account",
    label: say("requests.field-account"),
    hint: say("requests.hint-account"),
    multiline: false,
    maxLength: ACCOUNT_AT_MOST,
  };
}

/** The account isn't known yet, so that its contacts can't be listed. */
function whoAskedField({ say }: View): Fields[number] {
  return {
    kind: "text",
    name: "contact",
    label: say("requests.field-contact"),
    hint: say("requests.hint-contact"),
    optional: true,
    multiline: false,
    maxLength: ACCOUNT_AT_MOST,
  };
}

/** What is known of the message that a form began with. */
export interface FromMessage {
  readonly text: string;
  readonly wroteIt: "in" | "out" | undefined;
  readonly said: Text | undefined;
}

/** Hand to AM: what a customer asked for, from the message in which they did, or what somebody thought of reading it. */
export function handForm(at: string, { text, wroteIt, said }: FromMessage, view: View): Form {
  const { say } = view;
  return {
    name: "requests.hand",
    subject: at,
    title: say("requests.shortcut-hand"),
    submit: say("requests.hand-submit"),
    intro: [{ kind: "text", text: said ?? say("requests.hand-intro") }],
    fields: [
      accountField(view),
      textField(text, view),
      askedField(wroteIt, view),
      productField(view),
      whoAskedField(view),
    ],
  };
}

/** Log on account timeline. */
export function timelineForm(at: string, { text, wroteIt, said }: FromMessage, view: View): Form {
  const { say } = view;
  return {
    name: "requests.timeline",
    subject: at,
    title: say("requests.timeline-title"),
    submit: say("requests.timeline-submit"),
    ...(said && { intro: [{ kind: "text", text: said }] }),
    fields: [
      accountField(view),
      { ...textField(text, view), label: say("requests.field-message") },
      {
        kind: "choice",
        name: "direction",
        label: say("requests.field-direction"),
        options: [
          { value: "in", label: say("requests.direction-in") },
          { value: "out", label: say("requests.direction-out") },
        ],
        ...(wroteIt && { initial: wroteIt }),
      },
      {
        kind: "choice",
        name: "visibility",
        label: say("requests.field-visibility"),
        options: [
          { value: "internal", label: say("requests.visibility-internal") },
          { value: "commercial", label: say("requests.visibility-commercial") },
          { value: "customer", label: say("requests.visibility-customer") },
        ],
        initial: "internal",
      },
    ],
  };
}

export function respondForm(request: Pick<Request, "id" | "text">, account: string, { say }: View): Form {
  return {
    name: "requests.respond",
    subject: request.id,
    title: say("requests.respond-title"),
    submit: say("requests.respond-submit"),
    intro: [
      { kind: "text", text: say("requests.respond-intro", { account }) },
      { kind: "text", text: say("requests.asked", { text: request.text }) },
    ],
    fields: [
      {
        kind: "text",
        name: "answer",
        label: say("requests.field-answer"),
        hint: say("requests.hint-answer"),
        multiline: true,
        maxLength: REQUEST.textAtMost,
      },
    ],
  };
}

export function handToForm(
  request: Pick<Request, "id">,
  account: string,
  people: readonly Choice[],
  { say }: View,
): Form {
  return {
    name: "requests.hand-to",
    subject: request.id,
    title: say("requests.hand-to-title"),
    submit: say("requests.hand-submit"),
    intro: [{ kind: "text", text: say("requests.hand-to-intro", { account }) }],
    fields: [
      {
        kind: "choice",
        name: "person",
        label: say("requests.field-person"),
        options: people.map(({ id, name }) => ({ value: id, label: [name] })),
      },
    ],
  };
}
