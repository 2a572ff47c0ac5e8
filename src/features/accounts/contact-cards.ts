import type { Block, Card, Field, Form, Option, Text } from "../../chat/card.ts";
import { daySpan } from "../../chat/card.ts";
import { type LocalDate, localDateOf } from "../../kernel/business-time.ts";
import { ACCOUNT } from "../../kernel/defaults.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import {
  CONTACT_ROLES,
  type ContactProblem,
  type ContactRole,
  contactSignals,
  type ContactSignals,
  hasLeft,
  type Source,
  type Stakeholder,
  STRENGTHS,
  type Strength,
  UNSAID,
} from "./contact-decide.ts";
import type { Named } from "./decide.ts";

/** what a card holds on every platform */
const MOST_SHOWN = 30;

export const ROLE: Readonly<Record<ContactRole, TextKey>> = {
  champion: "contacts.role-champion",
  buyer: "contacts.role-buyer",
  sponsor: "contacts.role-sponsor",
  user: "contacts.role-user",
  blocker: "contacts.role-blocker",
};
const STRENGTH: Readonly<Record<Strength, TextKey>> = {
  strong: "contacts.strength-strong",
  fair: "contacts.strength-fair",
  weak: "contacts.strength-weak",
};
export const SOURCE: Readonly<Record<Source, TextKey>> = {
  crm: "accounts.source-crm",
  csv: "accounts.source-csv",
  chat: "accounts.source-chat",
};

/** Changed in chat: who may take that back. */
const CHANGED: Readonly<Record<Source, TextKey>> = {
  crm: "contacts.changed-crm",
  csv: "contacts.changed-csv",
  chat: "accounts.from-chat",
};

export interface ContactList {
  readonly account: Named;
  readonly contacts: readonly Stakeholder[];
  readonly mayChange: boolean;
  readonly now: Date;
}

/** The people at a customer, with what needs a word first. */
export function contactsCard({ account, contacts, mayChange, now }: ContactList, view: View): Card {
  const { say } = view;
  const today = localDateOf(now, view.zone);
  const sorted = contacts.toSorted(
    (a, b) => Number(hasLeft(a, today)) - Number(hasLeft(b, today)) || rank(a) - rank(b),
  );
  const signals = contactSignals(contacts, now, view.zone);
  const warnings = signalTexts(signals, view);
  const silent = new Set(signals.silent.map(({ contact }) => contact.id));
  const body: Block[] = [];
  if (warnings.length > 0) body.push({ kind: "list", ordered: false, items: warnings });
  for (const contact of sorted.slice(0, MOST_SHOWN)) {
    const text = contactText(contact, silent.has(contact.id), today, view);
    const change = { name: "accounts.contact", subject: contact.id };
    body.push(
      mayChange
        ? { kind: "text", text, button: { kind: "button", label: say("accounts.change"), opens: change } }
        : { kind: "text", text },
    );
  }
  if (contacts.length > MOST_SHOWN) {
    body.push({ kind: "context", text: say("contacts.more", { count: contacts.length - MOST_SHOWN }) });
  }
  if (mayChange) {
    const add = { name: "accounts.contact-add", subject: account.id };
    body.push({ kind: "buttons", elements: [{ kind: "button", label: say("contacts.add"), opens: add }] });
  }
  return { title: say("contacts.title", { account: account.name }), body };
}

function rank({ role }: Stakeholder): number {
  return role ? CONTACT_ROLES.indexOf(role) : CONTACT_ROLES.length;
}

/** What the signals say, a sentence each. */
function signalTexts({ silent, gone, few }: ContactSignals, { say }: View): Text[] {
  const roleOf = ({ role }: Stakeholder): Text => (role ? say(ROLE[role]) : []);
  return [
    ...gone.map((contact) => say("contacts.gone", { contact: contact.name, role: roleOf(contact) })),
    ...silent.map(({ contact, days }) =>
      say("contacts.silent", { contact: contact.name, role: roleOf(contact), count: days }),
    ),
    ...(few ? [say("contacts.few", { count: few.touched, days: ACCOUNT.contactsTouchedDays })] : []),
  ];
}

/** Name, part, strength and last contact, as separate facts; of whom it is said above how long they are silent, no date. */
function contactText(contact: Stakeholder, isSilent: boolean, today: LocalDate, { say }: View): Text {
  const { role, strength, lastAt, leftOn, source, chatChanged } = contact;
  const facts: Text[] = [[{ bold: [contact.name] }]];
  if (role) facts.push(say(ROLE[role]));
  if (strength) facts.push(say(STRENGTH[strength]));
  if (leftOn && hasLeft(contact, today)) facts.push(say("contacts.left", { date: daySpan(leftOn) }));
  else if (!isSilent)
    facts.push(lastAt ? say("contacts.last", { date: { date: lastAt, style: "day" } }) : say("contacts.never"));
  if (source === "chat") facts.push(say("accounts.from-chat"));
  if (chatChanged) facts.push(say(CHANGED[source]));
  return facts.flatMap((fact, at) => (at === 0 ? fact : [" · ", ...fact]));
}

export function newContactForm(account: Named, view: View): Form {
  const { say } = view;
  return {
    name: "accounts.contact-add",
    subject: account.id,
    title: say("contacts.add-title"),
    submit: say("accounts.save"),
    intro: [{ kind: "text", text: say("contacts.add-intro", { account: account.name }) }],
    fields: [
      { kind: "text", name: "name", label: say("contacts.field-name"), multiline: false, maxLength: 200 },
      {
        kind: "text",
        name: "email",
        label: say("contacts.field-email"),
        hint: say("contacts.hint-email"),
        optional: true,
        multiline: false,
        maxLength: 254,
      },
      roleField(undefined, view),
      strengthField(undefined, view),
    ],
  };
}

const OVERWRITES = { crm: "contacts.overwrites-crm", csv: "contacts.overwrites-csv" } as const satisfies Partial<
  Record<Source, TextKey>
>;

export function contactForm(contact: Stakeholder, view: View): Form {
  const { say } = view;
  const from = say("contacts.change-intro", { contact: contact.name, source: say(SOURCE[contact.source]) });
  return {
    name: "accounts.contact",
    subject: contact.id,
    title: say("contacts.change-title"),
    submit: say("accounts.save"),
    intro: [
      { kind: "text", text: from },
      ...(contact.source === "chat" ? [] : [{ kind: "context" as const, text: say(OVERWRITES[contact.source]) }]),
    ],
    fields: [
      roleField(contact.role, view),
      strengthField(contact.strength, view),
      {
        kind: "date",
        name: "leftOn",
        label: say("contacts.field-left"),
        hint: say("contacts.hint-left"),
        optional: true,
        ...(contact.leftOn ? { initial: contact.leftOn } : {}),
      },
    ],
  };
}

function roleField(initial: ContactRole | undefined, view: View): Field {
  const options = CONTACT_ROLES.map((value) => ({ value, label: view.say(ROLE[value]) }));
  return choice("role", "contacts.field-role", options, initial, view);
}

function strengthField(initial: Strength | undefined, view: View): Field {
  const options = STRENGTHS.map((value) => ({ value, label: view.say(STRENGTH[value]) }));
  return choice("strength", "contacts.field-strength", options, initial, view);
}

function choice(
  name: string,
  label: TextKey,
  known: readonly Option[],
  initial: string | undefined,
  view: View,
): Field {
  const options = [...known, { value: UNSAID, label: view.say("contacts.unsaid") }];
  return { kind: "choice", name, label: view.say(label), options, initial: initial ?? UNSAID };
}

const PROBLEMS: Readonly<Record<ContactProblem["problem"], TextKey>> = {
  "name-needed": "contacts.name-needed",
  email: "contacts.email-wrong",
  choice: "contacts.choice-wrong",
  day: "contacts.day-wrong",
  "day-ahead": "contacts.day-ahead",
  known: "contacts.known",
  erased: "contacts.erased",
};

export function contactProblemTexts(
  problems: readonly ContactProblem[],
  { say }: View,
): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map(({ field, problem, value, at }) => [
      field,
      say(value === "" && problem === "choice" ? "contacts.choice-needed" : PROBLEMS[problem], {
        value,
        ...(at ? { at: { date: at, style: "day" } } : {}),
      }),
    ]),
  );
}
