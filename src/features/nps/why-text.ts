import type { Text } from "../../chat/card.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say } from "../../locales/say.ts";
import type { Band } from "./decide.ts";
import type { SurveyStory } from "./story.ts";
import type { Survey } from "./survey-store.ts";

const WHY = {
  promoter: "survey.why-promoter",
  passive: "survey.why-passive",
  detractor: "survey.why-detractor",
} as const satisfies Record<Band, TextKey>;

/**
 * The open question, by band: the campaign's own where it has one in the language that is read, else the usual one in that
 * language. Nobody reads a question in a language that isn't the page's.
 */
export function whyText({ questions }: Pick<Survey, "questions">, band: Band, locale: Locale, say: Say): Text {
  const own = questions[band]?.[locale];
  return own === undefined ? say(WHY[band]) : [own];
}

/** Who asks, and what: in the campaign's own words where it has some in the language that is read. */
export function askText({ survey, company, asker: by, askerIsCsm }: SurveyStory, locale: Locale, say: Say): Text {
  const question = survey.questions.ask?.[locale];
  const asker = by?.name;
  if (asker === undefined) return question === undefined ? say("survey.ask", { company }) : [question];
  if (question === undefined) return say(askerIsCsm ? "survey.ask-csm" : "survey.ask-person", { asker, company });
  return say(askerIsCsm ? "survey.ask-csm-own" : "survey.ask-person-own", { asker, question });
}
