import type { Field, Form, Text } from "../../chat/card.ts";
import { OPPORTUNITY } from "../../kernel/defaults.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Values, View } from "../../locales/say.ts";
import type { FieldProblem } from "./decide.ts";
import { type Gate, type Verdict, verdictOf } from "./gate.ts";
import { legTexts } from "./gate-texts.ts";
import { LOSSES, PASSES, reasonText, RELEASES } from "./reasons.ts";
import type { Story } from "./story-model.ts";
import type { SnoozeChoice, WrittenProblem } from "./written.ts";

export function benefitField(say: View["say"], written = ""): Field {
  return {
    kind: "text",
    name: "benefit",
    label: say("opportunities.field-benefit"),
    hint: say("opportunities.hint-benefit", { letters: OPPORTUNITY.benefitAtLeast }),
    multiline: true,
    maxLength: OPPORTUNITY.benefitAtMost,
    ...(written !== "" && { initial: written }),
  };
}

/** The CSM's word for what was found, with how the rest of the gate stands now. */
/** @param asks whether it is for them at all, where somebody comes from a line that has no button for that */
export function confirmForm(about: About, gate: Gate, asks: boolean, view: View): Form {
  const { say } = view;
  const { opportunity } = about;
  const intro = say("gate.confirm-intro", { ...named(about), days: OPPORTUNITY.confirmedForDays });
  const fields: Field[] = asks
    ? [answerField(say), { ...benefitField(say, opportunity.benefit), hint: hintOfYes(say), optional: true }]
    : [benefitField(say, opportunity.benefit)];
  const submit = say(asks ? "gate.answer" : "gate.confirm");
  const form = formOf(asks ? "answer" : "confirm", about, say("gate.confirm-title"), submit, fields, intro);
  const written: Gate = { ...gate, benefit: { ...gate.benefit, state: "passed" } };
  const verdict = CONFIRMED[verdictOf(written)];
  return {
    ...form,
    intro: [
      ...(form.intro ?? []),
      { kind: "text", text: say("gate.confirm-legs") },
      { kind: "list", ordered: false, items: legTexts(written, "all", view) },
      ...(verdict ? [{ kind: "text", text: say(verdict) } as const] : []),
    ],
  };
}

/** What confirming comes to as things stand, where that isn't an offer. */
const CONFIRMED: Readonly<Record<Verdict, TextKey | undefined>> = {
  failed: "gate.confirm-fails",
  "needs-manager": "opportunities.form-gate-needs-manager",
  passed: undefined,
};

function hintOfYes(say: View["say"]): Text {
  return say("gate.hint-benefit-yes", { letters: OPPORTUNITY.benefitAtLeast });
}

/** What was found may be no good to them: that is an answer too. */
function answerField(say: View["say"]): Field {
  return {
    kind: "choice",
    name: "word",
    label: say("gate.field-answer"),
    hint: say("gate.hint-answer", { days: OPPORTUNITY.quietAfterDays }),
    options: [
      { value: "yes", label: say("opportunities.word-yes") },
      { value: "no", label: say("gate.decline") },
    ],
    initial: "yes",
  };
}

const PROBLEMS: Readonly<Record<FieldProblem["problem"], TextKey>> = {
  empty: "opportunities.product-empty",
  short: "opportunities.benefit-short",
  long: "opportunities.too-long",
  needed: "opportunities.word-needed",
};

export function problemTexts(problems: readonly FieldProblem[], { say }: View): Readonly<Record<string, Text>> {
  return Object.fromEntries(problems.map((each) => [each.field, say(PROBLEMS[each.problem], lettersOf(each))]));
}

function lettersOf(problem: FieldProblem): Values {
  if (problem.problem === "short") return { count: problem.letters, letters: OPPORTUNITY.benefitAtLeast };
  return problem.problem === "long" ? { letters: problem.most } : {};
}

type About = Pick<Story, "opportunity" | "accountName">;

function formOf(
  name: string,
  { opportunity }: About,
  title: Text,
  submit: Text,
  fields: readonly Field[],
  intro: Text,
): Form {
  return {
    name: `opportunities.${name}`,
    subject: opportunity.id,
    title,
    submit,
    intro: [{ kind: "text", text: intro }],
    fields,
  };
}

function written(name: string, label: Text, optional = false): Field {
  return {
    kind: "text",
    name,
    label,
    multiline: true,
    maxLength: OPPORTUNITY.writtenAtMost,
    ...(optional && { optional }),
  };
}

function named({ opportunity: { product }, accountName: account }: About): Values {
  return { product, account };
}

export function passForm(about: About, view: View): Form {
  const { say } = view;
  const options = PASSES.map((value) => ({ value, label: reasonText(value, view) }));
  const fields: Field[] = [
    { kind: "choice", name: "reason", label: say("deals.field-reason"), options },
    written("note", say("deals.field-note"), true),
  ];
  const intro = about.opportunity.pool
    ? say("deals.pass-intro-pool", named(about))
    : say("deals.pass-intro", named(about));
  return formOf("pass", about, say("deals.pass-title"), say("deals.pass"), fields, intro);
}

export function releaseForm(about: About, view: View): Form {
  const { say } = view;
  const options = RELEASES.map((value) => ({ value, label: reasonText(value, view) }));
  const fields: Field[] = [
    { kind: "choice", name: "reason", label: say("deals.field-reason"), options },
    written("note", say("deals.field-note"), true),
  ];
  const intro = say("deals.release-intro", named(about));
  return formOf("release", about, say("deals.release-title"), say("deals.release"), fields, intro);
}

export function snoozeForm(about: About, choices: readonly SnoozeChoice[], { say }: View): Form {
  const options = choices.map(({ days, until }) => ({
    value: String(days),
    label: [{ date: until, style: "day-time" } as const],
  }));
  const left = OPPORTUNITY.snoozesAtMost - about.opportunity.snoozes;
  const intro = say("deals.snooze-intro", { ...named(about), count: left });
  const fields: Field[] = [{ kind: "choice", name: "days", label: say("deals.field-until"), options, initial: "1" }];
  return formOf("snooze", about, say("deals.snooze-title"), say("deals.snooze"), fields, intro);
}

/** @param currency of the account, to begin with */
export function winForm(about: About, currency: string, { say }: View): Form {
  const fields: Field[] = [
    { ...written("promised", say("deals.field-promised")), hint: say("deals.hint-promised") },
    { kind: "date", name: "promised-on", label: say("won.field-promised-on"), optional: true },
    {
      kind: "text",
      name: "value",
      label: say("deals.field-value"),
      hint: say("deals.hint-value"),
      multiline: false,
      maxLength: 20,
    },
    {
      kind: "text",
      name: "currency",
      label: say("deals.field-currency"),
      multiline: false,
      maxLength: 3,
      initial: currency,
    },
  ];
  return formOf("win", about, say("deals.win-title"), say("deals.win"), fields, say("deals.win-intro", named(about)));
}

export function loseForm(about: About, view: View): Form {
  const { say } = view;
  const options = LOSSES.map((value) => ({ value, label: reasonText(value, view) }));
  const fields: Field[] = [{ kind: "choice", name: "reason", label: say("deals.field-reason"), options }];
  return formOf(
    "lose",
    about,
    say("deals.lose-title"),
    say("deals.lose"),
    fields,
    say("deals.lose-intro", named(about)),
  );
}

export function continueForm(about: About, { say }: View): Form {
  const fields = [written("reason", say("deals.field-continue"))];
  return formOf(
    "continue",
    about,
    say("deals.continue-title"),
    say("deals.continue"),
    fields,
    say("deals.continue-intro", named(about)),
  );
}

const WRITTEN: Readonly<Record<WrittenProblem["problem"], TextKey>> = {
  choice: "deals.wrong-choice",
  short: "deals.wrong-short",
  long: "opportunities.too-long",
  amount: "deals.wrong-amount",
  "amount-either": "deals.wrong-amount-either",
  "amount-whole": "deals.wrong-amount-whole",
  currency: "deals.wrong-currency",
  price: "won.wrong-price",
  day: "won.wrong-day",
};

export function writtenProblemText({ problem, value, whole = "" }: WrittenProblem, { say }: View): Text {
  return say(WRITTEN[problem], { value, whole, letters: OPPORTUNITY.writtenAtMost, least: OPPORTUNITY.writtenAtLeast });
}
