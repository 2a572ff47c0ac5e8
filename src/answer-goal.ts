import { type Behind, STEPS } from "./answer-door.ts";
import { hashOf, newToken } from "./features/door-store.ts";
import type { Context } from "./features/feature.ts";
import {
  type Answering,
  answerNever,
  answerShare,
  answerWords,
  mayAnswer,
  stepIn,
  theirs,
} from "./features/plans/answering.ts";
import type { QuestionStory } from "./features/plans/question-cards.ts";
import { questionStory, todayOf } from "./features/plans/story.ts";
import { localDateOf } from "./kernel/business-time.ts";
import type { Locale } from "./kernel/directory.ts";

async function answering(context: Context, id: string): Promise<Answering> {
  const zone = (await questionStory(context, id))?.question.contact.zone;
  const on = zone === undefined ? await todayOf(context) : localDateOf(context.now, zone);
  return { ...context, by: "link", on };
}

/** Tells the goal that was read from the one that stands there now. */
function askedOf({ question: { goal } }: QuestionStory): string {
  return hashOf(goal.name).toString("base64url");
}

/** How far a goal of theirs is: its name, and nothing else of it. */
export const goalBehind: Behind = {
  async look(context, id, kind, says) {
    const story = await questionStory(context, id);
    if (!story || !mayAnswer(story)) return undefined;
    const { question, company } = story;
    const { goal, contact, asker, share, words } = question;
    const answered =
      share === undefined
        ? undefined
        : {
            score: Math.round(100 * share),
            comment: words,
            why: (read: Locale) => says(read)("plans.say-field"),
            callBy: undefined,
            zone: contact.zone ?? "UTC",
          };
    return {
      asks: "goal",
      step: STEPS[kind],
      nonce: newToken(),
      asked: askedOf(story),
      locale: contact.locale,
      company,
      asker: asker.name,
      question: (read) => says(read)("plans.page-ask", { goal: goal.name }),
      answered,
    };
  },
  isStep: (typed) => stepIn(typed) !== undefined,
  async isOther(context, id, asked) {
    const story = await theirs(context, id);
    return asked !== "" && story !== undefined && asked !== askedOf(story);
  },
  async choose(context, id, typed) {
    const percent = stepIn(typed);
    if (percent === undefined) return undefined;
    return (await answerShare(await answering(context, id), id, percent))?.question.closesAt;
  },
  comment: async (context, id, text) => (await answerWords(await answering(context, id), id, text)).kind,
  noNeed: () => Promise.resolve(false),
  async never(context, id, may) {
    const before = await questionStory(context, id);
    if (!before || (!before.question.optedOut && !may)) return undefined;
    if (!before.question.optedOut) await answerNever(await answering(context, id), id);
    return { locale: before.question.contact.locale, company: before.company };
  },
};
