import { type Block, daySpan, type Field, type Form, type Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import { SOURCE } from "./contact-cards.ts";
import type { Named } from "./decide.ts";
import { isStale } from "./document-decide.ts";
import {
  givesWay,
  mostLetters,
  PROFILE_FIELDS,
  type ProfileField,
  type ProfileFieldName,
  type ProfileFields,
  type ProfileProblem,
} from "./profile-decide.ts";

const LABEL: Readonly<Record<ProfileFieldName, TextKey>> = {
  "how-to-help": "accounts.field-how-to-help",
  needs: "accounts.field-needs",
  "future-needs": "accounts.field-future-needs",
  industry: "accounts.field-industry",
};
const HINT: Readonly<Partial<Record<ProfileFieldName, TextKey>>> = {
  "how-to-help": "accounts.hint-how-to-help",
  "future-needs": "accounts.hint-future-needs",
};

/** How old a field is, whether that is too old, and that somebody said it in chat. */
export function ageText({ asOf, source }: ProfileField, today: LocalDate, { say }: View): Text {
  const facts = [say("accounts.as-of", { date: daySpan(asOf) })];
  if (isStale(asOf, today)) facts.push(say("accounts.stale"));
  if (source === "chat") facts.push(say("accounts.from-chat"));
  return say("accounts.aside", { text: facts.flatMap((fact, at) => (at === 0 ? fact : [", ", ...fact])) });
}

/** The fields behind how to help, each with its age. */
export function profileLines(fields: ProfileFields, today: LocalDate, view: View): Text[] {
  return PROFILE_FIELDS.filter((name) => name !== "how-to-help").flatMap((name) => {
    const field = fields[name];
    if (!field) return [];
    const values = { field: view.say(LABEL[name]), text: field.value };
    return [[...view.say("accounts.profile-line", values), " ", { faint: ageText(field, today, view) }]];
  });
}

export function profileForm(account: Named, fields: ProfileFields, today: LocalDate, view: View): Form {
  const { say } = view;
  const intro: Block[] = [{ kind: "text", text: say("accounts.profile-intro", { account: account.name }) }];
  const asked: Field[] = [];
  for (const name of PROFILE_FIELDS) {
    const stored = fields[name];
    const label = say(LABEL[name]);
    if (stored && !givesWay(stored.source, "chat")) {
      const values = { field: label, text: stored.value, source: say(SOURCE[stored.source]) };
      intro.push({ kind: "text", text: say("accounts.profile-elsewhere", values) });
      continue;
    }
    const hint = HINT[name];
    asked.push({
      kind: "text",
      name,
      label,
      ...(hint ? { hint: say(hint) } : {}),
      optional: true,
      multiline: true,
      maxLength: mostLetters(name),
      ...(stored ? { initial: stored.value } : {}),
    });
  }
  asked.push({ kind: "date", name: "asOf", label: say("accounts.field-as-of"), initial: today });
  const title = say("accounts.profile-title");
  return { name: "accounts.profile", subject: account.id, title, submit: say("accounts.save"), intro, fields: asked };
}

const PROBLEMS: Readonly<Record<ProfileProblem["problem"], TextKey>> = {
  long: "contacts.too-long",
  day: "contacts.day-wrong",
  ahead: "contacts.day-ahead",
};

export function profileProblemTexts(
  problems: readonly ProfileProblem[],
  { say }: View,
): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map(({ field, problem, value, most }) => [field, say(PROBLEMS[problem], { value, most })]),
  );
}
