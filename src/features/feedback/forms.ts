import type { Field, Form, Option, Text } from "../../chat/card.ts";
import { FEEDBACK } from "../../kernel/defaults.ts";
import { brief } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { type Theme, THEMES } from "../themes.ts";
import { aboutText } from "./cards.ts";
import { NO_PRODUCT, type Problem } from "./decide.ts";
import type { Choice } from "./around-store.ts";
import type { ItemStory, TellStory } from "./story.ts";

/** How a customer was told; the timeline's own kinds of contact. */
export const WAYS = ["call", "email", "meeting", "message", "on-site"] as const;
/** What a menu sends for somebody who isn't listed. */
export const UNLISTED = "unlisted";

const WAY = {
  call: "contacts.kind-call",
  email: "contacts.kind-email",
  meeting: "contacts.kind-meeting",
  message: "contacts.kind-message",
  "on-site": "contacts.kind-on-site",
} as const satisfies Record<(typeof WAYS)[number], TextKey>;

export interface Passing {
  /** "feedback.pass" and the answer, or "feedback.give" and the account */
  readonly form: "pass" | "give";
  readonly subject: string;
  readonly account: string;
  readonly theme: Theme | undefined;
  readonly products: readonly { readonly name: string; readonly theirs: boolean }[];
  /** who may have said so; of an answer it is known */
  readonly contacts: readonly Choice[];
  readonly words: string;
}

/** What is passed on, and as what: everything is proposed, and nothing goes before it is confirmed. */
export function passForm({ form, subject, account, theme, products, contacts, words }: Passing, view: View): Form {
  const { say } = view;
  const theirs = products.filter((each) => each.theirs);
  const [only] = theirs;
  const fields: Field[] = [
    {
      kind: "choice",
      name: "theme",
      label: say("feedback.field-theme"),
      options: THEMES.map((value) => ({ value, label: say(`nps.theme-${value}`) })),
      ...(theme && { initial: theme }),
    },
    {
      kind: "choice",
      name: "product",
      label: say("feedback.field-product"),
      options: [
        { value: NO_PRODUCT, label: say("feedback.no-product") },
        ...products.map(({ name }): Option => ({ value: name, label: [name] })),
      ],
      initial: only && theirs.length === 1 ? only.name : NO_PRODUCT,
    },
    ...whoseField(contacts, say),
    {
      kind: "text",
      name: "words",
      label: say("feedback.field-words"),
      hint: say("feedback.hint-words"),
      multiline: true,
      maxLength: FEEDBACK.wordsAtMost,
      ...(words !== "" && { initial: words }),
    },
  ];
  return {
    name: `feedback.${form}`,
    subject,
    title: say("feedback.pass-title"),
    submit: say("feedback.pass-submit"),
    intro: [{ kind: "text", text: say("feedback.pass-intro", { account }) }],
    fields,
  };
}

function whoseField(contacts: readonly Choice[], say: Say): Field[] {
  if (contacts.length === 0) return [];
  const options = contacts.map(({ id, name }): Option => ({ value: id, label: [name] }));
  const hint = say("feedback.hint-contact");
  return [{ kind: "choice", name: "contact", label: say("feedback.field-contact"), hint, options, optional: true }];
}

export function shipForm({ item, behind }: ItemStory, { say }: View): Form {
  return {
    name: "feedback.ship",
    subject: item.id,
    title: say("feedback.ship-title"),
    submit: say("feedback.ship"),
    intro: [{ kind: "text", text: say("feedback.ship-intro", { about: aboutText(item, say), count: behind.length }) }],
    fields: [
      {
        kind: "text",
        name: "note",
        label: say("feedback.field-note"),
        hint: say("feedback.hint-note"),
        multiline: true,
        maxLength: FEEDBACK.noteAtMost,
      },
      {
        kind: "text",
        name: "place",
        label: say("feedback.field-place"),
        hint: say("feedback.hint-place"),
        multiline: false,
        optional: true,
        maxLength: FEEDBACK.placeAtMost,
      },
    ],
  };
}

export function declineForm({ item, behind }: ItemStory, { say }: View): Form {
  return {
    name: "feedback.decline",
    subject: item.id,
    title: say("feedback.decline-title"),
    submit: say("feedback.decline"),
    intro: [
      { kind: "text", text: say("feedback.decline-intro", { about: aboutText(item, say), count: behind.length }) },
    ],
    fields: [
      {
        kind: "text",
        name: "reason",
        label: say("feedback.field-reason"),
        hint: say("feedback.hint-reason"),
        multiline: true,
        maxLength: FEEDBACK.noteAtMost,
      },
    ],
  };
}

export function toldForm({ tell, item, behind }: TellStory, contacts: readonly Choice[], { say }: View): Form {
  return {
    name: "feedback.told",
    subject: tell.id,
    title: say("feedback.told-title"),
    submit: say("accounts.save"),
    intro: [
      {
        kind: "text",
        text: say("feedback.told-intro", { account: behind.account.name, about: aboutText(item, say) }),
      },
    ],
    fields: [
      {
        kind: "choice",
        name: "contact",
        label: say("contacts.field-contact"),
        options: [
          ...contacts.map(({ id, name }): Option => ({ value: id, label: [name] })),
          { value: UNLISTED, label: say("contacts.unlisted") },
        ],
        ...(contacts.length === 0 && { initial: UNLISTED, hint: say("contacts.nobody-known") }),
      },
      {
        kind: "choice",
        name: "kind",
        label: say("contacts.field-kind"),
        options: WAYS.map((value) => ({ value, label: say(WAY[value]) })),
      },
      {
        kind: "text",
        name: "said",
        label: say("feedback.field-said"),
        multiline: true,
        optional: true,
        maxLength: FEEDBACK.noteAtMost,
      },
    ],
  };
}

const PROBLEMS: Readonly<Record<Problem["problem"], TextKey>> = {
  choice: "contacts.choice-wrong",
  empty: "feedback.wrong-empty",
  short: "feedback.wrong-short",
  long: "feedback.wrong-long",
  price: "feedback.wrong-price",
  kept: "checkins.price",
  name: "feedback.wrong-name",
  mail: "feedback.wrong-mail",
};
const MOST: Readonly<Record<string, number>> = { words: FEEDBACK.wordsAtMost, place: FEEDBACK.placeAtMost };

/** Each field with what is wrong with it, and what is allowed. */
export function problemTexts(problems: readonly Problem[], { say }: View): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map(({ field, problem, value }) => [
      field,
      say(value === "" && problem === "choice" ? "contacts.choice-needed" : PROBLEMS[problem], {
        value: brief(value),
        most: MOST[field] ?? FEEDBACK.noteAtMost,
        least: FEEDBACK.reasonAtLeast,
      }),
    ]),
  );
}
