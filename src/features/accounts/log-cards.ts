import type { Block, Field, Form, Option, Text } from "../../chat/card.ts";
import type { ContactId } from "../../kernel/ids.ts";
import { type LocalDate, type LocalTime } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { Visibility } from "../../kernel/events.ts";
import { mayRead, type Scope } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import type { Stakeholder } from "./contact-decide.ts";
import type { Named } from "./decide.ts";
import { CONTACT_KINDS, type ContactKind, type LogProblem, UNLISTED } from "./log-decide.ts";
import { entryText } from "./timeline-cards.ts";
import type { Entry } from "./timeline-store.ts";

/** what a menu can hold on every platform, with room for "somebody else" */
const MOST_CONTACTS = 99;

const KIND: Readonly<Record<ContactKind, TextKey>> = {
  call: "contacts.kind-call",
  email: "contacts.kind-email",
  meeting: "contacts.kind-meeting",
  message: "contacts.kind-message",
  "on-site": "contacts.kind-on-site",
};
const WHO_READS: Readonly<Record<Visibility, TextKey>> = {
  internal: "accounts.for-internal",
  commercial: "accounts.for-commercial",
  customer: "accounts.for-customer",
};

export function visibilityField(visibilities: readonly Visibility[], { say }: View): Field {
  return {
    kind: "choice",
    name: "visibility",
    label: say("accounts.field-visibility"),
    options: visibilities.map((value) => ({ value, label: say(WHO_READS[value]) })),
    initial: visibilities[0] ?? "",
  };
}

/** What is asked of somebody who spoke with a customer. @param called who was to be called: that it was a call to them is filled in */
export function logForm(
  account: Named,
  contacts: readonly Stakeholder[],
  visibilities: readonly Visibility[],
  moment: { readonly on: LocalDate; readonly at: LocalTime },
  view: View,
  called?: ContactId,
): Form {
  const { say } = view;
  const near = contacts.toSorted((one, other) => Number(other.id === called) - Number(one.id === called));
  const people: Option[] = near.slice(0, MOST_CONTACTS).map(({ id, name }) => ({ value: id, label: [name] }));
  const unlisted = { value: UNLISTED, label: say("contacts.unlisted") };
  return {
    name: "accounts.log",
    subject: account.id,
    title: say("contacts.log-title"),
    submit: say("accounts.save"),
    intro: [{ kind: "text", text: say("contacts.log-intro", { account: account.name }) }],
    fields: [
      {
        kind: "choice",
        name: "contact",
        label: say("contacts.field-contact"),
        options: [...people, unlisted],
        ...(people.length === 0 && { initial: UNLISTED, hint: say("contacts.nobody-known") }),
        ...(called && { initial: called }),
      },
      {
        kind: "choice",
        name: "kind",
        label: say("contacts.field-kind"),
        options: CONTACT_KINDS.map((value) => ({ value, label: say(KIND[value]) })),
        ...(called && { initial: "call" }),
      },
      {
        kind: "choice",
        name: "direction",
        label: say("contacts.field-direction"),
        options: [
          { value: "out", label: say("contacts.direction-out") },
          { value: "in", label: say("contacts.direction-in") },
        ],
        initial: "out",
      },
      {
        kind: "choice",
        name: "proactive",
        label: say("contacts.field-proactive"),
        hint: say("contacts.hint-proactive"),
        options: [
          { value: "yes", label: say("contacts.proactive-yes") },
          { value: "no", label: say("contacts.proactive-no") },
        ],
      },
      { kind: "date", name: "on", label: say("contacts.field-on"), initial: moment.on },
      { ...line("at", say("contacts.field-at"), 5), hint: say("contacts.hint-at"), initial: moment.at },
      { ...line("said", say("contacts.field-said"), ACCOUNT.writtenAtMost), multiline: true },
      visibilityField(visibilities, view),
    ],
  };
}

function line(name: string, label: Text, maxLength: number) {
  return { kind: "text", name, label, multiline: false, maxLength } as const;
}

const PROBLEMS: Readonly<Record<LogProblem["problem"], TextKey>> = {
  choice: "contacts.choice-wrong",
  day: "contacts.day-wrong",
  time: "contacts.time-wrong",
  ahead: "contacts.ahead",
  empty: "contacts.empty",
  long: "contacts.too-long",
  price: "contacts.price-named",
};

export function logProblemTexts(problems: readonly LogProblem[], { say }: View): Readonly<Record<string, Text>> {
  const most = ACCOUNT.writtenAtMost;
  return Object.fromEntries(
    problems.map(({ field, problem, value }) => [
      field,
      say(value === "" && problem === "choice" ? "contacts.choice-needed" : PROBLEMS[problem], {
        value,
        most,
        option: say(WHO_READS.commercial),
      }),
    ]),
  );
}

/** A note on an account; where several may have been meant, the account is asked for too. */
export function noteForm(
  accounts: readonly Named[],
  visibilities: readonly Visibility[],
  text: string,
  question: Text | undefined,
  view: View,
): Form {
  const { say } = view;
  const [account] = accounts;
  const intro: Block[] = [
    { kind: "text", text: question ?? say("accounts.note-intro", { account: account?.name ?? "" }) },
  ];
  const asked: Field[] = question
    ? [
        {
          kind: "choice",
          name: "account",
          label: say("accounts.field-account"),
          options: accounts.map(({ id, name }) => ({ value: id, label: [name] })),
        },
      ]
    : [];
  return {
    name: question ? "accounts.note-which" : "accounts.note",
    subject: question ? "" : (account?.id ?? ""),
    title: say("accounts.note-title"),
    submit: say("accounts.save"),
    intro,
    fields: [
      ...asked,
      { ...line("text", say("accounts.field-note"), ACCOUNT.writtenAtMost), multiline: true, initial: text },
      visibilityField(visibilities, view),
    ],
  };
}

/** Two of us came to the same person within two days: what the other is told. */
export interface Collision {
  readonly account: string;
  readonly contact: string;
  readonly entry: Entry;
  readonly scope: Scope;
}

/** That there was a contact is the other's to know; the words only where they may read them. */
export function drawCollision({ account, contact, entry, scope }: Collision, view: View): Drawing {
  const { say } = view;
  const seen = mayRead(view.audience, entry.visibility, scope) ? entry : { ...entry, summary: undefined };
  const who = entry.by ? [{ mention: entry.by }] : [];
  if (!mayRead(view.audience, "contacts", scope)) {
    const unnamed = say("contacts.collision-unnamed-title", { account });
    const text = say("contacts.collision-unnamed", { who });
    return { card: { title: unnamed, accent: "warn", body: [{ kind: "text", text }] }, summary: unnamed };
  }
  const title = say("contacts.collision-title", { contact, account });
  const body: Block[] = [
    { kind: "text", text: entryText(seen, account, view) },
    { kind: "text", text: say("contacts.collision", { who, contact }) },
  ];
  return { card: { title, accent: "warn", body }, summary: title };
}
