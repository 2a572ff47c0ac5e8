import type { Block, Element, Form, Option, Text } from "../../chat/card.ts";
import type { LocalDate, LocalTime } from "../../kernel/business-time.ts";
import { TOUCHPOINT } from "../../kernel/defaults.ts";
import { mayRead, type Scope } from "../../kernel/permissions.ts";
import type { TextKey } from "../../locales/keys.ts";
import type { View } from "../../locales/say.ts";
import type { Drawing } from "../feature.ts";
import type { Stakeholder } from "./contact-decide.ts";
import type { Named } from "./decide.ts";
import { UNLISTED } from "./log-decide.ts";
import { type PlanProblem, type Touchpoint, TOUCHPOINT_KINDS, type TouchpointKind } from "./touchpoint-decide.ts";
import type { StoredTouchpoint } from "./touchpoint-store.ts";

/** what a menu can hold on every platform, with room for "somebody else" */
const MOST_CONTACTS = 99;
const MOST_SHOWN = 5;

const KIND: Readonly<Record<TouchpointKind, TextKey>> = {
  "check-in": "touchpoints.kind-check-in",
  call: "touchpoints.kind-call",
  meeting: "touchpoints.kind-meeting",
  "on-site": "touchpoints.kind-on-site",
};

export function kindText(kind: TouchpointKind, { say }: View): Text {
  return say(KIND[kind]);
}

interface When {
  readonly on: LocalDate;
  readonly at: LocalTime;
}

function whenFields({ on, at }: When, { say }: View): Form["fields"] {
  return [
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
  ];
}

/** What is asked of somebody who plans to speak with a customer. */
export function planForm(account: Named, contacts: readonly Stakeholder[], when: When, view: View): Form {
  const { say } = view;
  const people: Option[] = contacts.slice(0, MOST_CONTACTS).map(({ id, name }) => ({ value: id, label: [name] }));
  const unlisted = { value: UNLISTED, label: say("contacts.unlisted") };
  return {
    name: "accounts.plan",
    subject: account.id,
    title: say("touchpoints.plan-title"),
    submit: say("touchpoints.plan-submit"),
    intro: [{ kind: "text", text: say("touchpoints.plan-intro", { account: account.name }) }],
    fields: [
      {
        kind: "choice",
        name: "kind",
        label: say("touchpoints.field-kind"),
        options: TOUCHPOINT_KINDS.map((value) => ({ value, label: say(KIND[value]) })),
        initial: "check-in",
      },
      {
        kind: "choice",
        name: "contact",
        label: say("contacts.field-contact"),
        options: [...people, unlisted],
        ...(people.length === 0 && { initial: UNLISTED, hint: say("contacts.nobody-known") }),
      },
      ...whenFields(when, view),
      {
        kind: "text",
        name: "note",
        label: say("touchpoints.field-note"),
        optional: true,
        multiline: true,
        maxLength: TOUCHPOINT.noteAtMost,
      },
    ],
  };
}

export function moveForm(touchpoint: StoredTouchpoint, when: When, view: View): Form {
  const { say } = view;
  const { id, accountName: account, kind, plannedAt } = touchpoint;
  const at = { date: plannedAt, style: "day-time" } as const;
  return {
    name: "accounts.touch-move",
    subject: id,
    title: say("touchpoints.move-title"),
    submit: say("touchpoints.move"),
    intro: [{ kind: "text", text: say("touchpoints.move-intro", { kind: kindText(kind, view), account, at }) }],
    fields: whenFields(when, view),
  };
}

const PROBLEMS: Readonly<Record<PlanProblem["problem"], TextKey>> = {
  choice: "contacts.choice-wrong",
  day: "contacts.day-wrong",
  time: "contacts.time-wrong",
  past: "touchpoints.past",
  far: "touchpoints.far",
  "day-off": "touchpoints.day-off",
  "after-hours": "touchpoints.after-hours",
  long: "contacts.too-long",
};

export function planProblemTexts(
  problems: readonly PlanProblem[],
  { opens, closes, next }: { readonly opens: LocalTime; readonly closes: LocalTime; readonly next: LocalDate },
  { say }: View,
): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    problems.map(({ field, problem, value }) => [
      field,
      say(value === "" && problem === "choice" ? "contacts.choice-needed" : PROBLEMS[problem], {
        value,
        opens,
        closes,
        next,
        most: problem === "far" ? TOUCHPOINT.aheadAtMostDays : TOUCHPOINT.noteAtMost,
      }),
    ]),
  );
}

/** A meeting whose time has come, as its owner is asked about it. */
export interface Asked {
  readonly touchpoint: StoredTouchpoint;
  readonly scope: Scope;
}

/** With whom is private to who reads contacts. */
export function drawAsked({ touchpoint, scope }: Asked, view: View): Drawing {
  const { say } = view;
  const { accountName: account, contactName, state, kind, plannedAt, note } = touchpoint;
  const what = { kind: kindText(kind, view), account, at: { date: plannedAt, style: "day-time" } as const };
  const contact = mayRead(view.audience, "contacts", scope) ? contactName : undefined;
  const title = say(state === "planned" ? "touchpoints.asked-title" : "touchpoints.title", what);
  const body: Block[] = [
    {
      kind: "text",
      text: contact ? say("touchpoints.line-with", { ...what, contact }) : say("touchpoints.line", what),
    },
    ...(note ? [{ kind: "text" as const, text: say("touchpoints.note", { text: note }) }] : []),
  ];
  if (state === "planned") body.push({ kind: "buttons", elements: settleButtons(touchpoint, view) });
  else body.push({ kind: "context", text: say(SETTLED[state]) });
  return { card: { title, accent: state === "planned" ? "warn" : "good", body }, summary: title };
}

const SETTLED = {
  held: "touchpoints.was-held",
  cancelled: "touchpoints.was-cancelled",
} as const satisfies Record<Exclude<Touchpoint["state"], "planned">, TextKey>;

function settleButtons({ id }: Pick<StoredTouchpoint, "id">, { say }: View): Element[] {
  return [
    {
      kind: "button",
      label: say("touchpoints.held"),
      look: "primary",
      press: { name: "accounts.touch-held", subject: id },
    },
    { kind: "button", label: say("touchpoints.move"), opens: { name: "accounts.touch-move", subject: id } },
    { kind: "button", label: say("touchpoints.cancel"), press: { name: "accounts.touch-cancel", subject: id } },
  ];
}

/** What somebody has planned for the days to come, on their own screen. */
export function drawMeetings(planned: readonly StoredTouchpoint[], view: View): Block[] {
  if (planned.length === 0) return [];
  const { say } = view;
  const more = planned.length - MOST_SHOWN;
  return [
    { kind: "text", text: say("touchpoints.home", { count: planned.length }) },
    ...planned.slice(0, MOST_SHOWN).map((each): Block => {
      const at = { date: each.plannedAt, style: "day-time" } as const;
      const press = { name: "accounts.open", subject: each.account };
      return {
        kind: "text",
        text: say("touchpoints.line", { at, kind: kindText(each.kind, view), account: each.accountName }),
        button: { kind: "button", label: say("home.open"), press },
      };
    }),
    ...(more > 0 ? [{ kind: "context", text: say("touchpoints.home-more", { count: more }) } as const] : []),
  ];
}
