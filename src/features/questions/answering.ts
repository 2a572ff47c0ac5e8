import type { Form } from "../../chat/card.ts";
import type { Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done } from "../../chat/reply.ts";
import { afterQuietHours } from "../../kernel/business-time.ts";
import { QUESTION } from "../../kernel/defaults.ts";
import { never, NotFound } from "../../kernel/errors.ts";
import type { Visibility } from "../../kernel/events.ts";
import { withoutUnseen } from "../../kernel/text.ts";
import type { Acting, Context } from "../feature.ts";
import { escalatedTo } from "../leading.ts";
import { answerForm, type Story } from "./cards.ts";
import { type AnswerOutcome, decideAnswer, escalateAt, readableSince, remindAt, visibilityOf } from "./decide.ts";
import { noteEscalated, noteReminded, saveAnswer } from "./store.ts";
import { loadStory } from "./story.ts";

export async function openAnswer(acting: Acting, id: string): Promise<Form | Done> {
  const story = await storyFor(acting, id);
  const outcome = await outcomeFor(acting, story);
  if (outcome.kind !== "may") return refusal(outcome, story, acting);
  return answerForm(story, await visibilityFor(acting, story), acting.view);
}

/** Of two who answer, the conditional update lets one win; the other hears who has answered. */
export async function answer(acting: Acting, { subject, values }: Submission): Promise<Reply> {
  const { tx, now, person, view, via, posts, reminders, directory } = acting;
  const story = await storyFor(acting, subject);
  const outcome = await outcomeFor(acting, story);
  if (outcome.kind !== "may") return refusal(outcome, story, acting);
  const text = withoutUnseen(values["answer"] ?? "").trim();
  const { answerAtMost: letters } = QUESTION;
  if (text === "") return { kind: "invalid", fields: { answer: view.say("questions.answer-empty") } };
  if (text.length > letters)
    return { kind: "invalid", fields: { answer: view.say("questions.too-long", { letters }) } };

  const { id, account, asker } = story.question;
  if (!(await saveAnswer(tx, id, person.id, now, text))) {
    const after = await storyFor(acting, subject);
    return refusal(await outcomeFor(acting, after), after, acting);
  }
  reminders.drop("questions.remind", id);
  reminders.drop("questions.escalate", id);
  const reader = await directory.person(tx, asker);
  const dueAt = reader ? afterQuietHours(now, reader.calendar) : now;
  posts.announce({ card: "questions.answer", subject: id, address: `person:${asker}`, slot: "", dueAt });
  posts.redraw(id);
  const details = { slot: story.question.slot, to: story.asker.name };
  const what = "question-answered";
  const visibility = await visibilityFor(acting, story);
  await acting.emit({ kind: "account-touched", account, what, by: person.id, via, details, summary: text, visibility });
  return done(view.say("questions.answer-done", { asker: story.asker.name }));
}

async function visibilityFor({ tx, person, directory }: Acting, { question, account }: Story): Promise<Visibility> {
  const asker = await directory.person(tx, question.asker);
  return visibilityOf(account.scope, asker ? [asker, person] : [person]);
}

/** @throws NotFound */
async function storyFor(acting: Acting, id: string): Promise<Story> {
  const story = await loadStory(acting, id);
  if (story === "gone") throw new NotFound("questions.gone");
  return story;
}

async function outcomeFor(acting: Acting, { question, account }: Story): Promise<AnswerOutcome> {
  const { tx, person, directory } = acting;
  const leader = escalatedTo("internal", question.askee, account.scope, await directory.people(tx), [question.asker]);
  const managers = [...account.scope.managers, ...(leader ? [leader.id] : [])];
  const presser = { id: person.id, covers: person.covers, isManager: person.roles.includes("manager") };
  return decideAnswer(question, managers, presser);
}

/** @throws NotFound */
function refusal(outcome: AnswerOutcome, { askee, answerer }: Story, { view: { say }, person }: Acting): Done {
  switch (outcome.kind) {
    case "unseen":
      throw new NotFound("questions.gone");
    case "for-askee":
      return done(say("questions.for-askee", { askee: { mention: askee } }));
    case "may":
      return done(say("questions.gone"));
    case "answered": {
      const at = { date: outcome.at, style: "day-time" } as const;
      if (outcome.by === person.id) return done(say("questions.answered-by-you", { at }));
      return done(
        say("questions.answered-already", { who: { mention: { id: outcome.by, name: answerer?.name ?? "" } }, at }),
      );
    }
    default:
      return never(outcome);
  }
}

/** After four of the askee's working hours, which begin with the digest that brings it where they wish for it there. */
export async function remind(context: Context, id: string): Promise<void> {
  const { tx, now, directory, posts, reminders } = context;
  const story = await loadStory(context, id);
  if (story === "gone" || story.question.answered) return;
  const { question } = story;
  const askee = await directory.person(tx, question.askee);
  if (!askee) return;
  const address = `person:${askee.id}` as const;
  const carriage = await posts.carriageOf({ card: "questions.asked", subject: id, address, slot: "" });
  const since = readableSince(question, carriage, now);
  const remindedAt = remindAt(since, askee.calendar);
  if (carriage.kind !== "alone" && remindedAt.getTime() > now.getTime())
    return reminders.set("questions.remind", id, remindedAt);
  const dueAt = afterQuietHours(now, askee.calendar);
  posts.announce({ card: "questions.nudge", subject: id, address, slot: "remind", dueAt });
  noteReminded(tx, question.id, now);
  reminders.set("questions.escalate", id, escalateAt(since, askee.calendar));
}

/** After eight: whoever leads. */
export async function escalate(context: Context, id: string): Promise<void> {
  const { tx, now, directory, posts } = context;
  const story = await loadStory(context, id);
  if (story === "gone" || story.question.answered) return;
  const { asker, askee } = story.question;
  const manager = escalatedTo("internal", askee, story.account.scope, await directory.people(tx), [asker]);
  if (!manager) return;
  const dueAt = afterQuietHours(now, manager.calendar);
  posts.announce({ card: "questions.nudge", subject: id, address: `person:${manager.id}`, slot: "escalate", dueAt });
  noteEscalated(tx, story.question.id, now);
}
