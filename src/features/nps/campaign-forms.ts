import type { Form, Text } from "../../chat/card.ts";
import type { LocalDate } from "../../kernel/business-time.ts";
import { NPS } from "../../kernel/defaults.ts";
import type { Locale } from "../../kernel/directory.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import { BANDS, WHOM, type WishProblem } from "./campaign-decide.ts";
import { type Campaign, TIERS } from "./campaign.ts";
import type { Band } from "./decide.ts";

/** Nothing brings it back. @param waiting who would still be asked */
export function endForm({ id, name }: Campaign, waiting: number, { say }: View): Form {
  return {
    name: "nps.end",
    subject: id,
    title: say("nps.end-title"),
    submit: say("nps.end"),
    intro: [
      {
        kind: "text",
        text: waiting === 0 ? say("nps.end-intro-none", { name }) : say("nps.end-intro", { name, count: waiting }),
      },
    ],
    fields: [],
  };
}

const WHY_FIELDS = {
  promoter: "nps.field-promoter",
  passive: "nps.field-passive",
  detractor: "nps.field-detractor",
} as const satisfies Record<Band, TextKey>;

/** @param locale of the organisation, in which own questions are written */
export function campaignForm(startsOn: LocalDate, locale: Locale, { say }: View): Form {
  return {
    name: "nps.campaign",
    subject: "",
    title: say("nps.new"),
    submit: say("nps.see"),
    intro: [{ kind: "text", text: say("nps.form-intro", { count: NPS.gapDays }) }],
    fields: [
      { name: "name", kind: "text", label: say("nps.field-name"), multiline: false, maxLength: NPS.nameAtMost },
      { name: "on", kind: "date", label: say("nps.field-on"), initial: startsOn },
      {
        name: "tier",
        kind: "choice",
        label: say("nps.field-tier"),
        initial: "all",
        options: TIERS.map((value) => ({ value, label: say(`nps.tier-${value}`) })),
      },
      {
        name: "whom",
        kind: "choice",
        label: say("nps.field-whom"),
        initial: "everybody",
        options: WHOM.map((value) => ({ value, label: say(`nps.whom-option-${value}`) })),
      },
      ...BANDS.map((band) => ({
        name: band,
        kind: "text" as const,
        label: say(WHY_FIELDS[band]),
        hint: say("nps.field-why-hint", { language: say(`nps.language-${locale}`) }),
        multiline: false,
        optional: true,
        maxLength: NPS.questionAtMost,
      })),
    ],
  };
}

export function problemText(wrong: WishProblem, { say }: View): Text {
  switch (wrong.problem) {
    case "empty":
      return say("nps.wrong-name");
    case "long":
      return say("nps.wrong-long", { count: wrong.field === "name" ? NPS.nameAtMost : NPS.questionAtMost });
    case "no-day":
      return say("nps.wrong-day", { value: wrong.value });
    case "past":
      return say("nps.wrong-past", { value: wrong.value });
    case "far":
      return say("nps.wrong-far", { value: wrong.value, count: NPS.aheadAtMostDays });
  }
}
