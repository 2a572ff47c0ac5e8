import type { Field, Form, Option, Text } from "../../chat/card.ts";
import { PEERS } from "../../kernel/defaults.ts";
import { brief } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { AGAIN, type Problem } from "./decide.ts";
import type { SideStory } from "./reading.ts";

function wordsField(name: string, label: TextKey, hint: TextKey, optional: boolean, say: Say): Field {
  return {
    kind: "text",
    name,
    label: say(label),
    hint: say(hint),
    multiline: true,
    maxLength: PEERS.wordsAtMost,
    ...(optional && { optional: true as const }),
  };
}

/** Who at the customer would talk, and of what. */
export function agreeForm(
  { id, name: account }: Pick<SideStory, "id" | "name">,
  people: readonly { readonly id: string; readonly name: string }[],
  { say }: View,
): Form {
  return {
    name: "peers.agree",
    subject: id,
    title: say("peers.agree-title"),
    submit: say("peers.agree-submit"),
    intro: [{ kind: "text", text: say("peers.agree-intro", { account }) }],
    fields: [
      {
        kind: "choice",
        name: "contact",
        label: say("contacts.field-contact"),
        options: people.map((each): Option => ({ value: each.id, label: [each.name] })),
      },
      wordsField("topic", "peers.field-topic", "peers.hint-topic", false, say),
    ],
  };
}

/** Whether they may be asked again. */
export function refuseForm({ id, name: account }: Pick<SideStory, "id" | "name">, { say }: View): Form {
  return {
    name: "peers.refuse",
    subject: id,
    title: say("peers.refuse-title"),
    submit: say("peers.refuse-submit"),
    intro: [{ kind: "text", text: say("peers.refuse-intro", { account }) }],
    fields: [
      {
        kind: "choice",
        name: "again",
        label: say("peers.field-again"),
        options: AGAIN.map((value) => ({ value, label: say(`peers.again-${value}`) })),
        initial: "year",
      },
      wordsField("reason", "peers.field-why", "peers.hint-why", true, say),
    ],
  };
}

export function notNowForm({ id, name: account }: Pick<SideStory, "id" | "name">, { say }: View): Form {
  return {
    name: "peers.not-now",
    subject: id,
    title: say("peers.not-now"),
    submit: say("peers.not-now-submit"),
    intro: [{ kind: "text", text: say("peers.not-now-intro", { account, days: PEERS.restDays }) }],
    fields: [wordsField("reason", "peers.field-reason", "peers.hint-reason", true, say)],
  };
}

const PROBLEMS: Readonly<Record<Problem["problem"], TextKey>> = {
  choice: "contacts.choice-wrong",
  empty: "feedback.wrong-empty",
  long: "feedback.wrong-long",
  price: "checkins.price",
  named: "peers.wrong-named",
};

/** Each field with what is wrong with it, and what is allowed. */
export function problemTexts(problems: readonly Problem[], { say }: View): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map(({ field, problem, value }) => [
      field,
      say(value === "" && problem === "choice" ? "contacts.choice-needed" : PROBLEMS[problem], {
        value: brief(value),
        most: PEERS.wordsAtMost,
      }),
    ]),
  );
}
