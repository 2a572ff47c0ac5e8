import type { Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say } from "../../locales/say.ts";
import type { Band } from "./decide.ts";
import type { Survey } from "./survey-store.ts";

const WHY = {
  promoter: "survey.why-promoter",
  passive: "survey.why-passive",
  detractor: "survey.why-detractor",
} as const satisfies Record<Band, TextKey>;

/** The open question, by band: the campaign's own where it has one in the respondent's language, else the usual one. */
export function whyText({ questions, contact }: Survey, band: Band, say: Say): Text {
  const own = questions[band]?.[contact?.locale ?? "en"];
  return own === undefined ? say(WHY[band]) : [own];
}
