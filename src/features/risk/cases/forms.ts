import type { Field, Form, Text } from "../../../chat/card.ts";
import { CASE } from "../../../kernel/defaults.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { View } from "../../../locales/say.ts";
import type { AccountRoster } from "../../accounts/facts.ts";
import type { Case } from "../case-store.ts";
import { CLOSINGS, type FieldProblem, OPINIONS, SNOOZES } from "./decide.ts";
import type { HeldOpinion } from "./opinion-store.ts";
import { churnOptions, OPINION, OUTCOME } from "./words.ts";

export interface About {
  readonly found: Pick<Case, "id" | "snoozes">;
  readonly account: Pick<AccountRoster, "id" | "name">;
}

const SNOOZE = {
  "next-day": "cases.snooze-next-day",
  "next-week": "cases.snooze-next-week",
  date: "cases.snooze-date",
} as const satisfies Record<(typeof SNOOZES)[number], TextKey>;

export function snoozeForm({ found, account }: About, { say }: View): Form {
  const left = CASE.snoozesAtMost - found.snoozes;
  return {
    name: "risk.snooze",
    subject: found.id,
    title: say("cases.snooze-title"),
    submit: say("cases.snooze"),
    intro: [{ kind: "text", text: say("cases.snooze-intro", { account: account.name, count: left }) }],
    fields: [
      {
        kind: "choice",
        name: "until",
        label: say("cases.field-until"),
        options: SNOOZES.map((value) => ({ value, label: say(SNOOZE[value]) })),
        initial: "next-day",
      },
      { kind: "date", name: "on", label: say("cases.field-on"), hint: say("cases.hint-on"), optional: true },
    ],
  };
}

function written(name: string, label: Text): Field {
  return { kind: "text", name, label, multiline: true, maxLength: CASE.writtenAtMost };
}

export function notARiskForm({ found, account }: About, { say }: View): Form {
  return {
    name: "risk.not-a-risk",
    subject: found.id,
    title: say("cases.not-a-risk"),
    submit: say("cases.not-a-risk-submit"),
    intro: [{ kind: "text", text: say("cases.not-a-risk-intro", { account: account.name, days: CASE.muteDays }) }],
    fields: [written("reason", say("cases.field-reason"))],
  };
}

export function escalateForm({ found, account }: About, { say }: View): Form {
  return {
    name: "risk.escalate",
    subject: found.id,
    title: say("cases.escalate-title"),
    submit: say("cases.escalate"),
    intro: [{ kind: "text", text: say("cases.escalate-intro", { account: account.name }) }],
    fields: [written("reason", say("cases.field-help"))],
  };
}

/** What became of it, and of the closed list why (B9). */
export function closeForm({ found, account }: About, view: View): Form {
  const { say } = view;
  return {
    name: "risk.close",
    subject: found.id,
    title: say("cases.close-title"),
    submit: say("cases.close"),
    intro: [{ kind: "text", text: say("cases.close-intro", { account: account.name }) }],
    fields: [
      {
        kind: "choice",
        name: "outcome",
        label: say("cases.field-outcome"),
        options: CLOSINGS.map((value) => ({ value, label: say(OUTCOME[value]) })),
      },
      {
        kind: "choice",
        name: "reason",
        label: say("cases.field-churn"),
        hint: say("cases.hint-churn"),
        optional: true,
        options: churnOptions(view),
      },
      { ...written("note", say("cases.field-note")), optional: true },
    ],
  };
}

export function opinionForm(account: About["account"], held: HeldOpinion | undefined, { say }: View): Form {
  return {
    name: "risk.opinion",
    subject: account.id,
    title: say("cases.opinion-title"),
    submit: say("cases.opinion-submit"),
    intro: [{ kind: "text", text: say("cases.opinion-intro", { account: account.name, days: CASE.opinionDays }) }],
    fields: [
      {
        kind: "choice",
        name: "opinion",
        label: say("cases.field-opinion"),
        options: OPINIONS.map((value) => ({ value, label: say(OPINION[value]) })),
        ...(held && { initial: held.opinion }),
      },
      { ...written("reason", say("cases.field-why")), ...(held && { initial: held.reason }) },
    ],
  };
}

const PROBLEM = {
  choice: "cases.choice-wrong",
  day: "cases.day-wrong",
  "day-needed": "cases.day-needed",
  past: "cases.day-past",
  far: "cases.day-far",
  short: "cases.too-short",
  long: "cases.too-long",
  "reason-needed": "cases.reason-needed",
} as const satisfies Record<FieldProblem["problem"], TextKey>;

export function problemText({ problem, value }: FieldProblem, { say }: View): Text {
  if (problem === "choice" && value === "") return say("contacts.choice-needed");
  const most = problem === "far" ? CASE.snoozeAtMostDays : CASE.writtenAtMost;
  return say(PROBLEM[problem], { value, most });
}
