import type { Form, Text } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done } from "../../chat/reply.ts";
import { afterQuietHours } from "../../kernel/business-time.ts";
import { QUESTION } from "../../kernel/defaults.ts";
import type { AccountId } from "../../kernel/ids.ts";
import { brief, withoutUnseen } from "../../kernel/text.ts";
import { accountOf, type AccountRoster } from "../accounts/facts.ts";
import type { Acting } from "../feature.ts";
import { accountFirst, accountNamed, unclearText } from "../naming.ts";
import { askForm, roleText } from "./cards.ts";
import { type Asked, decideAskee, remindAt, ROLES_ASKED, visibilityOf } from "./decide.ts";
import { insertQuestion } from "./store.ts";

/** `/tandem ask csm|am <account> <question>`; what is missing or unclear is asked for by a form that keeps the rest. */
export async function askByWords(acting: Acting, words: string): Promise<Reply> {
  const { view } = acting;
  const [first = "", ...others] = words.trim().split(/\s+/);
  const slot = ROLES_ASKED.find((each) => each === first.toLowerCase());
  const rest = slot ? others.join(" ") : words.trim();
  if (rest === "") return { kind: "form", form: askForm({ slot, account: "", question: "" }, view) };
  const { naming, name, rest: question } = await accountFirst(acting, rest);
  if (naming.kind === "unclear") {
    if (!slot) return whomFirst(acting, first, others.join(" "), naming.accounts.length > 0);
    const because = unclearText(naming, name, acting);
    return { kind: "form", form: askForm({ slot, account: name, question, because }, view) };
  }
  const { account } = naming;
  const { questionAtMost: letters } = QUESTION;
  if (!slot || question === "" || question.length > letters) {
    const because = question.length > letters ? { because: view.say("questions.too-long", { letters }) } : {};
    return { kind: "form", form: askForm({ slot, account: account.name, question, ...because }, view) };
  }
  return done(await ask(acting, slot, account, withoutUnseen(question)));
}

/** The first word is no role: perhaps it was meant as one, and the account stands behind it; or it was an account's. */
async function whomFirst(acting: Acting, word: string, rest: string, isNear: boolean): Promise<Reply> {
  const behind = await accountFirst(acting, rest);
  if (behind.naming.kind === "unclear" && isNear) {
    const { naming, name, rest: question } = await accountFirst(acting, `${word} ${rest}`);
    const because = naming.kind === "unclear" ? unclearText(naming, name, acting) : [];
    return { kind: "form", form: askForm({ slot: undefined, account: name, question, because }, acting.view) };
  }
  const found = behind.naming.kind === "found" ? behind.naming.account.name : "";
  const question = found === "" ? rest : behind.rest;
  const because = acting.view.say("questions.whom-first", { word: brief(word) });
  return { kind: "form", form: askForm({ slot: undefined, account: found, question, because }, acting.view) };
}

export function openAsk({ view }: Acting): Promise<Form> {
  return Promise.resolve(askForm({ slot: undefined, account: "", question: "" }, view));
}

/** The same, to the CSM of an account that is known already. */
export async function openAskCsm(acting: Acting, id: AccountId): Promise<Form> {
  const { name } = await accountOf(acting, id);
  return askForm({ slot: "csm", account: name, question: "" }, acting.view);
}

export async function submitAsk(acting: Acting, { values }: Submission): Promise<Reply> {
  const { say } = acting.view;
  const problems: Record<string, Text> = {};
  const slot = ROLES_ASKED.find((each) => each === values["slot"]);
  if (!slot) problems["slot"] = say("questions.slot-needed");
  const typed = (values["account"] ?? "").trim();
  const naming = typed === "" ? undefined : await accountNamed(acting, typed);
  if (!naming) problems["account"] = say("shell.which-account");
  else if (naming.kind === "unclear") problems["account"] = unclearText(naming, typed, acting);
  const question = withoutUnseen(values["question"] ?? "").trim();
  const { questionAtMost: letters } = QUESTION;
  if (question === "") problems["question"] = say("questions.question-empty");
  else if (question.length > letters) problems["question"] = say("questions.too-long", { letters });
  if (!slot || naming?.kind !== "found" || Object.keys(problems).length > 0)
    return { kind: "invalid", fields: problems };
  return done(await ask(acting, slot, naming.account, question));
}

async function ask(acting: Acting, slot: Asked, account: AccountRoster, question: string): Promise<Text> {
  const { tx, now, ids, person, view, via, directory, posts, reminders } = acting;
  const people = await directory.people(tx);
  const askee = decideAskee(slot, account.scope, people, person.id);
  const said = { account: account.name, role: roleText(slot, view) };
  if (askee.kind === "yourself") return view.say("questions.yourself", said);
  if (askee.kind === "nobody") return view.say("questions.nobody", said);

  const { id: asked, name, calendar } = askee.person;
  const id = ids.next<"question">();
  insertQuestion(tx, { id, account: account.id, slot, asker: person.id, askee: asked, question, askedAt: now });
  const dueAt = afterQuietHours(now, calendar);
  posts.announce({ card: "questions.asked", subject: id, address: `person:${asked}`, slot: "", dueAt });
  reminders.set("questions.remind", id, remindAt(now, calendar));
  await acting.emit({
    kind: "account-touched",
    account: account.id,
    what: "question-asked",
    by: person.id,
    via,
    details: { slot, to: name },
    summary: question,
    visibility: visibilityOf(account.scope, [person, askee.person]),
  });
  return askee.kind === "asked"
    ? view.say("questions.asked-done", { ...said, askee: name })
    : view.say("questions.asked-instead", { ...said, askee: name });
}
