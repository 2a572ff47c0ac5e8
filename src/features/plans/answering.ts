import { afterQuietHours, type LocalDate } from "../../kernel/business-time.ts";
import { PLAN } from "../../kernel/defaults.ts";
import type { ContactId } from "../../kernel/ids.ts";
import { storable, withoutUnseen } from "../../kernel/text.ts";
import type { Context } from "../feature.ts";
import type { QuestionStory } from "./question-cards.ts";
import { type GoalQuestionId, holdQuestion, saveShare, saveWords } from "./question-store.ts";
import { saveConfirmation } from "./save-store.ts";
import { questionStory } from "./story.ts";

/** How an answer reached us, and on which day where they are; what it comes to is the same by every door. */
export type Answering = Context & { readonly by: "slack" | "teams" | "link"; readonly on: LocalDate };

/** One of the steps there are, in percent. */
export function stepIn(typed: string | undefined): number | undefined {
  return PLAN.steps.find((each) => String(each) === typed);
}

/** The question, held, where it may be answered. @param whose who answers, where the door knows; another's is closed to them */
export async function theirs(
  context: Context,
  id: string,
  whose?: readonly ContactId[],
): Promise<QuestionStory | undefined> {
  await holdQuestion(context.tx, id as GoalQuestionId);
  const story = await questionStory(context, id);
  return story && mayAnswer(story, whose) ? story : undefined;
}

export function mayAnswer({ question, isOpen }: QuestionStory, whose?: readonly ContactId[]): boolean {
  return isOpen && !question.optedOut && whose?.includes(question.contact.id) !== false;
}

/** How far they say that they are; said again, the later stands. @returns the question as it is then; undefined: it is closed */
export async function answerShare(
  context: Answering,
  id: string,
  percent: number,
  whose?: readonly ContactId[],
): Promise<QuestionStory | undefined> {
  const story = await theirs(context, id, whose);
  if (!story) return undefined;
  const { question } = story;
  saveShare(context.tx, question.id, percent / 100, context.now);
  const isNew = question.share !== percent / 100;
  await confirmed(context, story, percent / 100, question.words, isNew ? "goal-answered" : undefined);
  if (question.share === undefined) await tellAsker(context, story);
  return questionStory(context, id);
}

export type Said =
  { readonly kind: "kept"; readonly story: QuestionStory } | { readonly kind: "empty" | "too-long" | "closed" };

/** What they say about it; said again, it takes the place of what stood there. */
export async function answerWords(
  context: Answering,
  id: string,
  typed: string,
  whose?: readonly ContactId[],
): Promise<Said> {
  const story = await theirs(context, id, whose);
  const share = story?.question.share;
  if (!story || share === undefined) return { kind: "closed" };
  const words = withoutUnseen(storable(typed)).trim();
  if (words === "") return { kind: "empty" };
  if (words.length > PLAN.wordsAtMost) return { kind: "too-long" };
  saveWords(context.tx, story.question.id, words);
  const isNew = story.question.words !== words;
  await confirmed(context, story, share, words, isNew ? "goal-explained" : undefined);
  return { kind: "kept", story };
}

/** They want no further question. @returns undefined where it isn't theirs to say */
export async function answerNever(
  context: Answering,
  id: string,
  whose?: readonly ContactId[],
): Promise<QuestionStory | undefined> {
  const story = await questionStory(context, id);
  const contact = story?.question.contact.id;
  if (!story || contact === undefined || whose?.includes(contact) === false) return undefined;
  const { account } = story.question.goal;
  await context.emit({ kind: "contact-opted-out", account, contact, via: context.by });
  context.posts.redraw(story.question.id);
  return story;
}

/** What they say stands beside what we measure, in their own name. @param what is new to the timeline; undefined: nothing */
async function confirmed(
  { tx, now, by, on, posts, emit }: Answering,
  { question: { id, goal, contact } }: QuestionStory,
  share: number,
  words: string | undefined,
  what: "goal-answered" | "goal-explained" | undefined,
): Promise<void> {
  saveConfirmation(tx, goal.id, { share, words, contact: contact.id, on, worth: undefined }, undefined, now);
  posts.redraw(id, goal.id, goal.account);
  if (what === undefined) return;
  const details = what === "goal-answered" ? { percent: Math.round(100 * share) } : {};
  const via = by === "link" ? "api" : by;
  const about = { account: goal.account, by: undefined, via, contact: contact.id, summary: goal.name } as const;
  await emit({ kind: "account-touched", what, direction: "in", ...about, details });
}

/** Who had them asked hears of it, or who covers for them. */
async function tellAsker({ tx, now, directory, posts }: Context, { question }: QuestionStory): Promise<void> {
  const asker = await directory.person(tx, question.asker.id);
  if (!asker?.active) return;
  posts.announce({
    ...{ card: "plans.answered", subject: question.goal.id, address: `person:${asker.id}`, slot: question.id },
    ...{ dueAt: afterQuietHours(now, asker.calendar), shows: [question.goal.account] },
  });
}
