import type { Field, Form, Option, Text } from "../../chat/card.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { digestField, languageField, zoneField } from "./cards.ts";
import { WEEKS, type OrganisationDefaults, type WrongDefault } from "./defaults-decide.ts";

const WEEK_NAMES: Readonly<Record<(typeof WEEKS)[number], TextKey>> = {
  "1,2,3,4,5": "settings.week-5",
  "1,2,3,4": "settings.week-4",
  "1,2,3,4,5,6": "settings.week-6",
  "7,1,2,3,4": "settings.week-sunday",
  "1,2,3,4,5,6,7": "settings.week-7",
};

export function defaultsForm(initial: OrganisationDefaults, { say }: View): Form {
  return {
    name: "settings.defaults",
    subject: "",
    title: say("settings.defaults-title"),
    submit: say("settings.save"),
    fields: [
      languageField(initial.locale, say),
      zoneField(initial.zone, say),
      {
        kind: "text",
        name: "region",
        label: say("settings.field-region"),
        hint: say("settings.hint-region"),
        optional: true,
        multiline: false,
        maxLength: 10,
        initial: initial.region,
      },
      {
        kind: "choice",
        name: "workdays",
        label: say("settings.field-workdays"),
        options: weeks(initial.workdays.join(","), say),
        initial: initial.workdays.join(","),
      },
      timeField("opens", "settings.field-opens", initial.opens, say),
      timeField("closes", "settings.field-closes", initial.closes, say),
      timeField("quietFrom", "settings.field-quiet-from", initial.quietFrom, say),
      timeField("quietTo", "settings.field-quiet-to", initial.quietTo, say),
      digestField(initial.digestAt, say),
    ],
  };
}

/** A week that was set another way stays as it is unless somebody chooses another one. */
function weeks(current: string, say: Say): readonly Option[] {
  const offered = WEEKS.map((week) => ({ value: week, label: say(WEEK_NAMES[week]) }));
  const isOffered = WEEKS.some((week) => week === current);
  return isOffered ? offered : [...offered, { value: current, label: say("settings.week-as-set") }];
}

function timeField(name: string, label: TextKey, initial: string, say: Say): Field {
  const hint = say("settings.hint-time");
  return { kind: "text", name, label: say(label), hint, multiline: false, maxLength: 5, initial };
}

const SENTENCES: Readonly<Record<WrongDefault["problem"], TextKey>> = {
  choice: "settings.choice-wrong",
  zone: "settings.zone-unknown",
  region: "settings.region-unknown",
  time: "settings.time-wrong",
  "not-after": "settings.closes-early",
  "always-quiet": "settings.always-quiet",
};

export function wrongDefaults(wrong: readonly WrongDefault[], { say }: View): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    wrong.map((each) => [
      each.field,
      say(SENTENCES[each.problem], { value: each.value, ...("opens" in each ? { opens: each.opens } : {}) }),
    ]),
  );
}
