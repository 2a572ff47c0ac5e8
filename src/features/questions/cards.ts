import { type Block, type Button, daySpan, type Form, type PersonRef, type Text } from "../../chat/card.ts";
import { QUESTION } from "../../kernel/defaults.ts";
import type { Visibility } from "../../kernel/events.ts";
import type { Money } from "../../kernel/money.ts";
import { Visible } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { AccountFacts } from "../accounts/facts.ts";
import type { Drawing } from "../feature.ts";
import { type Asked, type Question, ROLES_ASKED } from "./decide.ts";

/** All that a card about a question says. */
export interface Story {
  readonly question: Question;
  readonly account: Pick<AccountFacts, "id" | "name" | "scope" | "csm" | "am" | "arr" | "renewsOn">;
  readonly asker: PersonRef;
  readonly askee: PersonRef;
  readonly answerer: PersonRef | undefined;
  readonly atRiskSince: Date | undefined;
}

const ROLE: Readonly<Record<Asked, TextKey>> = { csm: "questions.role-csm", am: "questions.role-am" };
const ACCOUNT_AT_MOST = 200;

export function roleText(slot: Asked, { say }: View): Text {
  return say(ROLE[slot]);
}

/** What who was asked reads: the question, what they may know of the account, and Answer. */
export function drawAsked(story: Story, view: View): Drawing {
  const { asker, account, question } = story;
  const title = view.say("questions.asked-title", { asker: asker.name, account: account.name });
  const accent = question.answered ? "good" : "calm";
  return { card: { title, accent, body: bodyOf(story, view) }, summary: title };
}

/** The reminder to who was asked, and what their manager reads. */
export function drawNudge(story: Story, escalated: boolean, view: View): Drawing {
  const { asker, askee, account, question } = story;
  const since = { date: question.askedAt, style: "day-time" } as const;
  const title = view.say("questions.nudge-title", { account: account.name });
  const intro = escalated
    ? view.say("questions.escalated", { asker: { mention: asker }, askee: { mention: askee }, since })
    : view.say("questions.reminded", { asker: { mention: asker }, since });
  const body: Block[] = [
    ...(question.answered ? [] : [{ kind: "text" as const, text: intro }]),
    ...bodyOf(story, view),
  ];
  return { card: { title, accent: question.answered ? "good" : "warn", body }, summary: title };
}

/** What who asked reads once there is an answer. */
export function drawAnswer(story: Story, view: View): Drawing {
  const { account } = story;
  const title = view.say("questions.answer-title", { account: account.name });
  const body: Block[] = [
    { kind: "text", text: view.say("questions.your-question", { text: story.question.question }) },
    ...answered(story, view),
    { kind: "buttons", elements: [openAccount(story, view)] },
  ];
  return { card: { title, accent: "good", body }, summary: title };
}

function bodyOf(story: Story, view: View): Block[] {
  const { question } = story;
  const open = openAccount(story, view);
  const answer: Button = {
    kind: "button",
    label: view.say("questions.answer"),
    look: "primary",
    opens: { name: "questions.answer", subject: question.id },
  };
  return [
    { kind: "text", text: view.say("questions.question", { text: question.question }) },
    { kind: "context", text: contextOf(story, view) },
    ...answered(story, view),
    { kind: "buttons", elements: question.answered ? [open] : [answer, open] },
  ];
}

function answered({ question, answerer }: Story, { say }: View): Block[] {
  if (!question.answered || !answerer) return [];
  const { at, text } = question.answered;
  return [
    {
      kind: "text",
      text: say("questions.answered", { who: { mention: answerer }, at: { date: at, style: "day-time" } }),
    },
    { kind: "text", text: say("questions.answer-text", { text }) },
  ];
}

function openAccount({ account }: Story, { say }: View): Button {
  return { kind: "button", label: say("questions.open"), press: { name: "accounts.open", subject: account.id } };
}

/** What this reader may know of the account: separate facts on one line. */
function contextOf({ account, atRiskSince }: Story, { say, audience }: View): Text {
  const { scope, csm, am } = account;
  const arr = new Visible<readonly Money[]>("arr", scope, account.arr).open(audience) ?? [];
  const renewsOn = new Visible("contract-dates", scope, account.renewsOn).open(audience);
  const since = new Visible("risk-band", scope, atRiskSince).open(audience);
  const facts: Text[] = [
    ...(csm ? [say("questions.fact-csm", { csm: csm.name })] : []),
    ...(am ? [say("questions.fact-am", { am: am.name })] : []),
    ...arr.map((amount) => say("questions.fact-arr", { arr: amount })),
    ...(renewsOn ? [say("questions.fact-renews", { date: daySpan(renewsOn) })] : []),
    ...(since ? [say("questions.fact-at-risk", { since: { date: since, style: "day" } })] : []),
  ];
  if (facts.length === 0) return [account.name];
  return facts.flatMap((fact, at) => (at === 0 ? fact : [" · ", ...fact]));
}

/** What is known already when the form opens. */
export interface Begun {
  readonly slot: Asked | undefined;
  readonly account: string;
  readonly question: string;
  /** why it is asked, when it was typed already */
  readonly because?: Text;
}

export function askForm({ slot, account, question, because }: Begun, { say }: View): Form {
  return {
    name: "questions.ask",
    subject: "",
    title: say("questions.form-title"),
    submit: say("questions.form-submit"),
    ...(because && { intro: [{ kind: "text", text: because }] }),
    fields: [
      {
        kind: "choice",
        name: "slot",
        label: say("questions.field-slot"),
        options: ROLES_ASKED.map((value) => ({ value, label: say(ROLE[value]) })),
        ...(slot && { initial: slot }),
      },
      {
        kind: "text",
        name: "account",
        label: say("questions.field-account"),
        hint: say("questions.hint-account"),
        multiline: false,
        maxLength: ACCOUNT_AT_MOST,
        ...(account !== "" && { initial: account }),
      },
      {
        kind: "text",
        name: "question",
        label: say("questions.field-question"),
        multiline: true,
        maxLength: QUESTION.questionAtMost,
        ...(question !== "" && { initial: question }),
      },
    ],
  };
}

export function answerForm(
  story: Pick<Story, "question" | "account" | "asker">,
  visibility: Visibility,
  { say }: View,
): Form {
  const { question, account, asker } = story;
  return {
    name: "questions.answer",
    subject: question.id,
    title: say("questions.answer-form-title"),
    submit: say("questions.answer-submit"),
    intro: [
      { kind: "text", text: say("questions.answer-intro", { asker: asker.name, account: account.name }) },
      { kind: "text", text: say("questions.question", { text: question.question }) },
    ],
    fields: [
      {
        kind: "text",
        name: "answer",
        label: say("questions.field-answer"),
        hint: say(visibility === "commercial" ? "questions.hint-answer-commercial" : "questions.hint-answer"),
        multiline: true,
        maxLength: QUESTION.answerAtMost,
      },
    ],
  };
}
