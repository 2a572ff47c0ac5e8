import type { Field, Form, Option, PersonRef, Text } from "../../chat/card.ts";
import { instantOf, localDate, type LocalDate, localTime, type LocalTime } from "../../kernel/business-time.ts";
import { CADENCE } from "../../kernel/defaults-cadence.ts";
import type { CadenceMeetingId, CadencePairId } from "../../kernel/ids.ts";
import { brief } from "../../kernel/text.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { Say, View } from "../../locales/say.ts";
import { weekdayText } from "./cards.ts";
import type { Problem, Wrong } from "./checks.ts";
import { FREQUENCIES, type Rhythm } from "./model.ts";

const OFTEN = {
  weekly: "cadence.often-weekly",
  fortnightly: "cadence.often-fortnightly",
  monthly: "cadence.often-monthly",
} as const satisfies Record<Rhythm["frequency"], TextKey>;

/** @param weekdays on which both work @param at the time as the presser's clock shows it */
export function rhythmForm(
  id: CadencePairId,
  rhythm: Rhythm,
  weekdays: readonly number[],
  at: LocalTime,
  { say }: View,
): Form {
  const initial = weekdays.includes(rhythm.weekday) ? rhythm.weekday : weekdays[0];
  return {
    name: "cadence.rhythm",
    subject: id,
    title: say("cadence.rhythm-title"),
    submit: say("cadence.suggest"),
    intro: [{ kind: "text", text: say("cadence.rhythm-intro") }],
    fields: [
      {
        kind: "choice",
        name: "frequency",
        label: say("cadence.field-frequency"),
        options: FREQUENCIES.map((value) => ({ value, label: say(OFTEN[value]) })),
        initial: rhythm.frequency,
      },
      {
        kind: "choice",
        name: "weekday",
        label: say("cadence.field-weekday"),
        options: weekdays.map((day) => ({ value: String(day), label: weekdayText(day, say) })),
        ...(initial !== undefined && { initial: String(initial) }),
      },
      timeField(at, say("contacts.field-at"), say("touchpoints.hint-at")),
      {
        kind: "text",
        name: "minutes",
        label: say("cadence.field-minutes"),
        hint: say("cadence.hint-minutes", { least: CADENCE.minutesAtLeast, most: CADENCE.minutesAtMost }),
        multiline: false,
        maxLength: 3,
        initial: String(rhythm.minutes),
      },
    ],
  };
}

function timeField(initial: string, label: Text, hint: Text): Field {
  return { kind: "text", name: "at", label, hint, multiline: false, maxLength: 5, initial };
}

export function moveForm(
  id: CadenceMeetingId,
  names: string,
  when: { readonly on: LocalDate; readonly at: LocalTime },
  { say }: View,
): Form {
  return {
    name: "cadence.move",
    subject: id,
    title: say("cadence.move-title"),
    submit: say("cadence.move-submit"),
    intro: [{ kind: "text", text: say("cadence.move-intro", { names }) }],
    fields: [
      { kind: "date", name: "on", label: say("contacts.field-on"), initial: when.on },
      timeField(when.at, say("contacts.field-at"), say("contacts.hint-at")),
    ],
  };
}

export function pointForm(id: CadencePairId, { say }: View): Form {
  return {
    name: "cadence.point",
    subject: id,
    title: say("cadence.point-title"),
    submit: say("cadence.add"),
    fields: [
      {
        kind: "text",
        name: "text",
        label: say("cadence.field-point"),
        hint: say("cadence.hint-point"),
        multiline: true,
        maxLength: CADENCE.pointAtMost,
      },
    ],
  };
}

export function metForm(id: CadenceMeetingId, names: string, people: readonly PersonRef[], { say }: View): Form {
  return {
    name: "cadence.met",
    subject: id,
    title: say("cadence.met-title"),
    submit: say("onboarding.save"),
    intro: [{ kind: "text", text: say("cadence.met-intro", { names }) }],
    fields: outcomeFields(people, say),
  };
}

/** The same afterwards, as often as they like. */
export function noteForm(id: CadenceMeetingId, names: string, people: readonly PersonRef[], { say }: View): Form {
  return {
    name: "cadence.note",
    subject: id,
    title: say("cadence.met-title"),
    submit: say("onboarding.save"),
    intro: [{ kind: "text", text: say("cadence.note-intro", { names }) }],
    fields: outcomeFields(people, say),
  };
}

function outcomeFields(people: readonly PersonRef[], say: Say): Field[] {
  const owners: Option[] = people.map((person) => ({ value: person.id, label: [person.name] }));
  const numbers = Array.from({ length: CADENCE.actions }, (_none, at) => at + 1);
  return [
    {
      kind: "text",
      name: "notes",
      label: say("cadence.field-notes"),
      optional: true,
      multiline: true,
      maxLength: CADENCE.notesAtMost,
    },
    ...numbers.flatMap((number): Field[] => {
      const n = String(number);
      return [
        {
          kind: "text",
          name: `action${n}`,
          label: say("cadence.field-action", { number }),
          optional: true,
          multiline: false,
          maxLength: CADENCE.pointAtMost,
        },
        {
          kind: "choice",
          name: `owner${n}`,
          label: say("cadence.field-owner", { number }),
          optional: true,
          options: owners,
        },
        { kind: "date", name: `due${n}`, label: say("cadence.field-due", { number }), optional: true },
      ];
    }),
  ];
}

const PROBLEMS: Readonly<Record<Problem, TextKey>> = {
  choice: "contacts.choice-wrong",
  day: "contacts.day-wrong",
  time: "contacts.time-wrong",
  minutes: "cadence.minutes-wrong",
  past: "cadence.past",
  far: "touchpoints.far",
  weekday: "cadence.weekday-wrong",
  "no-such-day": "cadence.no-such-day",
  needed: "cadence.point-needed",
  long: "contacts.too-long",
  price: "cadence.price",
  "owner-needed": "cadence.owner-needed",
  "action-needed": "cadence.action-needed",
  "note-needed": "cadence.note-needed",
  "day-off": "cadence.day-off",
  away: "cadence.away",
  "after-hours": "cadence.after-hours",
  busy: "cadence.busy",
};

const OF_A_DAY: ReadonlySet<Problem> = new Set(["day-off", "away", "no-such-day"]);

/** A day, perhaps with its time, as it is kept: in words. */
function whenWords(kept: string, problem: Problem, zone: string, say: View["say"]): string | undefined {
  const [letters = "", time = ""] = kept.split(" ");
  const on = localDate(letters);
  if (!on) return undefined;
  const at = OF_A_DAY.has(problem) ? undefined : localTime(time);
  return at
    ? say.date(instantOf(on, at, zone), "weekday-time", zone)
    : say.date(new Date(`${on}T00:00:00Z`), "weekday", zone);
}

/** What is wrong with a form, at its fields. @param hours of who fills it in */
export function problemTexts(
  problems: readonly Wrong[],
  { opens, closes, zone }: { readonly opens: string; readonly closes: string; readonly zone: string },
  { say }: View,
): Readonly<Record<string, Text>> {
  const {
    minutesAtLeast: least,
    minutesAtMost,
    aheadAtMostDays,
    actionAheadAtMostDays,
    pointAtMost,
    notesAtMost,
  } = CADENCE;
  const fields = problems.map(({ field, problem, value, who = "" }): [string, Text] => {
    const isNone = problem === "choice" && value === "";
    const key = isNone ? "contacts.choice-needed" : PROBLEMS[problem];
    const most =
      problem === "minutes"
        ? minutesAtMost
        : problem === "long"
          ? field === "notes"
            ? notesAtMost
            : pointAtMost
          : field.startsWith("due")
            ? actionAheadAtMostDays
            : aheadAtMostDays;
    const words =
      problem === "weekday" ? weekdayText(Number(value), say) : (whenWords(value, problem, zone, say) ?? brief(value));
    return [field, say(key, { value: words, who, least, most, opens, closes, zone })];
  });
  return Object.fromEntries(fields);
}
