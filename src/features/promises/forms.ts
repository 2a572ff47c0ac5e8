import { daySpan, type Field, type Form, type Option, type Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import { PROMISE } from "../../kernel/defaults.ts";
import { brief, cut } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import { daySaid } from "../day-said.ts";
import type { Problem } from "./decide.ts";
import type { Story } from "./story.ts";

type Choice = { readonly id: string; readonly name: string };
const INTRO = 160;

export interface Making {
  readonly id: string;
  readonly name: string;
  /** who may keep it, who promises first */
  readonly owners: readonly Choice[];
  readonly contacts: readonly Choice[];
  /** how many are open there */
  readonly open: number;
}

export function makeForm({ id, name, owners, contacts, open }: Making, { say }: View): Form {
  const options = (people: readonly Choice[]): Option[] =>
    people.map((each) => ({ value: each.id, label: [each.name] }));
  const [first] = owners;
  const whom: Field = {
    kind: "choice",
    name: "contact",
    label: say("promises.field-contact"),
    optional: true,
    options: options(contacts),
  };
  return {
    name: "promises.make",
    subject: id,
    title: say("promises.make-title"),
    submit: say("promises.make-submit"),
    intro: [
      { kind: "text", text: say("promises.make-intro", { account: name }) },
      ...(open > 0 ? [{ kind: "context", text: say("promises.make-open", { count: open }) } as const] : []),
    ],
    fields: [
      {
        kind: "text",
        name: "words",
        label: say("promises.field-words"),
        hint: say("promises.hint-words"),
        multiline: true,
        maxLength: PROMISE.wordsAtMost,
      },
      dueField(undefined, "promises.hint-due", { say }),
      {
        kind: "choice",
        name: "owner",
        label: say("promises.field-owner"),
        options: options(owners),
        ...(first && { initial: first.id }),
      },
      ...(contacts.length > 0 ? [whom] : []),
    ],
  };
}

function dueField(initial: LocalDate | undefined, hint: TextKey, { say }: Pick<View, "say">): Field {
  return { kind: "date", name: "due", label: say("promises.field-due"), hint: say(hint), ...(initial && { initial }) };
}

function reasonField(label: TextKey, hint: TextKey, { say }: View): Field {
  return {
    kind: "text",
    name: "reason",
    label: say(label),
    hint: say(hint),
    multiline: true,
    maxLength: PROMISE.reasonAtMost,
  };
}

function aboutText({ promise, accountName: account }: Story, key: TextKey, { say }: View): Text {
  return say(key, { account, words: cut(promise.words, INTRO), due: daySpan(promise.dueOn) });
}

export function moveForm(story: Story, view: View): Form {
  const { say } = view;
  return {
    name: "promises.move",
    subject: story.promise.id,
    title: say("promises.move-title"),
    submit: say("promises.move"),
    intro: [{ kind: "text", text: aboutText(story, "promises.move-intro", view) }],
    fields: [
      dueField(undefined, "promises.hint-new-due", view),
      reasonField("promises.field-move-reason", "promises.hint-move-reason", view),
    ],
  };
}

export function withdrawForm(story: Story, view: View): Form {
  const { say } = view;
  return {
    name: "promises.withdraw",
    subject: story.promise.id,
    title: say("promises.withdraw-title"),
    submit: say("promises.withdraw"),
    intro: [{ kind: "text", text: aboutText(story, "promises.withdraw-intro", view) }],
    fields: [reasonField("promises.field-withdraw-reason", "promises.hint-withdraw-reason", view)],
  };
}

export function handForm(story: Story, owners: readonly Choice[], view: View): Form {
  const { say } = view;
  return {
    name: "promises.hand",
    subject: story.promise.id,
    title: say("promises.hand-title"),
    submit: say("promises.hand"),
    intro: [{ kind: "text", text: aboutText(story, "promises.hand-intro", view) }],
    fields: [
      {
        kind: "choice",
        name: "owner",
        label: say("promises.field-owner"),
        options: owners.map((each) => ({ value: each.id, label: [each.name] })),
      },
    ],
  };
}

const PROBLEMS: Readonly<Record<Problem["problem"], TextKey>> = {
  choice: "contacts.choice-wrong",
  day: "contacts.day-wrong",
  past: "promises.wrong-past",
  far: "touchpoints.far",
  same: "promises.wrong-same",
  empty: "feedback.wrong-empty",
  short: "feedback.wrong-short",
  long: "feedback.wrong-long",
  price: "checkins.price",
};

const DAYS: ReadonlySet<Problem["problem"]> = new Set(["past", "far", "same"]);

/** Each field with what is wrong with it, and what is allowed. @param today what is allowed begins there */
export function problemTexts(
  problems: readonly Problem[],
  today: LocalDate,
  { say }: View,
): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map(({ field, problem, value }) => [
      field,
      say(value === "" && problem === "choice" ? "contacts.choice-needed" : PROBLEMS[problem], {
        value: DAYS.has(problem) ? daySaid(value) : brief(value),
        today: daySpan(today),
        most: problem === "far" ? PROMISE.aheadAtMostDays : PROMISE.wordsAtMost,
        least: PROMISE.reasonAtLeast,
      }),
    ]),
  );
}
