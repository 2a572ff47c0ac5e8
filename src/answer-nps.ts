import { type Behind, STEPS } from "./answer-door.ts";
import { newToken } from "./features/door-store.ts";
import type { Context } from "./features/feature.ts";
import {
  type Answering,
  answerComment,
  answerNeverAgain,
  answerNoNeed,
  answerScore,
} from "./features/nps/answering.ts";
import { bandOf, isSaidOf, OPTED_OUT, scoreIn } from "./features/nps/decide.ts";
import { storyOf } from "./features/nps/story.ts";
import type { SurveyId } from "./features/nps/survey-store.ts";
import { askText, whyText } from "./features/nps/why-text.ts";
import type { Locale } from "./kernel/directory.ts";

function answering(context: Context): Answering {
  return { ...context, by: "link" };
}

/** How likely they recommend us. */
export const scoreBehind: Behind = {
  async look(context, id, kind, says) {
    const story = await storyOf(context, id as SurveyId);
    if (!story) return undefined;
    const { survey, company, asker, open, loops } = story;
    if (!survey.contact || (!open && kind !== "never")) return undefined;
    const { locale } = survey.contact;
    const call = loops.find(({ kind: what, closedAt }) => what === "call" && !closedAt);
    const { score } = survey;
    const answered =
      score === undefined
        ? undefined
        : {
            score,
            comment: isSaidOf(survey, score) ? survey.comment : undefined,
            why: (read: Locale) => whyText(survey, bandOf(score), read, says(read)),
            callBy: call?.dueAt,
            zone: survey.contact.zone ?? "UTC",
          };
    return {
      asks: "score",
      step: STEPS[kind],
      nonce: newToken(),
      asked: "",
      locale,
      company,
      asker: asker?.name,
      question: (read) => askText(story, read, says(read)),
      answered,
    };
  },
  isStep: (typed) => scoreIn(typed) !== undefined,
  isOther: () => Promise.resolve(false),
  async choose(context, id, typed) {
    const score = scoreIn(typed);
    if (score === undefined) return undefined;
    const given = await answerScore(answering(context), id as SurveyId, score);
    return given.kind === "closed" ? undefined : (given.survey.closesAt ?? context.now);
  },
  comment: async (context, id, text) => (await answerComment(answering(context), id as SurveyId, text)).kind,
  noNeed: (context, id) => answerNoNeed(answering(context), id as SurveyId),
  async never(context, id, may) {
    const before = await storyOf(context, id as SurveyId);
    const isSaid = before?.survey.reason === OPTED_OUT;
    if (!before || (!isSaid && !(may && (await answerNeverAgain(answering(context), id as SurveyId)))))
      return undefined;
    return { locale: before.survey.contact?.locale, company: before.company };
  },
};
