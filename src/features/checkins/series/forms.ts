import { daySpan, type Field, type Form, type Span, type Text } from "../../../chat/card.ts";
import { type LocalDate, type LocalTime } from "../../../kernel/business-time.ts";
import { CHECK_IN } from "../../../kernel/defaults.ts";
import type { TextKey } from "../../../locales/keys.ts";
import type { View } from "../../../locales/say.ts";
import { kindText, lastBlocks, SENTIMENT_TEXTS, SKIP_TEXTS } from "./cards.ts";
import { SENTIMENTS, SKIPS } from "./decide.ts";
import type { CheckInStory } from "./story.ts";

export const WRITTEN = ["needs", "goals", "blockers", "next"] as const;
/** What a menu sends for somebody who isn't listed. */
export const UNLISTED = "unlisted";

const LABELS = {
  needs: "checkins.field-needs",
  goals: "checkins.field-goals",
  blockers: "checkins.field-blockers",
  next: "checkins.field-next",
} as const satisfies Record<(typeof WRITTEN)[number], TextKey>;

/** What is asked of who spoke with the customer; what was said last time stands above. */
export function heldForm(
  story: CheckInStory,
  people: readonly { readonly id: string; readonly name: string }[],
  view: View,
): Form {
  const { say } = view;
  const { checkIn, accountName: account, last, today } = story;
  const what = kindText(checkIn.kind, say);
  return {
    name: "checkins.held",
    subject: checkIn.id,
    title: say("checkins.held-title"),
    submit: say("onboarding.save"),
    intro: [{ kind: "text", text: say("checkins.held-intro", { what, account }) }, ...lastBlocks(last, say)],
    fields: [
      {
        kind: "choice",
        name: "contact",
        label: say("contacts.field-contact"),
        options: [
          ...people.map(({ id, name }) => ({ value: id, label: [name] })),
          { value: UNLISTED, label: say("contacts.unlisted") },
        ],
        ...(people.length === 0 && { initial: UNLISTED }),
      },
      { kind: "date", name: "on", label: say("contacts.field-on"), initial: today },
      {
        kind: "choice",
        name: "sentiment",
        label: say("checkins.field-sentiment"),
        options: SENTIMENTS.map((value) => ({ value, label: say(SENTIMENT_TEXTS[value]) })),
      },
      ...WRITTEN.map((name): Field => ({
        kind: "text",
        name,
        label: say(LABELS[name]),
        optional: true,
        multiline: true,
        maxLength: CHECK_IN.writtenAtMost,
      })),
    ],
  };
}

export function whenForm(
  name: "reschedule" | "no-show",
  { checkIn, accountName: account }: CheckInStory,
  { on, at }: { readonly on: LocalDate; readonly at: LocalTime },
  { say }: View,
): Form {
  const what = kindText(checkIn.kind, say);
  const isNoShow = name === "no-show";
  return {
    name: `checkins.${name}`,
    subject: checkIn.id,
    title: say(isNoShow ? "checkins.no-show-title" : "checkins.reschedule-title"),
    submit: say("onboarding.save"),
    intro: [
      { kind: "text", text: say(isNoShow ? "checkins.no-show-intro" : "checkins.reschedule-intro", { what, account }) },
    ],
    fields: [
      { kind: "date", name: "on", label: say("contacts.field-on"), initial: on },
      {
        kind: "text",
        name: "at",
        label: say("contacts.field-at"),
        hint: say("touchpoints.hint-at"),
        multiline: false,
        maxLength: 5,
        initial: at,
      },
    ],
  };
}

export function skipForm({ checkIn, accountName: account }: CheckInStory, { say }: View): Form {
  return {
    name: "checkins.skip",
    subject: checkIn.id,
    title: say("checkins.skip-title"),
    submit: say("checkins.skip"),
    intro: [{ kind: "text", text: say("checkins.skip-intro", { what: kindText(checkIn.kind, say), account }) }],
    fields: [
      {
        kind: "choice",
        name: "reason",
        label: say("checkins.field-reason"),
        options: SKIPS.map((value) => ({ value, label: say(SKIP_TEXTS[value]) })),
      },
    ],
  };
}

export type WhenProblem = "day" | "time" | "past" | "far" | "day-off" | "after-hours" | "neighbour";

const WHEN: Readonly<Record<WhenProblem, TextKey>> = {
  day: "contacts.day-wrong",
  time: "contacts.time-wrong",
  past: "touchpoints.past",
  far: "touchpoints.far",
  "day-off": "touchpoints.day-off",
  "after-hours": "touchpoints.after-hours",
  neighbour: "checkins.neighbour",
};

export function whenProblemText(
  problem: WhenProblem,
  value: Span,
  room: { readonly opens: LocalTime; readonly closes: LocalTime; readonly next: LocalDate },
  { say }: View,
): Text {
  return say(WHEN[problem], { value, ...room, next: daySpan(room.next), most: CHECK_IN.aheadAtMostDays });
}
