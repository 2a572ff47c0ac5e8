import { type Block, daySpan, type Field, type Form, type Option, type Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import { exponentOf } from "../../kernel/money.ts";
import { brief, cut } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { daySaid } from "../day-said.ts";
import { ALIGNED, CLOSINGS, OWN_WORDS, type Problem } from "./checks.ts";
import type { Goal } from "./store.ts";
import type { GoalStory } from "./story.ts";

export interface Choice {
  readonly id: string;
  readonly name: string;
}
export const NUMBER_AT_MOST = 20;
const INTRO = 150;

export interface GoalForm {
  readonly name: "add" | "change";
  readonly subject: string;
  readonly account: string;
  readonly goal: Goal | undefined;
  readonly owners: readonly Choice[];
  readonly contacts: readonly Choice[];
}

interface More {
  readonly hint?: TextKey;
  readonly optional?: true;
  readonly initial?: string | undefined;
  readonly multiline?: true;
}

function textField(name: string, label: TextKey, maxLength: number, say: Say, more: More = {}): Field {
  const { hint, optional, initial, multiline = false } = more;
  return {
    kind: "text",
    name,
    label: say(label),
    multiline,
    maxLength,
    ...(hint && { hint: say(hint) }),
    ...(optional && { optional }),
    ...(initial !== undefined && { initial }),
  };
}

function choiceField(name: string, label: TextKey, choices: readonly Option[], say: Say, more: More = {}): Field {
  const { optional, initial } = more;
  const isThere = choices.some(({ value }) => value === initial);
  return {
    kind: "choice",
    name,
    label: say(label),
    options: choices,
    ...(optional && { optional }),
    ...(initial !== undefined && isThere && { initial }),
  };
}

function people(choices: readonly Choice[]): Option[] {
  return choices.map(({ id, name }) => ({ value: id, label: [name] }));
}

/** A figure as it may be typed again. */
function written(value: number | undefined, locale: string): string | undefined {
  return value?.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 6 });
}

/** Nobody to choose from is no field. */
function contactField(name: string, label: TextKey, contacts: readonly Choice[], say: Say, more: More): Field[] {
  return contacts.length === 0 ? [] : [choiceField(name, label, people(contacts), say, more)];
}

function dateField(name: string, label: TextKey, initial: LocalDate | undefined, say: Say): Field {
  return { kind: "date", name, label: say(label), ...(initial && { initial }) };
}

export function goalForm({ name, subject, account, goal, owners, contacts }: GoalForm, { say, locale }: View): Form {
  const isNew = name === "add";
  const aligned = ALIGNED.map((value) => ({ value, label: say(value === "yes" ? "plans.yes" : "plans.no") }));
  const isAligned = goal?.aligned === undefined ? undefined : goal.aligned ? "yes" : "no";
  const owner = owners.some(({ id }) => id === goal?.owner?.id) ? goal?.owner?.id : owners[0]?.id;
  const optional = true;
  return {
    name: `plans.${name}`,
    subject,
    title: say(isNew ? "plans.add-title" : "plans.change-title"),
    submit: say("plans.save"),
    intro: [{ kind: "text", text: say(isNew ? "plans.add-intro" : "plans.change-intro", { account }) }],
    fields: [
      textField("name", "plans.field-name", PLAN.nameAtMost, say, { hint: "plans.hint-name", initial: goal?.name }),
      textField("metric", "plans.field-metric", PLAN.metricAtMost, say, {
        hint: "plans.hint-metric",
        initial: goal?.metricLabel ?? goal?.metric,
        optional,
      }),
      textField("baseline", "plans.field-baseline", NUMBER_AT_MOST, say, {
        initial: written(goal?.baseline, locale),
        optional,
      }),
      textField("target", "plans.field-target", NUMBER_AT_MOST, say, {
        initial: written(goal?.target, locale),
        optional,
      }),
      dateField("on", "plans.field-on", goal?.targetOn, say),
      choiceField("owner", "plans.field-owner", people(owners), say, { initial: owner }),
      ...contactField("contact", "plans.field-contact", contacts, say, { initial: goal?.contact?.id, optional }),
      textField("ours", "plans.field-ours", PLAN.nameAtMost, say, {
        hint: "plans.hint-ours",
        initial: goal?.ours,
        optional,
      }),
      choiceField("aligned", "plans.field-aligned", aligned, say, { initial: isAligned, optional }),
    ],
  };
}

export function confirmForm(
  { goal, account, today }: GoalStory,
  contacts: readonly Choice[],
  mayWorth: boolean,
  { say }: View,
): Form {
  const { worth } = goal;
  const digits = worth ? exponentOf(worth.currency) : 0;
  const amount =
    worth && (worth.amountMinor / 10 ** digits).toFixed(worth.amountMinor % 10 ** digits === 0 ? 0 : digits);
  const optional = true;
  return {
    name: "plans.confirm",
    subject: goal.id,
    title: say("plans.confirm-title"),
    submit: say("plans.save"),
    intro: aboutGoal("plans.confirm-intro", goal, account.name, say),
    fields: [
      textField("share", "plans.field-share", NUMBER_AT_MOST, say, { hint: "plans.hint-share" }),
      ...contactField("contact", "plans.field-who", contacts, say, { initial: goal.contact?.id, optional }),
      dateField("on", "plans.field-said-on", today, say),
      textField("words", "plans.field-words", PLAN.wordsAtMost, say, { optional, multiline: true }),
      ...(mayWorth
        ? [
            textField("worth", "plans.field-worth", NUMBER_AT_MOST, say, {
              hint: "plans.hint-worth",
              initial: amount,
              optional,
            }),
            textField("currency", "plans.field-currency", 3, say, {
              initial: worth?.currency ?? account.arr[0]?.currency ?? "EUR",
              optional,
            }),
          ]
        : []),
    ],
  };
}

export function aboutGoal(key: TextKey, { name }: Goal, account: string, say: Say): Block[] {
  return [{ kind: "text", text: say(key, { account, goal: cut(name, INTRO) }) }];
}

export function closeForm({ goal, account, today }: GoalStory, { say }: View): Form {
  const ends = CLOSINGS.map((value) => ({ value, label: say(value === "met" ? "plans.as-met" : "plans.as-given-up") }));
  return {
    name: "plans.close",
    subject: goal.id,
    title: say("plans.close-title"),
    submit: say("plans.close"),
    intro: aboutGoal("plans.close-intro", goal, account.name, say),
    fields: [
      choiceField("as", "plans.field-as", ends, say),
      dateField("on", "plans.field-since", today, say),
      textField("reason", "plans.field-reason", PLAN.reasonAtMost, say, {
        hint: "plans.hint-reason",
        optional: true,
        multiline: true,
      }),
    ],
  };
}

export function targetForm(id: string, account: string, initial: number | undefined, { say, locale }: View): Form {
  return {
    name: "plans.target",
    subject: id,
    title: say("plans.target-title"),
    submit: say("plans.save"),
    intro: [{ kind: "text", text: say("plans.target-intro", { account }) }],
    fields: [
      textField("target", "plans.field-satisfaction", NUMBER_AT_MOST, say, {
        hint: "plans.hint-satisfaction",
        initial: written(initial, locale),
      }),
    ],
  };
}

/** Somebody of theirs who can be asked. */
export interface Askable extends Choice {
  /** they aren't met in chat */
  readonly byLink: boolean;
}

/** Whom of them I ask. */
export function askForm({ goal, account }: GoalStory, contacts: readonly Askable[], { say }: View): Form {
  const intro = contacts.some(({ byLink }) => byLink) ? "plans.ask-intro-link" : "plans.ask-intro";
  const options = contacts.map(({ id, name, byLink }) => ({
    value: id,
    label: byLink ? say("plans.ask-by-link", { contact: name }) : [name],
  }));
  return {
    name: "plans.ask",
    subject: goal.id,
    title: say("plans.ask-title"),
    submit: say("plans.ask-submit"),
    intro: aboutGoal(intro, goal, account.name, say),
    fields: [choiceField("contact", "plans.field-whom", options, say, { initial: goal.contact?.id })],
  };
}

/** What goes to the customer, for a person to put right. */
export function summaryForm(
  about: {
    readonly id: string;
    readonly account: string;
    readonly quarter: Text;
    readonly draft: string;
    /** lines that aren't in the draft */
    readonly left: number;
    readonly contacts: readonly Choice[];
  },
  { say }: View,
): Form {
  const { id, account, quarter, draft, left, contacts } = about;
  const words = OWN_WORDS.map((value) => ({ value, label: say(`plans.words-${value}`) }));
  return {
    name: "plans.summary",
    subject: id,
    title: say("plans.summary-form"),
    submit: say("plans.summary-send"),
    intro: [
      { kind: "text", text: say("plans.summary-intro", { account, quarter }) },
      ...(left > 0 ? [{ kind: "text", text: say("plans.summary-left", { count: left }) } as const] : []),
    ],
    fields: [
      textField("body", "plans.field-body", PLAN.summaryAtMost, say, {
        hint: "plans.hint-body",
        initial: draft,
        multiline: true,
      }),
      choiceField("words", "plans.field-own-words", words, say, { initial: "ask", optional: true }),
      choiceField("contact", "plans.field-to", people(contacts), say),
    ],
  };
}

const PROBLEMS: Readonly<Record<Problem["problem"], TextKey>> = {
  empty: "feedback.wrong-empty",
  short: "feedback.wrong-short",
  long: "feedback.wrong-long",
  price: "checkins.price",
  ours: "plans.wrong-ours",
  choice: "contacts.choice-wrong",
  number: "plans.wrong-number",
  same: "plans.wrong-same",
  pair: "plans.wrong-pair",
  day: "plans.wrong-day",
  past: "promises.wrong-past",
  far: "touchpoints.far",
  future: "plans.wrong-future",
  share: "plans.wrong-share",
  amount: "plans.wrong-amount",
  currency: "plans.wrong-currency",
  score: "plans.wrong-score",
};

const DAYS: ReadonlySet<Problem["problem"]> = new Set(["past", "far", "future"]);

/** Each field with what is wrong with it, and what is allowed. */
export function problemTexts(
  problems: readonly Problem[],
  today: LocalDate,
  { say }: View,
): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map(({ field, problem, value, most }) => [
      field,
      say(value === "" && problem === "choice" ? "contacts.choice-needed" : PROBLEMS[problem], {
        value: DAYS.has(problem) ? daySaid(value) : brief(value),
        today: daySpan(today),
        meant: say("plans.words-meant"),
        most: problem === "far" ? PLAN.aheadAtMostDays : (most ?? 0),
        least: PLAN.reasonAtLeast,
      }),
    ]),
  );
}
