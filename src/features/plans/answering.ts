import type { Press, Reply, Submission } from "../../chat/interaction.ts";
import { done, type Done } from "../../chat/reply.ts";
import { afterQuietHours, localDateOf } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import { storable, withoutUnseen } from "../../kernel/text.ts";
import type { Acting, FormHandler, PressHandler, Responding } from "../feature.ts";
import { questionStory } from "./asking.ts";
import { answeredCard, type QuestionStory, sayForm, STEPS } from "./question-cards.ts";
import { type GoalQuestionId, holdQuestion, saveShare, saveWords } from "./question-store.ts";
import { saveConfirmation } from "./save-store.ts";

function over({ view }: Responding): Done {
  return done(view.say("survey.over"));
}

function notYours({ view }: Acting): Promise<Reply> {
  return Promise.resolve(done(view.say("survey.theirs")));
}

/** The question, where it is theirs and may be answered. */
async function theirs(responding: Responding, id: string, holds: boolean): Promise<QuestionStory | undefined> {
  if (holds) await holdQuestion(responding.tx, id as GoalQuestionId);
  const story = await questionStory(responding, id);
  const isTheirs = story && responding.contacts.some((contact) => contact.id === story.question.contact.id);
  return isTheirs && story.isOpen && !story.question.optedOut ? story : undefined;
}

async function answer(
  responding: Responding,
  { subject, choice }: Press & { readonly subject: string },
): Promise<Reply> {
  const { tx, now, view, place } = responding;
  const story = await theirs(responding, subject, true);
  const percent = STEPS.find((each) => String(each) === choice);
  if (!story || percent === undefined) return over(responding);
  const { question } = story;
  saveShare(tx, question.id, percent / 100, now);
  await confirmed(responding, story, percent / 100, question.words);
  if (question.share === undefined) await tellAsker(responding, story);
  if (place.private) return { kind: "nothing" };
  const after = await questionStory(responding, subject);
  return after ? { kind: "private", card: answeredCard(after, view) } : over(responding);
}

/** What they say stands beside what we measure, in their own name. */
async function confirmed(
  { tx, now, via, view, posts, emit }: Responding,
  { question: { id, goal, contact } }: QuestionStory,
  share: number,
  words: string | undefined,
): Promise<void> {
  const on = localDateOf(now, view.zone);
  saveConfirmation(tx, goal.id, { share, words, contact: contact.id, on, worth: undefined }, undefined, now);
  posts.redraw(id, goal.id, goal.account);
  const details = { percent: Math.round(100 * share) };
  const about = { account: goal.account, by: undefined, via, contact: contact.id, summary: goal.name } as const;
  await emit({ kind: "account-touched", what: "goal-answered", direction: "in", ...about, details });
}

/** Who had them asked hears of it, or who covers for them. */
async function tellAsker({ tx, now, directory, posts }: Responding, { question }: QuestionStory): Promise<void> {
  const asker = await directory.person(tx, question.asker.id);
  if (!asker?.active) return;
  posts.announce({
    ...{ card: "plans.answered", subject: question.goal.id, address: `person:${asker.id}`, slot: question.id },
    ...{ dueAt: afterQuietHours(now, asker.calendar), shows: [question.goal.account] },
  });
}

async function submitSay(responding: Responding, { subject, values }: Submission): Promise<Reply> {
  const { tx, view } = responding;
  const story = await theirs(responding, subject, true);
  const share = story?.question.share;
  if (!story || share === undefined) return over(responding);
  const words = withoutUnseen(storable(values["words"] ?? "")).trim();
  if (words === "") return { kind: "invalid", fields: { words: view.say("survey.write") } };
  if (words.length > PLAN.wordsAtMost) return { kind: "invalid", fields: { words: view.say("survey.too-long") } };
  saveWords(tx, story.question.id, words);
  await confirmed(responding, story, share, words);
  return done(view.say("plans.say-kept", { asker: story.question.asker.name }));
}

async function never(responding: Responding, { subject }: Press & { readonly subject: string }): Promise<Reply> {
  const { via, emit, posts, place, view } = responding;
  const story = await questionStory(responding, subject);
  const contact = story?.question.contact.id;
  if (!story || !responding.contacts.some(({ id }) => id === contact)) return over(responding);
  await emit({
    kind: "contact-opted-out",
    account: story.question.goal.account,
    contact: story.question.contact.id,
    via,
  });
  posts.redraw(story.question.id);
  return place.private ? { kind: "nothing" } : done(view.say("survey.never-done", { company: story.company }));
}

/** What somebody of a customer's may do: say how far they are, and what about it. Nobody else answers for them. */
export const answerPresses: Readonly<Record<string, PressHandler>> = {
  answer: { changes: true, run: notYours, customer: answer },
  never: { changes: true, run: notYours, customer: never },
};
export const answerForms: Readonly<Record<string, FormHandler>> = {
  say: {
    open: notYoursForm,
    submit: notYours,
    customer: {
      async open(responding, subject) {
        const story = await theirs(responding, subject, false);
        return story?.question.share === undefined ? over(responding) : sayForm(story, responding.view);
      },
      submit: submitSay,
    },
  },
};

function notYoursForm({ view }: Acting): Promise<Done> {
  return Promise.resolve(done(view.say("survey.theirs")));
}
