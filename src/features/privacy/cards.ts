import type { Block, Card, Form, Text } from "../../chat/card.ts";
import { brief } from "../../kernel/text.ts";
import type { Say, View } from "../../locales/say.ts";
import type { Refused } from "./decide.ts";
import type { Subject } from "./subject-store.ts";
import { isOneWord } from "./words.ts";

const MOST_ACCOUNTS = 10;
const MOST_CHOICES = 20;
const MOST_LETTERS = 320;
const MOST_ALSO_LETTERS = 1000;

/** Those who are called so, each with a button that opens the form. */
export function choiceCard(words: string, people: readonly Subject[], { say }: View): Card {
  const body: Block[] = people.slice(0, MOST_CHOICES).map((person) => ({
    kind: "text",
    text: whoText(person, say),
    button: { kind: "button", label: say("privacy.choose"), opens: { name: "privacy.erase", subject: person.id } },
  }));
  return { title: [], body: [{ kind: "text", text: say("privacy.several", { words: brief(words) }) }, ...body] };
}

function whoText(subject: Subject, say: Say): Text {
  const email = subject.email ?? say("privacy.no-address");
  return subject.kind === "person"
    ? say("privacy.one-of-ours", { name: subject.name, email })
    : say("privacy.one-of-theirs", { name: subject.name, email, account: subject.account });
}

export function refusedText(refused: Refused, name: string, { say }: View): Text {
  if (refused.kind === "only-admin") return say("privacy.only-admin", { name });
  const { accounts: all } = refused;
  const listed: Text = [all.slice(0, MOST_ACCOUNTS).join(", ")];
  const more = all.length - MOST_ACCOUNTS;
  const accounts = more > 0 ? say("privacy.holds-more", { accounts: listed, count: more }) : listed;
  return say("privacy.holds", { name, accounts, count: all.length });
}

/** What goes and what stays of somebody, and whether one means it. */
export function eraseForm(subject: Subject, { say }: View): Form {
  const { id, kind, name, email } = subject;
  const former = say(kind === "person" ? "privacy.former-colleague" : "privacy.former-contact");
  const goes =
    kind === "person" ? say("privacy.form-goes-person", { name }) : say("privacy.form-goes-contact", { name });
  const text = (words: Text): Block => ({ kind: "text", text: words });
  return {
    name: "privacy.erase",
    subject: id,
    title: say("privacy.form-title"),
    submit: say("privacy.form-submit"),
    intro: [
      text(goes),
      text(isOneWord(name) ? say("privacy.form-others-one-word", { name }) : say("privacy.form-others")),
      text(say("privacy.form-sent")),
      text(say("privacy.form-stays", { former })),
      text(say("privacy.form-forever")),
    ],
    fields: [
      {
        kind: "text",
        name: "address",
        label: email === undefined ? say("privacy.field-name", { name }) : say("privacy.field-address", { email }),
        multiline: false,
        maxLength: MOST_LETTERS,
      },
      {
        kind: "text",
        name: "also",
        label: say("privacy.field-also"),
        hint: say("privacy.hint-also"),
        optional: true,
        multiline: false,
        maxLength: MOST_ALSO_LETTERS,
      },
    ],
  };
}

/**
 * Whom it is about, and how to get what is held: with ids, since what others wrote has no place in a shell's command.
 * @param people one row of each
 */
export function exportCard(
  words: string,
  subjects: readonly Subject[],
  people: readonly Subject[],
  { say }: View,
): Card {
  const commandOf = ({ id }: Subject): string => `npm run -s tandem -- export ${id}`;
  const [only, ...others] = people;
  const many = people
    .slice(0, MOST_CHOICES)
    .map((person) => say("privacy.export-one", { who: whoText(person, say), command: commandOf(person) }));
  const who = subjects.slice(0, MOST_CHOICES).map((subject) => whoText(subject, say));
  const body: Block[] =
    only && others.length === 0
      ? [
          { kind: "list", ordered: false, items: who },
          { kind: "text", text: say("privacy.export-how", { command: commandOf(only) }) },
        ]
      : [
          { kind: "text", text: say("privacy.export-which") },
          { kind: "list", ordered: false, items: many },
        ];
  return {
    title: say("privacy.export-title", { name: subjects[0]?.name ?? brief(words) }),
    body,
  };
}
