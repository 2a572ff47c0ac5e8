import { daySpan, type Field, type Form, type Option, plain, type Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import { CONTENT } from "../../kernel/defaults.ts";
import { brief } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { daySaid } from "../day-said.ts";
import { URL_AT_MOST } from "../https-link.ts";
import { itemText, KIND_TEXTS } from "./cards.ts";
import { ANY, KINDS, LANGUAGES, type Problem, UNLISTED, type Way, WAYS } from "./decide.ts";
import type { Choices } from "./store.ts";
import type { Story } from "./story.ts";

const WAY = {
  email: "contacts.kind-email",
  message: "contacts.kind-message",
  call: "contacts.kind-call",
  meeting: "contacts.kind-meeting",
  "on-site": "contacts.kind-on-site",
} as const satisfies Record<Way, TextKey>;

export function addForm({ products, features, segments }: Choices, { say }: View): Form {
  const any = { value: ANY, label: say("content.any") };
  const choice = (name: string, options: readonly Option[], more: { readonly hint?: Text } = {}): Field => ({
    kind: "choice",
    name,
    label: say(`content.field-${name}` as TextKey),
    options: [any, ...options],
    initial: ANY,
    ...more,
  });
  return {
    name: "content.add",
    subject: "",
    title: say("content.add-title"),
    submit: say("content.add"),
    intro: [{ kind: "text", text: say("content.add-intro") }],
    fields: [
      {
        kind: "choice",
        name: "kind",
        label: say("content.field-kind"),
        options: KINDS.map((value) => ({ value, label: say(KIND_TEXTS[value]) })),
      },
      {
        kind: "text",
        name: "title",
        label: say("content.field-title"),
        multiline: false,
        maxLength: CONTENT.titleAtMost,
      },
      {
        kind: "text",
        name: "link",
        label: say("content.field-link"),
        hint: say("content.hint-link"),
        multiline: false,
        maxLength: URL_AT_MOST,
      },
      choice(
        "feature",
        features.map(({ name, called }) => ({ value: name, label: [called] })),
        { hint: say("content.hint-feature") },
      ),
      choice(
        "product",
        products.map((value) => ({ value, label: [value] })),
      ),
      choice(
        "segment",
        segments.map((value) => ({ value, label: [value] })),
      ),
      choice(
        "language",
        LANGUAGES.map((value) => ({ value, label: say(`content.language-${value}`) })),
      ),
      {
        kind: "date",
        name: "until",
        label: say("content.field-until"),
        hint: say("content.hint-until"),
        optional: true,
      },
    ],
  };
}

/** The words that are sent on, to be changed as one likes. @param theirs in the customer's language */
export function sendForm(
  story: Story,
  people: readonly { readonly id: string; readonly name: string }[],
  theirs: Say,
  { say }: View,
): Form {
  const { item, proposal, accountName: account } = story;
  return {
    name: "content.send",
    subject: proposal.id,
    title: say("content.send-title"),
    submit: say("content.send-submit"),
    intro: [
      { kind: "text", text: say("content.send-intro", { account }) },
      { kind: "text", text: itemText(item, say) },
    ],
    fields: [
      {
        kind: "text",
        name: "said",
        label: say("content.field-said"),
        hint: say("content.hint-said"),
        multiline: true,
        maxLength: CONTENT.textAtMost,
        initial: plain(theirs("content.words", { title: item.title, link: item.link })),
      },
      {
        kind: "choice",
        name: "contact",
        label: say("contacts.field-contact"),
        options: [
          ...people.map(({ id, name }): Option => ({ value: id, label: [name] })),
          { value: UNLISTED, label: say("contacts.unlisted") },
        ],
        ...(people.length === 0 && { initial: UNLISTED, hint: say("contacts.nobody-known") }),
      },
      {
        kind: "choice",
        name: "way",
        label: say("contacts.field-kind"),
        options: WAYS.map((value) => ({ value, label: say(WAY[value]) })),
        initial: "email",
      },
    ],
  };
}

const PROBLEMS: Readonly<Record<Problem["problem"], TextKey>> = {
  choice: "contacts.choice-wrong",
  empty: "feedback.wrong-empty",
  long: "feedback.wrong-long",
  link: "content.wrong-link",
  day: "contacts.day-wrong",
  past: "promises.wrong-past",
  price: "checkins.price",
};

/** Each field with what is wrong with it, and what is allowed. */
export function problemTexts(
  problems: readonly Problem[],
  today: LocalDate,
  { say }: View,
): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map(({ field, problem, value }) => [
      field,
      say(value === "" && problem === "choice" ? "contacts.choice-needed" : PROBLEMS[problem], {
        value: problem === "past" ? daySaid(value) : brief(value),
        today: daySpan(today),
        most: field === "title" ? CONTENT.titleAtMost : CONTENT.textAtMost,
      }),
    ]),
  );
}
